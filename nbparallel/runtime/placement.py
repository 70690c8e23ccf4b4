"""Chunks placed on Dask's workers, wherever the Dask client lives.

Each task is pinned to a worker that this module picks: Dask would re-run a dead worker's tasks
elsewhere without a word, and a pinned task cannot move. A task is one chunk; a worker has at
most two, one running and one waiting, the rest wait here for whoever is predicted to be free
first (`nbparallel.plan.assignment`). Of a loop with lanes (whose iterations mostly wait) a task is
as many chunks as a worker's lanes can take.

Dask's threads only put into a mailbox; everything else happens in the thread that calls. That
is the kernel's for the user's own cluster, the host process's for ours.
"""

from __future__ import annotations

import contextlib
import pickle
import threading
import time
import uuid
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from nbparallel.events import WorkerInfo
from nbparallel.plan.assignment import earliest
from nbparallel.runtime import remote
from nbparallel.runtime.calls import ask_to_stop, persist, tell_to_drop
from nbparallel.runtime.cluster import ClusterError
from nbparallel.runtime.errands import Arrival, Chunk, Peer, Terms
from nbparallel.runtime.mailbox import (
    Mailbox,
    Order,
    TaskEnded,
    WorkerExit,
    WorkerJoined,
    WorkerLeft,
    WorkerStopped,
)

if TYPE_CHECKING:
    from distributed import Client, Future

    from nbparallel.runtime.plugin import ByValue

DEPTH = 2  # tasks on a worker: one runs, one waits
PATIENCE = 0.7  # seconds between asking a chunk to stop and replacing its process
FOREIGN_PATIENCE = 24 * 3600.0  # where the process is not ours to replace
GRACE = 3.0  # seconds without any worker before chunks that wait are given up
EXIT_NEWS = 0.3  # seconds; the nanny's word on how a worker ended follows its end


class Site(Protocol):
    """Who owns the workers."""

    @property
    def owned(self) -> bool:
        """Whether the processes are ours."""

    def kill_worker(self, pid: int) -> None:
        """Replace a worker process of ours that does not listen any more."""


@dataclass(slots=True)
class _Worker:
    peer: Peer
    flights: dict[str, float] = field(default_factory=dict)  # task keys, with predicted seconds
    load: int = 0  # chunks
    free_at: float = 0.0  # when it is predicted to be through with them
    fetched: list[tuple[str, int]] = field(default_factory=list)  # results whose memory it may use
    knows: set[str] = field(default_factory=set)  # loops it has been told of
    stopping: bool = False

    @property
    def name(self) -> str:
        return self.peer.info.name

    def take(self, name: str, chunks: int, seconds: float) -> None:
        """Note a task that was sent."""
        self.flights[name] = seconds
        self.load += chunks
        self.free_at = max(self.free_at, time.monotonic()) + seconds

    def land(self, name: str, chunks: int) -> None:
        """Note that a task is over; the next one has just begun."""
        del self.flights[name]
        self.load -= chunks
        self.free_at = time.monotonic() + sum(self.flights.values())


@dataclass(slots=True)
class _Loop:
    parcel: bytes
    terms: Terms
    waiting: deque[Chunk] = field(default_factory=deque)
    seconds: dict[int, float] = field(default_factory=dict)  # that chunks are predicted to take

    @property
    def room(self) -> int:
        return DEPTH * self.terms.lanes


@dataclass(slots=True)
class _Flight:
    key: str
    chunks: list[Chunk]
    worker: _Worker
    future: Future[Any]

    @property
    def numbers(self) -> tuple[int, ...]:
        return tuple(number for number, _ in self.chunks)


class Placement:
    """Places chunks on the workers of one cluster.

    Parameters
    ----------
    client : distributed.Client
        Connected to it.
    site : Site
        Who owns the workers.
    mail : Mailbox
        Where news arrive.
    """

    def __init__(self, client: Client, site: Site, mail: Mailbox) -> None:
        self._client = client
        self._site = site
        self._mail = mail
        self._workers: dict[str, _Worker] = {}
        self._loops: dict[str, _Loop] = {}
        self._flights: dict[str, _Flight] = {}
        self._back: list[Arrival] = []
        self._call: ByValue | None = None
        self._empty_since: float | None = None
        client.subscribe_topic("all", mail.scheduler_event)
        self._meet(client.scheduler_info(n_workers=-1)["workers"])

    # ---- workers

    @property
    def gone(self) -> bool:
        """Whether nothing will ever come back."""
        return self._client.status in ("closed", "closing")

    def peers(self) -> tuple[Peer, ...]:
        """Give the workers that are there now."""
        self._read_mail(0)
        return tuple(worker.peer for worker in self._workers.values())

    def _meet(self, addresses: Iterable[str]) -> None:
        """Get to know workers that have joined."""
        from nbparallel.runtime import plugin

        new = [address for address in addresses if address not in self._workers]
        if not new:
            return
        answers = self._client.run(
            plugin.ByValue(plugin.describe), plugin.machine(), workers=new, on_error="ignore"
        )
        for address, who in answers.items():
            info = WorkerInfo(address, who["pid"], who["host"])
            self._workers[address] = _Worker(Peer(info, who["near"]))
            self._empty_since = None

    # ---- loops

    def open(self, key: str, parcel: bytes, terms: Terms) -> None:
        """Make a loop known to all workers, those that join later included; again if it changed.

        Our own workers are told with their first chunk, which spares a round trip; the user's
        may lack the package, and are told by a plugin that brings it.

        Raises
        ------
        ClusterError
            If the workers cannot be reached.
        """
        self._loops.setdefault(key, _Loop(parcel, terms))
        self._loops[key].parcel, self._loops[key].terms = parcel, terms
        if self._site.owned:
            return
        from nbparallel.runtime import plugin

        loop = plugin.LoopPlugin(key, parcel, plugin.sources_of(terms.engine))
        persist(lambda client: client.register_plugin(loop, name=key), self._client)

    def close(self, key: str) -> None:
        """Forget a loop everywhere."""
        self.cancel(key)
        if self._loops.pop(key, None) is None or self._client.status != "running":
            return
        if self._site.owned:
            knowing = [name for name, worker in self._workers.items() if key in worker.knows]
            if knowing:
                tell_to_drop(self._client, key, knowing)
            return
        # A try that a dying worker spoilt has still told the scheduler: ValueError then.
        # Workers that cannot be reached have nothing left to forget: ClusterError.
        with contextlib.suppress(ValueError, ClusterError):
            persist(lambda client: client.unregister_worker_plugin(key), self._client)

    # ---- chunks

    def submit(self, key: str, chunks: list[Chunk], seconds: Sequence[float] = ()) -> None:
        """Send chunks of an open loop, with what they are predicted to take; returns at once."""
        if key in self._loops:
            loop = self._loops[key]
            loop.waiting.extend(chunks)
            loop.seconds.update(zip((number for number, _ in chunks), seconds, strict=False))
            self._place()

    def fetched(self, worker: str, key: str, chunk: int) -> None:
        """Tell a worker, with its next task, that a result was read, and its memory may be used."""
        if worker in self._workers:
            self._workers[worker].fetched.append((key, chunk))

    def poll(self, timeout: float) -> list[Arrival]:
        """Give what has come back since the last poll, waiting at most ``timeout`` seconds."""
        self._read_mail(0 if self._back else timeout)
        self._place()
        back, self._back = self._back, []
        return back

    def _place(self) -> None:
        """Send waiting chunks to workers that have room, the one that is free first."""
        for key, loop in self._loops.items():
            while loop.waiting:
                if not self._workers:
                    self._give_up_waiting()
                    return
                usable = list(self._workers.values())[: loop.terms.limit]
                able = [worker for worker in usable if not worker.stopping]
                worker = earliest(able, time.monotonic(), loop.room)
                if worker is None:
                    break
                share = -(-len(loop.waiting) // len(usable))
                count = min(loop.terms.lanes, loop.room - worker.load, share)
                self._send(key, [loop.waiting.popleft() for _ in range(count)], worker)

    def _give_up_waiting(self) -> None:
        """Lose what waits if no worker comes back; a nanny's new one takes a moment."""
        now = time.monotonic()
        self._empty_since = self._empty_since or now
        if self.gone or now - self._empty_since > GRACE:
            for key, loop in self._loops.items():
                numbers = tuple(number for number, _ in loop.waiting)
                loop.waiting.clear()
                if numbers:
                    self._back.append(Arrival(key, numbers, None, lost="no worker is left"))

    def _send(self, key: str, chunks: list[Chunk], worker: _Worker) -> None:
        loop = self._loops[key]
        terms = loop.terms
        fetched, worker.fetched = worker.fetched, []
        name = f"nbparallel-{key}-{chunks[0][0]}-{uuid.uuid4().hex}"
        parcel = loop.parcel if self._site.owned and key not in worker.knows else None
        future = self._client.submit(
            *self._run_chunks(),
            key,
            pickle.dumps((parcel, chunks, fetched, terms.shared, terms.lanes, terms.alone)),
            key=name,
            workers=[worker.name],
            allow_other_workers=False,
            pure=False,
            retries=0,
            priority=-chunks[0][0],
        )
        self._flights[name] = _Flight(key, chunks, worker, future)
        seconds = [loop.seconds.pop(number, 0.0) for number, _ in chunks]
        # In lanes they run side by side.
        worker.take(name, len(chunks), max(seconds) if loop.terms.lanes > 1 else sum(seconds))
        future.add_done_callback(lambda _: self._mail.task_ended(name))

    def _run_chunks(self) -> tuple[Any, ...]:
        """Give what is called on a worker, and its first arguments.

        Our own workers have the package. A function that travels by value is pickled anew at
        every station.
        """
        if self._site.owned:
            return (remote.run_chunks,)
        if self._call is None:
            from nbparallel.runtime import plugin

            self._call = plugin.ByValue(plugin.call)
        return self._call, "run_chunks"

    # ---- what Dask's threads have put into the mailbox

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
                case Order(act):
                    act()
        self._collect([self._flights[name] for name in done if name in self._flights])
        if self.gone:
            self._drop_all("the connection to the scheduler broke")

    def _collect(self, flights: list[_Flight]) -> None:
        """Fetch what came back, without waiting: a worker may die, or hang, with its results."""
        whole: dict[str, list[_Flight]] = {}
        for flight in flights:
            if flight.future.status == "finished":
                whole.setdefault(flight.worker.name, []).append(flight)
            else:
                self._broke(flight)
        for group in whole.values():
            self._client.loop.add_callback(self._fetch, group)

    async def _fetch(self, flights: list[_Flight]) -> None:
        """Fetch one worker's results, in Dask's own thread."""
        answers: list[bytes | None]
        try:
            futures = [flight.future for flight in flights]
            answers = await self._client.gather(futures, asynchronous=True)
        except Exception:  # whatever Dask makes of a worker that is gone
            answers = [None] * len(flights)
        self._mail.order(lambda: self._fetched(flights, answers))

    def _fetched(self, flights: list[_Flight], answers: list[bytes | None]) -> None:
        for flight, answer in zip(flights, answers, strict=True):
            if self._flights.get(flight.future.key) is not flight:
                continue  # it was lost, or is not wanted any more
            if answer is None:
                self._lost(flight, "the worker that had its results died")
                continue
            flight.worker.knows.add(flight.key)
            self._land(flight)
            info = flight.worker.peer.info
            self._back.append(Arrival(flight.key, flight.numbers, info, answer))

    def _broke(self, flight: _Flight) -> None:
        """Handle a task that Dask itself ended."""
        error = flight.future.exception() if flight.future.status == "error" else None
        if error is None or type(error).__name__ == "KilledWorker":
            self._depart(flight.worker.name)
            if flight.future.key in self._flights:
                self._lost(flight, "Dask dropped it")
            return
        self._land(flight)
        message = f"{type(error).__name__}: {error}"
        info = flight.worker.peer.info
        self._back.append(Arrival(flight.key, flight.numbers, info, error=message))

    # ---- workers that end

    def _depart(self, address: str) -> None:
        worker = self._workers.pop(address, None)
        if worker is None:
            return
        ended = self._mail.exit_of(address, EXIT_NEWS) if self._site.owned else None
        why = f"worker {worker.peer.info.pid} on {worker.peer.info.host} died"
        why += f" ({ended})" if ended is not None else ""
        for name in list(worker.flights):
            self._lost(self._flights[name], why)

    def _drop_all(self, why: str) -> None:
        for flight in list(self._flights.values()):
            self._lost(flight, why)
        self._workers.clear()

    def _lost(self, flight: _Flight, why: str) -> None:
        self._land(flight).future.release()
        info = flight.worker.peer.info
        self._back.append(Arrival(flight.key, flight.numbers, info, lost=why))

    def _land(self, flight: _Flight) -> _Flight:
        name = str(flight.future.key)
        del self._flights[name]
        flight.worker.land(name, len(flight.chunks))
        return flight

    # ---- cancelling

    def cancel(self, key: str) -> None:
        """Drop the loop's chunks that are not yet back, and stop those that run.

        Returns at once. A worker takes no chunks until it has stopped, or, if it did not
        within `PATIENCE` and is ours, until its process is replaced.
        """
        if key in self._loops:
            self._loops[key].waiting.clear()
            self._loops[key].seconds.clear()
        self._back = [arrival for arrival in self._back if arrival.key != key]
        busy = set()
        for flight in [f for f in self._flights.values() if f.key == key]:
            busy.add(flight.worker.name)
            self._land(flight).future.cancel()
        for address in busy & set(self._workers):
            worker = self._workers[address]
            worker.stopping = True
            threading.Thread(target=self._stop, args=(key, worker.peer.info), daemon=True).start()

    def _stop(self, key: str, worker: WorkerInfo) -> None:
        """Stop what a worker runs of a loop; on a thread of its own, one for each worker."""
        if ask_to_stop(self._client, key, worker.name, PATIENCE, PATIENCE + 0.2):
            self._mail.worker_stopped(worker.name)
        elif self._site.owned:
            self._site.kill_worker(worker.pid)  # its successor comes as a new worker
        elif ask_to_stop(self._client, key, worker.name, FOREIGN_PATIENCE, None):
            # The user's own worker may hold the user's own data: it is left to finish.
            self._mail.worker_stopped(worker.name)
