"""Steps between states: whatever is foretold is what drawing gives."""

from __future__ import annotations

import itertools
import random
import sys
from collections.abc import Callable
from typing import Any
from unittest import mock

import numpy as np
import pytest

from nbparallel.runtime.advance import Steps, after_outputs, step_between
from nbparallel.runtime.randomstate import read, write

LEARNED = 4
LATER = 7

BITS = ("PCG64", "PCG64DXSM", "MT19937", "Philox", "SFC64")
EVEN: dict[str, Callable[[Any], object]] = {
    "nothing": lambda g: None,
    "doubles": lambda g: g.random(7),
    "many doubles": lambda g: g.random(1500),
    "halves": lambda g: g.integers(0, 8, 3),
    "even halves": lambda g: g.integers(0, 8, 4),
    "half first": lambda g: (g.integers(0, 8), g.random(11)),
    "half between": lambda g: (g.random(100), g.integers(0, 8, 11), g.random(3)),
}
STANDARD: dict[str, Callable[[random.Random], object]] = {
    "double": lambda g: g.random(),
    "normal": lambda g: g.gauss(0, 1),
    "normals between": lambda g: (
        g.gauss(0, 1),
        g.random(),
        g.gauss(0, 1),
        g.gauss(0, 1),
        g.random(),
    ),
    "many": lambda g: [g.random() for _ in range(1000)],
}


def states(generator: Any, draw: Callable[[Any], object], count: int) -> list[Any]:
    """Give the states before and after so many iterations."""
    found = [read(generator)]
    for _ in range(count):
        draw(generator)
        found.append(read(generator))
    return found


def learned(found: list[Any]) -> Steps:
    """Learn from the first states."""
    steps = Steps()
    for before, after in itertools.pairwise(found[: LEARNED + 1]):
        steps.add(before, after)
    return steps


def check(generator: Any, draw: Callable[[Any], object]) -> None:
    """Foretell each later state from the last that was learned from."""
    found = states(generator, draw, LEARNED + LATER)
    steps = learned(found)
    assert steps.known(found[LEARNED]), steps
    for ahead in range(LATER + 1):
        assert steps.after(found[LEARNED], ahead) == found[LEARNED + ahead], ahead


@pytest.mark.parametrize("bits", BITS)
@pytest.mark.parametrize("draw", EVEN)
def test_numpy_generators(bits: str, draw: str) -> None:
    check(np.random.Generator(getattr(np.random, bits)(5)), EVEN[draw])


@pytest.mark.parametrize("draw", STANDARD)
def test_standard_generators(draw: str) -> None:
    check(random.Random(5), STANDARD[draw])


def test_standard_generators_without_numpy() -> None:
    with mock.patch.dict(sys.modules):
        del sys.modules["numpy.random"]
        check(random.Random(5), lambda g: (g.random(), g.gauss(0, 1)))


def test_legacy_generators() -> None:
    check(np.random.RandomState(5), lambda g: g.rand(20))


@pytest.mark.parametrize("draw", [lambda g: g.normal(size=300), lambda g: g.permutation(50)])
def test_rejection_is_noticed(draw: Callable[[Any], object]) -> None:
    found = states(np.random.default_rng(5), draw, LEARNED)
    assert not learned(found).known(found[LEARNED])


def test_the_second_normal_of_numpys_legacy_generator_is_not_guessed() -> None:
    before, after = states(np.random.RandomState(1), lambda g: g.randn(), 1)
    assert step_between(before, after) is None


def test_states_of_two_seeds_have_no_step_between() -> None:
    one, other = read(np.random.default_rng(1)), read(np.random.default_rng(2))
    assert step_between(one, other) is None


@pytest.mark.parametrize("bits", BITS)
@pytest.mark.parametrize("outputs", [0, 1, 3, 4, 5, 1000, 1001, 1002, 1003])
def test_outputs_are_left_out(bits: str, outputs: int) -> None:
    generator = np.random.Generator(getattr(np.random, bits)(5))
    generator.bit_generator.random_raw(2)
    before = read(generator)
    generator.bit_generator.random_raw(outputs)
    assert after_outputs(before, outputs) == read(generator)


@pytest.mark.parametrize(
    "generator",
    [
        random.Random(1),
        np.random.RandomState(1),
        *(np.random.Generator(getattr(np.random, b)(1)) for b in BITS),
    ],
    ids=["Random", "RandomState", *BITS],
)
def test_states_are_put_back(generator: Any) -> None:
    state = read(generator)
    drawn = [generator.random() for _ in range(5)]
    write(generator, state)
    assert [generator.random() for _ in range(5)] == drawn
