"""What the first iterations tell of the others."""

from __future__ import annotations

import pytest

from nbparallel.plan import profit
from nbparallel.plan.guardprice import FREE, Price
from nbparallel.plan.profit import MOST_GROWTH, Cost


def measured(blocks: list[tuple[float, int]]) -> Cost:
    cost = Cost()
    for seconds, iterations in blocks:
        cost.add(seconds, iterations)
    return cost


def triangular(until: int) -> Cost:
    """Iteration i costs i times a tenth of a millisecond; blocks double."""
    blocks, start, size = [], 0, 1
    while start < until:
        blocks.append((sum(i * 1e-4 for i in range(start, start + size)), size))
        start, size = start + size, size * 2
    return measured(blocks)


def test_even_iterations_are_their_mean() -> None:
    cost = measured([(0.001, 1), (0.002, 2), (0.004, 4), (0.008, 8)])
    assert cost.foretold(100) == pytest.approx(0.1)


def test_steady_growth_is_seen_early() -> None:
    cost = triangular(31)
    assert cost.foretold(400) == pytest.approx(400 * MOST_GROWTH * cost.per_iteration)
    assert cost.foretold(31) == pytest.approx(sum(i * 1e-4 for i in range(31, 62)), rel=0.1)


def test_uneven_blocks_tell_no_growth() -> None:
    cost = measured([(0.001, 1), (0.006, 2), (0.003, 4), (0.010, 8)])
    assert cost.foretold(100) == pytest.approx(100 * cost.per_iteration)


def test_iterations_that_get_cheaper_keep_the_last_mean() -> None:
    cost = measured([(0.009, 1), (0.014, 2), (0.020, 4), (0.016, 8)])
    assert cost.foretold(100) == pytest.approx(100 * 0.002)


def test_two_blocks_are_no_trend() -> None:
    cost = measured([(0.001, 1), (0.004, 2)])
    assert cost.foretold(10) == pytest.approx(0.02)


@pytest.mark.parametrize(
    ("per_iteration", "remaining", "guards", "pays"),
    [
        (0.01, 100, FREE, True),
        (0.01, 100, Price(0.05, 0.05), True),
        (0.01, 100, Price(0.5, 0.0), False),
        (0.01, 100, Price(0.0, 0.5), False),
        (0.001, 50, FREE, False),
        (0.1, 100, Price(0.1, 0.1), True),
        (0.1, 100, Price(0.4, 1.0), True),
        (0.1, 100, Price(5.0, 0.0), False),
    ],
)
def test_guards_are_part_of_the_price(
    per_iteration: float, remaining: int, guards: Price, pays: bool
) -> None:
    cost = Cost(seconds=10 * per_iteration, iterations=10)
    assert profit.pays(cost, remaining, 2, guards) is pays
