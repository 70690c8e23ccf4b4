"""Who takes the next chunk."""

from __future__ import annotations

from dataclasses import dataclass

from nbparallel.plan.assignment import earliest


@dataclass
class Worker:
    load: int
    free_at: float


def test_idle_workers_come_first() -> None:
    busy, idle = Worker(1, 12.0), Worker(0, 3.0)
    assert earliest([busy, idle], 10.0, 2) is idle


def test_the_one_that_is_through_first_gets_it() -> None:
    long, short = Worker(1, 15.0), Worker(1, 11.0)
    assert earliest([long, short], 10.0, 2) is short


def test_a_chunk_waits_for_one_that_is_soon_free() -> None:
    long, soon = Worker(1, 15.0), Worker(2, 11.0)
    assert earliest([long, soon], 10.0, 2) is None


def test_one_that_is_late_is_not_waited_for() -> None:
    long, late = Worker(1, 15.0), Worker(2, 9.0)
    assert earliest([long, late], 10.0, 2) is long


def test_without_predictions_the_emptiest_gets_it() -> None:
    one, other = Worker(1, 0.0), Worker(0, 0.0)
    assert earliest([one, other], 10.0, 2) is other
    assert earliest([Worker(2, 0.0)], 10.0, 2) is None
    assert earliest([], 10.0, 2) is None
