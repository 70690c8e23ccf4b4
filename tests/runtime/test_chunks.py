"""Sizes of chunks: factoring between the grain bounds."""

from __future__ import annotations

import pytest

from nbparallel.plan.chunks import TASKS_PER_SECOND, Factoring, Grain
from nbparallel.plan.pace import Pace

GRAIN = Grain(shortest=0.05, longest=1.0, unmeasured=0.25)
FREE = Grain(shortest=0.0, longest=float("1e9"), unmeasured=float("1e9"))


def sizes(
    total: int, workers: int, seconds: float, grain: Grain = FREE, measured: bool = True
) -> list[int]:
    """Cut a whole loop."""
    policy, found, start = Factoring(grain), [], 0
    pace = paced(seconds, total) if measured else Pace(seconds)
    while start < total:
        found.append(policy.next_size(start, total - start, workers, pace))
        start += found[-1]
    return found


def paced(seconds: float, iterations: int) -> Pace:
    """Give a pace that was measured, whatever came before."""
    pace = Pace(seconds)
    pace.add(0, iterations, seconds * iterations, 1)
    return pace


@pytest.mark.parametrize(
    ("total", "workers", "expected"),
    [
        (16, 2, [4, 4, 2, 2, 1, 1, 1, 1]),
        (100, 4, [13, 13, 13, 13, 6, 6, 6, 6, 3, 3, 3, 3, 2, 2, 2, 2, 1, 1, 1, 1]),
        (3, 8, [1, 1, 1]),
        (1, 1, [1]),
    ],
)
def test_batches_of_equal_chunks_halve(total: int, workers: int, expected: list[int]) -> None:
    assert sizes(total, workers, 1.0) == expected


def test_no_chunk_is_predicted_longer_than_the_upper_bound() -> None:
    assert set(sizes(1000, 2, 0.1, GRAIN)[:90]) == {10}


def test_no_chunk_but_the_last_is_predicted_shorter_than_the_lower_bound() -> None:
    assert min(sizes(1000, 2, 0.001, GRAIN)[:-1]) == 50


def test_an_unmeasured_loop_begins_with_short_chunks() -> None:
    assert sizes(1000, 2, 0.01, GRAIN, measured=False)[0] == 25


def test_an_iteration_longer_than_the_upper_bound_is_a_chunk() -> None:
    assert sizes(4, 2, 60.0, GRAIN) == [1, 1, 1, 1]


def test_iterations_without_measurable_time_still_make_chunks() -> None:
    assert sum(sizes(1000, 2, 0.0, GRAIN)) == 1000


def test_chunks_of_unknown_length_double_up_to_the_bound() -> None:
    policy = Factoring(GRAIN)
    assert [policy.next_size(0, None, 2, paced(0.01, 1000)) for _ in range(12)] == [
        5, 5, 10, 10, 20, 20, 40, 40, 80, 80, 100, 100,
    ]  # fmt: skip


def test_before_anything_is_measured_a_share_makes_several_chunks() -> None:
    assert sizes(1600, 2, 1e-6, FREE, measured=False)[0] == 100
    assert sizes(10, 2, 1e-6, FREE, measured=False)[0] == 3


def test_no_chunk_has_many_more_iterations_than_one_that_came_back() -> None:
    pace = Pace(1.0)
    pace.add(0, 10, 0.001, 2)
    assert Factoring(FREE).next_size(10, 10_000, 2, pace) == 20


def test_with_many_workers_chunks_are_long_enough_for_one_scheduler() -> None:
    for workers in (1, 80, 1000, 2000):
        *all_but_last, _ = sizes(10_000 * workers, workers, 0.01, Grain())
        shortest = min(all_but_last)
        assert workers / (shortest * 0.01) <= TASKS_PER_SECOND * 1.01


def test_where_iterations_get_shorter_a_batch_is_half_of_the_work() -> None:
    pace = Pace(1.0)
    for start in range(0, 100, 10):
        pace.add(start, start + 10, sum(1000.0 - i for i in range(start, start + 10)), 1)
    pace.longest = 1000
    half = (900 * 900 / 2) / (2 * 2)  # seconds of a batch's chunk
    size = Factoring(FREE).next_size(100, 900, 2, pace)
    assert sum(900.0 - i for i in range(size)) == pytest.approx(half, rel=0.15)
