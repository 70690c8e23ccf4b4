"""The iterations that ``--on-error collect`` has left out, as text and as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

from nbparallel.report import Failure, LoopReport, RunReport
from nbparallel.ui import theme, wording
from nbparallel.ui.tables import html_table, text_table

COLUMNS: Final = ("line", "iteration", "items", "tries", "exception")
_LEFT: Final = ("items", "exception")
_NAMED: Final = 3
"""Failures that the line about a loop names."""


def line(loop: LoopReport) -> str:
    """Say in one line how many of a loop's iterations failed, and how the first did."""
    failed = loop.failures
    which = wording.count(len(failed), "iteration")
    were = "was" if len(failed) == 1 else "were"
    said = "; ".join(f"{_named(f)} {wording.shorten(f.error, 120)}" for f in failed[:_NAMED])
    more = f"; and {len(failed) - _NAMED:,} more" if len(failed) > _NAMED else ""
    return f"{wording.loop_name(loop)}: {which} failed and {were} left out: {said}{more}"


def _named(failure: Failure) -> str:
    items = _items(failure)
    number = "" if failure.iteration is None else f"{failure.iteration:,} "
    return f"{number}({items})" if items else number.rstrip()


def _items(failure: Failure) -> str:
    return ", ".join(f"{name}={value}" for name, value in failure.items.items())


def _rows(report: RunReport, rows: int) -> list[list[str]]:
    found = [
        [
            str(loop.lineno),
            "" if failure.iteration is None else f"{failure.iteration:,}",
            wording.shorten(_items(failure), 120),
            str(failure.attempts) if failure.attempts > 1 else "",
            wording.shorten(" ".join(failure.error.split()), 200),
        ]
        for loop in report.loops
        for failure in loop.failures
    ]
    return found[:rows]


def text(report: RunReport, rows: int = 40) -> list[str]:
    """Give the lines of a table of them."""
    shown = _rows(report, rows)
    more = sum(len(loop.failures) for loop in report.loops) - len(shown)
    lines = text_table(COLUMNS, shown, _LEFT) if shown else []
    return [*lines, f"… and {more:,} more"] if more > 0 else lines


def html(report: RunReport, rows: int) -> str:
    """Give them as a table, and the traceback of each folded away below it."""
    failures = [failure for loop in report.loops for failure in loop.failures]
    if not failures:
        return ""
    table = html_table(
        COLUMNS, _rows(report, rows), _LEFT, code=("items",), label="iterations left out"
    )
    more = len(failures) - rows
    table += f'<div style="font-size:12px">… and {more:,} more</div>' if more > 0 else ""
    return (
        '<details class="nbp-fold nbp-left-out" open style="margin:2px 0">'
        f'<summary style="cursor:pointer;font-size:12px;color:{theme.QUIET}">'
        f"{wording.count(len(failures), 'iteration')} left out</summary>"
        f'<div style="padding:2px 0 4px 14px">{table}{_tracebacks(failures[: rows // 2])}</div>'
        "</details>"
    )


def _tracebacks(failures: Sequence[Failure]) -> str:
    style = f"{theme.CODE};margin:2px 0;font-size:12px;overflow-x:auto"
    return "".join(
        f'<details style="font-size:12px"><summary style="cursor:pointer">traceback of '
        f"{escape(_named(failure)) or 'an iteration'}</summary>"
        f'<pre style="{style}">{escape(failure.traceback[-4000:])}</pre></details>'
        for failure in failures
    )
