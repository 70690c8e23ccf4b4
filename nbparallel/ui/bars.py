"""The running card's rows as HTML: pure functions of the view. Heights never change."""

from __future__ import annotations

from html import escape

from nbparallel.ui import theme, wording
from nbparallel.ui.html import badge, code
from nbparallel.ui.view import LoopView, View


def title_row(loop: LoopView) -> str:
    """Give the running loop's first line and verdict."""
    again = f" · pass {loop.passes:,}" if loop.passes > 1 else ""
    quiet = f"color:{theme.QUIET};font-size:12px;white-space:nowrap"
    return (
        f'<div class="nbp-title" style="{theme.BASE};display:flex;gap:10px;align-items:center;'
        f'height:24px;min-width:0;overflow:hidden">{code(loop.title, "min-width:6em")}'
        f'{badge(loop.verdict)}<span style="{quiet}">line {loop.lineno}{again}</span></div>'
    )


def bar_row(view: View, loop: LoopView, cancelling: bool = False) -> str:
    """Give the running loop's bar and numbers."""
    # Numbers have room for their widest form, so that lines break the same way throughout.
    return (
        f'<div style="{theme.BASE}">{_bar(loop)}'
        f'<div style="display:flex;flex-wrap:wrap;justify-content:space-between;column-gap:14px;'
        f'white-space:nowrap;font-size:12px"><span>{_progress(loop)}{_trouble(view, loop)}</span>'
        f'<span style="display:flex;flex-wrap:wrap;column-gap:14px;color:{theme.QUIET}">'
        f"{_pace(view, loop, cancelling)}</span></div></div>"
    )


def status(loop: LoopView) -> str:
    """Say where the loop is, for screen readers: changes a few times in all."""
    if loop.finished:
        return f"{wording.count(loop.done, 'iteration')} done"
    quarter = int(4 * loop.fraction)
    return f"{escape(loop.title)} {25 * quarter} % done" if quarter else escape(loop.title)


def finished_row(loop: LoopView) -> str:
    """Give a loop that is over, in one line."""
    numbers = f"{wording.count(loop.done, 'iteration')} · {wording.seconds(loop.elapsed)}"
    return (
        f'<div class="nbp-finished" style="{theme.BASE};display:flex;gap:10px;height:22px;'
        f'align-items:center;justify-content:space-between;min-width:0">'
        f"{code(loop.title, 'min-width:0')}"
        f'<span style="color:{theme.QUIET};font-size:12px;white-space:nowrap">{numbers}</span>'
        "</div>"
    )


def _bar(loop: LoopView) -> str:
    width = f"{100 * loop.fraction:.2f}%"
    # ARIA wants no aria-valuenow where progress is not known.
    now = f' aria-valuenow="{loop.done}"' if loop.total is not None else ""
    return (
        f'<div class="nbp-bar" role="progressbar" aria-label="{escape(loop.title)}" '
        f'aria-valuemin="0" aria-valuemax="{loop.total or loop.done}"{now} style="height:6px;'
        f'border-radius:3px;background:{theme.TRACK};overflow:hidden;margin:3px 0 4px">'
        f'<div style="height:100%;border-radius:3px;width:{width};background:{theme.BAR}">'
        "</div></div>"
    )


def _progress(loop: LoopView) -> str:
    done = f'<span class="nbp-done">{loop.done:,}</span>'
    if loop.total is None:
        return f"{done} iterations"
    share = wording.percent(loop.done, loop.total)
    return (
        f"{done} / {loop.total:,} "
        f'<span style="color:{theme.QUIET};display:inline-block;min-width:3.2em;'
        f'text-align:right">{share}</span>'
    )


def _trouble(view: View, loop: LoopView) -> str:
    """Say what was printed and what failed so far; mostly nothing."""
    said = ""
    if view.output:
        lines = wording.count(view.output, "line")
        said += f'<span style="margin-left:14px;color:{theme.QUIET}">{lines} printed</span>'
    if loop.failures:
        chunks = wording.count(loop.failures, "chunk")
        said += f'<span style="margin-left:14px;color:{theme.WARN}">{chunks} failed</span>'
    return said


def _pace(view: View, loop: LoopView, cancelling: bool) -> str:
    if loop.finished:
        return _fact(wording.seconds(loop.elapsed))
    if cancelling:
        return _fact("cancelling…")
    facts = []
    if view.workers:
        busy = f"{view.busy} of {wording.count(view.workers, 'worker')} busy"
        facts.append(_fact(busy, "9em"))
    elif view.starting:
        facts.append(_fact("starting workers…"))
    if loop.rate is not None:
        facts.append(_fact(wording.rate(loop.rate), "4.5em"))
    of = "" if loop.predicted is None else f" of {wording.seconds(loop.predicted)}"
    facts.append(_fact(f"{wording.seconds(loop.elapsed)}{of}", "8.5em" if of else "3.8em"))
    if loop.total is not None:
        left = "" if loop.remaining is None else f"{wording.seconds(loop.remaining)} left"
        facts.append(_fact(left, "5.4em"))
    return "".join(facts)


def _fact(text: str, width: str = "0") -> str:
    return f'<span style="min-width:{width};text-align:right">{text}</span>'
