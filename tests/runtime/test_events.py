"""What a run tells of itself, before there are workers and after."""

from __future__ import annotations

from typing import Any

import pytest

import nbparallel
from nbparallel import events as ev
from nbparallel.events import Event, Silence
from nbparallel.runtime import progress
from nbparallel.runtime.inline import InlineExecutor
from nbparallel.ui.view import Recorder

CELL = """\
out = []
for k in range(60):
    out.append(work(k))
    if k % 10 == 0:
        print(k)
"""


def work(number: int) -> int:
    total = 0
    for step in range(60_000):
        total += step * number
    return total


class Told(Silence):
    """Keeps the events, and how many ticks came before the workers did."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.recorder = Recorder()
        self.early_ticks = 0

    def emit(self, event: Event) -> None:
        self.events.append(event)
        self.recorder.take(event)

    def tick(self) -> None:
        self.early_ticks += not self.of(ev.ClusterReady)

    def of(self, kind: type[Any]) -> list[Any]:
        return [event for event in self.events if isinstance(event, kind)]


class Late(InlineExecutor):
    """Has workers only when it has been asked a few times."""

    asked = 0

    def ready(self) -> bool:
        self.asked += 1
        return self.asked > 4


def told(cell: str, executor: InlineExecutor, **options: Any) -> Told:
    sink = Told()
    nbparallel.run(cell, {"work": work}, sink=sink, executor=executor, **options)
    return sink


def test_a_loop_is_told_of_while_the_workers_start() -> None:
    sink = told(CELL, Late(2), min_time=0.01)
    kinds = [type(event) for event in sink.events]
    assert kinds.index(ev.LoopStarted) < kinds.index(ev.ClusterReady)
    assert kinds.count(ev.LoopStarted) == kinds.count(ev.LoopFinished) == 1
    assert sink.early_ticks > 0


def test_all_iterations_are_told_of_once() -> None:
    for executor in (InlineExecutor(2), Late(2)):
        sink = told(CELL, executor, min_time=0.01)
        told_of = sorted(
            number
            for event in sink.of(ev.KernelRan) + sink.of(ev.ChunkCommitted)
            for number in range(event.start, event.stop)
        )
        assert told_of == list(range(60))
        (loop,) = sink.recorder.view(0.0).loops
        assert (loop.done, loop.total, loop.finished) == (60, 60, True)


def test_what_the_workers_give_back_to_the_kernel_is_told_of_as_it_goes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(progress, "PACE_S", 0.0)
    cell = "views = []\nfor k in range(60):\n    views.append((work(k), memoryview(b'ab')))"
    sink = told(cell, InlineExecutor(2), min_time=0)
    ran = sink.of(ev.KernelRan)
    assert len(ran) > 20
    assert sorted(n for event in ran for n in range(event.start, event.stop)) == [*range(60)]
    (loop,) = sink.recorder.view(0.0).loops
    assert (loop.done, loop.in_flight) == (60, 0)


def test_lines_that_workers_printed_are_counted() -> None:
    sink = told(CELL, InlineExecutor(2), min_time=0)
    assert sink.recorder.view(0.0).output == 6
