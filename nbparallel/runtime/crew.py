"""The workers' part of one loop: instructions carried out, outcomes reported, chunks committed.

`LoopState` decides; this drives it: sends chunks, decodes and commits what comes back, and
yields to the kernel what the state machine wants it to run.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from nbparallel.analysis import listeners
from nbparallel.analysis.accumulators import Accumulator, Adds
from nbparallel.analysis.legality import Judgement
from nbparallel.analysis.loops import Loop
from nbparallel.diagnostic import Code, Diagnostic
from nbparallel.events import (
    ChunkCommitted,
    ChunkFailed,
    ChunkRan,
    ChunkSent,
    KernelRan,
    WorkerLost,
)
from nbparallel.plan.guardprice import prices
from nbparallel.plan.outline import Outline
from nbparallel.runtime import (
    chunkrun,
    commit,
    failures,
    figures,
    giveback,
    payload,
    rehearsal,
    state,
)
from nbparallel.runtime.commit import Chunk, Committer, Trouble
from nbparallel.runtime.executor import Outcome, Status
from nbparallel.runtime.failures import Failures
from nbparallel.runtime.files import Files
from nbparallel.runtime.leftbehind import LeftBehind
from nbparallel.runtime.ownership import NotOwned, Ownership
from nbparallel.runtime.payload import Payload
from nbparallel.runtime.replay import CommitError, Replay
from nbparallel.runtime.starts import Starts
from nbparallel.runtime.state import Cause, LoopState

if TYPE_CHECKING:
    from nbparallel.runtime.drive import LoopRun

TICK_S: Final = 0.05

ENOUGH_REPLAY_S: Final = 0.2
"""Seconds of replay from which it is asked whether it pays."""

SEED_HINT: Final = "--seed N gives each iteration numbers of its own, the same however it is run"

ENOUGH_SEEN_S: Final = 0.05
"""Seconds of chunks from which it is asked whether the workers are faster than the kernel."""

SEEN: Final = 2
"""Chunks of each worker by which that is judged where there are guards: the last ones."""

_CAUSES: Final = {
    chunkrun.RAISED: (Cause.RAISED, "raised"),
    chunkrun.LEFT: (Cause.LEFT, "left"),
    chunkrun.TIMED_OUT: (Cause.TIMED_OUT, "raised"),
    chunkrun.UNRETURNABLE: (Cause.UNDELIVERABLE, "undeliverable"),
    chunkrun.TRIPPED: (Cause.TRIPPED, "tripped"),
}


class Crew:
    """Runs the rest of one loop on the workers.

    Parameters
    ----------
    run : LoopRun
        The loop's execution.
    judgement, outlined, loaded
        What was proven, the chunk function, and what travels with it.
    first : int
        Number of the first iteration that is left.
    """

    def __init__(
        self,
        run: LoopRun,
        judgement: Judgement,
        outlined: Outline,
        loaded: Payload,
        first: int,
    ) -> None:
        self.run = run
        self.session = run.session
        self.judgement = judgement
        self.payload = loaded
        self.starts = Starts(judgement.starts, run.target, run.namespace, run.source, first)
        self.key = f"{self.session.id}-{run.loop.index}-{time.monotonic_ns()}"
        accumulators = [
            judgement.accumulators.get(name) or Accumulator(name, _section(name, run.loop))
            for name, _ in outlined.kinds
            if name
        ]
        namespace = run.namespace
        replay = None
        if outlined.replay is not None and judgement.deferral is not None:
            replay = Replay(outlined.replay, judgement.deferral, namespace)
        self.committer = Committer(namespace, accumulators, replay, run.collect)
        self.executor = self.session.executor()
        self.lanes = run.lanes
        self.workers = self.session.announce_workers() * self.lanes
        total = run.source.total
        seconds = run.cost.per_iteration
        if not run.cost.iterations:  # nothing is known: half a share each, then as measured
            share = 1 if total is None else max(1, total - first) / (2 * self.workers)
            seconds = loaded.price.grain().shortest / share
        self.failures = Failures(run, self.executor)
        rules = failures.rules_of(self.session.options)
        self.price = loaded.price
        grain = self.price.grain()
        self.state = LoopState(first, total, seconds, self.workers, grain, rules)
        self.bounds: dict[int, tuple[int, int]] = {}
        self.held: dict[int, tuple[Chunk, Outcome]] = {}
        self.items: dict[int, dict[int, object]] = {}
        self.streams = run.streams
        self.files = Files()
        self.ownership = Ownership(loaded.by_index.values()) if judgement.owns_items else None
        self.withheld: int | None = None  # iteration whose live-out values stayed on the worker
        self.left_behind = LeftBehind(namespace, self._bound_by)
        self.raised: dict[int, str] = {}
        self.told: dict[int, int] = {}  # the starts of chunks that were sent, with random states
        self.tripped: dict[int, str] = {}
        self._tripped = False  # whether what a chunk has done was noted
        self.todo: deque[state.Instruction] = deque()
        self.first = first
        self._replayed = 0
        self._seen: deque[tuple[float, int]] = deque()  # seconds and iterations of chunks
        self._measured = 0.0, 0  # their sums
        self._opened: float | None = None
        self._unheard = True  # whether no chunk has come back yet

    def rehearse(self) -> bool:
        """Run a few cheap iterations as on a worker; whether the rest is worth handing over."""
        if not rehearsal.suits(self):
            return True
        found = rehearsal.rehearse(self, self.first)
        if found is None:
            return True
        began, epoch = time.perf_counter(), time.time()
        try:
            self.committer.commit(found.chunk)
        except CommitError:
            return True  # nothing was changed: the kernel's loop will see
        stop, count = found.stop, found.stop - found.start
        found = replace(found, kernel_s=found.kernel_s + (time.perf_counter() - began) / count)
        self.withheld = None if found.chunk.whole else stop - 1
        self.run.progress.advance(count)
        self.run.tally.iterations += count
        self.run.tally.serial_s += count * self.run.cost.per_iteration
        self.session.emit(KernelRan(self.run.loop.index, found.start, stop, epoch, time.time()))
        self.first = stop
        self.state = LoopState(
            stop, self.run.source.total, found.worker_s, self.workers, self.price.grain()
        )
        plain = self.run.cost.per_iteration
        if found.seconds(self.workers) * rehearsal.GAIN < plain:
            return True
        self._bind_withheld()
        self._too_short("what travels, and what the kernel must do")
        return False

    def _too_short(self, what: str) -> None:
        self._note(Code.TOO_SHORT, f"{what} takes as long as the iterations")

    def work(self, interrupted: Callable[[], bool]) -> Iterator[tuple[int, int | None] | None]:
        """Do all that is left; yield ``(start, stop)`` of what the kernel must run itself.

        None is yielded where results have been committed that someone may be waiting for.

        Raises
        ------
        KeyboardInterrupt
            If the user interrupted or cancelled: whole iterations are committed then.
        """
        payload, alone = self.payload, self.judgement.guarded
        self.executor.open_loop(self.key, payload.data, payload.buffers, self.lanes, alone=alone)
        self._opened = time.monotonic()
        self.run.source.check = lambda: self._check_interrupt(interrupted)
        self.todo.extend(self.state.begin())
        while True:
            while self.todo:
                instruction = self.todo.popleft()
                if isinstance(instruction, state.Finish):
                    self._bind_withheld()
                    if self.judgement.guarded and not self._tripped:
                        prices.passed(self.payload.unseen)
                    return
                if isinstance(instruction, state.RunInKernel):
                    self._note_tripped(instruction.chunk)
                    if self._must_have_rest(instruction):
                        self._run_rest_in_kernel(instruction.start)
                        continue
                    if self._began_wrong(instruction):
                        self._mispredicted(instruction.chunk)
                        continue
                    self._bind_withheld()
                    with self.left_behind.while_kernel_runs():
                        yield instruction.start, instruction.stop
                    self.run.look_again()
                    self._note_not_raised(instruction.chunk)
                    if self.ownership is not None:
                        self.ownership.release(instruction.chunk)
                    self.files.kernel_ran(self.bounds)
                    self._tell(state.KernelRan(instruction.chunk))
                elif isinstance(instruction, state.GiveUp):
                    self._bind_withheld()
                    self.run.gave_up_at = instruction.start
                    raise self.failures.stopped(instruction.start)
                else:
                    self._carry_out(instruction)
                    if self.run.collect is not None and isinstance(instruction, state.Commit):
                        yield None
                self._check_interrupt(interrupted)
            self._check_interrupt(interrupted)
            for outcome in self.executor.poll(TICK_S):
                self._take(outcome)
            self.session.sink.tick()
            self._watch_workers()

    def close(self) -> None:
        """Drop what is under way and forget the loop."""
        if failed := self.left_behind.settle():
            names = ", ".join(f"`{name}`" for name in failed)
            self.run.tally.notes.append(
                f"{Code.UNRETURNABLE.value} {names}: what was drawn on a worker cannot be sent "
                "back, and is from an earlier iteration, or missing"
            )
        self.run.tally.retries += self.state.retries
        if self.streams is not None and self.streams.thrown:
            self.run.tally.notes.append(
                f"random: where an iteration begins was foretold wrongly {self.streams.thrown} "
                "times; what began there was run again"
            )
        self.failures.tell()
        if self._opened is not None:
            if not self.state.finished:
                self.executor.cancel(self.key)
            self.executor.close_loop(self.key)
            self._opened = None

    def _tell(self, event: state.Event) -> None:
        self.todo.extend(self.state.handle(event))

    def _check_interrupt(self, interrupted: Callable[[], bool]) -> None:
        if interrupted() or self.session.sink.cancel_requested():
            self.executor.cancel(self.key)
            self._bind_withheld()
            raise KeyboardInterrupt

    def _watch_workers(self) -> None:
        count = self.session.announce_workers() * self.lanes
        if count != self.workers:
            self.workers = count
            self._tell(state.WorkersChanged(count))

    def _note_not_raised(self, chunk: int) -> None:
        """Say so if what raised on a worker did not raise when the kernel ran it again."""
        message = self.raised.pop(chunk, None)
        if message is not None:
            self._note(
                Code.RAISED_ON_WORKER, f"{message} was raised on a worker but not in the kernel"
            )

    # -- out ----------------------------------------------------------------------------------

    def _carry_out(self, instruction: state.Instruction) -> None:
        if isinstance(instruction, state.Send):
            self._send(instruction)
        elif isinstance(instruction, state.Commit):
            self._commit(instruction.chunk)
        elif isinstance(instruction, state.Skip):
            self._skip(instruction)
        elif isinstance(instruction, state.Cancel):
            for chunk in instruction.chunks:
                if chunk not in self.bounds:
                    continue  # it was still to be sent
                self._failed(chunk, "cancelled", "no longer needed")
                del self.bounds[chunk]
                self.held.pop(chunk, None)
                if self.ownership is not None:
                    self.ownership.release(chunk)

    def _send(self, send: state.Send) -> None:
        source, unknown = self.run.source, self.run.source.total is None
        drawn = source.between(send.start, send.stop)
        if unknown and source.total is not None:
            self._exhausted(source.total)
            if send.stop > source.total:
                return
        self.bounds[send.chunk] = send.start, send.stop
        owned = None
        try:
            items = self.run.sent(drawn)
            starts = self.starts.of(send.start)
            states = self.streams.of(send.start) if self.streams is not None else b""
            if states is None:
                message = "what an iteration draws from could not be told beforehand"
                self._undeliverable(send.chunk, Code.RANDOM, message)
                return
            if self.ownership is not None:
                reached = [*items, *starts.values()] if starts else items
                owned = self.ownership.take(send.chunk, reached)
            data, by_index, new = payload.pack_items(
                items,
                self.payload,
                send.stop == source.total,
                owned,
                starts,
                states,
                self.failures.terms,
            )
        except NotOwned as error:
            self._undeliverable(send.chunk, Code.SHARED_MUTATED, f"the body changes items: {error}")
            return
        except Exception as error:  # pickling runs foreign code: anything may come out of it
            self._undeliverable(send.chunk, Code.UNPICKLABLE, f"the items cannot be sent: {error}")
            return
        if not self._approve(send.chunk, new):
            return
        self.items[send.chunk] = by_index
        self.told[send.chunk] = send.start
        self.files.sent(send.chunk)
        self.run.tally.bytes_in += len(data)
        self.session.emit(
            ChunkSent(
                self.run.loop.index, send.chunk, send.start, send.stop, len(data), time.time()
            )
        )
        foretold = self.state.foretold(send.start, send.stop)
        self.executor.submit(self.key, send.chunk, data, foretold)

    def _exhausted(self, total: int) -> None:
        """Let chunks that reach beyond the last item be cut anew."""
        beyond = [i for i in self.todo if isinstance(i, state.Send) and i.stop > total]
        self.todo = deque(instruction for instruction in self.todo if instruction not in beyond)
        self._tell(state.Exhausted(total))

    def may_send(self, objects: dict[int, object]) -> list[Diagnostic]:
        """Check what items reach, as the payload was checked; give what speaks against it."""
        if {type(obj) for obj in objects.values()} <= giveback.ANONYMOUS:
            return []
        span = self.session.source.span(self.run.loop.node)
        if message := payload.held_by_a_library(objects.values(), self.payload):
            return [Diagnostic(Code.PROCESS_STATE, message, span)]
        return payload.inspect(objects.values(), self.judgement, self.run.namespace, span, set())

    def _approve(self, chunk: int, objects: dict[int, object]) -> bool:
        found = self.may_send(objects)
        for diagnostic in found[:1]:
            self._undeliverable(chunk, diagnostic.code, diagnostic.message)
        return not found

    def _undeliverable(self, chunk: int, code: Code, message: str) -> None:
        self._note(code, message)
        self._failed(chunk, "undeliverable", message)
        self._tell(state.Failed(chunk, Cause.UNDELIVERABLE))

    def _note(
        self,
        code: Code,
        message: str,
        hint: str = "",
        among: dict[str, Diagnostic] | None = None,
    ) -> None:
        span = self.session.source.span(self.run.loop.node)
        diagnostic = Diagnostic(code, message, span, hint=hint)
        reasons = self.run.tally.reasons if among is None else among
        reasons.setdefault(str(diagnostic), diagnostic)

    # -- in -----------------------------------------------------------------------------------

    def _take(self, outcome: Outcome) -> None:
        if outcome.chunk not in self.bounds:
            return
        if outcome.status is Status.LOST:
            self._lost(outcome)
        elif outcome.status is Status.ERROR:
            self._note(Code.RAISED_ON_WORKER, f"a worker could not run a chunk: {outcome.message}")
            self._failed(outcome.chunk, "undeliverable", outcome.message, outcome)
            self._tell(state.Failed(outcome.chunk, Cause.UNDELIVERABLE))
        else:
            if self._unheard and self.payload.watched:
                self._unheard = False
                ran = outcome.ended - outcome.began
                waited = time.monotonic() - (self._opened or 0.0) - ran
                prices.opened(self.payload.watched, max(0.0, waited))
            self._returned(outcome)

    def _lost(self, outcome: Outcome) -> None:
        start, stop = self.bounds[outcome.chunk]
        at = self.failures.killed(outcome)
        if at is not None:
            self._not_whole(
                outcome, chunkrun.TIMED_OUT, Trouble("it took too long", at, sure=False)
            )
            return
        message = f"{outcome.message} while iterations {start} to {stop - 1} were on it"
        if outcome.worker is not None:
            self.session.emit(WorkerLost(outcome.worker, message, time.time()))
        self.run.tally.notes.append(f"{Code.WORKER_LOST.value} {message}; they were run again")
        self._failed(outcome.chunk, "lost", message, outcome)
        self._tell(state.Failed(outcome.chunk, Cause.LOST))

    def _returned(self, outcome: Outcome) -> None:
        self.run.tally.bytes_out += outcome.nbytes
        try:
            status, trouble, chunk = commit.decode(
                outcome.data,
                self.payload.by_index,
                self.items[outcome.chunk],
                self.payload.nans.known,
            )
        except CommitError as error:
            status, trouble, chunk = chunkrun.UNRETURNABLE, Trouble(str(error)), None
        if chunk is not None and not self._may_show(chunk):
            status, trouble, chunk = chunkrun.LEFT, Trouble("it may not be the last"), None
            if self.streams is not None:
                self._note(Code.RANDOM, "what takes the elements may stop before it has all")
        if (
            chunk is not None
            and any(k == "warning" for k, _ in chunk.output)
            and (self.run.loop.altered_frames or listeners.own_warnings_hook(self.run.namespace))
        ):
            trouble = Trouble("it warned, or a function that it calls")
            status, chunk = chunkrun.LEFT, None
        if chunk is None:
            assert trouble is not None
            self._not_whole(outcome, status, trouble)
            return
        self.held[outcome.chunk] = chunk, outcome
        start, stop = self.bounds[outcome.chunk]
        assert outcome.worker is not None
        self.session.emit(
            ChunkRan(
                self.run.loop.index,
                outcome.chunk,
                start,
                stop,
                outcome.worker,
                outcome.began,
                outcome.ended,
                outcome.nbytes,
                time.time(),
            )
        )
        seconds = outcome.ended - outcome.began
        self._tell(state.Returned(outcome.chunk, seconds, outcome.nbytes))

    def _may_show(self, chunk: Chunk) -> bool:
        """Whether what a chunk has printed and drawn, serial execution would have, too."""
        shows = bool(chunk.output or chunk.files) or self.streams is not None
        return not (self.run.silent and shows) or self.run.goes_on(chunk.results)

    def _not_whole(self, outcome: Outcome, status: str, trouble: Trouble) -> None:
        cause, word = _CAUSES[status]
        message, at = trouble.message, None
        if cause in (Cause.RAISED, Cause.LEFT, Cause.TIMED_OUT):
            at = self.failures.met(*self.bounds[outcome.chunk], trouble, cause)
        if status == chunkrun.TRIPPED:
            self.tripped[outcome.chunk] = message
        elif status == chunkrun.UNRETURNABLE:
            start, stop = self.bounds[outcome.chunk]
            tally = self.run.tally
            self._note(
                Code.UNRETURNABLE,
                f"a result cannot be sent back to the kernel: {message}",
                among=tally.reasons if stop - start > 1 else tally.undelivered,
            )
        elif status == chunkrun.RAISED:
            self.raised[outcome.chunk] = message
        self._failed(outcome.chunk, word, message, outcome)
        self._tell(state.Failed(outcome.chunk, cause, at, trouble.sure))

    def _note_tripped(self, chunk: int) -> None:
        """Say what a chunk has done that iterations may not do apart."""
        message = self.tripped.pop(chunk, None)
        if message is None:
            return
        if self.judgement.guarded:
            self._tripped = True
            prices.tripped(self.payload.unseen, message)
            start, stop = self.bounds[chunk]
            tried = ", ".join(f"`{name}`" for name in self.judgement.unseen)
            where = f", where what {tried} does cannot be seen" if tried else ""
            self._note(
                Code.GUARD_TRIPPED,
                f"the guards noticed {message}, in iterations {start} to {stop - 1}{where}: the "
                "kernel has run these and all behind them",
            )
            return
        code = Code.RANDOM if "random" in message else Code.PROCESS_STATE
        self._note(code, f"an iteration changed {message}, which the iterations share")

    def _failed(self, chunk: int, cause: str, message: str, outcome: Outcome | None = None) -> None:
        start, stop = self.bounds[chunk]
        self.session.emit(
            ChunkFailed(
                self.run.loop.index,
                chunk,
                start,
                stop,
                outcome.worker if outcome else None,
                cause,
                message,
                time.time(),
                outcome.began or None if outcome else None,
                outcome.ended or None if outcome else None,
            )
        )

    def _skip(self, skip: state.Skip) -> None:
        """Leave a failing iteration out."""
        self.failures.leave_out(skip.start)
        if self.ownership is not None:
            self.ownership.release(skip.chunk)
        self.items.pop(skip.chunk, None)
        self.run.progress.advance(1)
        self._tell(state.Committed(skip.chunk))

    # -- commit -------------------------------------------------------------------------------

    def _commit(self, number: int) -> None:
        chunk, outcome = self.held.pop(number)
        start, stop = self.bounds[number]
        began = time.time()
        if self.streams is not None and not self.streams.are_right(start):
            self._mispredicted(number)
            return
        unlike = self.files.trouble(number, chunk)
        if unlike:
            if self.streams is None and self.files.may_be_read_again():
                self._cut_again(number)
                return
            self._note(Code.OUTSIDE_EFFECT, unlike)
            self.todo.clear()
            self._run_rest_in_kernel(start)
            return
        if self.payload.figures is not None and (why := figures.changed(self.payload.figures)):
            self._note(Code.PROCESS_STATE, f"an iteration that the kernel ran changed it: {why}")
            self.todo.clear()
            self._run_rest_in_kernel(start)
            return
        objects: list[Any] = []
        if self.ownership is not None:
            objects = self.ownership.objects(number)
            shared = self.ownership.shared_among(number, [at for at, _ in chunk.owned])
            if shared is not None:
                self._note(
                    Code.SHARED_MUTATED,
                    f"iterations change one object that several can reach: a "
                    f"`{type(shared).__name__}`",
                )
                self.todo.clear()
                self._run_rest_in_kernel(start)
                return
        try:
            self.files.write(chunk)
            self.committer.commit(chunk, objects)
        except (CommitError, OSError) as error:
            self._note(Code.UNRETURNABLE, f"a chunk could not be committed: {error}")
            self.todo.clear()
            self._run_rest_in_kernel(start)
            return
        if self.streams is not None:
            self.streams.commit(start, stop, chunk.states)
        if self.ownership is not None:
            self.ownership.release(number)
        self.withheld = None if chunk.whole else stop - 1
        self.items.pop(number, None)
        source = self.run.source
        self.left_behind.committed(chunk, start, lambda: self.run.sent(source.between(start, stop)))
        source.release(stop)
        self.executor.done_with(self.key, number)
        self.run.progress.advance(stop - start)
        tally = self.run.tally
        tally.parallel = True
        tally.chunks += 1
        tally.iterations += stop - start
        tally.serial_s += outcome.ended - outcome.began
        if outcome.worker is not None:
            tally.workers.add(outcome.worker.name)
        self.session.emit(
            ChunkCommitted(
                self.run.loop.index, number, start, stop, began, time.time(), _lines(chunk.output)
            )
        )
        self._tell(state.Committed(number))
        slow = self._too_slow(stop - start, outcome.ended - outcome.began)
        if slow:
            self._note(Code.TOO_SHORT, slow)
            self.todo.clear()
            self._run_rest_in_kernel(stop)

    def _began_wrong(self, part: state.RunInKernel) -> bool:
        """Whether a chunk is left to the kernel for what it did with the wrong random states."""
        return (
            self.streams is not None
            and self.told.get(part.chunk) == part.start
            and not self.streams.are_right(part.start)
        )

    def _mispredicted(self, number: int) -> None:
        """Throw away a chunk that began in the wrong random states, with all behind it."""
        assert self.streams is not None
        start = self.bounds[number][0]
        if self.streams.rewind(start):
            self._cut_again(number)
            return
        self.executor.withdraw(self.key, self._from(number))
        self.todo.clear()
        self._note(
            Code.RANDOM,
            "how many numbers an iteration draws differs too often to know where the next begins",
            SEED_HINT,
        )
        self._run_rest_in_kernel(start)

    def _cut_again(self, number: int) -> None:
        """Throw away a chunk, with all behind it, and send their iterations anew."""
        self.executor.withdraw(self.key, self._from(number))
        self.todo.clear()
        self._tell(state.Mispredicted(number))

    def _from(self, number: int) -> list[int]:
        return [chunk for chunk in self.bounds if chunk >= number]

    def _too_slow(self, iterations: int, seconds: float) -> str:
        """Say why workers cost more than they save; empty if they do not.

        They may take longer, and so may the statements that the kernel runs itself.
        """
        if self._is_slow(iterations, seconds):
            guards = " under guards" if self.judgement.guarded else ""
            return f"all workers together take longer{guards} than the kernel alone"
        self._replayed += iterations
        if self.committer.replay_s < ENOUGH_REPLAY_S:
            return ""
        plain = self.run.cost.per_iteration or 2 * seconds / iterations
        slow = self.committer.replay_s / self._replayed > plain / 2
        return "what the kernel must do itself, in order, takes as long as the iterations" * slow

    def _is_slow(self, iterations: int, seconds: float) -> bool:
        """Whether all workers together take longer than the kernel alone would."""
        plain, guarded = self.run.cost.per_iteration, self.judgement.guarded
        judged = 0 < plain < rehearsal.CHEAP_S or (guarded and plain > 0)
        if self.session.options.min_time == 0 or not judged:
            return False
        self._seen.append((seconds, iterations))
        total, count = self._measured
        total, count = total + seconds, count + iterations
        if guarded and len(self._seen) > SEEN * self.workers:  # the first ones are slower
            first = self._seen.popleft()
            total, count = total - first[0], count - first[1]
        self._measured = total, count
        # What guards take, nobody could measure beforehand.
        enough = len(self._seen) == SEEN * self.workers if guarded else total > ENOUGH_SEEN_S
        return enough and total / count / self.workers > plain

    def _must_have_rest(self, part: state.RunInKernel) -> bool:
        """Whether what the kernel is about to change is also in chunks under way."""
        return (
            self.ownership is not None
            and not isinstance(self.state, _Rest)
            and part.stop != self.run.source.total
            and not self.ownership.is_apart(part.chunk)
        )

    def _run_rest_in_kernel(self, start: int) -> None:
        """Give the kernel everything from an iteration on: what is under way cannot count."""
        self.told.clear()
        self.executor.cancel(self.key)
        self.state = _Rest(start, self.run.source.total)
        self.todo.extend(self.state.begin())

    def _bind_withheld(self) -> None:
        """Give the body's names their values after the last committed iteration.

        Chunks do not send large temporaries that the next iteration overwrites. Where the
        kernel goes on itself it needs them: that one iteration is run again for them alone.
        """
        if self.withheld is None:
            return
        number, self.withheld = self.withheld, None
        items = self.run.sent(self.run.source.between(number, number + 1))
        trouble, chunk = self._run_here(number, items)
        if chunk is not None:
            self.committer.bind(chunk)
        elif trouble is not None:
            # What the next iteration reads of them is known without.
            self.run.namespace.update(self.starts.of(number + 1))
            self.run.tally.notes.append(
                f"{Code.UNRETURNABLE.value} the temporaries of iteration {number} could not be "
                f"sent back: {trouble.message}"
            )

    def _bound_by(self, start: int, items: Any) -> dict[str, Any] | None:
        """Give what the iterations of a chunk bind; None if that cannot be had."""
        _, chunk = self._run_here(start, items)
        return None if chunk is None else chunk.live_out

    def _run_here(self, start: int, items: Any) -> tuple[Trouble | None, Chunk | None]:
        """Run iterations in the kernel as on a worker; what they do is thrown away."""
        starts = self.starts.of(start)
        data, by_index, _ = payload.pack_items(items, self.payload, True, None, starts)
        installed = chunkrun.Installed(self.payload.data, list(self.payload.buffers))
        kept: dict[int, object] = {}
        installed.known.kept = kept
        answer = chunkrun.run_installed(self.key, installed, -1, data)
        _, trouble, chunk = commit.decode(
            answer, self.payload.by_index, by_index, self.payload.nans.known, kept
        )
        return trouble, chunk


def _section(name: str, loop: Loop) -> Adds:
    return Adds.COLUMNS if name in loop.in_place else Adds.SECTION


def _lines(output: list[tuple[str, Any]]) -> int:
    """Count the lines that were printed, and the warnings."""
    return sum(entry.count("\n") if isinstance(entry, str) else 1 for _, entry in output)


class _Rest(LoopState):
    """A state in which the kernel runs all that is left."""

    def __init__(self, start: int, total: int | None) -> None:
        super().__init__(start, total, 0.0, 0)
