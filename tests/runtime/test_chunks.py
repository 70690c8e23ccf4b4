"""Sizes of chunks: factoring between the grain bounds."""

from __future__ import annotations

import pytest

from nbparallel.plan.chunks import Factoring, Grain

GRAIN = Grain(shortest=0.05, longest=1.0, unmeasured=0.25)
FREE = Grain(shortest=0.0, longest=float("1e9"), unmeasured=float("1e9"))


def sizes(
    total: int, workers: int, seconds: float, grain: Grain = FREE, measured: bool = True
) -> list[int]:
    """Cut a whole loop."""
    policy, found = Factoring(grain), []
    while total:
        found.append(policy.next_size(total, workers, seconds, measured))
        total -= found[-1]
    return found


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
    assert [policy.next_size(None, 2, 0.01, True) for _ in range(12)] == [
        5, 5, 10, 10, 20, 20, 40, 40, 80, 80, 100, 100,
    ]  # fmt: skip
