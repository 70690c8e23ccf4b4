"""What a finished card folds away: the plan, the task stream, the workers, the failures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from nbparallel.diagnostic import Code
from nbparallel.plan.plan import Gain, LoopPlan, Plan
from nbparallel.report import LoopReport, RunReport
from nbparallel.ui import explain, gutter, html, theme, wording
from nbparallel.ui.ledger import FailedChunk, Share
from nbparallel.ui.svg import MAX_RECTANGLES, stream_img
from nbparallel.ui.tables import html_table
from nbparallel.ui.view import View


@dataclass(frozen=True, slots=True)
class Detail:
    """How much is drawn, so that a card stays small."""

    rectangles: int = MAX_RECTANGLES
    rows: int = 40
    source: int = 12_000  # characters


DETAILS: Final = (Detail(), Detail(400, 20, 6000), Detail(120, 8, 1500), Detail(40, 3, 0))
"""From full to hardly anything; the first that fits is taken."""

WORKER_COLUMNS: Final = (
    "worker", "pid", "host", "iterations", "chunks", "computing", "busy", "sent", "received",
    "failed", "",
)  # fmt: skip
WORKERS_LEFT: Final = ("worker", "host", "")
FAILURE_COLUMNS: Final = ("line", "iterations", "worker", "what happened", "")
FAILURES_LEFT: Final = ("what happened", "")
_CAUSES: Final = {"raised": "raised", "lost": "its worker died", "undeliverable": "not sent back",
                  "tripped": "tripped a guard"}  # fmt: skip


def fold(summary: str, body: str, *, is_open: bool, css_class: str = "") -> str:
    """Fold something away under a quiet line; nothing where there is nothing."""
    if not body:
        return ""
    return (
        f'<details class="nbp-fold {css_class}"{" open" if is_open else ""} style="margin:2px 0">'
        f'<summary style="cursor:pointer;font-size:12px;color:{theme.QUIET}">{summary}</summary>'
        f'<div style="padding:2px 0 4px 14px">{body}</div></details>'
    )


# -- plan ------------------------------------------------------------------------------------------


def plan_of(report: RunReport) -> Plan:
    """Give what was decided in a run in the form in which ``--explain`` foretells it."""
    return Plan(tuple(_planned(loop, report) for loop in report.loops), report.source)


def _planned(loop: LoopReport, report: RunReport) -> LoopPlan:
    inside = _around(loop, report) if loop.codes == [Code.TAKEN_ALONG.value] else None
    reached = loop.iterations or loop.reason
    return LoopPlan(
        loop.lineno,
        max(loop.lineno, loop.end_lineno),
        loop.title,
        loop.verdict if reached else "open",
        Gain(loop.iterations, max(1, loop.workers)),
        loop.names,
        tuple(d for d in loop.diagnostics if d.code.value[3] not in "35" and inside is None),
        inside=inside,
    )


def _around(loop: LoopReport, report: RunReport) -> int | None:
    around = [
        other.lineno
        for other in wording.parallel_loops(report)
        if other is not loop and other.lineno <= loop.lineno <= other.end_lineno
    ]
    return around[-1] if around else None


def plan_fold(report: RunReport, detail: Detail) -> str:
    """Fold away the annotated source and the role of each name."""
    if not report.source or not report.loops or not detail.source:
        return ""
    plan = plan_of(report)
    source = gutter.source_pre(plan, detail.source)
    names = "".join(
        f'<div style="margin:4px 0 0">line {loop.lineno} '
        f"{html.code(wording.shorten(loop.title, 80))}</div>{explain.names_table(loop)}"
        for loop in plan.loops[: detail.rows // 4]
        if loop.names and loop.inside is None
    )
    body = source + (f'<div style="font-size:12px">{names}</div>' if names else "")
    return fold("plan", body, is_open=False, css_class="nbp-plan-fold")


# -- task stream -----------------------------------------------------------------------------------


def stream_fold(view: View | None, detail: Detail) -> str:
    """Fold away the task stream as a picture."""
    if view is None or not view.rectangles:
        return ""
    states = {rectangle.state for rectangle in view.rectangles}
    picture = stream_img(view.lanes, view.rectangles, detail.rectangles)
    return fold(
        "task stream", picture + html.legend(states), is_open=True, css_class="nbp-stream-fold"
    )


# -- workers ---------------------------------------------------------------------------------------


def worker_rows(view: View, rows: int) -> list[list[str]]:
    """Give a row for each worker, and one for the kernel if it ran iterations itself."""
    shown = [_worker_row(f"{n}", share, view) for n, share in enumerate(view.shares[:rows], 1)]
    more = len(view.shares) - rows
    if more > 0:
        shown.append([f"and {more} more", *[""] * (len(WORKER_COLUMNS) - 1)])
    if view.kernel.iterations:
        shown.append(_worker_row("kernel", view.kernel, view))
    return shown


def _worker_row(name: str, share: Share, view: View) -> list[str]:
    busy = wording.percent(min(share.seconds, view.elapsed), view.elapsed)
    worker = share.worker
    return [
        name,
        str(worker.pid) if worker is not None else "",
        worker.host if worker is not None else "",
        wording.count(share.iterations),
        wording.count(share.chunks) if worker is not None else "",
        wording.seconds(share.seconds),
        busy,
        wording.size(share.bytes_in) if worker is not None else "",
        wording.size(share.bytes_out) if worker is not None else "",
        wording.count(share.failed) if share.failed else "",
        "died" if share.lost else "",
    ]


def workers_fold(view: View | None, detail: Detail) -> str:
    """Fold away what each worker did."""
    if view is None or not view.shares:
        return ""
    rows = worker_rows(view, detail.rows)
    table = html_table(WORKER_COLUMNS, rows, WORKERS_LEFT, label="workers")
    return fold(
        wording.count(len(view.shares), "worker"), table, is_open=False, css_class="nbp-workers"
    )


# -- failures --------------------------------------------------------------------------------------


def failure_rows(report: RunReport, view: View, rows: int) -> Iterator[list[str]]:
    """Give a row for each chunk that failed."""
    names = {share.worker.name: str(n) for n, share in enumerate(view.shares, 1) if share.worker}
    for failure in view.failures[:rows]:
        worker = names.get(failure.worker.name, "") if failure.worker is not None else ""
        yield [
            _line_of(failure, report),
            _iterations(failure),
            worker,
            _CAUSES.get(failure.cause, failure.cause),
            wording.shorten(failure.message, 200),
        ]


def _line_of(failure: FailedChunk, report: RunReport) -> str:
    known = failure.loop < len(report.loops)
    return str(report.loops[failure.loop].lineno) if known else ""


def _iterations(failure: FailedChunk) -> str:
    if failure.stop - failure.start == 1:
        return f"{failure.start:,}"
    return f"{failure.start:,} to {failure.stop - 1:,}"


def failures_fold(report: RunReport, view: View | None, detail: Detail) -> str:
    """Fold away the chunks that failed; all of them were run again."""
    if view is None or not view.failures:
        return ""
    rows = list(failure_rows(report, view, detail.rows))
    table = html_table(FAILURE_COLUMNS, rows, FAILURES_LEFT, code=("",), label="failed chunks")
    more = view.failed - len(rows)
    table += f'<div style="font-size:12px">… and {more:,} more</div>' if more > 0 else ""
    return fold(
        wording.count(view.failed, "failed chunk"), table, is_open=True, css_class="nbp-failures"
    )
