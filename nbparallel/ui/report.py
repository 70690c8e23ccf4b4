"""A run after the fact: as text, and as static HTML that needs neither script nor style sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Final

from nbparallel.diagnostic import Code, Diagnostic
from nbparallel.excerpt import excerpt
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


@dataclass(frozen=True, slots=True)
class _Remark:
    """A reason or a note, and the lines of the cell that it is about."""

    text: str
    excerpt: str = ""


def _remarks(report: RunReport) -> list[_Remark]:
    """Give every reason and note, those that the summary leaves out as well."""
    lines = report.source.splitlines()
    said: list[_Remark] = []
    for loop in wording.serial_loops(report):
        said += _reasons(loop, lines) or [_Remark(wording.serial_line(loop))]
    for loop in report.loops:
        places = {str(diagnostic): diagnostic for diagnostic in loop.diagnostics}
        for note in loop.notes:
            place = places.get(note)
            drawn = _excerpt(place, lines) if place is not None else ""
            said.append(_Remark(f"{wording.loop_name(loop)}: {note}", drawn))
        if loop.retries:
            again = wording.count(loop.retries, "chunk")
            said.append(_Remark(f"{wording.loop_name(loop)}: {again} run again"))
    return said


def _reasons(loop: LoopReport, lines: Sequence[str]) -> list[_Remark]:
    """Give each of a serial loop's reasons with its excerpt."""
    texts = [str(diagnostic) for diagnostic in loop.diagnostics]
    if not texts or loop.reason.splitlines() != "\n".join(texts).splitlines():
        return []
    first, *others = loop.diagnostics
    head = f"{wording.loop_name(loop)} {wording.ran(loop)}: {first}"
    return [
        _Remark(head, _excerpt(first, lines)),
        *(_Remark(f"and {other}", _excerpt(other, lines)) for other in others),
    ]


def _excerpt(diagnostic: Diagnostic, lines: Sequence[str]) -> str:
    """Draw the places of a reason that stands in the text; profit and luck have none."""
    return "" if diagnostic.code.value[3] in "35" else excerpt(diagnostic, lines)


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
    for remark in _remarks(report):
        lines += ["", remark.text]
        lines += [f"    {line}" for line in remark.excerpt.splitlines()]
    return "\n".join(lines)


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
        + _list([r for r in _remarks(report) if r.excerpt or r.text not in said])
    )
    opened = " open" if is_open else ""
    return (
        f'<div class="nbp-card" style="{theme.BASE};margin:2px 0"><details{opened}>'
        f'<summary class="nbp-summary" style="cursor:pointer">{html.prose(summary)}</summary>'
        f'<div style="padding:4px 0 6px 16px">{body}</div></details></div>'
    )


def card_html(report: RunReport, view: View) -> str:
    """Give what a finished cell's card becomes: folded, and below it what must not be missed."""
    if _is_told_by_error(report):
        return ""
    failure = failure_html(view.failure) if _shows_failure(report, view) else ""
    if not wording.parallel_loops(report):
        return _serial_html(report) + failure
    said = wording.lines(report, totals(view))[1:]
    folded = report_html(report, view, is_open=False, said=said)
    return folded + _quiet(said, "nbp-serial") + failure


def card_text(report: RunReport, view: View) -> str:
    """Give the same as plain text: the lines that are said without being asked."""
    if _is_told_by_error(report):
        return ""
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


def _is_told_by_error(report: RunReport) -> bool:
    """Whether all there is to say stands in the exception of ``--strict``."""
    return report.error == "NotParallelError" and not wording.parallel_loops(report)


def _shows_failure(report: RunReport, view: View) -> bool:
    return bool(view.failure and report.error and report.error != "KeyboardInterrupt")


def _serial_html(report: RunReport) -> str:
    said = [wording.serial_line(loop) for loop in wording.serial_loops(report)]
    return _quiet(said, "nbp-summary nbp-serial") + _places_html(report) if said else ""


def _places_html(report: RunReport) -> str:
    """Fold away the places of the reasons that the lines above it tell."""
    drawn = "".join(html.excerpt(r.excerpt) for r in _remarks(report) if r.excerpt)
    if not drawn:
        return ""
    style = f"{theme.BASE};font-size:12px;color:{theme.QUIET}"
    return (
        f'<details style="{style}"><summary style="cursor:pointer">where</summary>{drawn}</details>'
    )


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


def _list(remarks: Sequence[_Remark]) -> str:
    shown = "".join(map(_remark_html, remarks[:_LOOPS_SHOWN]))
    more = "<div>…</div>" if len(remarks) > _LOOPS_SHOWN else ""
    style = f"margin-top:6px;font-size:12px;color:{theme.QUIET};overflow-wrap:anywhere"
    return f'<div class="nbp-remarks" style="{style}">{shown}{more}</div>' if remarks else ""


def _remark_html(remark: _Remark) -> str:
    said = f"<div>{html.prose(wording.shorten(remark.text, 600))}</div>"
    return said + (html.excerpt(remark.excerpt) if remark.excerpt else "")


def show(report: RunReport, shell: Any) -> None:
    """Show a run's report where the shell can; print it elsewhere."""
    from nbparallel.ui.publish import show_both

    show_both(shell, report_html(report), report_text(report))
