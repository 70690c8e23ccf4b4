"""The runtime's only voice: frozen events, handed to a sink.

The card, the report and the text line are pure functions of these. Times are seconds
since the epoch (`time.time`) on the host where the thing happened, so that the chunks of
several processes can be drawn on one axis. Iterations are counted from 0; ``[start, stop)``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from nbparallel.report import LoopReport, RunReport


@dataclass(frozen=True, slots=True)
class WorkerInfo:
    """One process that runs chunks."""

    name: str  # unique; the scheduler's address for it
    pid: int
    host: str
    threads: int = 1
    of: str = ""  # the worker of which it is a lane, if it is one


@dataclass(frozen=True, slots=True)
class LoopStarted:
    """A loop is handed to the workers (loops that stay in the kernel never start)."""

    loop: int  # index in RunReport.loops
    lineno: int  # 1-based in the cell
    title: str  # the loop's first source line, stripped
    total: int | None  # iterations in all, None while unknown
    verdict: str  # "proven" | "checked"
    at: float
    done: int = 0  # iterations the kernel has already done
    predicted_s: float | None = None  # for the whole loop, those iterations included
    began: float | None = None  # when the kernel began with them; None: just now


@dataclass(frozen=True, slots=True)
class ClusterStarting:
    """Workers are being started; iterations go on in the kernel meanwhile."""

    at: float


@dataclass(frozen=True, slots=True)
class ClusterReady:
    """Workers take chunks from now on. Sent again when their number changes."""

    workers: tuple[WorkerInfo, ...]
    at: float


@dataclass(frozen=True, slots=True)
class KernelRan:
    """Iterations that ran in the kernel itself."""

    loop: int
    start: int
    stop: int
    began: float
    ended: float


@dataclass(frozen=True, slots=True)
class ChunkSent:
    """A chunk of iterations is on its way to a worker."""

    loop: int
    chunk: int  # unique within the loop
    start: int
    stop: int
    bytes_in: int
    at: float


@dataclass(frozen=True, slots=True)
class ChunkRan:
    """A chunk came back whole; it is not yet committed."""

    loop: int
    chunk: int
    start: int
    stop: int
    worker: WorkerInfo
    began: float  # on the worker
    ended: float  # on the worker
    bytes_out: int
    at: float  # arrived in the kernel


@dataclass(frozen=True, slots=True)
class ChunkFailed:
    """A chunk raised, left the loop, could not be sent, or lost its worker."""

    loop: int
    chunk: int
    start: int
    stop: int
    worker: WorkerInfo | None
    cause: str  # "raised" | "left" | "undeliverable" | "tripped" | "lost" | "cancelled"
    message: str
    at: float
    began: float | None = None  # on the worker, where known
    ended: float | None = None


@dataclass(frozen=True, slots=True)
class ChunkCommitted:
    """A chunk's effects are in the user's namespace."""

    loop: int
    chunk: int
    start: int
    stop: int
    began: float
    ended: float
    output: int = 0  # lines printed, and warnings


@dataclass(frozen=True, slots=True)
class WorkerLost:
    """A worker died."""

    worker: WorkerInfo
    message: str  # what is known: the iterations it ran, exit code or signal
    at: float


@dataclass(frozen=True, slots=True)
class IterationFailed:
    """An iteration's exception is about to be raised from the cell's own line."""

    loop: int
    iteration: int | None  # None where it cannot be told
    variables: dict[str, Any]  # the loop variables' values
    at: float


@dataclass(frozen=True, slots=True)
class LoopFinished:
    """A loop is over, whether by its end, a ``break``, an exception or an interrupt."""

    report: LoopReport
    at: float


@dataclass(frozen=True, slots=True)
class RunFinished:
    """The whole cell is over."""

    report: RunReport
    at: float


Event = (
    LoopStarted
    | ClusterStarting
    | ClusterReady
    | KernelRan
    | ChunkSent
    | ChunkRan
    | ChunkFailed
    | ChunkCommitted
    | WorkerLost
    | IterationFailed
    | LoopFinished
    | RunFinished
)


class Sink(Protocol):
    """Who listens to a run. All calls come from the thread that runs the cell."""

    def emit(self, event: Event) -> None:
        """Take one event; must be cheap and must not raise."""

    def tick(self) -> None:
        """Redraw if due. Called about 20 times a second while the kernel waits."""

    def cancel_requested(self) -> bool:
        """Whether the user pressed Cancel since the run began."""


class Silence:
    """A sink that ignores everything."""

    def emit(self, event: Event) -> None:
        """Ignore it."""

    def tick(self) -> None:
        """Draw nothing."""

    def cancel_requested(self) -> bool:
        """Nobody can press anything."""
        return False
