"""A run after the fact: as text, and as static HTML that needs neither script nor style sheet."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any, Final

from nbparallel.diagnostic import Code
from nbparallel.report import LoopReport, RunReport
from nbparallel.ui import html, theme, wording
from nbparallel.ui.svg import stream_img
from nbparallel.ui.view import View

_LOOPS_SHOWN: Final = 40
_TEXT_WIDTH: Final = 200
_COLUMNS: Final = (
    "line", "loop", "verdict", "iterations", "time", "speed-up", "busy", "workers", "chunks",
    "sent", "received",
)  # fmt: skip


def _cells(loop: LoopReport) -> list[str]:
    """Give one loop's row of the table."""
    row = [
        str(loop.lineno),
        wording.shorten(loop.title, 60),
        loop.verdict,
        wording.count(loop.iterations),
        wording.seconds(loop.wall_s) if loop.iterations else "",
    ]
    if loop.mode != "parallel":
        return row + [""] * (len(_COLUMNS) - len(row))
    return [
        *row,
        f"{loop.speedup:.1f}×",
        f"{wording.busy_percent([loop])} %",
        str(loop.workers),
        wording.count(loop.chunks),
        wording.size(loop.bytes_in),
        wording.size(loop.bytes_out),
    ]


def _told(report: RunReport) -> list[LoopReport]:
    """Give the loops worth a row: not those that another took along or that were not reached."""
    told = [
        loop
        for loop in report.loops
        if loop.iterations or (loop.reason and loop.codes != [Code.TAKEN_ALONG.value])
    ]
    return told or report.loops


def _remarks(report: RunReport) -> list[str]:
    """Give every reason and note, those that the summary leaves out as well."""
    said = [wording.serial_line(loop) for loop in wording.serial_loops(report)]
    for loop in report.loops:
        said += [f"{wording.loop_name(loop)}: {note}" for note in loop.notes]
        if loop.retries:
            again = wording.count(loop.retries, "chunk")
            said.append(f"{wording.loop_name(loop)}: {again} run again")
    return said


def totals(view: View | None) -> list[int | None]:
    """Give the iterations that each loop on the workers had in all."""
    return [] if view is None else [loop.total for loop in view.loops]


def report_text(report: RunReport) -> str:
    """Give a run as text: the summary, a table of its loops, reasons and notes."""
    loops = _told(report)
    rows = [list(_COLUMNS), *map(_cells, loops[:_LOOPS_SHOWN])]
    used = [column for column in zip(*rows, strict=True) if any(column[1:])]
    widths = [max(map(len, column)) for column in used]
    left = {"loop", "verdict"}
    lines = [wording.summary(report)]
    if loops:
        lines.append("")
    for row in zip(*used, strict=True):
        cells = [
            cell.ljust(width) if column[0] in left else cell.rjust(width)
            for cell, width, column in zip(row, widths, used, strict=True)
        ]
        lines.append("  ".join(cells).rstrip())
    more = len(loops) - _LOOPS_SHOWN
    lines += [f"… and {wording.count(more, 'more loop')}"] if more > 0 else []
    remarks = _remarks(report)
    return "\n".join([*lines, *([""] if remarks else []), *remarks])


def report_html(
    report: RunReport,
    view: View | None = None,
    *,
    is_open: bool = True,
    said: Sequence[str] = (),
) -> str:
    """Give a run as static HTML: the summary, folding out to table, task stream and reasons.

    Parameters
    ----------
    report : RunReport
        The run.
    view : View, optional
        What was seen of it; with it the task stream is drawn.
    is_open : bool
        Whether the details are unfolded to begin with.
    said : sequence of str
        Remarks to be left out, since they stand elsewhere.
    """
    summary = wording.summary(report, totals(view))
    body = (
        _table(_told(report))
        + _stream(view)
        + _list([r for r in _remarks(report) if r not in said])
    )
    opened = " open" if is_open else ""
    return (
        f'<div class="nbp-card" style="{theme.BASE};margin:2px 0"><details{opened}>'
        f'<summary class="nbp-summary" style="cursor:pointer">{html.prose(summary)}</summary>'
        f'<div style="padding:4px 0 6px 16px">{body}</div></details></div>'
    )


def card_html(report: RunReport, view: View) -> str:
    """Give what a finished cell's card becomes: folded, and below it what must not be missed."""
    failure = failure_html(view.failure) if _shows_failure(report, view) else ""
    if not wording.parallel_loops(report):
        return _serial_html(report) + failure
    said = wording.lines(report, totals(view))[1:]
    folded = report_html(report, view, is_open=False, said=said)
    return folded + _quiet(said, "nbp-serial") + failure


def card_text(report: RunReport, view: View) -> str:
    """Give the same as plain text: the lines that are said without being asked."""
    said = wording.lines(report, totals(view))
    if _shows_failure(report, view):
        said.append(view.failure)
    return "\n".join(said)


def failure_html(failure: str) -> str:
    """Say which iteration failed."""
    return (
        f'<div class="nbp-failure" style="{theme.BASE};padding-left:8px;'
        f'border-left:3px solid {theme.WARN};overflow-wrap:anywhere">{escape(failure)}</div>'
    )


def _shows_failure(report: RunReport, view: View) -> bool:
    return bool(view.failure and report.error and report.error != "KeyboardInterrupt")


def _serial_html(report: RunReport) -> str:
    said = [wording.serial_line(loop) for loop in wording.serial_loops(report)]
    return _quiet(said, "nbp-summary nbp-serial") if said else ""


def _quiet(said: Sequence[str], classes: str) -> str:
    style = f"{theme.BASE};font-size:12px;color:{theme.QUIET};overflow-wrap:anywhere"
    shown = [*said[:_LOOPS_SHOWN], *(["…"] if len(said) > _LOOPS_SHOWN else [])]
    lines = "".join(f"<div>{html.prose(wording.shorten(line, 600))}</div>" for line in shown)
    return f'<div class="{classes}" style="{style}">{lines}</div>' if lines else ""


def _table(loops: Sequence[LoopReport]) -> str:
    shown = loops[:_LOOPS_SHOWN]
    rows = [_cells(loop) for loop in shown]
    used = [i for i in range(len(_COLUMNS)) if any(row[i] for row in rows)]
    if not rows:
        return ""
    head = "".join(_cell("th", i, escape(_COLUMNS[i])) for i in used)
    body = "".join(
        "<tr>" + "".join(_cell("td", i, _content(row, i)) for i in used) + "</tr>" for row in rows
    )
    more = len(loops) - len(shown)
    rest = f"<div>… and {wording.count(more, 'more loop')}</div>" if more > 0 else ""
    return (
        f'<div style="overflow-x:auto"><table style="margin:2px 0 6px;font-size:12px;'
        f'border-collapse:collapse"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
        f"</div>{rest}"
    )


def _content(row: Sequence[str], index: int) -> str:
    text = escape(row[index])
    if _COLUMNS[index] != "loop":
        return text
    return f'<code style="{theme.CODE}">{text}</code>'


def _cell(tag: str, index: int, content: str) -> str:
    side = "left" if _COLUMNS[index] in ("loop", "verdict") else "right"
    weight = ";font-weight:600" if tag == "th" else ""
    style = f"text-align:{side};padding:2px 8px;white-space:nowrap{weight}"
    return f'<{tag} style="{style}">{content}</{tag}>'


def _stream(view: View | None) -> str:
    if view is None or not view.rectangles:
        return ""
    states = {rectangle.state for rectangle in view.rectangles}
    return stream_img(view.lanes, view.rectangles) + html.legend(states)


def _list(remarks: Sequence[str]) -> str:
    if not remarks:
        return ""
    return f'<div style="margin-top:6px">{_quiet(remarks, "nbp-remarks")}</div>'


def show(report: RunReport, shell: Any) -> None:
    """Show a run's report where the shell can; print it elsewhere."""
    from nbparallel.ui.publish import show_both

    show_both(shell, report_html(report), report_text(report))
