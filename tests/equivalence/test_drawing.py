"""Bodies put together at random that draw from several states: the plain loop's numbers, always."""

from __future__ import annotations

import os
import random

import pytest

import nbparallel
from nbparallel.events import Silence
from nbparallel.runtime.inline import InlineExecutor
from tests.equivalence.harness import Cell, check, namespace

SETUP = """
import random
import numpy as np
rng = np.random.default_rng(5)
other = np.random.Generator(np.random.Philox(6))
legacy = np.random.RandomState(7)
own = random.Random(8)
xs = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3, 2, 3, 8, 4]
out, table, total = [], {}, 0.0

def noisy(n):
    x = rng.normal(size=n)
    if x[0] > 0:
        return float(x.sum())
    return random.random() * n

def pick(values, source):
    return source.choice(values)

def walk(steps):
    place = 0
    for _ in range(steps):
        place += random.choice((-1, 1))
        if place > 2:
            return place
    return place

def seeded(n):
    random.seed(n)
    return random.random()

class Source:
    def __init__(self):
        self.rng = np.random.default_rng(9)

    def draw(self, n):
        return float(self.rng.exponential(size=n).sum())

source = Source()
"""

VALUES = """
random.random() | random.gauss(0, 1) | random.randint(1, x) | random.choice((1, 2, 3)) | random.uniform(0, x)
np.random.rand() | np.random.randn() | np.random.randint(0, 7) | np.random.choice(5) | np.random.poisson(x)
rng.random() | rng.normal() | rng.integers(0, 10) | rng.integers(0, 3 << 30, x).sum() | rng.permutation(x)[0]
other.random(x).sum() | other.standard_gamma(2.0) | other.integers(0, 100) | other.binomial(x, 0.3)
legacy.rand() | legacy.normal() | legacy.permutation(x)[0] | own.random() | own.sample(range(9), 2)[0]
noisy(x) | pick([1, 2, 3], rng) | pick([1, 2, 3], own) | walk(x) | source.draw(x) | noisy(1 + x % 2)
sum(random.random() for _ in range(x)) | max(rng.normal() for _ in range(x)) | len([1 for _ in range(5) if rng.random() < 0.5])
x * 2 | abs(x - 4) | seeded(x) if x > 4 else 0
"""
EXPRESSIONS = [part.strip() for line in VALUES.strip().splitlines() for part in line.split(" | ")]

STATEMENTS = [
    "y = {a}",
    "y = {a}\nz = {b}",
    "y = {a} + {b}",
    "y = {a} if x > 4 else {b}",
    "y = 0.0\nfor k in range(x % 4):\n    y += {a}",
    "y = 0.0\nwhile y < 2:\n    y += abs({a}) + 0.5",
    "y = [{a} for k in range(2)][0]",
    "y = {a}\nif y > 1:\n    continue",
    "y = {a}\nif y > 0.5:\n    z = {b}\nelse:\n    z = 0",
    "if x == 7:\n    y = {a}\n    break",
    "np.random.seed(x)\ny = np.random.normal()",
    "y = {a}\ntry:\n    y = 1 / (int(y) % 2)\nexcept ZeroDivisionError:\n    y = {b}",
    "numbers = [1, 2, 3, 4]\n{c}.shuffle(numbers)\ny = numbers[0]",
    "n = 1 + int(abs({a})) % 3\ny = rng.normal(size=n).sum()",
]
RESULTS = [
    "out.append(y)",
    "table[x] = y",
    "total += y",
    "out.append((x, y))",
    "print(y)\nout.append(y)",
]


def body(chosen: random.Random) -> str:
    """Put a cell together."""
    parts = ["y = 0"]
    for _ in range(chosen.randint(1, 3)):
        statement = chosen.choice(STATEMENTS)
        if chosen.random() < 0.5:
            parts.append(chosen.choice(RESULTS))
        parts.append(
            statement.format(
                a=chosen.choice(EXPRESSIONS),
                b=chosen.choice(EXPRESSIONS),
                c=chosen.choice(["random", "rng", "own", "np.random", "legacy"]),
            )
        )
    parts.append(chosen.choice(RESULTS))
    lines = [f"    {line}" for part in parts for line in part.splitlines()]
    after = (
        "after = random.random(), np.random.randn(), rng.random(), other.random(), legacy.randn()"
    )
    return "\n".join(["for x in xs:", *lines, f"{after}, own.random(), source.draw(2)"]) + "\n"


COUNT = int(os.environ.get("NBPARALLEL_FUZZ", "60"))


@pytest.mark.parametrize("part", range(4))
def test_drawing_cells(part: int) -> None:
    modes = []
    for number in range(part, COUNT, 4):
        chosen = random.Random(number)
        cell = Cell(f"drawing {number}", SETUP, body(chosen))
        report = check(cell, InlineExecutor(workers=chosen.randint(2, 4), seed=number))
        modes += [loop.mode for loop in report.loops[:1]]
    assert modes.count("parallel") > len(modes) / 2


class Cancels(Silence):
    """Somebody who cancels after so many looks."""

    def __init__(self, looks: int) -> None:
        self.looks = looks

    def cancel_requested(self) -> bool:
        self.looks -= 1
        return self.looks < 0


@pytest.mark.parametrize("looks", range(1, 16, 2))
def test_a_cancelled_loop_leaves_the_states_of_a_prefix(looks: int) -> None:
    body = "    out.append((rng.normal(), own.randint(1, 6), legacy.rand()))\n"
    after = "drawn = [rng.random(), own.random(), legacy.rand()]"
    names, plain = namespace(SETUP), namespace(SETUP)
    executor = InlineExecutor(workers=3, seed=looks)
    with pytest.raises(KeyboardInterrupt):
        nbparallel.run(
            f"for x in range(900):\n{body}",
            names,
            executor=executor,
            sink=Cancels(looks),
            min_time=0,
        )
    exec(f"for x in range({len(names['out'])}):\n{body}{after}", plain)
    exec(after, names)
    assert names["out"] == plain["out"]
    assert names["drawn"] == plain["drawn"]
