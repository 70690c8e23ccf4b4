"""Chunks on Dask's workers: `DaskExecutor`.

Each chunk is one Dask task, pinned to a worker that this module picks: Dask would re-run a
dead worker's tasks elsewhere without a word, and a pinned task cannot move. A worker has at
most two chunks, one running and one waiting, the rest wait here for whoever is free first.

Dask's threads only put into a queue; everything else happens in the thread that calls.
"""

from __future__ import annotations

import contextlib
import pickle
import threading
import time
import uuid
import weakref
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from nbparallel.events import WorkerInfo
from nbparallel.runtime import buffers
from nbparallel.runtime.buffers import Shared
from nbparallel.runtime.calls import ask_to_stop, persist
from nbparallel.runtime.cluster import (
    ADVICE,
    Cluster,
    ClusterError,
    WorkerExit,
    default_cluster,
)
from nbparallel.runtime.executor import Outcome, Status
from nbparallel.runtime.kept import Kept
from nbparallel.runtime.mailbox import (
    ClusterEnded,
    Mailbox,
    TaskEnded,
    WorkerJoined,
    WorkerLeft,
    WorkerStopped,
)
from nbparallel.runtime.parcels import OpenLoop
from nbparallel.runtime.remote import LARGE, Answer
from nbparallel.runtime.segments import Place

if TYPE_CHECKING:
    from distributed import Client, Future

    from nbparallel.runtime.plugin import ByValue

ENGINE = "nbparallel.runtime.chunkrun"
DEPTH = 2  # chunks on a worker: one runs, one waits
PATIENCE = 0.7  # seconds between asking a chunk to stop and replacing its process
FOREIGN_PATIENCE = 24 * 3600.0  # where the process is not ours to replace
GRACE = 3.0  # seconds without any worker before chunks that wait are given up
EXIT_NEWS = 0.3  # seconds; the nanny's word on how a worker ended follows its end


@dataclass(slots=True)
class _Worker:
    info: WorkerInfo
    near: bool  # on the kernel's host
    flights: set[str] = field(default_factory=set)  # task keys
    read: list[tuple[str, int]] = field(default_factory=list)  # results whose memory it may use
    stopping: bool = False


@dataclass(slots=True)
class _Item:
    key: str
    chunk: int
    data: bytes


@dataclass(slots=True)
class _Flight:
    item: _Item
    worker: _Worker
    future: Future[Any]
    shared: Shared | None  # the data, where they do not travel through a socket
    by_value: bool


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
        self._mail = Mailbox()
        self._client: Client | None = None
        self._workers: dict[str, _Worker] = {}
        self._loops: dict[str, OpenLoop] = {}
        self._kept = Kept()
        self._waiting: deque[_Item] = deque()
        self._flights: dict[str, _Flight] = {}
        self._back: list[tuple[str, Outcome]] = []
        self._lent: dict[tuple[str, int], _Worker] = {}  # results in a worker's memory
        self._call: ByValue | None = None
        self._empty_since: float | None = None
        self._cluster.on_worker_exit(self._mail.process_ended)

    # ---- bringing workers up

    def start(self) -> None:
        """Begin to bring workers up in the background; returns at once; idempotent."""
        self._cluster.start()

    def ready(self) -> bool:
        """Whether chunks submitted now start at once. Never blocks on a cluster that starts."""
        if not self._cluster.ready():
            return False
        if self._client is not self._cluster.client:
            self._adopt(self._cluster.client)
        self._read_mail(0)
        return bool(self._workers)

    def wait_ready(self, timeout: float) -> bool:
        """Wait until `ready`, at most ``timeout`` seconds; same errors."""
        deadline = time.monotonic() + timeout
        self._cluster.wait(timeout)
        while not self.ready():
            left = deadline - time.monotonic()
            if left <= 0:
                return False
            if self._client is not None:
                self._read_mail(left)
        return True

    def workers(self) -> tuple[WorkerInfo, ...]:
        """Give the workers that are there now."""
        self._read_mail(0)
        return tuple(worker.info for worker in self._usable())

    def _usable(self) -> list[_Worker]:
        return list(self._workers.values())[: self.limit]

    def _adopt(self, client: Client) -> None:
        self._drop_all("the cluster was changed")
        self._client = client
        client.subscribe_topic("all", self._mail.scheduler_event)
        self._meet(client.scheduler_info()["workers"])

    def _meet(self, addresses: Iterable[str]) -> None:
        """Get to know workers that have joined."""
        from nbparallel.runtime import plugin

        new = [address for address in addresses if address not in self._workers]
        if not new or self._client is None:
            return
        answers = self._client.run(
            plugin.ByValue(plugin.describe), plugin.machine(), workers=new, on_error="ignore"
        )
        for address, who in answers.items():
            info = WorkerInfo(address, who["pid"], who["host"])
            self._workers[address] = _Worker(info, who["near"])
            self._empty_since = None

    # ---- loops

    def open_loop(self, key: str, payload: bytes, buffers: list[memoryview]) -> None:
        """Make a loop's payload known to all workers, those that join later included.

        A key names one loop for good: chunks of a cancelled loop are refused by its key.
        """
        self.ready()
        near = all(worker.near for worker in self._workers.values())
        self._loops[key] = OpenLoop(self._engine, payload, buffers, not near, self._kept)
        self._announce(key)

    def close_loop(self, key: str) -> None:
        """Forget a loop's payload everywhere and free its memory."""
        if key not in self._loops:
            return
        self.cancel(key)
        self._loops.pop(key).close()
        self._lent = {name: worker for name, worker in self._lent.items() if name[0] != key}
        if self._client is not None and self._client.status == "running":
            # A try that a dying worker spoilt has still told the scheduler: ValueError then.
            # Workers that cannot be reached have nothing left to forget: ClusterError.
            with contextlib.suppress(ValueError, ClusterError):
                persist(lambda client: client.unregister_worker_plugin(key), self._client)

    def _announce(self, key: str) -> None:
        from nbparallel.runtime import plugin

        if self._client is None:
            raise ClusterError(f"the Dask cluster is gone; {ADVICE}")
        parcel = self._loops[key].parcel(self._cluster.owned, self._cluster.scratch)
        sources = {} if self._cluster.owned else plugin.sources_of(self._engine)
        loop = plugin.LoopPlugin(key, parcel, sources)
        persist(lambda client: client.register_plugin(loop, name=key), self._client)

    # ---- chunks

    def submit(self, key: str, chunk: int, data: bytes) -> None:
        """Send one chunk of an open loop; returns at once."""
        self._waiting.append(_Item(key, chunk, data))
        self._place()

    def poll(self, timeout: float) -> list[Outcome]:
        """Give what has come back since the last poll, waiting at most ``timeout`` seconds."""
        self._read_mail(0 if self._back else timeout)
        self._place()
        back, self._back = self._back, []
        return [outcome for _, outcome in back]

    def _place(self) -> None:
        """Send waiting chunks to workers that have room, the emptiest first."""
        while self._waiting:
            if not self._workers:
                self._give_up_waiting()
                return
            free = [w for w in self._usable() if len(w.flights) < DEPTH and not w.stopping]
            if not free:
                return
            self._send(self._waiting.popleft(), min(free, key=lambda w: len(w.flights)))

    def _give_up_waiting(self) -> None:
        """Lose what waits if no worker comes back; a nanny's new one takes a moment."""
        now = time.monotonic()
        self._empty_since = self._empty_since or now
        if self._client is None or now - self._empty_since > GRACE:
            while self._waiting:
                self._lose(self._waiting.popleft(), None, "no worker is left")

    def _send(self, item: _Item, worker: _Worker) -> None:
        assert self._client is not None
        by_value = self._loops[item.key].by_value
        shared = None
        if len(item.data) >= LARGE and not by_value:
            shared = buffers.share([memoryview(item.data)], self._cluster.scratch)
        data = item.data if shared is None else shared.reference
        read, worker.read = worker.read, []
        name = f"nbparallel-{item.key}-{item.chunk}-{uuid.uuid4().hex}"
        future = self._client.submit(
            self._remote_call(),
            "run_chunk",
            item.key,
            item.chunk,
            pickle.dumps((data, read, not by_value)),
            key=name,
            workers=[worker.info.name],
            allow_other_workers=False,
            pure=False,
            retries=0,
            priority=-item.chunk,
        )
        self._flights[name] = _Flight(item, worker, future, shared, by_value)
        worker.flights.add(name)
        future.add_done_callback(lambda _: self._mail.task_ended(name))

    def _remote_call(self) -> ByValue:
        if self._call is None:
            from nbparallel.runtime import plugin

            self._call = plugin.ByValue(plugin.call)
        return self._call

    # ---- what Dask's threads have put into the queue

    def _read_mail(self, timeout: float) -> None:
        """Handle all that has happened, waiting at most ``timeout`` seconds for the first."""
        done = []
        while (letter := self._mail.next(timeout)) is not None:
            timeout = 0
            match letter:
                case TaskEnded(name):
                    done.append(name)
                case WorkerLeft(address) | WorkerExit(address):
                    self._depart(address)
                case WorkerJoined(address):
                    self._meet([address])
                case WorkerStopped(address) if address in self._workers:
                    self._workers[address].stopping = False
                case ClusterEnded():
                    self._drop_all("the cluster's process ended")
        self._collect([self._flights[name] for name in done if name in self._flights])
        if self._client is not None and self._client.status in ("closed", "closing"):
            self._drop_all("the connection to the scheduler broke")

    def _collect(self, flights: list[_Flight]) -> None:
        """Fetch what came back."""
        assert self._client is not None or not flights
        whole = [flight for flight in flights if flight.future.status == "finished"]
        if whole and self._client is not None:
            try:
                answers = self._client.gather([flight.future for flight in whole])
            except Exception:
                answers = [self._fetch(flight) for flight in whole]
            for flight, answer in zip(whole, answers, strict=True):
                if answer is None:
                    self._lost(flight, "the worker that had its results died")
                else:
                    self._arrived(flight, pickle.loads(answer))
        for flight in flights:
            if flight not in whole:
                self._broke(flight)

    def _fetch(self, flight: _Flight) -> bytes | None:
        try:
            answer: bytes = flight.future.result(timeout=5)
            return answer
        except Exception:
            return None

    def _arrived(self, flight: _Flight, answer: Answer) -> None:
        item, worker = flight.item, flight.worker
        self._land(flight)
        if answer.verdict == "unreachable" and not flight.by_value:
            # A worker that joined later, on another host: from now on by value.
            if not self._loops[item.key].by_value:
                self._loops[item.key].by_value = True
                self._announce(item.key)
            self._waiting.appendleft(item)
            return
        data: Any = answer.data
        if data and isinstance(data[0], Place):
            try:
                data = self._loops[item.key].results.views(data)
            except buffers.Unreachable:
                self._lose(item, worker.info, "the worker that had its results died")
                return
            self._lent[item.key, item.chunk] = worker
        status = Status.RETURNED if answer.verdict == "returned" else Status.ERROR
        self._give(
            item.key,
            Outcome(
                item.chunk, status, data, worker.info, answer.began, answer.ended, answer.message
            ),
        )

    def _broke(self, flight: _Flight) -> None:
        """Handle a task that Dask itself ended."""
        error = flight.future.exception() if flight.future.status == "error" else None
        if error is None or type(error).__name__ == "KilledWorker":
            self._depart(flight.worker.info.name)
            if flight.future.key in self._flights:
                self._lost(flight, "Dask dropped it")
            return
        self._land(flight)
        self._give(
            flight.item.key,
            Outcome(
                flight.item.chunk,
                Status.ERROR,
                [],
                flight.worker.info,
                0.0,
                0.0,
                f"{type(error).__name__}: {error}",
            ),
        )

    # ---- workers that end

    def _depart(self, address: str) -> None:
        worker = self._workers.pop(address, None)
        if worker is None:
            return
        ended = self._mail.exit_of(address, EXIT_NEWS) if self._cluster.owned else None
        why = f"worker {worker.info.pid} on {worker.info.host} died"
        why += f" ({ended})" if ended is not None else ""
        for name in list(worker.flights):
            self._lost(self._flights[name], why)

    def _drop_all(self, why: str) -> None:
        for flight in list(self._flights.values()):
            self._lost(flight, why)
        self._kept.clear()
        self._workers.clear()
        self._client = None

    def _lost(self, flight: _Flight, why: str) -> None:
        self._land(flight).future.release()
        self._lose(flight.item, flight.worker.info, why)

    def _lose(self, item: _Item, worker: WorkerInfo | None, why: str) -> None:
        self._give(item.key, Outcome(item.chunk, Status.LOST, [], worker, 0.0, 0.0, why))

    def _land(self, flight: _Flight) -> _Flight:
        del self._flights[str(flight.future.key)]
        flight.worker.flights.discard(flight.future.key)
        if flight.shared is not None:
            flight.shared.close()
        return flight

    def _give(self, key: str, outcome: Outcome) -> None:
        self._back.append((key, outcome))

    def done_with(self, key: str, chunk: int) -> None:
        """Hear that nothing is read any more of what a chunk brought back."""
        worker = self._lent.pop((key, chunk), None)
        if worker is not None:
            worker.read.append((key, chunk))

    # ---- cancelling

    def cancel(self, key: str) -> None:
        """Drop the loop's chunks that are not yet back, and stop those that run.

        Returns at once. A worker takes no chunks until it has stopped, or, if it did not
        within `PATIENCE` and is ours, until its process is replaced.
        """
        self._waiting = deque(item for item in self._waiting if item.key != key)
        self._back = [(name, outcome) for name, outcome in self._back if name != key]
        busy = set()
        for flight in [f for f in self._flights.values() if f.item.key == key]:
            busy.add(flight.worker.info.name)
            self._land(flight).future.cancel()
        for address in busy & set(self._workers):
            worker = self._workers[address]
            worker.stopping = True
            threading.Thread(
                target=self._stop, args=(self._client, key, worker.info), daemon=True
            ).start()

    def _stop(self, client: Client, key: str, worker: WorkerInfo) -> None:
        """Stop what a worker runs of a loop; on a thread of its own, one for each worker."""
        if ask_to_stop(client, key, worker.name, PATIENCE, PATIENCE + 0.2):
            self._mail.worker_stopped(worker.name)
        elif self._cluster.owned:
            self._cluster.kill_worker(worker.pid)  # its successor comes as a new worker
        elif ask_to_stop(client, key, worker.name, FOREIGN_PATIENCE, None):
            # The user's own worker may hold the user's own data: it is left to finish.
            self._mail.worker_stopped(worker.name)


_executors: weakref.WeakKeyDictionary[Cluster, DaskExecutor] = weakref.WeakKeyDictionary()


def default_executor() -> DaskExecutor:
    """Give the executor of the default cluster; all cells share it."""
    cluster = default_cluster()
    if cluster not in _executors:
        _executors[cluster] = DaskExecutor(cluster)
    return _executors[cluster]
