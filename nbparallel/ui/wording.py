"""Numbers and sentences as a person reads them; the same words in every medium."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from nbparallel.diagnostic import Code
from nbparallel.report import LoopReport, RunReport

Totals = Mapping[int, int | None]
NO_TOTALS: Final[Totals] = MappingProxyType({})

_UNITS: Final = ("B", "kB", "MB", "GB", "TB")
_UNEVENTFUL: Final = frozenset({Code.TOO_SHORT.value, Code.TAKEN_ALONG.value})
"""Reasons of loops that nobody need hear about beside a loop that did run in parallel."""


def count(number: int, noun: str = "") -> str:
    """Give a whole number with thousands marked, and its noun in the right number."""
    text = f"{number:,}"
    if not noun:
        return text
    return f"{text} {noun}" if number == 1 else f"{text} {noun}s"


def seconds(value: float) -> str:
    """Give a duration in two or three digits: ``0.12 s``, ``12.3 s``, ``2 min 05 s``."""
    value = max(0.0, value)
    if value < 0.9995:
        return f"{value:.2f} s" if value >= 0.095 else f"{value * 1000:.0f} ms"
    if value < 99.95:
        return f"{value:.1f} s"
    minutes, rest = divmod(round(value), 60)
    if minutes < 60:
        return f"{minutes} min {rest:02d} s"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02d} min"


def rate(per_second: float) -> str:
    """Give a rate, by the minute or the hour where that reads better."""
    for factor, unit in ((1, "s"), (60, "min"), (3600, "h")):
        value = per_second * factor
        if value >= 1 or unit == "h":
            break
    return f"{value:,.0f}/{unit}" if value >= 9.95 else f"{value:.1f}/{unit}"


def size(nbytes: float) -> str:
    """Give a number of bytes: ``640 B``, ``1.2 MB``."""
    for unit in _UNITS:
        if nbytes < 999.5 or unit == _UNITS[-1]:
            break
        nbytes /= 1000
    return f"{nbytes:.0f} {unit}" if unit == "B" or nbytes >= 9.95 else f"{nbytes:.1f} {unit}"


def percent(part: float, whole: float) -> str:
    """Give a share in whole percent, rounded down so that 100 % means all."""
    return f"{int(100 * part / whole) if whole else 0} %"


def iterations(start: int, stop: int) -> str:
    """Name the iterations ``[start, stop)``."""
    if stop - start == 1:
        return f"iteration {start:,}"
    return f"iterations {start:,} to {stop - 1:,}"


def shorten(text: str, width: int) -> str:
    """Cut a text to a width, with an ellipsis."""
    return text if len(text) <= width else text[: width - 1] + "…"


def parallel_loops(report: RunReport) -> list[LoopReport]:
    """Give the loops that ran on workers."""
    return [loop for loop in report.loops if loop.mode == "parallel"]


def handed_over(report: RunReport, totals: Totals) -> list[LoopReport]:
    """Give the loops that ran on workers, or that were ended before any chunk was committed."""
    loops = parallel_loops(report)
    if loops or not report.error:
        return loops
    return [report.loops[index] for index in totals if index < len(report.loops)]


def summary(report: RunReport, totals: Totals = NO_TOTALS) -> str:
    """Say in one line how a cell went.

    Parameters
    ----------
    report : RunReport
        The whole cell.
    totals : mapping of int to int or None
        Iterations in all, where known, of each loop that was handed over, by its index: shown
        if the cell was ended early.
    """
    loops = handed_over(report, totals)
    if not loops:
        return _serial_summary(report)
    done = sum(loop.iterations for loop in loops)
    workers = max(loop.workers for loop in loops)
    where = f" on {count(workers, 'worker')}" if workers else ""
    if report.error:
        known = [total for total in totals.values() if total is not None]
        of = f" of {count(sum(known))}" if len(known) == len(loops) == len(totals) else ""
        head = "cancelled" if report.error == "KeyboardInterrupt" else report.error
        return f"{head} after {count(done)}{of} iterations{where}: {seconds(report.wall_s)}"
    facts = [seconds(report.wall_s)]
    gain = _speedup(report)
    if gain is not None:
        facts.append(f"{gain:.1f}× the plain cell")
    verdict = "checked" if any(loop.verdict == "checked" for loop in loops) else "proven"
    facts += [f"{busy_percent(loops)} % busy", verdict]
    return f"{count(done, 'iteration')}{where}: {', '.join(facts)}"


def _speedup(report: RunReport) -> float | None:
    loops = parallel_loops(report)
    plain = report.wall_s + sum(loop.serial_estimate_s - loop.wall_s for loop in loops)
    return plain / report.wall_s if report.wall_s > 0 and plain > 0 else None


def busy_percent(loops: Sequence[LoopReport]) -> int:
    """Give the share of the workers' time that went into iterations."""
    available = sum(loop.wall_s * loop.workers for loop in loops)
    used = sum(loop.serial_estimate_s for loop in loops)
    return min(100, round(100 * used / available)) if available else 0


def _serial_summary(report: RunReport) -> str:
    if not report.loops:
        return "no loop found in this cell"
    if len(report.loops) > 1:
        return f"{len(report.loops)} loops ran serially: {seconds(report.wall_s)}"
    return f"the loop ran serially: {seconds(report.wall_s)}"


def is_eventful(loop: LoopReport) -> bool:
    """Whether a serial loop's reasons are worth a line beside loops that ran in parallel."""
    return loop.mode == "serial" and not set(loop.codes) <= _UNEVENTFUL


def serial_loops(report: RunReport) -> list[LoopReport]:
    """Give the serial loops whose reason is to be said.

    Those with a real obstacle; where there is none at all and nothing ran in parallel, also
    those that were merely too short.
    """
    eventful = [loop for loop in report.loops if is_eventful(loop)]
    if eventful or parallel_loops(report):
        return eventful
    reached = [loop for loop in report.loops if loop.reason and loop.iterations]
    return reached or [loop for loop in report.loops if loop.reason]


def reason(loop: LoopReport) -> str:
    """Give all of a loop's reasons in one line; advice that several share is given once."""
    lines = [*filter(None, loop.reason.splitlines())]
    for diagnostic in loop.diagnostics:
        advice = f" ({diagnostic.hint})"
        alike = [i for i, line in enumerate(lines) if line.endswith(advice)]
        for i in alike[:-1]:
            lines[i] = lines[i].removesuffix(advice)
    return "; ".join(lines)


def loop_name(loop: LoopReport, width: int = 60) -> str:
    """Name a loop by its line and its first line's text."""
    return f"line {loop.lineno} `{shorten(loop.title, width)}`"


def note_line(loop: LoopReport, note: str) -> str:
    """Say what else should be known of a loop."""
    return f"{loop_name(loop).replace(':`', '`')}: {note}"


def ran(loop: LoopReport) -> str:
    """Say that a loop ran serially, or that it was refused before it began."""
    return "ran serially" if loop.iterations else "may not run in parallel"


def serial_line(loop: LoopReport) -> str:
    """Say in one line why a loop ran serially."""
    return f"{loop_name(loop)} {ran(loop)}: {reason(loop)}"


def lines(report: RunReport, totals: Totals = NO_TOTALS) -> list[str]:
    """Give all that is said of a run without being asked: at most a line a loop."""
    said = [summary(report, totals)] if handed_over(report, totals) else []
    said += [serial_line(loop) for loop in serial_loops(report)]
    said += [note_line(loop, note) for loop in parallel_loops(report) for note in loop.notes]
    return said
