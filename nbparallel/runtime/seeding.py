"""Numbers of its own for each iteration: what ``--seed N`` gives.

Before an iteration begins, every generator that the loop may draw from is set to a state that
follows from N, the loop and the iteration's number alone; so the numbers are the same in whatever
chunk, on whatever worker or in the kernel it runs. Runs on workers, so it imports the standard
library only.
"""

from __future__ import annotations

import operator
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Seeding:
    """One execution of one loop.

    Attributes
    ----------
    entropy : tuple of int
        N, the loop's number in the cell, and how many times it was reached before.
    generators : sequence of (int, generator)
        What is seeded, each with a number that tells it from the others.
    """

    entropy: tuple[int, int, int]
    generators: Sequence[tuple[int, Any]]

    def seed(self, iteration: int) -> None:
        """Set all generators for an iteration."""
        for place, generator in self.generators:
            reseed(generator, self.entropy, iteration, place)

    def over(self, items: Iterable[Any], start: int) -> Iterator[Any]:
        """Give items, and seed for each before it is given."""
        return Seeded(iter(items), start, self)


class Seeded:
    """An iterator that seeds; it still tells how many items are left, if the other does."""

    def __init__(self, items: Iterator[Any], start: int, seeding: Seeding) -> None:
        self._items = items
        self._iteration = start
        self._seeding = seeding

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        item = next(self._items)
        self._seeding.seed(self._iteration)
        self._iteration += 1
        return item

    def __length_hint__(self) -> int:
        left = operator.length_hint(self._items, -1)
        return left if left >= 0 else NotImplemented


def reseed(generator: Any, entropy: tuple[int, int, int], iteration: int, place: int) -> None:
    """Set a generator to a state that follows from some numbers."""
    if isinstance(generator, random.Random):
        generator.seed(repr((*entropy, iteration, place)))  # a text is hashed by SHA-512
        return
    import numpy

    seed, *key = entropy
    sequence = numpy.random.SeedSequence(seed, spawn_key=(*key, iteration, place))
    legacy = isinstance(generator, numpy.random.RandomState)
    bits = generator._bit_generator if legacy else generator.bit_generator
    state = type(bits)(sequence).state
    if legacy:
        generator.set_state({**state, "has_gauss": 0, "gauss": 0.0})
    else:
        bits.state = state
