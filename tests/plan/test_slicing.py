"""Slices: one body against what is left of it if only its draws count."""

from __future__ import annotations

import ast
from typing import Any

import pytest

from nbparallel import facts
from nbparallel.analysis import legality, loops
from nbparallel.plan.skeleton import skeleton
from nbparallel.plan.slicing import Slicer, Slices
from nbparallel.source import Source
from tests.equivalence.harness import namespace

SETUP = """
import random
import numpy as np
rng = np.random.default_rng(1)
xs = list(range(1, 9))
out = []
found = {}

def heavy(x):
    return x * 2

def simulate(n):
    before = heavy(n)
    drawn = rng.normal(size=n)
    after = heavy(before)
    if after > 3:
        return 1
    return drawn.sum() * after

def lazily(n):
    for _ in range(n):
        yield rng.normal()

class Walk:
    def __init__(self):
        self.rng = np.random.default_rng(2)

    def step(self, n):
        return heavy(self.rng.normal(size=n).sum())

walk = Walk()
"""

SLICES = [
    ("y = heavy(x); out.append(y + rng.normal())", "rng.normal()"),
    ("n = x % 3; v = rng.normal(size=n); y = heavy(v)", "n = x % 3; rng.normal(size=n)"),
    ("y = heavy(x)\nif y < 3:\n  continue\nout.append(y)\nz = rng.normal()", "y = heavy(x)\nif y < 3:\n  continue\nrng.normal()"),
    ("z = rng.normal()\nif z < 3:\n  continue\nout.append(z)", "rng.normal()"),
    ("z = rng.normal()\nif heavy(z) < 3:\n  break\nw = rng.normal()", "rng.normal()\nrng.normal()"),
    ("z = rng.normal() if x > 2 else heavy(x)", "rng.normal() if x > 2 else None"),
    ("z = x > 2 and rng.normal()", "x > 2 and rng.normal()"),
    ("z = [heavy(rng.normal()) for k in range(x) if k]", "[rng.normal() for k in range(x) if k]"),
    ("z = sum(heavy(rng.normal()) for k in range(x))", "[rng.normal() for k in range(x)]"),
    ("z = any(rng.normal() > 1 for k in range(x))", "any((rng.normal() > 1 for k in range(x)))"),
    ("for k in range(x):\n  heavy(k)\n  if k:\n    break\nrng.normal()", "rng.normal()"),
    ("w = 0\nwhile random.random() < 0.5:\n  w += heavy(w)", "while random.random() < 0.5:\n  pass"),
    ("p = 0.0\nwhile abs(p) < 5:\n  p += rng.normal()\n  q = heavy(p)", "p = 0.0\nwhile abs(p) < 5:\n  p += rng.normal()"),
    ("deck = list(range(9))\ndeck.pop()\nrng.shuffle(deck)\ny = heavy(deck)", "deck = list(range(9))\ndeck.pop()\nrng.shuffle(deck)"),
    ("try:\n  y = heavy(rng.normal())\nexcept ValueError:\n  y = 0", "try:\n  rng.normal()\nexcept ValueError:\n  pass"),
    ("a, b = rng.normal(), rng.poisson(3)\nfor _ in range(b):\n  a += heavy(rng.random())", "a, b = (rng.normal(), rng.poisson(3))\nfor _ in range(b):\n  rng.random()"),
    ("n = x % 3; found[n] = rng.normal(size=n); y = heavy(n)", "n = x % 3; rng.normal(size=n)"),
    ("y = heavy(sum(lazily(x)))", "sum(lazily(x))"),
    ("d = {rng.normal(): rng.random()}", "rng.normal()\nrng.random()"),
    ("out.append(simulate(x))", "__nbp_slice_0(x)"),
    ("y = walk.step(x)", "__nbp_slice_0(walk, x)"),
    ("n = int(simulate(x)); rng.normal(size=abs(n) % 5)", "n = int(simulate(x))\nrng.normal(size=abs(n) % 5)"),
    ("np.random.seed(x); y = heavy(np.random.rand())", "np.random.seed(x)\nnp.random.rand()"),
]  # fmt: skip


def judged(text: str, names: dict[str, Any]) -> tuple[Any, Any]:
    """Give the loop over a body, and its judgement with streams."""
    source = Source("for x in xs:\n" + "".join(f"  {line}\n" for line in text.split("\n")), "<t>")
    loop = loops.find(source.tree)[0]
    judgement = legality.judge(loop, source, names, names["xs"], streams=True)
    assert judgement.legal, judgement.diagnostics
    return loop, judgement


@pytest.mark.parametrize(("body", "left"), SLICES, ids=[body for body, _ in SLICES])
def test_what_is_left_of_a_body(body: str, left: str) -> None:
    names = namespace(SETUP)
    loop, judgement = judged(body, names)
    slices = Slices(judgement.draws.calls)
    slicer = Slicer(slices, lambda n: facts.lookup(names, n), False, judgement.changed)
    kept = slicer.body(loop.body, ["x"])
    found = ast.unparse(ast.fix_missing_locations(ast.Module(kept, [])))
    assert found == ast.unparse(ast.parse(left.replace("; ", "\n")))


def test_a_function_is_sliced_with_what_it_calls() -> None:
    names = namespace(SETUP)
    loop, judgement = judged("out.append(simulate(x))", names)
    made = skeleton(loop, judgement, names)
    assert made is not None
    del names["heavy"]
    before = names["rng"].bit_generator.state
    made.bind(names, 0)([3, 4], 0)
    assert names["rng"].bit_generator.state != before


def test_a_skeleton_stops_where_the_loop_may_change_what_it_needs() -> None:
    names = namespace(SETUP)
    names["a"] = list(range(1, 9))
    text = "a[x - 1] = a[x - 1] + 1\nout.append(rng.normal(size=a[x - 1]).sum())"
    loop, judgement = judged(text, names)
    assert skeleton(loop, judgement, names) is None
