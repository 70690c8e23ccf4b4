"""What the loops of one cell share: the executor, the sink, the reports."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, MutableMapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from nbparallel.analysis.legality import Judgement
from nbparallel.analysis.loops import Loop, title
from nbparallel.diagnostic import Code, Diagnostic
from nbparallel.events import ClusterReady, ClusterStarting, Event, Sink
from nbparallel.options import Options
from nbparallel.plan import plan
from nbparallel.report import Failure, LoopReport, RunReport
from nbparallel.runtime.executor import Executor
from nbparallel.source import Source

if TYPE_CHECKING:
    from nbparallel.runtime.drive import LoopRun


@dataclass(slots=True)
class Tally:
    """What is counted of one candidate over all its executions in the cell."""

    reasons: dict[str, Diagnostic] = field(default_factory=dict)
    parallel: bool = False
    reached: bool = False
    short: bool = False  # it was over before handing it over would have paid
    iterations: int = 0
    chunks: int = 0
    wall_s: float = 0.0
    serial_s: float = 0.0
    bytes_in: int = 0
    bytes_out: int = 0
    workers: set[str] = field(default_factory=set)
    retries: int = 0
    notes: list[str] = field(default_factory=list)
    checked: bool = False  # whether it ran under guards
    predicted_s: float | None = None
    judged: tuple[Loop, Judgement] | None = None  # as it was last judged
    failures: list[Failure] = field(default_factory=list)
    undelivered: dict[str, Diagnostic] = field(default_factory=dict)  # of single iterations


class Session:
    """One cell under way.

    Parameters
    ----------
    source : Source
        The cell.
    loops : list of Loop
        Its candidates.
    namespace : mutable mapping
        Where it runs.
    options : Options
        As given.
    sink : Sink
        Who listens.
    make_executor : callable
        Gives the executor, when the first loop is worth it.
    """

    def __init__(
        self,
        source: Source,
        loops: list[Loop],
        namespace: MutableMapping[str, Any],
        options: Options,
        sink: Sink,
        make_executor: Callable[[Options], Executor],
    ) -> None:
        self.source = source
        self.loops = loops
        self.namespace = namespace
        self.options = options
        self.sink = sink
        self.id = uuid.uuid4().hex
        self.tallies = [Tally() for _ in loops]
        self.active: list[LoopRun] = []
        self.seeds: dict[
            int, tuple[bool | None, int]
        ] = {}  # loops: whether they draw, times reached
        self._make_executor = make_executor
        self._executor: Executor | None = None
        self._announced = 0
        self.began = time.perf_counter()
        self.failed_at: tuple[LoopRun, int, Any] | None = None

    def emit(self, event: Event) -> None:
        """Tell the sink."""
        self.sink.emit(event)

    def executor(self) -> Executor:
        """Give the executor, started."""
        if self._executor is None:
            self._executor = self._make_executor(self.options)
            if not self._executor.ready():
                self.emit(ClusterStarting(time.time()))
            self._executor.start()
        return self._executor

    def announce_workers(self) -> int:
        """Tell of the workers when their number changed; give the number to be used."""
        workers = self.executor().workers()
        if len(workers) != self._announced:
            self._announced = len(workers)
            self.emit(ClusterReady(workers, time.time()))
        limit = self.options.workers
        return len(workers) if limit is None else min(limit, len(workers))

    def report(self, error: str = "") -> RunReport:
        """Give the record of the cell as it stands."""
        return RunReport(
            [self.loop_report(loop) for loop in self.loops],
            time.perf_counter() - self.began,
            {name: getattr(self.options, name) for name in self.options.__slots__},
            error,
            self.source.text,
        )

    def _too_short(self, loop: Loop, tally: Tally) -> Diagnostic:
        return Diagnostic(
            Code.TOO_SHORT,
            f"the loop took {_seconds(tally.serial_s)} in the kernel, less than what is worth "
            f"handing over (--min-time {self.options.min_time:g})",
            self.source.span(loop.node),
        )

    def loop_report(self, loop: Loop) -> LoopReport:
        """Give the record of one candidate."""
        tally = self.tallies[loop.index]
        parallel = tally.parallel
        reasons = [] if parallel else list((tally.reasons or tally.undelivered).values())
        if tally.short and not parallel and not reasons:
            reasons = [self._too_short(loop, tally)]
        wall, serial = tally.wall_s, tally.serial_s
        speedup = serial / wall if parallel and wall > 0 else 1.0
        workers = len(tally.workers)
        return LoopReport(
            mode="parallel" if parallel else "serial",
            verdict=("checked" if tally.checked else "proven") if parallel else "serial",
            reason="\n".join(map(str, reasons)),
            codes=list(dict.fromkeys(reason.code.value for reason in reasons)),
            lineno=loop.node.lineno,
            title=title(loop, self.source),
            iterations=tally.iterations,
            chunks=tally.chunks,
            wall_s=wall,
            serial_estimate_s=serial,
            speedup=speedup,
            efficiency=speedup / workers if workers else 1.0,
            bytes_in=tally.bytes_in,
            bytes_out=tally.bytes_out,
            workers=workers,
            retries=tally.retries,
            notes=[*tally.notes, *(map(str, tally.reasons.values()) if parallel else ())],
            predicted_s=tally.predicted_s,
            failures=tuple(tally.failures),
            diagnostics=tuple(tally.reasons.values() if parallel else reasons),
            end_lineno=loop.node.end_lineno or loop.node.lineno,
            names=plan.names(*tally.judged) if tally.judged is not None else (),
        )


def _seconds(seconds: float) -> str:
    return f"{seconds * 1000:.3g} ms" if seconds < 1 else f"{seconds:.3g} s"
