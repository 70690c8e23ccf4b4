"""Cells that nobody thought of: drawn from a grammar, run plainly and in parallel, compared.

``NBPARALLEL_FUZZ=5000`` tries as many cells as that, other ones each time.
"""

from __future__ import annotations

import ast
import os
import random
import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from nbparallel.runtime.inline import InlineExecutor
from tests.equivalence.grammar import cells, from_seed
from tests.equivalence.harness import Cell, check, differences, plainly, run

FUZZ = int(os.environ.get("NBPARALLEL_FUZZ", "0"))
ENOUGH_S = 120.0


class TooSlow(BaseException):
    """A cell did not end; not an ``Exception``, so that no cell catches it."""


@contextmanager
def in_time() -> Iterator[None]:
    """Turn a cell that never ends into a failure, which can be shrunk."""

    def late(*_: Any) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, ENOUGH_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@settings(
    max_examples=FUZZ or 300,
    derandomize=not FUZZ,
    database=None,
    deadline=None,
    print_blob=False,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)
@given(cell=cells(), seed=st.integers(0, 99), lost=st.sets(st.integers(0, 5), max_size=2))
@pytest.mark.timeout(0)
def test_drawn_cells(cell: Cell, seed: int, lost: set[int]) -> None:
    with in_time():
        check(cell, InlineExecutor(workers=3, seed=seed, lose=lost))


def test_the_grammar_is_not_vacuous() -> None:
    """A good part of the cells runs in parallel, and as many have what must be refused."""
    seen: Counter[str] = Counter()
    for seed in range(100):
        with in_time():
            report = check(from_seed(seed), InlineExecutor(workers=3, seed=seed))
        seen.update({loop.mode for loop in report.loops if loop.iterations})
        seen.update({code for loop in report.loops for code in loop.codes})
        seen["raised"] += bool(report.error)
    assert seen["parallel"] >= 25
    assert seen["serial"] >= 15
    assert 15 <= seen["raised"] <= 75
    assert {"NBP101", "NBP102", "NBP106", "NBP107", "NBP205"} <= set(seen)


@pytest.mark.parametrize("seed", random.Random(5).sample(range(10**6), 60))
def test_drawn_cells_are_deterministic(seed: int) -> None:
    cell = from_seed(seed)
    ast.parse(cell.text)
    with in_time():
        runs = [run(cell, plainly, "default") for _ in range(2)]
    assert not differences(*runs)
