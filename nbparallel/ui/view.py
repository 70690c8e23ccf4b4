"""What is to be seen of a run: events folded in, a frozen picture out. Never reads a clock."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import singledispatchmethod
from typing import Final

from nbparallel import events as ev
from nbparallel.events import Event
from nbparallel.report import RunReport
from nbparallel.ui import wording
from nbparallel.ui.cover import Cover
from nbparallel.ui.errors import iteration_line
from nbparallel.ui.ledger import TROUBLE, FailedChunk, Ledger, Share
from nbparallel.ui.timeline import Lane, Rectangle, State, Timeline

MESSAGES: Final = 20
"""Messages kept; a run that loses a worker a minute must not fill the page."""


FORETOLD_S: Final = 1.0
"""Seconds of the workers' pace that the prediction is worth."""


@dataclass(frozen=True, slots=True)
class LoopView:
    """One parallel loop as it stands.

    Attributes
    ----------
    rate : float or None
        Iterations a second since the workers began; None before their first chunk.
    remaining : float or None
        Predicted seconds until the end; None while nothing is known.
    predicted : float or None
        Predicted seconds from the loop's start to its end.
    """

    loop: int
    lineno: int
    title: str
    verdict: str
    total: int | None
    done: int
    elapsed: float
    rate: float | None
    remaining: float | None
    predicted: float | None
    in_flight: int
    failures: int
    passes: int
    finished: bool

    @property
    def fraction(self) -> float:
        """Share done, 0 to 1; 0 while the total is unknown."""
        return min(1.0, self.done / self.total) if self.total else float(self.finished)


@dataclass(frozen=True, slots=True)
class View:
    """One cell as it stands; a pure function of its events and of ``now``."""

    loops: tuple[LoopView, ...]
    lanes: tuple[Lane, ...]
    rectangles: tuple[Rectangle, ...]
    workers: int
    busy: int
    starting: bool
    elapsed: float
    messages: tuple[str, ...]
    failure: str  # "iteration 17: path='a.csv'", once an exception is on its way
    report: RunReport | None
    output: int = 0  # lines printed by the workers' iterations, and warnings
    kernel: Share = field(default=Share(None))
    shares: tuple[Share, ...] = ()
    failures: tuple[FailedChunk, ...] = ()
    failed: int = 0  # chunks in all, of which `failures` are the first

    @property
    def current(self) -> LoopView | None:
        """The loop that runs, else the last one that ran."""
        running = [loop for loop in self.loops if not loop.finished]
        return running[-1] if running else self.loops[-1] if self.loops else None


@dataclass(slots=True)
class _Loop:
    """A loop under way; a loop inside a serial one starts again and again."""

    started: ev.LoopStarted
    passes: int = 1
    cover: Cover = field(default_factory=Cover)
    in_flight: dict[int, ev.ChunkSent] = field(default_factory=dict)
    sent: dict[int, ev.ChunkSent] = field(default_factory=dict)
    since_sent: int = 0  # iterations that have come since the first chunk was sent
    first_sent: float | None = None
    last_arrival: float | None = None
    failures: int = 0
    ended: float | None = None

    def overtaken(self, event: ev.KernelRan) -> None:
        """Count what the kernel ran after chunks were sent: a guard tripped, or one failed."""
        if self.first_sent is None:
            return
        self.since_sent += event.stop - event.start
        self.last_arrival = event.ended
        for number, chunk in list(self.in_flight.items()):
            if chunk.start < event.stop:
                del self.in_flight[number]


class Recorder:
    """Takes a run's events and gives its `View` at any time."""

    def __init__(self) -> None:
        self._origin: float | None = None
        self._timeline = Timeline()
        self._ledger = Ledger()
        self._loops: dict[int, _Loop] = {}
        self._workers: tuple[ev.WorkerInfo, ...] = ()
        self._starting = False
        self._messages: list[str] = []
        self._failure = ""
        self._report: RunReport | None = None
        self._ended: float | None = None

    def take(self, event: Event) -> None:
        """Fold one event in."""
        if self._origin is None:
            began = getattr(event, "began", None)
            self._origin = began if began is not None else event.at  # type: ignore[union-attr]
        self._ledger.take(event)
        self._take(event)

    def view(self, now: float) -> View:
        """Give the picture at ``now`` (seconds since the epoch)."""
        if self._ended is not None:
            now = self._ended
        loops = tuple(_view(loop, now) for _, loop in sorted(self._loops.items()))
        in_flight = sum(loop.in_flight for loop in loops)
        shares = self._ledger.shares()
        lanes = sum(share.worker is not None and bool(share.worker.of) for share in shares)
        threads = lanes or sum(worker.threads for worker in self._workers)
        return View(
            loops=loops,
            lanes=tuple(self._timeline.lanes),
            rectangles=tuple(self._timeline.rectangles),
            workers=lanes or len(self._workers),
            busy=min(threads, in_flight),
            starting=self._starting,
            elapsed=max(0.0, now - self._origin) if self._origin is not None else 0.0,
            messages=tuple(self._messages),
            failure=self._failure,
            report=self._report,
            output=self._ledger.output,
            kernel=self._ledger.kernel,
            shares=shares,
            failures=tuple(self._ledger.failures),
            failed=self._ledger.failed,
        )

    def _seconds(self, at: float) -> float:
        assert self._origin is not None
        return max(0.0, at - self._origin)

    def _say(self, message: str) -> None:
        if message not in self._messages:
            self._messages = [*self._messages, message][-MESSAGES:]

    @singledispatchmethod
    def _take(self, event: Event) -> None:
        raise TypeError(f"not an event: {event!r}")

    @_take.register
    def _(self, event: ev.LoopStarted) -> None:
        before = self._loops.get(event.loop)
        loop = _Loop(event)
        if before is not None:
            loop.passes = before.passes + 1
            loop.failures = before.failures
        loop.cover.add(0, event.done)
        self._loops[event.loop] = loop

    @_take.register
    def _(self, event: ev.ClusterStarting) -> None:
        self._starting = True

    @_take.register
    def _(self, event: ev.ClusterReady) -> None:
        self._starting = False
        self._workers = event.workers
        for worker in event.workers:
            self._timeline.add_worker(worker)

    @_take.register
    def _(self, event: ev.KernelRan) -> None:
        loop = self._loops.get(event.loop)
        if loop is not None:
            loop.cover.add(event.start, event.stop)
            loop.overtaken(event)
        self._add_kernel(event, State.KERNEL)

    @_take.register
    def _(self, event: ev.ChunkSent) -> None:
        loop = self._loops[event.loop]
        loop.sent[event.chunk] = loop.in_flight[event.chunk] = event
        if loop.first_sent is None:
            loop.first_sent = event.at

    @_take.register
    def _(self, event: ev.ChunkRan) -> None:
        loop = self._loops[event.loop]
        loop.in_flight.pop(event.chunk, None)
        loop.cover.add(event.start, event.stop)
        loop.since_sent += event.stop - event.start
        loop.last_arrival = event.at
        self._add_chunk(event, State.RAN, event.began, event.ended, event.bytes_out)

    @_take.register
    def _(self, event: ev.ChunkFailed) -> None:
        loop = self._loops[event.loop]
        loop.in_flight.pop(event.chunk, None)
        loop.cover.remove(event.start, event.stop)
        trouble = event.cause in TROUBLE
        loop.failures += trouble
        state = State.FAILED if trouble else State.ROLLED_BACK
        if self._timeline.change((event.loop, event.chunk), state, event.message):
            loop.since_sent -= event.stop - event.start
        elif event.worker is not None and event.began and event.ended:
            self._add_chunk(event, state, event.began, event.ended, 0)

    @_take.register
    def _(self, event: ev.ChunkCommitted) -> None:
        self._timeline.change((event.loop, event.chunk), State.COMMITTED)
        self._loops[event.loop].sent.pop(event.chunk, None)
        self._add_kernel(event, State.COMMIT)

    @_take.register
    def _(self, event: ev.WorkerLost) -> None:
        self._say(event.message)

    @_take.register
    def _(self, event: ev.IterationFailed) -> None:
        worker = self._ledger.raised_on(event.loop, event.iteration)
        self._failure = iteration_line(event.iteration, event.variables, worker)

    @_take.register
    def _(self, event: ev.LoopFinished) -> None:
        for loop in self._loops.values():
            if loop.ended is None and loop.started.lineno == event.report.lineno:
                loop.ended = event.at
                loop.in_flight.clear()
        for note in event.report.notes:
            self._say(f"{wording.loop_name(event.report)}: {note}")

    @_take.register
    def _(self, event: ev.RunFinished) -> None:
        self._report = event.report
        self._ended = event.at
        for loop in self._loops.values():
            loop.in_flight.clear()
            loop.ended = event.at if loop.ended is None else loop.ended

    def _add_kernel(self, event: ev.KernelRan | ev.ChunkCommitted, state: State) -> None:
        begin, end = self._seconds(event.began), self._seconds(event.ended)
        self._timeline.add_kernel(
            Rectangle(0, begin, end, state, event.loop, event.start, event.stop)
        )

    def _add_chunk(
        self,
        event: ev.ChunkRan | ev.ChunkFailed,
        state: State,
        began: float,
        ended: float,
        bytes_out: int,
    ) -> None:
        """Draw a chunk between when it was sent and when it came back.

        Another host's clock may be off: its times are moved so as to fit in between.
        """
        assert event.worker is not None
        sent = self._loops[event.loop].sent.get(event.chunk)
        earliest = sent.at if sent is not None else began
        shift = max(0.0, earliest - began) - max(0.0, ended - event.at)
        begin = max(self._seconds(began + shift), self._seconds(earliest))
        rectangle = Rectangle(
            lane=0,
            begin=begin,
            end=max(begin, min(self._seconds(ended + shift), self._seconds(event.at))),
            state=state,
            loop=event.loop,
            start=event.start,
            stop=event.stop,
            bytes_in=sent.bytes_in if sent is not None else 0,
            bytes_out=bytes_out,
            message=event.message if isinstance(event, ev.ChunkFailed) else "",
        )
        key = event.loop, event.chunk
        arrived = self._seconds(event.at)
        self._timeline.add_chunk(key, event.worker, self._seconds(earliest), arrived, rectangle)
        if isinstance(event, ev.ChunkFailed):
            self._timeline.change(key, state, rectangle.message)


def _view(loop: _Loop, now: float) -> LoopView:
    started = loop.started
    end = now if loop.ended is None else loop.ended
    total = started.total
    done = loop.cover.size if total is None else min(total, loop.cover.size)
    rate = _rate(loop)
    remaining = None
    if rate and total is not None and loop.last_arrival is not None and loop.ended is None:
        remaining = max(0.0, (total - done) / rate - (end - loop.last_arrival))
    began = started.at if started.began is None else started.began
    elapsed = max(0.0, end - began)
    predicted = started.predicted_s if remaining is None else elapsed + remaining
    if predicted is not None and predicted < elapsed and loop.ended is None:
        predicted = None  # a forecast that has passed is none
    return LoopView(
        loop=started.loop,
        lineno=started.lineno,
        title=started.title,
        verdict=started.verdict,
        total=total,
        done=done,
        elapsed=elapsed,
        rate=rate,
        remaining=remaining,
        predicted=predicted,
        in_flight=len(loop.in_flight),
        failures=loop.failures,
        passes=loop.passes,
        finished=loop.ended is not None,
    )


def _rate(loop: _Loop) -> float | None:
    """Iterations a second, counted to the last arrival: steady between two chunks.

    The first chunks come late, for workers have to begin: what was foretold counts as much as
    a second of theirs.
    """
    if loop.first_sent is None or loop.last_arrival is None or loop.since_sent <= 0:
        return None
    iterations, passed = float(loop.since_sent), loop.last_arrival - loop.first_sent
    started = loop.started
    if started.predicted_s and started.total:
        iterations += started.total / started.predicted_s * FORETOLD_S
        passed += FORETOLD_S
    return iterations / max(passed, 1e-3)
