"""Chunks on Dask's workers, seen from the kernel: `DaskExecutor`.

Here large data go into shared memory and come out of it. What is left is opaque bytes; a
`Placement` sends those to workers: in this process for the user's own cluster, in the host
process, behind a `Relay`, for ours.
"""

from __future__ import annotations

import pickle
import time
import weakref
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from nbparallel.events import WorkerInfo
from nbparallel.runtime import buffers
from nbparallel.runtime.buffers import Reference, Shared
from nbparallel.runtime.cluster import ADVICE, Cluster, ClusterError, default_cluster
from nbparallel.runtime.errands import Arrival, Chunk, Terms
from nbparallel.runtime.executor import Outcome, Status
from nbparallel.runtime.kept import Kept
from nbparallel.runtime.parcels import OpenLoop
from nbparallel.runtime.remote import LARGE, Answer
from nbparallel.runtime.segments import Place

if TYPE_CHECKING:
    from nbparallel.runtime.placement import Placement
    from nbparallel.runtime.relay import Relay

ENGINE = "nbparallel.runtime.chunkrun"


@dataclass(slots=True)
class _Sent:
    """A chunk that is not yet back."""

    data: bytes
    by_value: bool
    seconds: float
    shared: Shared | None = None  # the data, where they do not travel through a socket


@dataclass(slots=True)
class _Loop:
    open: OpenLoop
    lanes: int  # chunks that a worker runs at a time
    alone: bool = False  # whether each has a process of its own
    sent: dict[int, _Sent] = field(default_factory=dict)
    lent: dict[int, str] = field(default_factory=dict)  # results in a worker's memory
    withdrawn: set[int] = field(default_factory=set)  # chunks that nobody waits for
    batch: list[Chunk] = field(default_factory=list)  # with lanes: to be sent together
    seconds: list[float] = field(default_factory=list)  # that those are predicted to take


class DaskExecutor:
    """Runs chunks on a Dask cluster.

    Parameters
    ----------
    cluster : Cluster, optional
        The default cluster if not given.
    limit : int, optional
        Upper bound on the workers used.
    engine : str
        Name of the module whose ``install``, ``run_chunk`` and ``forget`` run on workers.
    """

    def __init__(
        self, cluster: Cluster | None = None, limit: int | None = None, engine: str = ENGINE
    ) -> None:
        self._cluster = cluster or default_cluster()
        self.limit = limit
        self._engine = engine
        self._placement: Placement | Relay | None = None
        self._loops: dict[str, _Loop] = {}
        self._kept = Kept()
        self._back: list[tuple[str, Outcome]] = []

    # ---- bringing workers up

    def start(self) -> None:
        """Begin to bring workers up in the background; returns at once; idempotent."""
        self._cluster.start()

    def ready(self) -> bool:
        """Whether chunks submitted now start at once. Never blocks on a cluster that starts."""
        if not self._cluster.ready():
            return False
        placement = self._cluster.placement()
        if placement is not self._placement:
            self._lose_all("the cluster was changed")
            self._placement = placement
        return bool(placement.peers())

    def wait_ready(self, timeout: float) -> bool:
        """Wait until `ready`, at most ``timeout`` seconds; same errors."""
        deadline = time.monotonic() + timeout
        self._cluster.wait(timeout)
        while not self.ready():
            left = deadline - time.monotonic()
            if left <= 0:
                return False
            if self._placement is not None:
                self._receive(left)
        return True

    def workers(self) -> tuple[WorkerInfo, ...]:
        """Give the workers that are there now."""
        if self._placement is None:
            return ()
        return tuple(peer.info for peer in self._placement.peers())[: self.limit]

    # ---- loops

    def open_loop(
        self,
        key: str,
        payload: bytes,
        buffers: list[memoryview],
        lanes: int = 1,
        *,
        alone: bool = False,
    ) -> None:
        """Make a loop's payload known to all workers, those that join later included.

        A key names one loop for good: chunks of a cancelled loop are refused by its key.
        """
        self.ready()
        if self._placement is None:
            raise ClusterError(f"the Dask cluster is gone; {ADVICE}")
        near = all(peer.near for peer in self._placement.peers())
        self._loops[key] = _Loop(
            OpenLoop(self._engine, payload, buffers, not near, self._kept), lanes, alone
        )
        self._announce(key)

    def watch_folder(self) -> str | None:
        """Give the cluster's folder, if it is ours."""
        return self._cluster.scratch if self._cluster.owned else None

    def close_loop(self, key: str) -> None:
        """Forget a loop's payload everywhere and free its memory."""
        if key not in self._loops:
            return
        self.cancel(key)
        self._loops.pop(key).open.close()
        if self._placement is not None:
            self._placement.close(key)

    def _announce(self, key: str) -> None:
        assert self._placement is not None
        loop = self._loops[key].open
        parcel = loop.parcel(self._cluster.owned, self._cluster.scratch)
        lanes, alone = self._loops[key].lanes, self._loops[key].alone
        terms = Terms(self._engine, self.limit, lanes, alone, not loop.by_value)
        self._placement.open(key, parcel, terms)

    # ---- chunks

    def submit(self, key: str, chunk: int, data: bytes, seconds: float = 0.0) -> None:
        """Send one chunk of an open loop; returns at once. With lanes it leaves with `poll`."""
        loop = self._loops[key]
        sent = loop.sent[chunk] = _Sent(data, loop.open.by_value, seconds)
        if self._placement is None:
            self._lose(key, chunk, None, "the cluster is gone")
            return
        if len(data) >= LARGE and not sent.by_value:
            sent.shared = buffers.share([memoryview(data)], self._cluster.scratch)
        travels: bytes | Reference = data if sent.shared is None else sent.shared.reference
        loop.batch.append((chunk, travels))
        loop.seconds.append(seconds)
        if loop.lanes == 1:
            self._send_batches()

    def _send_batches(self) -> None:
        for key, loop in self._loops.items():
            if loop.batch and self._placement is not None:
                batch, loop.batch = loop.batch, []
                seconds, loop.seconds = loop.seconds, []
                self._placement.submit(key, batch, seconds)

    def poll(self, timeout: float) -> list[Outcome]:
        """Give what has come back since the last poll, waiting at most ``timeout`` seconds."""
        self._send_batches()
        self._receive(0 if self._back else timeout)
        back, self._back = self._back, []
        return [outcome for _, outcome in back]

    def done_with(self, key: str, chunk: int) -> None:
        """Hear that nothing is read any more of what a chunk brought back."""
        worker = self._loops[key].lent.pop(chunk, None)
        if worker is not None and self._placement is not None:
            self._placement.fetched(worker, key, chunk)

    def _receive(self, timeout: float) -> None:
        if self._placement is None:
            time.sleep(timeout)
            return
        for arrival in self._placement.poll(timeout):
            self._take(arrival)
        if self._placement.gone:
            self._lose_all("the cluster's process ended")
            self._placement = None

    def _take(self, arrival: Arrival) -> None:
        if arrival.key not in self._loops:
            return
        if arrival.lost:
            for chunk in arrival.chunks:
                self._lose(arrival.key, chunk, arrival.worker, arrival.lost)
            return
        broken = Answer("error", [], 0.0, 0.0, arrival.error)
        answers: list[Answer] = [broken] * len(arrival.chunks)
        if arrival.answers:
            answers = pickle.loads(arrival.answers)
        for chunk, answer in zip(arrival.chunks, answers, strict=True):
            self._arrived(arrival.key, chunk, arrival.worker, answer)

    def _arrived(self, key: str, chunk: int, worker: WorkerInfo | None, answer: Answer) -> None:
        loop = self._loops[key]
        sent = loop.sent.get(chunk)
        if sent is None or self._placement is None:
            return
        if answer.verdict == "unreachable" and not sent.by_value:
            # A worker that joined later, on another host: from now on by value.
            if not loop.open.by_value:
                loop.open.by_value = True
                self._announce(key)
            self._land(key, chunk)
            self.submit(key, chunk, sent.data, sent.seconds)
            return
        if worker is not None and answer.lane >= 0:
            name = f"{worker.name} lane {answer.lane}"
            worker = replace(worker, name=name, pid=answer.pid, of=worker.name)
        if answer.verdict == "lost":
            self._lose(key, chunk, worker, answer.message)
            return
        data: Any = answer.data
        if data and isinstance(data[0], Place):
            try:
                data = loop.open.results.views(data)
            except buffers.Unreachable:
                self._lose(key, chunk, worker, "the worker that had its results died")
                return
            if worker is not None:
                loop.lent[chunk] = worker.name.partition(" ")[0]
        self._land(key, chunk)
        if chunk in loop.withdrawn:
            self.done_with(key, chunk)
            return
        status = Status.RETURNED if answer.verdict == "returned" else Status.ERROR
        self._back.append(
            (key, Outcome(chunk, status, data, worker, answer.began, answer.ended, answer.message))
        )

    def _lose(self, key: str, chunk: int, worker: WorkerInfo | None, why: str) -> None:
        if self._land(key, chunk) and chunk not in self._loops[key].withdrawn:
            self._back.append((key, Outcome(chunk, Status.LOST, [], worker, 0.0, 0.0, why)))

    def _lose_all(self, why: str) -> None:
        for key, loop in self._loops.items():
            for chunk in list(loop.sent):
                self._lose(key, chunk, None, why)
        self._kept.clear()

    def _land(self, key: str, chunk: int) -> bool:
        """Free what a chunk has in shared memory; whether it was under way."""
        sent = self._loops[key].sent.pop(chunk, None)
        if sent is not None and sent.shared is not None:
            sent.shared.close()
        return sent is not None

    def withdraw(self, key: str, chunks: Collection[int]) -> None:
        """Drop some of a loop's chunks; those that a worker has are left to end, unheard."""
        loop = self._loops[key]
        loop.withdrawn.update(loop.sent.keys() & set(chunks))
        self._back = [(k, o) for k, o in self._back if k != key or o.chunk not in chunks]
        for chunk in chunks:
            self.done_with(key, chunk)

    def cancel(self, key: str) -> None:
        """Drop the loop's chunks that are not yet back, and stop those that run.

        Returns at once.
        """
        self._back = [(name, outcome) for name, outcome in self._back if name != key]
        if key not in self._loops:
            return
        self._loops[key].batch.clear()
        self._loops[key].seconds.clear()
        for chunk in list(self._loops[key].sent):
            self._land(key, chunk)
        if self._placement is not None:
            self._placement.cancel(key)


_executors: weakref.WeakKeyDictionary[Cluster, DaskExecutor] = weakref.WeakKeyDictionary()


def default_executor() -> DaskExecutor:
    """Give the executor of the default cluster; all cells share it."""
    cluster = default_cluster()
    if cluster not in _executors:
        _executors[cluster] = DaskExecutor(cluster)
    return _executors[cluster]
