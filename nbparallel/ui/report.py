"""A run after the fact: as text, and as static HTML that needs neither script nor style sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Final

from nbparallel.diagnostic import Code, Diagnostic
from nbparallel.excerpt import excerpt
from nbparallel.report import LoopReport, RunReport
from nbparallel.ui import folds, html, leftout, theme, verified, wording
from nbparallel.ui.tables import html_table, text_table
from nbparallel.ui.view import View

_LOOPS_SHOWN: Final = 40
_MOST_BYTES: Final = 45_000
"""Of a card: a notebook must not grow by more than 50 kB, the lines below the fold included."""
_COLUMNS: Final = (
    "line", "loop", "verdict", "iterations", "time", "speed-up", "busy", "workers", "chunks",
    "sent", "received",
)  # fmt: skip
_LEFT: Final = ("loop", "verdict")


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
            said.append(_Remark(wording.note_line(loop, note), drawn))
        if loop.retries:
            again = wording.count(loop.retries, "chunk")
            said.append(_Remark(wording.note_line(loop, f"{again} run again")))
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


def totals(view: View | None) -> wording.Totals:
    """Give the iterations that each loop on the workers had in all, by its index."""
    return wording.NO_TOTALS if view is None else {loop.loop: loop.total for loop in view.loops}


def report_text(report: RunReport, view: View | None = None) -> str:
    """Give a run as text: the summary, tables of its loops and workers, reasons and notes."""
    loops = _told(report)
    shown = [*map(_cells, loops[:_LOOPS_SHOWN])]
    lines = [wording.summary(report, totals(view))]
    lines += ["", *text_table(_COLUMNS, shown, _LEFT)] if shown else []
    more = len(loops) - _LOOPS_SHOWN
    lines += [f"… and {wording.count(more, 'more loop')}"] if more > 0 else []
    if view is not None and view.shares:
        left = folds.WORKERS_LEFT
        lines += ["", *text_table(folds.WORKER_COLUMNS, folds.worker_rows(view, 40), left)]
    if view is not None and view.failures:
        failed = list(folds.failure_rows(report, view, 40))
        lines += ["", *text_table(folds.FAILURE_COLUMNS, failed, folds.FAILURES_LEFT)]
    if failed_iterations := leftout.text(report):
        lines += ["", *failed_iterations]
    for remark in _remarks(report):
        lines += ["", remark.text]
        lines += [f"    {line}" for line in remark.excerpt.splitlines()]
    if report.verify is not None:
        lines += ["", *verified.lines(report.verify)]
    return "\n".join(lines)


def report_html(
    report: RunReport,
    view: View | None = None,
    *,
    is_open: bool = True,
    plot: bool = True,
    said: Sequence[str] = (),
) -> str:
    """Give a run as static HTML: a line that folds out; less is drawn where it would be large.

    Parameters
    ----------
    report : RunReport
        The run.
    view : View, optional
        What was seen of it; with it there are a task stream, the workers and the failures.
    is_open : bool
        Whether the details are unfolded to begin with.
    plot : bool
        Whether the task stream is among them.
    said : sequence of str
        Remarks to be left out, since they stand elsewhere.
    """
    drawn = ""
    for detail in folds.DETAILS:
        stream = folds.stream_fold(view, detail) if plot else ""
        drawn = framed(report, view, stream, detail, is_open=is_open, said=said)
        if len(drawn) < _MOST_BYTES:
            break
    return drawn


def framed(
    report: RunReport,
    view: View | None,
    stream: str,
    detail: folds.Detail,
    *,
    is_open: bool,
    said: Sequence[str] = (),
) -> str:
    """Give the same around a task stream that is drawn already."""
    summary = wording.summary(report, totals(view))
    body = (
        (verified.card(report.verify) if is_open else "")
        + _table(_told(report)[: detail.rows])
        + _more(_told(report)[detail.rows :])
        + leftout.html(report, detail.rows)
        + folds.failures_fold(report, view, detail)
        + stream
        + folds.workers_fold(view, detail)
        + folds.plan_fold(report, detail)
        + _list([r for r in _remarks(report) if r.text not in said], detail.rows)
    )
    opened = " open" if is_open else ""
    return (
        f'<div class="nbp-card" style="{theme.BASE};margin:2px 0"><details{opened}>'
        f'<summary class="nbp-summary" style="cursor:pointer">{html.prose(summary)}</summary>'
        f'<div style="padding:4px 0 6px 14px">{body}</div></details></div>'
    )


def card_html(report: RunReport, view: View, *, plot: bool = True) -> str:
    """Give what a finished cell's card becomes: folded, and below it what must not be missed."""
    if _is_told_by_error(report):
        return ""
    below = _quiet(_left_out(report), "nbp-left-out-line") + verified.card(report.verify)
    below += failure_html(view.failure) if _shows_failure(report, view) else ""
    if not wording.handed_over(report, totals(view)):
        return _serial_html(report) + below
    said = wording.lines(report, totals(view))[1:]
    folded = report_html(report, view, is_open=False, plot=plot, said=said)
    return folded + _quiet(said, "nbp-serial") + below


def card_text(report: RunReport, view: View) -> str:
    """Give the same as plain text: the lines that are said without being asked."""
    if _is_told_by_error(report):
        return ""
    said = [*wording.lines(report, totals(view)), *_left_out(report)]
    said += verified.lines(report.verify)
    if _shows_failure(report, view):
        said.append(view.failure)
    return "\n".join(said)


def _left_out(report: RunReport) -> list[str]:
    return [leftout.line(loop) for loop in report.loops if loop.failures]


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
    return html_table(_COLUMNS, [*map(_cells, loops)], _LEFT, code=("loop",), label="loops")


def _more(loops: Sequence[LoopReport]) -> str:
    return f"<div>… and {wording.count(len(loops), 'more loop')}</div>" if loops else ""


def _list(remarks: Sequence[_Remark], most: int) -> str:
    shown = "".join(map(_remark_html, remarks[:most]))
    more = "<div>…</div>" if len(remarks) > most else ""
    style = f"margin-top:6px;font-size:12px;color:{theme.QUIET};overflow-wrap:anywhere"
    return f'<div class="nbp-remarks" style="{style}">{shown}{more}</div>' if remarks else ""


def _remark_html(remark: _Remark) -> str:
    said = f"<div>{html.prose(wording.shorten(remark.text, 600))}</div>"
    return said + (html.excerpt(remark.excerpt) if remark.excerpt else "")


def show(report: RunReport, view: View | None, shell: Any) -> None:
    """Show a run's report where the shell can; print it elsewhere."""
    from nbparallel.ui.publish import show_both

    show_both(shell, report_html(report, view), report_text(report, view))
