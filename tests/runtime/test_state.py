"""The scheduling core: lists of events against lists of instructions."""

from __future__ import annotations

from collections import deque

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbparallel.plan.chunks import Grain
from nbparallel.runtime.state import (
    RESENDS,
    Cancel,
    Cause,
    Commit,
    Committed,
    Event,
    Exhausted,
    Failed,
    Finish,
    GiveUp,
    Instruction,
    KernelRan,
    LoopState,
    Mispredicted,
    Returned,
    Rules,
    RunInKernel,
    Send,
    Skip,
    Stop,
    WorkersChanged,
    printable,
)

# The figures below are these bounds', whatever the defaults.
GRAIN = Grain(shortest=0.05, longest=1.0, unmeasured=0.25)


def loop(
    total: int | None = 8, workers: int = 2, seconds: float = 1.0, start: int = 0
) -> LoopState:
    """Make a loop whose chunks are single iterations, unless told otherwise."""
    return LoopState(start, total, seconds, workers, GRAIN)


def play(state: LoopState, *events: Event) -> str:
    """Begin, handle all events, and print what the last of them gave."""
    out = state.begin()
    for event in events:
        out = state.handle(event)
    return printable(out)


def test_two_chunks_are_in_flight_for_each_worker() -> None:
    assert play(loop()) == "send 0 [0,1); send 1 [1,2); send 2 [2,3); send 3 [3,4)"


def test_three_short_chunks_are_in_flight_for_each_worker() -> None:
    assert play(loop(400, 1, 0.0005)) == "send 0 [0,50); send 1 [50,94); send 2 [94,133)"


def test_a_wrong_prediction_drops_all_that_is_behind_it() -> None:
    events = Returned(0, 1.0), Returned(1, 1.0), Returned(3, 1.0), Committed(0), Mispredicted(1)
    assert play(loop(), *events) == (
        "cancel 1 2 3 4 5 6; send 7 [1,2); send 8 [2,3); send 9 [3,4); send 10 [4,5)"
    )


def test_what_was_dropped_is_not_heard_any_more() -> None:
    events = Returned(0, 1.0), Mispredicted(0), Returned(1, 1.0), Failed(2, Cause.RAISED)
    assert play(loop(), *events) == ""


def test_work_begins_where_the_kernel_has_stopped() -> None:
    assert play(loop(8, 1, start=5)) == "send 0 [5,6); send 1 [6,7)"


def test_a_chunk_is_committed_when_all_before_it_are() -> None:
    assert play(loop(), Returned(1, 1.0)) == "send 4 [4,5)"
    assert play(loop(), Returned(1, 1.0), Returned(0, 1.0)) == "commit 0; commit 1; send 5 [5,6)"


def test_the_last_iteration_is_a_chunk_of_its_own() -> None:
    assert play(loop(4, 1, 0.0001)) == "send 0 [0,2); send 1 [2,3); send 2 [3,4)"


def test_the_loop_finishes_when_all_is_committed() -> None:
    events = [Returned(0, 1.0), Committed(0), Returned(1, 1.0)]
    assert play(loop(2), *events) == "commit 1"
    assert play(loop(2), *events, Committed(1)) == "finish"


def chunked(rules: Rules) -> LoopState:
    """Make a loop of one worker whose chunks are of several iterations: 0 is [0,200)."""
    return LoopState(0, 400, 0.0005, 1, GRAIN, rules)


GOES_ON = Rules(goes_on=True)


def test_a_failing_iteration_is_cut_out() -> None:
    parts = "send 3 [0,7); send 5 [8,50)"
    assert play(chunked(GOES_ON), Failed(0, Cause.RAISED, 7)) == parts
    again = "send 3 [0,7); send 4 [7,8); send 5 [8,50)"
    assert play(chunked(Rules(retries=1)), Failed(0, Cause.RAISED, 7)) == again
    assert play(chunked(Rules()), Failed(0, Cause.RAISED, 7)) == "kernel 0 [0,50)"


def test_where_it_is_not_sure_which_it_was_each_part_runs_again() -> None:
    event = Failed(0, Cause.TIMED_OUT, 7, sure=False)
    assert play(chunked(GOES_ON), event) == "send 3 [0,7); send 4 [7,8); send 5 [8,50)"


def test_where_it_fails_at_its_first_or_last_iteration_there_are_two_parts() -> None:
    first = play(chunked(GOES_ON), Failed(0, Cause.RAISED, 0))
    assert first == "skip 3 [0); send 4 [1,50)"
    assert play(chunked(GOES_ON), Failed(0, Cause.RAISED, 49)) == "send 3 [0,49)"


def test_an_iteration_that_takes_too_long_is_looked_for_by_halves() -> None:
    assert play(chunked(Rules()), Failed(0, Cause.TIMED_OUT)) == "send 3 [0,25); send 4 [25,50)"


def test_what_failed_is_left_out_in_its_turn() -> None:
    events = [Failed(0, Cause.RAISED, 1), Returned(5, 1.0)]
    assert play(chunked(GOES_ON), *events) == ""
    assert play(chunked(GOES_ON), *events, Returned(3, 1.0)).startswith(
        "commit 3; skip 4 [1); commit 5"
    )


def test_a_failing_iteration_is_tried_again() -> None:
    state = chunked(Rules(retries=2))
    assert play(state, Failed(0, Cause.RAISED, 0)) == "send 3 [0,1); send 4 [1,50)"
    assert printable(state.handle(Failed(3, Cause.RAISED, 0))) == "send 3 [0,1)"
    assert state.retries == 2
    assert printable(state.handle(Failed(3, Cause.RAISED, 0))) == "kernel 3 [0,1)"


def test_the_kernel_does_not_try_what_took_too_long() -> None:
    state = chunked(Rules())
    play(state, Failed(0, Cause.TIMED_OUT, 1))
    state.handle(Returned(3, 1.0))
    assert printable(state.handle(Committed(3))) == "give up 4 [1)"


def test_iterations_that_are_left_out_do_not_give_the_workers_up() -> None:
    state = LoopState(0, 20, 1.0, 2, GRAIN, GOES_ON)
    state.begin()
    for chunk in range(8):
        skipped = state.handle(Failed(chunk, Cause.RAISED, chunk))
        assert printable(skipped).startswith(f"skip {chunk} [{chunk})")
        assert "kernel" not in printable(state.handle(Committed(chunk)))


def test_an_empty_loop_finishes_at_once() -> None:
    assert play(loop(0)) == "finish"


def test_a_lost_chunk_is_sent_again_under_its_number() -> None:
    state = loop()
    assert play(state, Failed(0, Cause.LOST)) == "send 0 [0,1)"
    assert state.retries == 1


def test_a_chunk_lost_too_often_runs_in_the_kernel() -> None:
    lost = [Failed(0, Cause.LOST)] * (RESENDS + 1)
    assert play(loop(), *lost) == "kernel 0 [0,1); send 4 [4,5)"


@pytest.mark.parametrize("cause", [Cause.RAISED, Cause.LEFT])
def test_nothing_new_is_sent_behind_a_chunk_that_raised_or_left(cause: Cause) -> None:
    assert play(loop(), Failed(1, cause)) == ""
    assert play(loop(), Failed(1, cause), Returned(2, 1.0)) == ""
    assert play(loop(), Failed(1, cause), Returned(0, 1.0)) == "commit 0"
    assert play(loop(), Failed(1, cause), Returned(0, 1.0), Committed(0)) == "kernel 1 [1,2)"


def test_sending_goes_on_when_the_kernel_ran_the_chunk_after_all() -> None:
    events = [Failed(0, Cause.RAISED), Returned(1, 1.0), KernelRan(0)]
    assert play(loop(), *events) == "commit 1; send 4 [4,5); send 5 [5,6)"


def test_an_undeliverable_chunk_runs_in_the_kernel_and_sending_goes_on() -> None:
    assert play(loop(), Failed(1, Cause.UNDELIVERABLE)) == "send 4 [4,5)"
    assert play(loop(), Failed(0, Cause.UNDELIVERABLE)) == "kernel 0 [0,1); send 4 [4,5)"


def test_after_three_failures_the_kernel_gets_the_rest() -> None:
    failed = [Failed(n, Cause.UNDELIVERABLE) for n in (1, 2, 3)]
    assert play(loop(), *failed) == ""
    assert play(loop(), *failed, Returned(0, 1.0), Committed(0)) == "cancel 4 5; kernel 1 [1,8)"
    assert play(loop(), *failed, Returned(0, 1.0), Committed(0), KernelRan(1)) == "finish"


def test_a_chunk_lost_behind_one_that_raised_waits() -> None:
    raised = [Failed(0, Cause.RAISED), Failed(2, Cause.LOST)]
    assert play(loop(), *raised) == ""
    assert play(loop(), *raised, KernelRan(0)) == "send 2 [2,3); send 4 [4,5)"


def test_without_workers_the_kernel_gets_what_was_lost_and_then_the_rest() -> None:
    gone = [WorkersChanged(0), *(Failed(n, Cause.LOST) for n in range(4))]
    assert play(loop(), *gone[:2]) == "kernel 0 [0,1)"
    ran = [KernelRan(n) for n in range(4)]
    assert play(loop(), *gone, *ran[:1]) == "kernel 1 [1,2)"
    assert play(loop(), *gone, *ran) == "kernel 4 [4,8)"
    assert play(loop(), *gone, *ran, KernelRan(4)) == "finish"


def test_workers_that_come_back_get_the_rest() -> None:
    gone = [WorkersChanged(0), *(Failed(n, Cause.LOST) for n in range(4))]
    assert play(loop(), *gone, WorkersChanged(1)) == "send 4 [4,5); send 5 [5,6)"


def test_more_workers_get_more_chunks() -> None:
    assert play(loop(), WorkersChanged(3)) == "send 4 [4,5); send 5 [5,6)"


def test_results_that_wait_for_an_earlier_chunk_are_bounded_in_number(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("nbparallel.runtime.state.WINDOW", 24)
    state = loop(10_000, 2)
    state.begin()
    for chunk in range(1, 200):
        state.handle(Returned(chunk, 1.0))
    assert repr(state).count("held") == 24 - 1
    assert "0:sent" in repr(state)


def test_results_that_wait_for_an_earlier_chunk_are_bounded_in_bytes() -> None:
    assert play(loop(), Returned(1, 1.0, 2**30)) == ""
    assert "send" in play(loop(), Returned(1, 1.0, 2**30), Returned(0, 1.0), Committed(0),
                          Committed(1))  # fmt: skip


def test_a_stop_cancels_what_is_on_its_way() -> None:
    assert play(loop(), Returned(1, 1.0), Stop()) == "cancel 0 2 3 4; finish"


def test_reports_after_the_end_are_ignored() -> None:
    assert play(loop(), Stop(), Returned(0, 1.0)) == ""


def test_a_measured_time_replaces_the_first_estimate() -> None:
    state = loop(1000, 1, 0.1)
    state.begin()
    state.handle(Returned(0, 0.002))
    assert state.seconds_per_iteration == 0.001


def test_a_source_of_unknown_length_grows_its_chunks() -> None:
    assert play(loop(None, 1, 0.01)) == "send 0 [0,5); send 1 [5,15); send 2 [15,35)"


def test_a_source_that_ends_is_cut_again() -> None:
    state = loop(None, 1, 0.01)
    state.begin()
    assert printable(state.handle(Exhausted(9))) == "send 1 [5,7); send 2 [7,8)"


def test_a_source_that_ends_with_a_chunk_finishes() -> None:
    state = loop(None, 1, 0.01)
    state.begin()
    assert printable(state.handle(Exhausted(5))) == ""
    assert printable(state.handle(Returned(0, 1.0))) == "commit 0"
    assert printable(state.handle(Committed(0))) == "finish"


def test_the_rest_of_a_source_of_unknown_length_goes_to_the_kernel_whole() -> None:
    gone = [WorkersChanged(0), *(Failed(n, Cause.LOST) for n in (0, 1))]
    ran = [KernelRan(0), KernelRan(1)]
    assert play(loop(None, 1), *gone, *ran) == "kernel 2 [2,)"
    assert play(loop(None, 1), *gone, *ran, KernelRan(2)) == "finish"


@given(
    total=st.integers(0, 400),
    workers=st.integers(1, 5),
    seconds=st.sampled_from([1e-4, 0.01, 0.3, 5.0]),
    known=st.booleans(),
    rules=st.builds(Rules, st.integers(0, 2), st.booleans()),
    data=st.data(),
)
def test_every_iteration_is_done_once_and_in_order(
    total: int, workers: int, seconds: float, known: bool, rules: Rules, data: st.DataObject
) -> None:
    state = LoopState(0, total if known else None, seconds, workers, GRAIN, rules)
    model = Model(state, total)
    model.take(state.begin())
    while not state.finished and not model.given_up:
        model.take(state.handle(model.next_event(data)))
    assert model.done == total or model.given_up


class Model:
    """A driver whose chunks fail at random; it checks the order of what it is told."""

    def __init__(self, state: LoopState, total: int) -> None:
        self.state = state
        self.total = total
        self.done = 0
        self.sent: dict[int, tuple[int, int]] = {}
        self.reports: deque[Event] = deque()
        self.ranges: dict[int, tuple[int, int]] = {}
        self.given_up = False

    def take(self, instructions: list[Instruction]) -> None:
        """Carry instructions out."""
        for instruction in instructions:
            match instruction:
                case Send(chunk, start, stop):
                    if stop > self.total:
                        self.reports.append(Exhausted(self.total))
                        return
                    self.sent[chunk] = self.ranges[chunk] = (start, stop)
                case Commit(chunk):
                    self.step(*self.ranges[chunk])
                    self.reports.append(Committed(chunk))
                case RunInKernel(chunk, start, stop):
                    self.step(start, self.total if stop is None else stop)
                    self.reports.append(KernelRan(chunk))
                case Skip(chunk, start):
                    self.step(start, start + 1)
                    self.reports.append(Committed(chunk))
                case GiveUp(_, start):
                    assert start == self.done
                    self.given_up = True
                case Cancel(chunks):
                    for chunk in chunks:
                        del self.sent[chunk]
                case Finish():
                    assert not self.sent

    def step(self, start: int, stop: int) -> None:
        """Do iterations, which must be the next ones."""
        assert start == self.done
        self.done = stop

    def next_event(self, data: st.DataObject) -> Event:
        """Give what happens next."""
        if self.reports:
            return self.reports.popleft()
        chunk = data.draw(st.sampled_from(sorted(self.sent)))
        start, stop = self.sent.pop(chunk)
        cause = data.draw(st.sampled_from([None, None, None, None, *Cause]))
        if cause is None:
            return Returned(chunk, 0.01 * (stop - start))
        at = data.draw(st.none() | st.integers(start, stop - 1))
        return Failed(chunk, cause, at)
