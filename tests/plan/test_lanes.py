"""How many chunks a worker runs at a time: from how much of its time a loop waits."""

from __future__ import annotations

import pytest

from nbparallel.plan.profit import Cost, lanes


@pytest.mark.parametrize(
    ("waited", "workers", "expected"),
    [
        (0.0, 2, 1),  # computes
        (0.4, 2, 1),
        (0.5, 2, 2),  # one computes while one waits
        (0.75, 2, 4),
        (1.0, 2, 32),
        (1.0, 1, 32),
        (1.0, 16, 4),
        (1.0, 500, 1),
    ],
)
def test_lanes(waited: float, workers: int, expected: int) -> None:
    cost = Cost()
    cost.add(1.0, 10, waited)
    assert lanes(cost, workers) == expected


def test_nothing_measured_gives_one() -> None:
    assert lanes(Cost(), 2) == 1
