"""What each worker did in sums, and what went wrong: complete where the picture is coarsened."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import singledispatchmethod
from typing import Final

from nbparallel import events as ev
from nbparallel.events import Event, WorkerInfo

FAILURES: Final = 50
"""Failures kept; the others are counted."""

TROUBLE: Final = frozenset({"raised", "lost", "undeliverable", "tripped"})
"""Causes for which a chunk counts as failed; any other was thrown away for no fault of its own."""


@dataclass(frozen=True, slots=True)
class Share:
    """One worker's part in a run.

    Attributes
    ----------
    worker : WorkerInfo or None
        None for the kernel itself.
    chunks, iterations : int
        Whole chunks, and the iterations in them.
    seconds : float
        Spent on iterations, those of chunks that were thrown away included.
    failed : int
        Chunks that failed on it.
    lost : bool
        Whether it died.
    """

    worker: WorkerInfo | None
    chunks: int = 0
    iterations: int = 0
    seconds: float = 0.0
    bytes_in: int = 0
    bytes_out: int = 0
    failed: int = 0
    lost: bool = False


@dataclass(frozen=True, slots=True)
class FailedChunk:
    """One chunk that failed."""

    loop: int
    start: int  # iterations [start, stop)
    stop: int
    cause: str
    message: str
    worker: WorkerInfo | None


class Ledger:
    """Folds a run's events into the sums and the list of failures."""

    def __init__(self) -> None:
        self.kernel = Share(None)
        self.failures: list[FailedChunk] = []
        self.failed = 0
        self.output = 0  # lines printed, and warnings
        self._shares: dict[str, Share] = {}
        self._sent: dict[tuple[int, int], int] = {}

    def shares(self) -> tuple[Share, ...]:
        """Give each worker's part, in the order in which they came.

        A worker that has only waited for its lanes has no part of its own.
        """
        waited = {share.worker.of for share in self._shares.values() if share.worker is not None}
        return tuple(
            share
            for name, share in self._shares.items()
            if name not in waited or share.chunks or share.failed or share.lost
        )

    def raised_on(self, loop: int, iteration: int | None) -> WorkerInfo | None:
        """Give the worker on which an iteration raised before the kernel ran it again."""
        if iteration is None:
            return None
        found = (
            failure.worker
            for failure in reversed(self.failures)
            if failure.loop == loop and failure.cause == "raised"
            if failure.start <= iteration < failure.stop
        )
        return next(found, None)

    def _share(self, worker: WorkerInfo) -> Share:
        return self._shares.setdefault(worker.name, Share(worker))

    @singledispatchmethod
    def take(self, event: Event) -> None:
        """Fold one event in."""

    @take.register
    def _(self, event: ev.ClusterReady) -> None:
        for worker in event.workers:
            self._share(worker)

    @take.register
    def _(self, event: ev.KernelRan) -> None:
        self.kernel = replace(
            self.kernel,
            iterations=self.kernel.iterations + event.stop - event.start,
            seconds=self.kernel.seconds + max(0.0, event.ended - event.began),
        )

    @take.register
    def _(self, event: ev.ChunkSent) -> None:
        self._sent[event.loop, event.chunk] = event.bytes_in

    @take.register
    def _(self, event: ev.ChunkRan) -> None:
        share = self._share(event.worker)
        self._shares[event.worker.name] = replace(
            share,
            chunks=share.chunks + 1,
            iterations=share.iterations + event.stop - event.start,
            seconds=share.seconds + max(0.0, event.ended - event.began),
            bytes_in=share.bytes_in + self._sent.pop((event.loop, event.chunk), 0),
            bytes_out=share.bytes_out + event.bytes_out,
        )

    @take.register
    def _(self, event: ev.ChunkCommitted) -> None:
        self.output += event.output

    @take.register
    def _(self, event: ev.ChunkFailed) -> None:
        self._sent.pop((event.loop, event.chunk), None)
        if event.cause not in TROUBLE:
            return
        self.failed += 1
        if len(self.failures) < FAILURES:
            self.failures.append(
                FailedChunk(
                    event.loop, event.start, event.stop, event.cause, event.message, event.worker
                )
            )
        if event.worker is not None:
            share = self._share(event.worker)
            seconds = max(0.0, event.ended - event.began) if event.began and event.ended else 0.0
            self._shares[event.worker.name] = replace(
                share, failed=share.failed + 1, seconds=share.seconds + seconds
            )

    @take.register
    def _(self, event: ev.WorkerLost) -> None:
        self._shares[event.worker.name] = replace(self._share(event.worker), lost=True)
