"""``--explain``: a plan as text and as one static card, pure functions of the plan.

The source comes with a gutter: each loop's lines are marked, its first line says the verdict,
and under a line that stands in the way the place is underlined, as compilers do. Below it, for
each loop, what may be gained, the reasons, and its names.
"""

from __future__ import annotations

from html import escape
from typing import Any, Final

from nbparallel.diagnostic import Diagnostic
from nbparallel.plan.plan import Gain, LoopPlan, Plan
from nbparallel.ui import gutter, html, theme, wording
from nbparallel.ui.gutter import COLOURS, MARKS_SHOWN, SIGNS, Line, annotated
from nbparallel.ui.gutter import verdict as verdict_of

_MEANINGS: Final = {
    "proven": "its iterations may run on the workers",
    "checked": "its iterations may run on the workers, under guards",
    "serial": "it runs in the kernel",
    "open": "decided when it is reached",
}
_NAMES_SAID: Final = 4
_NAMES_SHOWN: Final = 40
_UNFOLDED: Final = 3  # with so many loops, the tables of names are open to begin with


# -- sentences, the same in every medium ----------------------------------------------------------


def summary(plan: Plan) -> str:
    """Say in one line what is planned."""
    if not plan.loops:
        return "no loop found in this cell; nothing was run"
    counts = dict.fromkeys(SIGNS, 0)
    for loop in plan.loops:
        counts[verdict_of(loop)] += 1
    said = ", ".join(f"{number} {verdict}" for verdict, number in counts.items() if number)
    return f"{wording.count(len(plan.loops), 'loop')}: {said}; nothing was run"


def verdict_line(loop: LoopPlan) -> str:
    """Say what a loop's verdict means for it."""
    if loop.inside is not None:
        return f"inside: it runs on the workers, with the loop at line {loop.inside}"
    if loop.verdict != "open":
        return f"{loop.verdict}: {_MEANINGS[loop.verdict]}"
    if not loop.depends_on:
        return "open: decided when it is reached, and its items are known"
    names = [f"`{name}` (line {line})" for name, line in loop.depends_on.items()]
    more = len(names) - _NAMES_SAID
    said = ", ".join(names[:_NAMES_SAID]) + (f" and {more} more" if more > 0 else "")
    return f"open: decided when it is reached; before it, the cell binds {said}"


def reasons(loop: LoopPlan) -> list[Diagnostic]:
    """Give a loop's reasons, each once: one name may be met at several places."""
    return list({(d.code, d.message): d for d in reversed(loop.diagnostics)}.values())[::-1]


def gain_line(loop: LoopPlan) -> str:
    """Say what may be gained. Nothing ran, so no time is predicted."""
    gain: Gain = loop.gain
    known = gain.iterations
    iterations = "iterations not known yet" if known is None else wording.count(known, "iteration")
    workers = wording.count(gain.workers, "worker")
    if loop.verdict == "serial":
        return f"{iterations}; nothing to gain as it stands"
    if loop.inside is not None:
        return f"{iterations}, on the worker that has its outer loop's iteration"
    if gain.bound == 1:
        return f"{iterations}, {workers}: nothing to gain"
    return f"{iterations}, {workers}: at most {gain.bound}× (nothing has been timed yet)"


# -- text ------------------------------------------------------------------------------------------


def explain_text(plan: Plan) -> str:
    """Draw a plan as text."""
    blocks = ["\n".join([summary(plan), "", *_source_text(plan)]).rstrip()]
    blocks += ["\n".join(_loop_text(loop)) for loop in plan.loops]
    return "\n\n".join(blocks)


def _source_text(plan: Plan) -> list[str]:
    return [row.text().rstrip() for row in gutter.rows(plan)]


def _loop_text(loop: LoopPlan) -> list[str]:
    lines = [f"line {loop.lineno} `{wording.shorten(loop.title, 70)}`"]
    lines += [f"  {verdict_line(loop)}", f"  gain: {gain_line(loop)}"]
    for diagnostic in reasons(loop):
        lines.append(f"  {diagnostic.code.value} {diagnostic.message}")
        if diagnostic.hint:
            lines.append(f"         help: {diagnostic.hint}")
    lines += [f"  {note}" for note in loop.notes]
    width = max((len(name.name) for name in loop.names), default=0)
    role = max((len(name.role) for name in loop.names), default=0)
    for name in loop.names:
        lines.append(f"    {name.name:<{width}}  {name.role:<{role}}  line {name.lineno}")
    return lines


# -- HTML ------------------------------------------------------------------------------------------

_ROW: Final = "display:flex"
_UNDER: Final = "display:flex;line-height:15px;min-height:15px"
_NUMBER: Final = (
    f"flex:none;min-width:2.2em;padding:0 12px 0 4px;text-align:right;color:{theme.QUIET};"
    "user-select:none"
)
_WORD: Final = (
    f"flex:none;width:5.6em;padding:0 8px 0 2px;text-align:right;font-family:{theme.UI_FONT};"
    "font-size:11px;user-select:none"
)


def explain_html(plan: Plan) -> str:
    """Draw a plan as one card: inline styles only, no script."""
    source = "".join(map(_line_html, annotated(plan)))
    unfolded = len(plan.loops) <= _UNFOLDED
    loops = "".join(_loop_html(loop, unfolded=unfolded) for loop in plan.loops)
    return (
        f'<div class="nbp-card nbp-plan" style="{theme.BASE};margin:2px 0">'
        f'<div class="nbp-summary">{html.prose(summary(plan))}</div>'
        f'<div role="region" aria-label="the cell and its loops" tabindex="0" style="margin:6px 0 '
        f"10px;overflow:auto;max-height:900px;font-family:{theme.CODE_FONT};font-size:12px;"
        f'line-height:20px;border:1px solid {theme.LINE};border-radius:4px;padding:6px 0">'
        f'<div style="display:inline-block;min-width:100%">{source}</div></div>{loops}</div>'
    )


def _line_html(line: Line) -> str:
    words = " ".join(
        f'<span style="color:{theme.TEXT}">{_sign(verdict)} {escape(verdict)}</span>'
        for verdict in line.verdicts
    )
    shown = [_row_html(words, str(line.number), escape(line.text) or " ", line.verdict)]
    for mark in line.marks[:MARKS_SHOWN]:
        before, carets = mark.drawn(line.text)
        colour = theme.WARN if mark.primary else theme.QUIET
        under = (
            f'{escape(before)}<span style="color:{colour};font-weight:600">{carets}</span> '
            f'<span style="color:{theme.QUIET};font-family:{theme.UI_FONT};font-size:11px">'
            f"{escape(mark.label)}"
            "</span>"
        )
        shown.append(_row_html("", "", under, line.verdict, _UNDER))
    if len(line.marks) > MARKS_SHOWN:
        more = f"… and {len(line.marks) - MARKS_SHOWN} more"
        shown.append(_row_html("", "", more, line.verdict, _UNDER))
    return "".join(shown)


def _row_html(words: str, number: str, code: str, verdict: str, row: str = _ROW) -> str:
    stripe = COLOURS[verdict] if verdict else "transparent"
    return (
        f'<div style="{row}"><span style="{_WORD}">{words}</span>'
        f'<span style="flex:none;border-left:3px solid {stripe}"></span>'
        f'<span style="{_NUMBER}">{number}</span>'
        f'<span style="white-space:pre;padding-right:12px">{code}</span></div>'
    )


def _sign(verdict: str) -> str:
    return f'<span style="color:{COLOURS[verdict]};font-weight:600">{SIGNS[verdict]}</span>'


def _loop_html(loop: LoopPlan, *, unfolded: bool) -> str:
    title = html.code(wording.shorten(loop.title, 90))
    stripe = f"border-left:3px solid {COLOURS[verdict_of(loop)]};padding:0 0 0 10px;margin:0 0 10px"
    said = "".join(
        f'<div style="overflow-wrap:anywhere">{_reason_html(d.code.value, d.message, d.hint)}</div>'
        for d in reasons(loop)
    )
    notes = "".join(f"<div>{html.prose(note)}</div>" for note in loop.notes)
    return (
        f'<div class="nbp-loop" style="{stripe}"><div>line {loop.lineno} {title}</div>'
        f'<div style="overflow-wrap:anywhere">{_sign(verdict_of(loop))} '
        f"{html.prose(verdict_line(loop))}</div>"
        f'<div style="color:{theme.QUIET};font-size:12px">{escape(gain_line(loop))}</div>'
        f'<div style="font-size:12px;margin:2px 0">{said}{notes}</div>'
        f"{_names_html(loop, unfolded=unfolded)}</div>"
    )


def _reason_html(code: str, message: str, hint: str) -> str:
    help_ = (
        f'<div style="padding-left:16px;color:{theme.QUIET}">help: {html.prose(hint)}</div>'
        if hint
        else ""
    )
    return f'<span style="font-weight:600">{escape(code)}</span> {html.prose(message)}{help_}'


def _names_html(loop: LoopPlan, *, unfolded: bool) -> str:
    if not loop.names:
        return ""
    count = wording.count(len(loop.names), "name")
    return (
        f'<details{" open" if unfolded else ""} style="font-size:12px">'
        f'<summary style="cursor:pointer;color:{theme.QUIET}">{count} and their roles</summary>'
        f"{names_table(loop)}</details>"
    )


def names_table(loop: LoopPlan) -> str:
    """Draw each name's role, and the line that decides it."""
    cell = "padding:0 14px 0 0;text-align:left;white-space:nowrap;font-weight:normal"
    quiet = f"{cell};color:{theme.QUIET}"
    rows = "".join(
        f'<tr><th scope="row" style="{cell}">{html.code(name.name)}</th>'
        f'<td style="{cell}">{escape(name.role)}</td>'
        f'<td style="{quiet}">line {name.lineno}</td></tr>'
        for name in loop.names[:_NAMES_SHOWN]
    )
    more = len(loop.names) - _NAMES_SHOWN
    rest = f'<div style="margin-left:14px">… and {more} more</div>' if more > 0 else ""
    return (
        '<table style="border-collapse:collapse;margin:2px 0 0 14px;font-size:12px"><tbody>'
        f"{rows}</tbody></table>{rest}"
    )


def show(plan: Plan, shell: Any) -> None:
    """Show a plan where the shell can; print it elsewhere."""
    from nbparallel.ui.publish import show_both

    show_both(shell, explain_html(plan), explain_text(plan))
