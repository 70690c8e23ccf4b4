"""The scheduling of one loop without input or output: events in, instructions out.

`LoopState` decides where chunks are cut, when each is sent, what is committed and what the
kernel runs itself. It never reads a clock, never waits and knows no executor: whoever drives
it carries the instructions out and reports what happened as events. So every policy is tested
by comparing lists, and the driver holds no policy.

The invariants:

- chunks cover the iterations from the first to the last without gap or overlap;
- `Commit` and `RunInKernel` are given in iteration order, and `RunInKernel` only after every
  earlier chunk is reported `Committed` (or `KernelRan`);
- the last iteration of a loop of known length is a chunk of its own, since its temporaries
  are what the user sees afterwards;
- no chunk is sent more than ``1 + RESENDS`` times for workers that were lost, and none that
  raised more than `Rules.retries` times more;
- a chunk that fails at a known iteration, where failing iterations are tried again or left
  out, is cut into what is before it, it alone, and what is after it.
"""

from __future__ import annotations

import enum
import itertools
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from nbparallel.plan.chunks import Factoring, Grain
from nbparallel.plan.pace import Pace

RESENDS = 2  # of a chunk whose worker was lost
FAILURES = 3  # chunks that raised or could not be delivered before workers are given up
SHORT_CHUNK = 0.2  # seconds; below, three chunks in flight per worker hide the round trip
HELD_BYTES = 256 * 2**20  # of results that wait for an earlier chunk
WINDOW = 50_000  # chunks not yet committed: one long iteration must not stop all others


class Cause(enum.Enum):
    """Why a chunk did not come back whole."""

    RAISED = "raised"  # an iteration raised
    LEFT = "left"  # an iteration left the loop (``break``)
    TIMED_OUT = "timed out"  # an iteration took longer than it may
    UNDELIVERABLE = "undeliverable"  # its data or its results cannot travel
    LOST = "lost"  # its worker died
    TRIPPED = "tripped"  # it did what the iterations may not do apart


@dataclass(frozen=True, slots=True)
class WorkersChanged:
    """From now on so many workers take chunks."""

    count: int


@dataclass(frozen=True, slots=True)
class Returned:
    """A chunk came back whole after so many seconds on its worker."""

    chunk: int
    seconds: float
    nbytes: int = 0


@dataclass(frozen=True, slots=True)
class Failed:
    """A chunk did not come back whole; where it is known, at which iteration.

    Where that is not sure, it is only where the chunk is cut.
    """

    chunk: int
    cause: Cause
    at: int | None = None
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Committed:
    """A chunk's effects are in the user's namespace."""

    chunk: int


@dataclass(frozen=True, slots=True)
class Mispredicted:
    """A chunk began with something that was not what the iterations before it have left.

    It counts for nothing, nor does any chunk behind it: all are cut again.
    """

    chunk: int


@dataclass(frozen=True, slots=True)
class Exhausted:
    """The iterable of unknown length has so many items.

    A `Send` that reaches beyond them is not carried out by the driver; all such chunks are
    cut again and given anew.
    """

    total: int


@dataclass(frozen=True, slots=True)
class KernelRan:
    """The kernel has run the items of a `RunInKernel` itself."""

    chunk: int


@dataclass(frozen=True, slots=True)
class Stop:
    """The loop is over early: ``break``, an exception, an interrupt."""


Event = WorkersChanged | Returned | Failed | Committed | Mispredicted | Exhausted | KernelRan | Stop


@dataclass(frozen=True, slots=True)
class Send:
    """Send iterations ``[start, stop)`` as a chunk."""

    chunk: int
    start: int
    stop: int

    def __str__(self) -> str:
        return f"send {self.chunk} [{self.start},{self.stop})"


@dataclass(frozen=True, slots=True)
class Commit:
    """Replay a chunk's effects, then report `Committed`."""

    chunk: int

    def __str__(self) -> str:
        return f"commit {self.chunk}"


@dataclass(frozen=True, slots=True)
class RunInKernel:
    """Yield the items ``[start, stop)`` to the kernel's loop, then report `KernelRan`.

    ``stop`` is None for all that is left of an iterable of unknown length.
    """

    chunk: int
    start: int
    stop: int | None

    def __str__(self) -> str:
        return f"kernel {self.chunk} [{self.start},{'' if self.stop is None else self.stop})"


@dataclass(frozen=True, slots=True)
class Skip:
    """Leave out the one iteration of a chunk, which has failed; then report `Committed`."""

    chunk: int
    start: int

    def __str__(self) -> str:
        return f"skip {self.chunk} [{self.start})"


@dataclass(frozen=True, slots=True)
class GiveUp:
    """Raise from the loop: its next iteration took too long, and the kernel must not try it."""

    chunk: int
    start: int

    def __str__(self) -> str:
        return f"give up {self.chunk} [{self.start})"


@dataclass(frozen=True, slots=True)
class Cancel:
    """Drop these chunks; nothing is expected of them any more."""

    chunks: tuple[int, ...]

    def __str__(self) -> str:
        return "cancel " + " ".join(map(str, self.chunks))


@dataclass(frozen=True, slots=True)
class Finish:
    """Nothing is left to do."""

    def __str__(self) -> str:
        return "finish"


Instruction = Send | Commit | RunInKernel | Skip | GiveUp | Cancel | Finish


@dataclass(frozen=True, slots=True)
class Rules:
    """What becomes of an iteration that raises or takes too long.

    Attributes
    ----------
    retries : int
        How often it is tried again.
    goes_on : bool
        Whether it is left out then, rather than run by the kernel, where it raises.
    """

    retries: int = 0
    goes_on: bool = False

    @property
    def apart(self) -> bool:
        """Whether a failing iteration must be told from the others of its chunk."""
        return self.retries > 0 or self.goes_on


def printable(instructions: Iterable[Instruction]) -> str:
    """Give instructions in one compact line, for tests and logs."""
    return "; ".join(map(str, instructions))


class _Stage(enum.Enum):
    SENT = enum.auto()
    HELD = enum.auto()  # came back, an earlier one has not
    COMMITTING = enum.auto()
    AGAIN = enum.auto()  # lost, to be sent once more
    KERNEL = enum.auto()  # to be run by the kernel when its turn comes
    FAILED = enum.auto()  # to be left out, or to be raised for, when its turn comes
    RUNNING = enum.auto()  # in the kernel
    DONE = enum.auto()


@dataclass(slots=True)
class _Chunk:
    id: int
    start: int
    stop: int | None
    stage: _Stage
    resends: int = 0
    tries: int = 0  # of one iteration that failed, after the first
    nbytes: int = 0
    bars: bool = False  # raised or left the loop: nothing new is sent behind it
    ends: bool = False  # the kernel runs it and all behind it


@dataclass(slots=True)
class _Tally:
    in_flight: int = 0
    held_bytes: int = 0
    failures: int = 0
    retries: int = 0
    bars: dict[int, int] = field(default_factory=dict)  # chunks with ``bars``, and their starts


class LoopState:
    """Schedules one loop.

    Parameters
    ----------
    start : int
        First iteration that is not yet done.
    total : int or None
        Iterations in all; None for an iterable of unknown length.
    seconds : float
        First estimate of the seconds of one iteration.
    workers : int
        Workers that take chunks. As long as it is 0 the kernel is told to run everything,
        so a driver begins when the first worker is there.
    grain : Grain, optional
        Bounds on the time of one chunk.
    rules : Rules, optional
        What becomes of iterations that fail.
    """

    def __init__(
        self,
        start: int,
        total: int | None,
        seconds: float,
        workers: int,
        grain: Grain | None = None,
        rules: Rules | None = None,
    ) -> None:
        self._rules = rules or Rules()
        self._next = start  # first iteration not yet cut
        self._total = total
        self._workers = workers
        self._sizes = Factoring(grain)
        self._pace = Pace(seconds)
        self._queue: deque[_Chunk] = deque()  # not yet committed, in iteration order
        self._chunks: dict[int, _Chunk] = {}
        self._committing = 0  # chunks at the head of the queue whose commit was given
        self._again: deque[_Chunk] = deque()
        self._ids = 0
        self._tally = _Tally()
        self._kernel_has_rest = False
        self._finished = False

    def __repr__(self) -> str:
        stages = " ".join(f"{c.id}:{c.stage.name.lower()}" for c in self._queue)
        return f"<LoopState next={self._next} total={self._total} [{stages}]>"

    @property
    def finished(self) -> bool:
        """Whether `Finish` was given."""
        return self._finished

    @property
    def retries(self) -> int:
        """Chunks that were sent again."""
        return self._tally.retries

    @property
    def seconds_per_iteration(self) -> float:
        """The estimate as it stands."""
        return self._pace.mean

    def foretold(self, start: int, stop: int) -> float:
        """Predict the seconds that a chunk takes."""
        return (stop - start) * self._pace.at((start + stop) / 2)

    def begin(self) -> list[Instruction]:
        """Give the first instructions."""
        return self._advance()

    def handle(self, event: Event) -> list[Instruction]:
        """Take one event, give what is to be done now, in this order.

        Late reports on chunks that were cancelled are ignored.
        """
        if self._finished:
            return []
        match event:
            case WorkersChanged(count):
                self._workers = count
            case Returned(chunk, seconds, nbytes):
                self._returned(chunk, seconds, nbytes)
            case Failed(chunk, cause, at, sure):
                self._failed(chunk, cause, at, sure=sure)
            case Committed(chunk) | KernelRan(chunk):
                self._done(chunk)
            case Mispredicted(chunk):
                return self._rewind(chunk)
            case Exhausted(total):
                self._exhausted(total)
            case Stop():
                return self._finish()
        return self._advance()

    # ---- what events do to the chunks

    def _returned(self, id: int, seconds: float, nbytes: int) -> None:
        chunk = self._chunks.get(id)
        if chunk is None or chunk.stage is not _Stage.SENT or chunk.stop is None:
            return
        self._tally.in_flight -= 1
        self._tally.held_bytes += nbytes
        chunk.stage, chunk.nbytes = _Stage.HELD, nbytes
        self._pace.add(chunk.start, chunk.stop, seconds, self._workers)

    def _failed(self, id: int, cause: Cause, at: int | None, *, sure: bool) -> None:
        chunk = self._chunks.get(id)
        if chunk is None or chunk.stage is not _Stage.SENT:
            return
        self._tally.in_flight -= 1
        if cause is Cause.LOST and chunk.resends < RESENDS and self._workers:
            chunk.resends += 1
            self._tally.retries += 1
            self._try_again(chunk)
            return
        if self._splits(chunk, cause):
            parts = self._split(chunk, at)
            if at is not None and sure:
                self._ended(next(part for part in parts if part.start == at), cause)
            return
        self._ended(chunk, cause)

    def _ended(self, chunk: _Chunk, cause: Cause) -> None:
        """Decide on what failed and is not cut any more."""
        if cause in (Cause.RAISED, Cause.TIMED_OUT) and chunk.tries < self._rules.retries:
            chunk.tries += 1
            self._tally.retries += 1
            self._try_again(chunk)
            return
        if cause is Cause.TIMED_OUT or (cause is Cause.RAISED and self._rules.goes_on):
            chunk.stage = _Stage.FAILED
            if not self._rules.goes_on:
                self._bar(chunk)
            return
        chunk.stage = _Stage.KERNEL
        if cause in (Cause.RAISED, Cause.UNDELIVERABLE):
            self._tally.failures += 1
        chunk.ends = cause is Cause.TRIPPED
        if cause in (Cause.RAISED, Cause.LEFT, Cause.TRIPPED):
            self._bar(chunk)

    def _bar(self, chunk: _Chunk) -> None:
        """Let nothing new be sent behind a chunk that will end the loop."""
        chunk.bars = True
        self._tally.bars[chunk.id] = chunk.start

    def _try_again(self, chunk: _Chunk) -> None:
        chunk.stage = _Stage.AGAIN
        self._again.append(chunk)

    def _splits(self, chunk: _Chunk, cause: Cause) -> bool:
        """Whether a chunk of several iterations is cut, to find the one that fails."""
        if chunk.stop is None or chunk.stop - chunk.start < 2:
            return False
        told_apart = cause is Cause.RAISED or (cause is Cause.LEFT and self._rules.goes_on)
        return cause is Cause.TIMED_OUT or (told_apart and self._rules.apart)

    def _split(self, chunk: _Chunk, at: int | None) -> list[_Chunk]:
        """Cut a chunk at the iteration that failed; in halves where that is not known."""
        assert chunk.stop is not None
        middle = (chunk.start + chunk.stop) // 2
        cuts = {chunk.start, chunk.stop, *((middle,) if at is None else (at, at + 1))}
        bounds = sorted(cuts)
        place = self._queue.index(chunk)
        del self._queue[place], self._chunks[chunk.id]
        parts = []
        for start, stop in itertools.pairwise(bounds):
            part = _Chunk(self._ids, start, stop, _Stage.AGAIN)
            self._ids += 1
            self._chunks[part.id] = part
            self._queue.insert(place, part)
            self._try_again(part)
            parts.append(part)
            place += 1
        return parts

    def _done(self, id: int) -> None:
        chunk = self._chunks.pop(id)
        self._tally.held_bytes -= chunk.nbytes
        self._tally.bars.pop(id, None)
        self._committing -= chunk.stage is _Stage.COMMITTING
        chunk.stage = _Stage.DONE
        if self._kernel_has_rest:
            self._total = self._next
        while self._queue and self._queue[0].stage is _Stage.DONE:
            self._queue.popleft()

    def _rewind(self, id: int) -> list[Instruction]:
        """Cut again from a chunk on; the kernel may not have begun with it."""
        dropped: list[int] = []
        first = self._chunks[id].start
        while self._queue and self._queue[-1].start >= first:
            chunk = self._queue.pop()
            del self._chunks[chunk.id]
            dropped.insert(0, chunk.id)
            self._next = chunk.start
            if chunk.stage is _Stage.SENT:
                self._tally.in_flight -= 1
            self._committing -= chunk.stage is _Stage.COMMITTING
            self._tally.held_bytes -= chunk.nbytes
            self._tally.bars.pop(chunk.id, None)
        self._again = deque(chunk for chunk in self._again if chunk.id in self._chunks)
        return [Cancel(tuple(dropped)), *self._advance()]

    def _exhausted(self, total: int) -> None:
        self._total = total
        while self._queue and (self._queue[-1].stop or 0) > total:
            chunk = self._queue.pop()
            del self._chunks[chunk.id]
            if chunk.id == self._ids - 1:
                self._ids = chunk.id
            self._next = chunk.start
            if chunk.stage is _Stage.SENT:
                self._tally.in_flight -= 1
        self._next = min(self._next, total)

    # ---- what is to be done now

    def _advance(self) -> list[Instruction]:
        out: list[Instruction] = []
        self._commit(out)
        if not self._run_in_kernel(out):
            self._send(out)
        if not self._queue and self._next == self._total:
            out += self._finish()
        return out

    def _commit(self, out: list[Instruction]) -> None:
        while self._committing < len(self._queue):
            chunk = self._queue[self._committing]
            if chunk.stage is _Stage.HELD:
                out.append(Commit(chunk.id))
            elif chunk.stage is _Stage.FAILED and self._rules.goes_on:
                out.append(Skip(chunk.id, chunk.start))
            else:
                break
            chunk.stage = _Stage.COMMITTING
            self._committing += 1

    def _run_in_kernel(self, out: list[Instruction]) -> bool:
        """Give the head to the kernel if it is its turn; whether the kernel has the rest."""
        given_up = self._tally.failures >= FAILURES
        if not self._queue:
            if (self._workers and not given_up) or self._next == self._total:
                return False
            self._give_rest(self._ids, self._next, out)
            return True
        head = self._queue[0]
        if self._kernel_has_rest:
            return True
        if head.stage is _Stage.AGAIN and (given_up or not self._workers):
            head.stage = _Stage.KERNEL
        if head.stage is _Stage.FAILED:
            head.stage = _Stage.RUNNING
            out.append(GiveUp(head.id, head.start))
            return True
        if head.stage is not _Stage.KERNEL:
            return False
        if given_up or head.ends:
            self._give_rest(head.id, head.start, out)
            return True
        head.stage = _Stage.RUNNING
        out.append(RunInKernel(head.id, head.start, head.stop))
        return False

    def _give_rest(self, id: int, start: int, out: list[Instruction]) -> None:
        behind = tuple(c.id for c in self._queue if c.stage is _Stage.SENT)
        if behind:
            out.append(Cancel(behind))
        rest = _Chunk(id, start, self._total, _Stage.RUNNING)
        self._ids = max(self._ids, id + 1)
        self._queue, self._chunks, self._committing = deque([rest]), {id: rest}, 0
        self._again.clear()
        self._tally = _Tally(failures=self._tally.failures, retries=self._tally.retries)
        self._kernel_has_rest = True
        if self._total is not None:
            self._next = self._total
        out.append(RunInKernel(id, start, self._total))

    def _send(self, out: list[Instruction]) -> None:
        if not self._workers or self._tally.failures >= FAILURES:
            return
        self._send_again(out)
        while not self._tally.bars and self._next != self._total and self._room():
            chunk = self._cut()
            self._queue.append(chunk)
            self._chunks[chunk.id] = chunk
            self._dispatch(chunk, out)

    def _send_again(self, out: list[Instruction]) -> None:
        # What lies behind a chunk that raised is likely never needed: it waits.
        barrier = min(self._tally.bars.values(), default=None)
        for _ in range(len(self._again)):
            chunk = self._again.popleft()
            if chunk.stage is not _Stage.AGAIN:
                continue
            if barrier is not None and chunk.start > barrier:
                self._again.append(chunk)
                continue
            self._dispatch(chunk, out)

    def _dispatch(self, chunk: _Chunk, out: list[Instruction]) -> None:
        assert chunk.stop is not None
        chunk.stage = _Stage.SENT
        self._tally.in_flight += 1
        out.append(Send(chunk.id, chunk.start, chunk.stop))

    def _room(self) -> bool:
        """Whether one more chunk may be on its way."""
        ahead = self._queue[-1] if self._queue else None
        length = 0 if ahead is None or ahead.stop is None else ahead.stop - ahead.start
        deep = 3 if length * self._pace.mean < SHORT_CHUNK else 2
        return (
            self._tally.in_flight < deep * self._workers
            and len(self._queue) < WINDOW
            and (self._tally.held_bytes < HELD_BYTES or not self._queue)
        )

    def _cut(self) -> _Chunk:
        remaining = None if self._total is None else self._total - self._next
        if remaining is not None and remaining > 1:
            remaining -= 1  # the last iteration is a chunk of its own
        size = self._sizes.next_size(self._next, remaining, self._workers, self._pace)
        chunk = _Chunk(self._ids, self._next, self._next + size, _Stage.SENT)
        self._ids += 1
        self._next += size
        return chunk

    def _finish(self) -> list[Instruction]:
        self._finished = True
        sent = tuple(c.id for c in self._queue if c.stage is _Stage.SENT)
        return [Cancel(sent), Finish()] if sent else [Finish()]
