"""What an iteration costs, learned from chunks."""

from __future__ import annotations

import random

import pytest

from nbparallel.plan.pace import Pace


def learned(costs: list[float], size: int = 10, workers: int = 2) -> Pace:
    """Give the pace after chunks of a size, in order."""
    pace = Pace(123.0)
    for start in range(0, len(costs), size):
        pace.add(start, start + size, sum(costs[start : start + size]), workers)
    return pace


def test_before_the_first_chunk_the_estimate_stands() -> None:
    assert Pace(0.5).at(17) == 0.5
    assert Pace(0.5).mean == 0.5
    assert not Pace(0.5).measured


def test_the_first_chunk_replaces_the_estimate() -> None:
    pace = learned([2.0] * 10)
    assert pace.measured
    assert pace.mean == pytest.approx(2.0)
    assert pace.at(1000) == pytest.approx(2.0)


@pytest.mark.parametrize("sign", [1, -1])
def test_a_line_is_followed(sign: int) -> None:
    pace = learned([200.0 + sign * i for i in range(100)])
    assert pace.at(150) == pytest.approx(200.0 + sign * 150, rel=0.05)


def test_a_prediction_stays_near_what_was_measured() -> None:
    pace = learned([float(i + 1) for i in range(100)])
    assert pace.at(10**9) == pytest.approx(4 * pace.mean)
    pace = learned([float(100 - i) for i in range(100)])
    assert pace.at(10**9) == pytest.approx(pace.mean / 4)


def test_uneven_iterations_have_their_mean() -> None:
    rng = random.Random(3)
    pace = learned([rng.paretovariate(2.5) for _ in range(5000)], workers=16)
    assert pace.at(5200) == pytest.approx(pace.mean, rel=0.25)


def test_what_is_long_past_is_forgotten() -> None:
    pace = learned([1.0] * 1000 + [5.0] * 1000)
    assert pace.mean == pytest.approx(5.0, rel=0.01)


def test_costs_that_are_nothing_give_nothing() -> None:
    assert learned([0.0] * 100).at(1000) == 0.0
