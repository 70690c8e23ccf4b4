"""``--seed``: the same numbers whatever runs the iterations, in whatever chunks."""

from __future__ import annotations

import copy
import pickle
import random
from typing import Any

import numpy as np
import pytest

import nbparallel
from nbparallel.options import Options
from nbparallel.runtime.inline import InlineExecutor
from tests.equivalence.harness import namespace

SETUP = """
import random
import numpy as np
rng = np.random.default_rng(3)
legacy = np.random.RandomState(3)
own = random.Random(3)
def simulate(n):
    x = 0.0
    while random.random() < 0.8:
        x += rng.normal()
    return x * n
class Source:
    def __init__(self):
        self.rng = np.random.default_rng(9)
    def draw(self):
        return self.rng.normal(size=2).sum()
source = Source()
out = []
"""
AFTER = """
after = random.random(), np.random.rand(), rng.random(), legacy.rand(), own.random(), source.draw()
"""
CELLS = {
    "module": "for i in range(15):\n    out.append((random.random(), random.gauss(0, 1)))",
    "numpy": "for i in range(15):\n    out.append(np.random.normal(size=3).tolist())",
    "generator": "for i in range(15):\n    out.append(rng.permutation(5).tolist())",
    "legacy object": "for i in range(15):\n    out.append(legacy.randn(3).tolist())",
    "standard object": "for i in range(15):\n    out.append(own.sample(range(20), 3))",
    "by functions": "out = [simulate(i) for i in range(15)]",
    "by objects": "for i in range(15):\n    out.append(source.draw())",
    "summed": "out = sum(random.random() for _ in range(15))",
    "conditional": "for i in range(15):\n    if rng.random() < 0.5:\n        out.append(random.random())",
    "carried": "x = 0.5\nfor i in range(15):\n    x = x * random.random() + rng.normal()\n    out.append(x)",
    "inner": "x = 0.5\nfor i in range(4):\n    x = x / 2 + len(out)\n    for j in range(6):\n        out.append(x + rng.normal())",
    "nested": "for i in range(6):\n    for j in range(4):\n        out.append(random.random())",
    "breaks": "for i in range(40):\n    if random.random() > 0.95:\n        break\n    out.append(i)",
    "unused": "for i in range(15):\n    out.append(rng.__class__.__name__ * i + str(len(own.__class__.__name__)))",
}
WAYS: dict[str, dict[str, Any]] = {
    "kernel": {"min_time": 1e6},
    "one order": {"min_time": 0, "executor": InlineExecutor(workers=2, seed=1)},
    "other order": {"min_time": 0, "executor": InlineExecutor(workers=5, seed=2)},
    "lost chunks": {"min_time": 0, "executor": InlineExecutor(workers=3, seed=3, lose={0, 1})},
}


def run(text: str, seed: int | None, **way: Any) -> tuple[Any, list[str]]:
    """Give what a cell leaves, and the modes of its loops."""
    kept = random.getstate(), np.random.get_state()
    random.seed(1)
    np.random.seed(1)
    names = namespace(SETUP)
    try:
        report = nbparallel.run(text + AFTER, names, seed=seed, **copy.copy(way))
    finally:
        random.setstate(kept[0])
        np.random.set_state(kept[1])
    left = {name: names[name] for name in ("out", "after", "x", "i", "j") if name in names}
    return pickle.dumps(left), [loop.mode for loop in report.loops]


@pytest.mark.parametrize("cell", CELLS)
def test_numbers_do_not_depend_on_how_a_loop_runs(cell: str) -> None:
    found = {way: run(CELLS[cell], 7, **options)[0] for way, options in WAYS.items()}
    assert len(set(found.values())) == 1, {way: pickle.loads(left) for way, left in found.items()}


@pytest.mark.parametrize("cell", set(CELLS) - {"unused", "carried"})
def test_the_loops_run_on_workers(cell: str) -> None:
    assert "parallel" in run(CELLS[cell], 7, **WAYS["one order"])[1]


@pytest.mark.parametrize("cell", set(CELLS) - {"unused"})
def test_another_seed_gives_other_numbers(cell: str) -> None:
    first, second = (run(CELLS[cell], seed, **WAYS["one order"])[0] for seed in (7, 8))
    assert first != second


def test_each_iteration_and_each_loop_has_its_own_numbers() -> None:
    text = (
        "a = [random.random() for _ in range(10)]\nout = a + [random.random() for _ in range(10)]"
    )
    numbers = pickle.loads(run(text, 7, **WAYS["one order"])[0])["out"]
    assert len(set(numbers)) == 20


def test_a_loop_that_is_reached_again_draws_other_numbers() -> None:
    numbers = pickle.loads(run(CELLS["inner"], 7, **WAYS["one order"])[0])["out"]
    assert len(set(numbers)) == 24


def test_loops_that_do_not_draw_are_not_seeded() -> None:
    text = "for i in range(15):\n    out.append(i)"
    assert run(text, 7, **WAYS["kernel"]) == run(text, None, **WAYS["kernel"])


def test_a_seed_is_not_negative() -> None:
    with pytest.raises(ValueError, match="--seed must be 0 or more"):
        Options(seed=-1)


def test_a_seeded_cell_is_not_compared_with_the_plain_one() -> None:
    with pytest.raises(ValueError, match="--verify compares with the plain cell"):
        Options(seed=1, verify=True)
