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
        f'height:24px;min-width:0">{code(loop.title, "min-width:0")}{badge(loop.verdict)}'
        f'<span style="{quiet}">line {loop.lineno}{again}</span></div>'
    )


def bar_row(view: View, loop: LoopView, cancelling: bool = False) -> str:
    """Give the running loop's bar and numbers."""
    return (
        f'<div style="{theme.BASE}">{_bar(loop)}'
        f'<div style="display:flex;justify-content:space-between;gap:16px;height:20px;'
        f'overflow:hidden;white-space:nowrap;font-size:12px">'
        f"<span>{_progress(loop)}</span>"
        f'<span style="color:{theme.QUIET}">{_pace(view, loop, cancelling)}</span></div></div>'
    )


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
        f'aria-valuemin="0" aria-valuemax="{loop.total or 0}"{now} style="height:6px;'
        f'border-radius:3px;background:{theme.TRACK};overflow:hidden;margin:3px 0 4px">'
        f'<div style="height:100%;border-radius:3px;width:{width};background:{theme.BAR}">'
        "</div></div>"
    )


def _progress(loop: LoopView) -> str:
    done = f'<span class="nbp-done">{loop.done:,}</span>'
    if loop.total is None:
        return f"{done} iterations"
    share = wording.percent(loop.done, loop.total)
    faint = f"color:{theme.QUIET}"
    return (
        f"{done} / {loop.total:,} "
        f'<span style="{faint};display:inline-block;min-width:3.2em;text-align:right">{share}'
        f"</span>"
    )


def _pace(view: View, loop: LoopView, cancelling: bool) -> str:
    if cancelling:
        return "cancelling…"
    facts = []
    if loop.failures:
        facts.append(_fact(f"{loop.failures:,} failed", "4em", theme.WARN))
    if view.starting and not view.workers:
        facts.append("starting workers…")
    elif view.workers:
        busy = f"{view.busy} of {wording.count(view.workers, 'worker')} busy"
        facts.append(_fact(busy, "9em"))
    if loop.rate is not None:
        facts.append(_fact(wording.rate(loop.rate), "4.5em"))
    facts.append(_fact(wording.seconds(loop.elapsed), "3.8em"))
    if loop.total is not None:
        left = "" if loop.remaining is None else f"{wording.seconds(loop.remaining)} left"
        facts.append(_fact(left, "5.8em"))
    return "".join(facts)


def _fact(text: str, width: str, colour: str = "inherit") -> str:
    return (
        f'<span style="display:inline-block;min-width:{width};margin-left:14px;'
        f'text-align:right;color:{colour}">{text}</span>'
    )
