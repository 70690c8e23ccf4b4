"""One execution of one loop: kernel first, workers when it pays, kernel whenever in doubt.

The loop statement stays where it is in the cell; only its iterable is replaced by the items
that `LoopRun.items` yields. So whatever the kernel runs itself (the first iterations, a chunk
whose iteration raised or left the loop, the rest after a worker died) runs as the plain cell
would: exceptions, ``break``, partial writes and tracebacks are the real ones.
"""

from __future__ import annotations

import itertools
import operator
import signal
import sys
import threading
import time
from collections.abc import Callable, Generator, Iterable, Iterator, MutableMapping, Sequence
from dataclasses import replace
from types import FrameType
from typing import TYPE_CHECKING, Any, Final

from nbparallel.analysis import contents, headers, legality, loops, recast, scope
from nbparallel.analysis.dotted import DottedScope
from nbparallel.analysis.legality import Judgement
from nbparallel.analysis.loops import Loop, title
from nbparallel.analysis.recast import Recast
from nbparallel.analysis.vouched import NOTHING, Vouched
from nbparallel.diagnostic import Code, Diagnostic
from nbparallel.events import KernelRan, LoopFinished, LoopStarted
from nbparallel.plan import profit
from nbparallel.plan.guardprice import prices
from nbparallel.plan.outline import Outline, outline
from nbparallel.plan.profit import Cost
from nbparallel.plan.skeleton import skeleton
from nbparallel.runtime import failures, ownership, reach, strict, targets
from nbparallel.runtime import payload as payloads
from nbparallel.runtime.ahead import Ahead
from nbparallel.runtime.cluster import ClusterError
from nbparallel.runtime.crew import SEED_HINT, Crew
from nbparallel.runtime.failures import Timed, rules_of
from nbparallel.runtime.files import found_meanwhile
from nbparallel.runtime.items import Items
from nbparallel.runtime.localscope import LocalScope
from nbparallel.runtime.modulewatch import ModuleWatch
from nbparallel.runtime.payload import Payload
from nbparallel.runtime.progress import Paced, Progress
from nbparallel.runtime.rewind import Rewind
from nbparallel.runtime.seeding import Seeding
from nbparallel.runtime.streams import MOST_LEARNED, Learned, Streams
from nbparallel.runtime.undeliverable import PayloadError
from nbparallel.runtime.waiting import Waiting

if TYPE_CHECKING:
    from nbparallel.runtime.session import Session, Tally

TICK_S: Final = 0.05
_now: Final = time.time  # as it was before a cell replaced it: a counting clock must not see us
WORTH_AHEAD: Final = 0.5
"""Part of an iteration that its draws may take, for the kernel to draw ahead of the workers."""

SAMPLE: Final = 1000
"""Items that are looked at for the libraries that they are of."""

_Judged = Callable[[Loop, MutableMapping[str, Any], Sequence[Any] | None, bool], Judgement]

WAIT_FOR_CLUSTER_S: Final = 60.0
"""Seconds that ``--min-time 0``, which leaves nothing to the kernel, waits for workers."""


class LoopRun:
    """One execution of one candidate.

    Parameters
    ----------
    session : Session
        The cell.
    loop : Loop
        The candidate.
    iterable : object
        What its header gave.
    namespace : mutable mapping
        The names it lives among: the cell's, or its function's.
    collect : callable, optional
        Takes a comprehension's elements from the workers, in order.
    """

    def __init__(
        self,
        session: Session,
        loop: Loop,
        iterable: Any,
        namespace: MutableMapping[str, Any],
        collect: Any = None,
    ) -> None:
        self.session = session
        self.loop = loops.with_plain_target(loop)
        if sys.exception() is not None:  # it would be the context of what the body raises
            self.loop = replace(self.loop, altered_frames=True)
        self.target = self.loop.target  # the cell's own, whatever the loop is recast as
        self.namespace = namespace
        self.collect = collect
        self.tally: Tally = session.tallies[loop.index]
        self.tally.reached = True
        self.progress = Progress(iterable)
        self.rewind = Rewind(self.progress.iterable)
        self.source = Items(self.progress.iterable)
        self.cost = Cost()
        self.lanes = 1  # chunks that each worker runs at a time
        self._waiting = Waiting()
        self.block_began = 0
        self.block: Iterator[Any] = iter(())
        self.handed_over = False
        self.announced = False  # whether a card may show it
        # Whether a chunk that prints, warns or draws must be left to the kernel: what consumes the
        # elements may stop at one of them, unless they are such that it goes on.
        self.silent = False
        self.goes_on: Callable[[Sequence[Any]], bool] = _never
        self.sent: Callable[[Sequence[Any]], Any] = _as_they_are  # what is sent for some items
        self.streams: Streams | None = None  # the random states, if it draws
        self.learned = Learned()
        self.seeding: Seeding | None = None  # with ``--seed``, if it may draw
        self._recast = False  # whether the loop is another way to write the cell's
        self._as_written = self.loop, namespace, self.sent, False
        self._verdict: Judgement | None = None
        self._classes: frozenset[type] = frozenset()  # of the user's, seen in the loop's data
        self._guarded = False  # whether the data hold what is not known
        # With guards: whether the libraries are looked at, for the loop is about to be sent.
        self._looks = rules_of(session.options).apart

    # -- the items for the kernel's own loop ----------------------------------------------

    def items(self) -> Iterator[Any]:
        """Give the items that the kernel is to run itself."""
        return itertools.chain.from_iterable(self._blocks())

    def _blocks(self) -> Iterator[Iterable[Any]]:
        session = self.session
        session.active.append(self)
        began = time.perf_counter()
        self._began = _now()
        try:
            if session.options.seed is not None:
                self.seeding = self._seeded(session.options.seed)
            if session.options.strict:
                strict.insist(self)
            if not self._goes_to_workers_at_once():
                prepared = yield from self._measure()
            else:
                prepared = self._prepare()
                if prepared is None and self._first_differs():
                    yield self._give(0, self.source.block(1))
                    self._count_block(1)
                    self.tally.reasons.clear()
                    prepared = self._prepare()
            if self._tries_first(prepared):
                prepared = yield from self._watched(prepared)
                self._refused = prepared is None
            if prepared is not None and (prepared[0].draws or self.seeding) is not None:
                prepared = yield from self._with_streams(prepared)
            if prepared is not None:
                yield from self._parallel(*prepared)
            elif self._refused or self._goes_to_workers_at_once():
                self._refused = True
                yield from self._rest_in_kernel()
        except GeneratorExit:  # the loop is left in the middle of an iteration
            number = self.iteration()
            if self.source.handed_over and number is not None:
                self.rewind.back(number + 1)
            self._let_go()
            raise
        finally:
            session.active.remove(self)
            self._disarm()
            self.progress.close()
            self.tally.wall_s += time.perf_counter() - began
            self._count_block(None)
            if self.tally.parallel or self.announced:
                report = session.loop_report(self.loop)
                session.emit(LoopFinished(report, _now()))

    def _let_go(self) -> None:
        """Forget what is iterated, as a loop does that is left."""
        self._left_at = self.iteration()
        self._disarm()
        self._timed = None
        self.source.let_go()
        self.block = iter(())
        self.progress.iterable = ()
        self.rewind = Rewind(())

    def _goes_to_workers_at_once(self) -> bool:
        """Whether the kernel is to run none of it, if it may run apart.

        Only on a worker can a failing iteration leave no trace.
        """
        return self.session.options.min_time == 0 or rules_of(self.session.options).apart

    def _tries_first(self, prepared: tuple[Judgement, Outline, Payload] | None) -> bool:
        """Whether the kernel is to run an iteration and look what it changes.

        Not where only on a worker a failing iteration leaves no trace.
        """
        return prepared is not None and prepared[0].guarded and not self._looks

    def _watched(
        self, prepared: tuple[Judgement, Outline, Payload] | None
    ) -> Generator[Iterable[Any], None, Any]:
        """Run an iteration: libraries set themselves up when they are first used.

        What it changes of modules that all share would not be so on the workers.
        """
        assert prepared is not None
        payload = prepared[2]
        if self._in_vain(payload) or not self._guards_pay(payload):
            return None
        watch = ModuleWatch(payload.watched)
        start = self.source.taken
        yield self._give(start, self.source.block(1))
        self._count_block(1)
        if changed := watch.changed():
            span = self.session.source.span(self.loop.node)
            message = f"an iteration changed {changed}, which the iterations share"
            self._refuse(Diagnostic(Code.GUARD_TRIPPED, message, span))
            return None
        self._looks = True
        prepared = self._prepare()
        return prepared if prepared is not None and self._guards_pay(prepared[2]) else None

    def _in_vain(self, payload: Payload) -> bool:
        """Whether the guards have noticed something each time when such a loop was tried."""
        if self._goes_to_workers_at_once():
            return False
        why = prices.in_vain(payload.unseen)
        if why:
            message = f"the guards have noticed {why} each time when such a loop was tried"
            hint = "--min-time 0 tries it again"
            self._refuse(self._diagnostic(Code.GUARD_TRIPPED, message, hint))
        return bool(why)

    def _guards_pay(self, payload: Payload) -> bool:
        """Whether the workers are still worth it with what guards cost."""
        total = self.source.total
        if total is None or self._goes_to_workers_at_once():
            return True
        remaining = total - self.source.taken
        workers = self.session.announce_workers() * self.lanes
        price = payload.price
        if profit.pays(self.cost, remaining, workers, price):
            self.tally.predicted_s = self.cost.seconds + profit.predicted(
                self.cost, remaining, workers, price
            )
            return True
        message = (
            "the guards of what cannot be seen into would take more than the workers save: "
            f"{price.once:.2f} s, and {price.each:.2f} s for each chunk"
        )
        self._refuse(self._diagnostic(Code.TOO_SHORT, message))
        return False

    def _first_differs(self) -> bool:
        """Whether the loop may run apart once its first iteration has run."""
        reasons = self.tally.reasons.values()
        if self.source.taken or not any(r.code is Code.CARRIED for r in reasons):
            return False
        items = self.source.peek()
        if items is None or len(items) < 3:
            return False
        loop, names = self.loop, self.namespace
        return legality.judge(loop, self.session.source, names, items[1:], 1).legal

    def iteration(self) -> int | None:
        """Number of the iteration the kernel is in, where its iterator can tell."""
        if self.gave_up_at is not None:
            return self.gave_up_at
        if self._left_at is not None:
            return self._left_at
        if self._timed is not None:
            return self.block_began + self._timed.given - 1
        try:
            left = operator.length_hint(self.block, -1)
        except TypeError:
            return None
        if left < 0 or self._block_length is None:
            return None
        return self.block_began + self._block_length - left - 1

    _began: float = 0.0

    def variables(self) -> dict[str, Any]:
        """Give the loop variables' values, as they are now."""
        names = sorted(scope.target_names(self.loop.target))
        self.look_again()
        return {n: self.namespace[n] for n in names if n in self.namespace}

    def leave_out(self, error: BaseException, values: dict[str, Any]) -> None:
        """List an iteration that failed in the kernel; what it has done stays."""
        self._disarm()
        self.tally.failures.append(failures.made(self.iteration(), values, error))

    _left_at: int | None = None  # the iteration in which the loop was left
    gave_up_at: int | None = None  # the iteration that took too long on a worker
    _timed: Timed | None = None

    def _disarm(self) -> None:
        if self._timed is not None:
            self._timed.disarm()

    _block_length: int | None = None
    _refused = False

    def _give(self, start: int, items: Any, *, paced: bool = False) -> Iterable[Any]:
        """Note a block that the kernel is about to run, and give it.

        A paced one tells how far it is, for it may be long and somebody looks on.
        """
        self.block_began = start
        try:
            self._block_length = len(items)
        except TypeError:
            self._block_length = None
        self.block = self.progress.watched(self._seeding_over(iter(items), start))
        if paced:
            began = _now()
            self.block = Paced(self.block, lambda done: self._tell(done, began))
        limit = self.session.options.timeout
        if limit is not None or self.session.options.on_error == "collect":
            self.block = self._timed = Timed(self.block, limit, lambda: self._too_late(limit))
        self._block_at, self._told = (time.perf_counter(), _now()), (0, 0.0)
        return self.block

    def _too_late(self, seconds: float | None) -> TimeoutError:
        assert seconds is not None
        return failures.too_late(self.iteration(), self.variables(), seconds)

    _block_at: tuple[float, float] | None = None

    def _count_block(self, done: int | None) -> float:
        """Note that the kernel is through with its block, or left it early."""
        if self._block_at is None:
            return 0.0
        began, epoch = self._block_at
        self._block_at = None
        seconds = time.perf_counter() - began
        if done is None:
            number = self.iteration()
            done = max(0, number - self.block_began) if number is not None else 0
        self.tally.serial_s += seconds
        self.tally.iterations += done
        if self.announced:
            self._tell(done, epoch)
        return seconds

    _told: tuple[int, float] = 0, 0.0  # of the block's items, and until when

    def _tell(self, done: int, since: float) -> None:
        """Tell how far the kernel has come in its block."""
        (before, until), now = self._told, _now()
        self._told = max(before, done), now
        first = self.block_began
        event = KernelRan(
            self.loop.index, first + before, first + self._told[0], until or since, now
        )
        self.session.emit(event)

    def _measure(self) -> Generator[Iterable[Any], None, Any]:
        """Run the first iterations in the kernel until the rest is worth handing over.

        Returns (as a generator does) what `_prepare` gives, or None when the loop is over.
        """
        source, cost = self.source, self.cost
        waiting: tuple[Judgement, Outline, Payload] | None = None
        while True:
            count = cost.next_block()
            start = source.taken
            if source.total is not None:
                count = min(count, source.total - start)
                if count <= 0 and waiting is None:
                    break
            block = _Counted(source.block(max(count, 1)), exact=source.total is not None)
            items = self._give(start, block.items)
            self._waiting.begin()
            yield items
            waited = self._waiting.end()
            done = block.done(max(count, 1))
            cost.add(self._count_block(done), done, waited)
            self._waiting.note(cost.last_seconds)
            if done < count or (source.total is not None and source.taken >= source.total):
                # More only if the body lengthened what is iterated.
                yield self.progress.watched(self._seeding_over(source.iterator, source.taken))
                break
            if not self._worth_it():
                continue
            prepared = self._prepare_when_ready()
            if prepared == "later":
                continue
            self._refused = prepared is None
            return prepared
        self.tally.short = True
        return None

    def _rest_in_kernel(self, first: int | None = None) -> Iterator[Iterable[Any]]:
        """Give all that is left to the kernel's loop, as the plain loop would take it."""
        source = self.source
        first = source.taken if first is None else first
        block = _Counted(iter(source.remaining(first)), exact=source.total is not None)
        yield self._give(first, block.items, paced=self.announced)
        left = max(0, source.total - first) if source.total is not None else 0
        self._count_block(block.done(left))

    def _worth_it(self) -> bool:
        """Whether the remaining iterations are predicted to take at least ``--min-time``."""
        source, cost = self.source, self.cost
        if not cost.trusted:
            return False
        minimum = self.session.options.min_time
        if source.total is None:
            return cost.seconds >= minimum
        remaining = source.total - source.taken
        return remaining > 1 and cost.foretold(remaining) >= minimum

    def look_again(self) -> None:
        """Look at the names again, after the kernel's loop has run on."""
        if isinstance(self.namespace, LocalScope | DottedScope):
            self.namespace.refresh()

    # -- may it, and with what --------------------------------------------------------------

    def _refuse(self, *diagnostics: Diagnostic) -> None:
        for diagnostic in diagnostics:
            self.tally.reasons.setdefault(str(diagnostic), diagnostic)

    def judge(self) -> Judgement:
        """Judge the loop as it stands now, with the items where they are at hand."""
        judgement = self._judged(self.source.peek())
        self.tally.judged = self.loop, judgement
        return judgement

    def legal_outside(self) -> bool:
        """Whether this loop, still being measured, will take its inner loops along."""
        if self._refused:
            return False
        if self._verdict is None:
            self._verdict = self._judged(self.source.peek(), hopeful=True)
            self.tally.judged = self.loop, self._verdict
        return self._verdict.legal

    def _judged(self, items: Sequence[Any] | None, *, hopeful: bool = False) -> Judgement:
        loop, source, namespace = self.loop, self.session.source, self.namespace
        iterable = self.source.iterable
        self.look_again()
        vouched = self.vouched()
        try:
            refusals = headers.refusal(loop, source, namespace, iterable, vouched)
            if refusals:
                judged = legality.judge(loop, source, namespace, None, vouched=vouched)
                return Judgement((*refusals, *judged.diagnostics), judged.roles)
            return self._legality(items, hopeful)
        except Exception as error:  # a fault of the analysis is no fault of the cell's
            return Judgement((self._fault(error),))

    def _fault(self, error: Exception) -> Diagnostic:
        message = f"the analysis failed on this loop ({error!r}): please report it with the cell"
        return self._diagnostic(Code.UNSUPPORTED, message)

    @contents.at_rest()
    def _legality(self, items: Sequence[Any] | None, hopeful: bool) -> Judgement:
        source, element, vouched = self.session.source, None, self.vouched()
        if items is None:
            element = headers.element(
                self.loop, source, self.namespace, vouched, self.source.iterable
            )
        self._classes |= ownership.classes_among(items if items is not None else ())

        def judged(
            loop: Loop,
            names: MutableMapping[str, Any],
            items: Sequence[Any] | None,
            streams: bool,
        ) -> Judgement:
            return legality.judge(
                loop,
                source,
                names,
                items,
                self.source.taken,
                element,
                classes=self._classes,
                quiet=headers.draws_quietly(self.source.iterable),
                vouched=vouched,
                hopeful=hopeful,
                streams=streams,
                guarded=self._guarded,
            )

        plain = self._in_some_way(judged, items, hopeful, streams=False)
        if plain.legal or not legality.is_drawing(plain) or self._may_leave_out():
            return plain
        # If it still may not, then for other reasons than its draws.
        return self._in_some_way(judged, items, hopeful, streams=True)

    def _may_leave_out(self) -> bool:
        """Whether an iteration may be left out or tried again, and its draws with it."""
        options = self.session.options
        return rules_of(options).apart or options.timeout is not None

    def _in_some_way(
        self, judged: _Judged, items: Sequence[Any] | None, hopeful: bool, *, streams: bool
    ) -> Judgement:
        """Judge the loop as it stands, and then written in the other ways."""
        plain = judged(self.loop, self.namespace, items, streams)
        if plain.legal or not self.loop.body or self._recast:
            return plain
        for way in recast.ways(self.loop, self.namespace, items):
            judgement = judged(way.loop, way.names, way.items, streams)
            if way.holds(judgement):
                if not hopeful:
                    self._take(way)
                return judgement
        return plain

    def _take(self, way: Recast) -> None:
        """Let the loop run in another way than the cell has it."""
        self.loop, self.namespace, self._recast = way.loop, way.names, True
        if way.elements is not None:
            self.sent = way.elements.extended

    def vouched(self) -> Vouched:
        """Find the functions that the user takes responsibility for, as they are now."""
        names = self.session.options.assume_pure
        return Vouched(names, self.namespace) if names else NOTHING

    def _prepare(self) -> tuple[Judgement, Outline, Payload] | None:
        """Judge, outline and pickle; None with the reasons noted where it must not be."""
        session = self.session
        outer = next((run for run in session.active if run is not self), None)
        if outer is not None and outer.handed_over:
            return None
        if self.source.total == 0:
            return None
        found = self.sendable()
        if found is None or not self._workers_ready(WAIT_FOR_CLUSTER_S):
            return None
        self._note_assumed(found[0])
        return found

    def _note_assumed(self, judgement: Judgement) -> None:
        """Say on whose word the loop counts as proven."""
        note = f"assumed pure: {', '.join(f'`{name}`' for name in sorted(judgement.assumed))}"
        if judgement.assumed and note not in self.tally.notes:
            self.tally.notes.append(note)
        self.tally.checked = judgement.guarded

    def may_run(self) -> bool:
        """Whether it may run apart; how is left open, for the kernel's first iterations come."""
        kept = self.loop, self.namespace, self.sent, self._recast
        try:
            return self.sendable() is not None
        finally:
            self.loop, self.namespace, self.sent, self._recast = kept

    def sendable(self) -> tuple[Judgement, Outline, Payload] | None:
        """Judge, outline and pickle; None with the reasons noted where it may not run apart."""
        session = self.session
        judgement = self.judge()
        while judgement.legal:
            try:
                outlined = outline(self.loop, judgement, session.source)
                span = session.source.span(self.loop.node)
                if refusals := self._draws_from_targets(judgement):
                    self._refuse(*refusals)
                    return None
                items = self.source.peek() if judgement.guarded else None
                some = () if items is None else items[:SAMPLE]
                kept = loops.goes_on_after(self._as_written[0], self.session.source.tree)
                payload = payloads.build(
                    outlined, judgement, self.namespace, span, some, look=self._looks, kept=kept
                )
            except PayloadError as error:
                if error.unjudged <= self._classes and not error.guardable:
                    self._refuse(*error.diagnostics)
                    return None
                self._classes |= error.unjudged
                self._guarded = self._guarded or error.guardable
                judgement = self.judge()
            except Exception as error:  # as in `_judged`
                self._refuse(self._fault(error))
                return None
            else:
                return judgement, outlined, payload
        self._refuse(*judgement.diagnostics)
        return None

    def _draws_from_targets(self, judgement: Judgement) -> list[Diagnostic]:
        """Refuse to iterate what the loop changes under another name."""
        span = self.session.source.span(self.loop.node)
        if judgement.writes and found_meanwhile(self.source.iterable):
            hint = "make a list of it before the loop"
            message = "what is iterated may look at files while the loop writes some"
            return [Diagnostic(Code.OUTSIDE_EFFECT, message, span, hint=hint)]
        changed = targets.found(judgement, self.namespace)
        return targets.drawn_from(self.loop, self.source.iterable, changed, self.namespace, span)

    def _prepare_when_ready(self) -> Any:
        """As `_prepare`, but ``"later"`` while the workers are still starting."""
        session = self.session
        if session.options.min_time > 0 and self._verdict is None and not self.legal_outside():
            assert self._verdict is not None
            self._refuse(*self._verdict.diagnostics)
            return None
        if not self._workers_ready(0.0):
            if self.tally.reasons:
                return None
            if self.source.total is not None:
                self._announce(self.source.total, self.source.taken)
            session.sink.tick()
            return "later"
        workers = session.announce_workers()
        total = self.source.total
        remaining = total - self.source.taken if total is not None else None
        self.lanes = profit.lanes(self.cost, workers)
        workers *= self.lanes
        if workers < 2:
            self._refuse(self._diagnostic(Code.ONE_WORKER, "there is only one worker"))
            return None
        if remaining is not None:
            if not profit.pays(self.cost, remaining, workers):
                return "later"
            self.tally.predicted_s = self.cost.seconds + profit.predicted(
                self.cost, remaining, workers
            )
        return self._prepare()

    def _diagnostic(self, code: Code, message: str, hint: str = "") -> Diagnostic:
        return Diagnostic(code, message, self.session.source.span(self.loop.node), hint=hint)

    def _workers_ready(self, timeout: float) -> bool:
        session = self.session
        try:
            executor = session.executor()
            deadline = time.monotonic() + timeout
            while not executor.ready():
                left = deadline - time.monotonic()
                if left <= 0:
                    if timeout:
                        message = f"no worker was ready within {timeout:g} s"
                        self._refuse(self._diagnostic(Code.NO_CLUSTER, message))
                    return False
                executor.wait_ready(min(TICK_S, left))
                session.sink.tick()
            session.announce_workers()
        except ClusterError as error:
            self._refuse(self._diagnostic(Code.NO_CLUSTER, str(error)))
            return False
        return True

    # -- what it draws ------------------------------------------------------------------------

    def _seeded(self, seed: int) -> Seeding | None:
        """Find what each iteration has to be seeded for; None if the loop surely draws nothing."""
        index, names = self.loop.index, self.namespace
        draws, times = self.session.seeds.get(index, (None, 0))
        if draws is None:
            draws = legality.may_draw(self.loop, self.session.source, names, self.vouched())
        self.session.seeds[index] = draws, times + 1
        if not draws:
            return None
        return Seeding((seed, index, times), reach.generators_of(self.loop, names))

    def _seeding_over(self, items: Iterator[Any], start: int) -> Iterator[Any]:
        return items if self.seeding is None else self.seeding.over(items, start)

    # -- what is foretold ------------------------------------------------------------------------

    def _with_streams(
        self, prepared: tuple[Judgement, Outline, Payload]
    ) -> Generator[Iterable[Any], None, tuple[Judgement, Outline, Payload] | None]:
        """Learn how far an iteration moves the random states, and prepare anew.

        Returns (as a generator does) None with the reason noted where that cannot be told.
        """
        while True:
            judgement, _, payload = prepared
            self.streams = streams = Streams(judgement.draws, payload, self.seeding)
            states = streams.now()
            if self.learned.tells(streams.generators, states):
                streams.forecast = self.learned.forecast(streams.generators)
                self._note(streams.told())
                return prepared
            if not self.learned.count and (found := self._drawn_ahead(judgement, streams)):
                if found == "told":
                    return prepared
                self._untold(streams, found)
                return None
            if not self.learned.even or self.learned.count >= MOST_LEARNED:
                break
            start = self.source.taken
            block = _Counted(self.source.block(1), exact=self.source.total is not None)
            yield self._give(start, block.items)
            self._count_block(block.done(1))
            if block.done(1) == 0 or self.source.total == self.source.taken:
                return None
            self.learned.add(streams.generators, states, streams.now())
            self.loop, self.namespace, self.sent, self._recast = self._as_written
            again = self._prepare()
            if again is None:
                self._refused = True
                return again
            prepared = again
        self._untold(streams, "how many numbers an iteration draws from {} differs")
        return None

    def _untold(self, streams: Streams, why: str) -> None:
        """Leave the loop to the kernel; with ``--strict`` that is an error."""
        self._refused = True
        message = why.format(_listed(streams.names))
        self._refuse(self._diagnostic(Code.RANDOM, message, SEED_HINT))
        if self.session.options.strict:
            raise strict.refusal(self)

    def _drawn_ahead(self, judgement: Judgement, streams: Streams) -> str:
        """Let the kernel draw ahead, with the loop's skeleton.

        Returns
        -------
        str
            ``"told"`` if that tells the states, a message if it does not pay, else empty.
        """
        source = self.source
        peeked, first = source.peek(), source.taken
        item = peeked[0] if peeked is not None and len(peeked) else None
        made = skeleton(self.loop, judgement, self.namespace, item)
        if made is None:
            return ""
        if peeked is None:
            source.hand_over()

        def items(start: int, stop: int) -> Any:
            if peeked is None or self.handed_over:
                return self.sent(source.between(start, stop))
            return self.sent(peeked[start - first : stop - first])

        ahead = Ahead(made.bind(self.namespace, first), items, streams.generators)
        told = streams.learn(ahead, first, source.total)
        if told is None:
            unknown = "what an iteration draws from {} could not be drawn ahead"
            return unknown if peeked is None else ""
        plain = self.cost.per_iteration
        pays = not plain or ahead.per_iteration <= plain * WORTH_AHEAD
        if not pays and streams.forecast is not ahead:
            streams.otherwise = None
        elif not pays:
            return "drawing from {}, which the kernel does ahead, takes most of an iteration"
        self._note(streams.told())
        return "told"

    def _note(self, note: str) -> None:
        if note and note not in self.tally.notes:
            self.tally.notes.append(note)

    # -- on the workers -------------------------------------------------------------------------

    def _parallel(
        self, judgement: Judgement, outlined: Outline, payload: Payload
    ) -> Iterator[Iterable[Any]]:
        source = self.source
        source.hand_over()
        done = source.taken
        if self.streams is not None:
            self.streams.begin(done)
        if source.total == done:
            yield source.ending()
            return
        crew = Crew(self, judgement, outlined, payload, done)
        interrupts = _Interrupts()
        try:
            interrupts.hold()
            if not crew.rehearse():
                interrupts.release()
                interrupts.deliver()
                yield from self._rest_in_kernel(crew.first)
                return
            self._announce(source.total, crew.first)
            self.handed_over = True
            for part in crew.work(interrupts.pending):
                interrupts.release()
                if part is None:
                    yield ()
                else:
                    start, stop = part
                    items = source.onwards(start) if stop is None else source.between(start, stop)
                    block = _Counted(items, exact=stop is not None)
                    yield self._give(start, block.items, paced=True)
                    self._count_block(block.done(0 if stop is None else stop - start))
                interrupts.hold()
        finally:
            interrupts.release()
            crew.close()
        interrupts.deliver()
        yield source.ending()

    def _announce(self, total: int | None, done: int) -> None:
        """Tell that the loop is for the workers, and what the kernel has done of it already."""
        if self.announced:
            return
        self.announced = True
        verdict = self._verdict
        checked = self.tally.checked or (verdict is not None and verdict.guarded)
        index, now = self.loop.index, _now()
        self.session.emit(
            LoopStarted(
                index,
                self.loop.node.lineno,
                title(self.loop, self.session.source),
                total,
                "checked" if checked else "proven",
                now,
                done,
                self.tally.predicted_s,
                self._began,
            )
        )
        if done:
            self.session.emit(KernelRan(index, 0, done, self._began, now))


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _never(elements: Sequence[Any]) -> bool:
    return False


def _as_they_are(items: Sequence[Any]) -> Sequence[Any]:
    return items


class _Counted:
    """A block of items that knows how many the kernel drew.

    With a length known beforehand nothing needs to be counted, and the items pass at C speed.
    """

    def __init__(self, items: Iterable[Any], *, exact: bool) -> None:
        self._drawn = [0]
        self._exact = exact
        self.items: Iterable[Any] = items if exact else _counting(items, self._drawn)

    def done(self, asked: int) -> int:
        """Items drawn, once the block is exhausted."""
        return asked if self._exact else self._drawn[0]


def _counting(items: Iterable[Any], drawn: list[int]) -> Iterator[Any]:
    """Pass items on; no object that knows of it, so that what is left early ends at once."""
    for item in items:
        drawn[0] += 1
        yield item


class _Interrupts:
    """Holds the kernel's interrupt back while effects are being committed."""

    def __init__(self) -> None:
        self._flag = False
        self._previous: Any = None
        self._held = False

    def hold(self) -> None:
        """Catch SIGINT instead of raising, where signals come to this thread."""
        if threading.current_thread() is threading.main_thread() and not self._held:
            self._previous = signal.signal(signal.SIGINT, self._note)
            self._held = True

    def _note(self, signum: int, frame: FrameType | None) -> None:
        self._flag = True

    def pending(self) -> bool:
        """Whether an interrupt has come."""
        return self._flag

    def release(self) -> None:
        """Let SIGINT raise again."""
        if self._held:
            signal.signal(signal.SIGINT, self._previous)
            self._held = False

    def deliver(self) -> None:
        """Raise an interrupt that came after the last commit."""
        if self._flag:
            self._flag = False
            raise KeyboardInterrupt
