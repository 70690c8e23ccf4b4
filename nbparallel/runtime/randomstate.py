"""The states of random generators: read, set, and lent to a chunk.

A chunk of a loop that draws is given the states that serial execution would start it with, and
tells in which states it left them. Runs on workers, so it imports the standard library only.
"""

from __future__ import annotations

import array
import pickle
import random
import sys
import threading
from collections.abc import Iterable, Mapping
from typing import Any, Final

from nbparallel.loaded import loaded
from nbparallel.runtime.seeding import Seeding

STANDARD: Final = "random"
NUMPY: Final = "numpy"

Key = str | int
"""A state: that of a module (`STANDARD`, `NUMPY`), or an object's place in the payload."""

State = Any
"""All that decides what a generator draws next, as nested tuples that compare."""

_local = threading.local()


# -- one generator --------------------------------------------------------------------------


def read(generator: Any) -> State:
    """Give a generator's state."""
    if isinstance(generator, random.Random):
        version, words, gauss = generator.getstate()
        return version, array.array("I", words).tobytes(), gauss
    inner = getattr(generator, "bit_generator", None)
    if inner is not None:
        return freeze(inner.state)
    return freeze(generator.get_state(legacy=False))


def write(generator: Any, state: State) -> None:
    """Set a generator's state."""
    if isinstance(generator, random.Random):
        version, words, gauss = state
        generator.setstate((version, tuple(array.array("I", words)), gauss))
    elif getattr(generator, "bit_generator", None) is not None:
        generator.bit_generator.state = thaw(state)
    else:
        generator.set_state(thaw(state))


def is_settable(obj: object) -> bool:
    """Whether an object is a generator that draws by its state alone."""
    numpy: Any = loaded("numpy.random")
    return type(obj) is random.Random or (
        numpy is not None and type(obj) in (numpy.Generator, numpy.RandomState)
    )


def freeze(value: Any) -> Any:
    """Turn a dict of numbers and arrays into tuples."""
    if isinstance(value, dict):
        return "dict", *((key, freeze(part)) for key, part in value.items())
    if hasattr(value, "tobytes") and hasattr(value, "dtype") and value.shape:
        return "array", value.dtype.str, value.tobytes()
    return value


def thaw(value: Any) -> Any:
    """Undo `freeze`."""
    if type(value) is not tuple:
        return value
    kind, *parts = value
    if kind == "dict":
        return {key: thaw(part) for key, part in parts}
    numpy = sys.modules["numpy"]
    return numpy.frombuffer(parts[1], dtype=parts[0]).copy()


# -- the generators that every process has ------------------------------------------------------


def global_random() -> random.Random:
    """Give the generator of the `random` module."""
    found: random.Random = random._inst
    return found


def global_numpy() -> Any:
    """Give the generator of `numpy.random`."""
    import numpy.random.mtrand

    return numpy.random.mtrand._rand


def global_bits() -> Any:
    """Give the bit generator of `numpy.random`."""
    return global_numpy()._bit_generator


_HOMES: Final = frozenset({"random", "numpy.random.mtrand", "numpy.random._mt19937", __name__})
"""Modules of the classes that the global generators may have; most objects have others."""


def reference_to(obj: Any) -> tuple[Any, tuple[()]] | None:
    """Reduce one of the global generators to its place; None for anything else."""
    if type(obj).__module__ not in _HOMES:
        return None
    if obj is getattr(random, "_inst", None):
        return global_random, ()
    legacy: Any = loaded("numpy.random.mtrand")
    if legacy is None:
        return None
    if obj is getattr(legacy, "_rand", None):
        return global_numpy, ()
    if obj is getattr(getattr(legacy, "_rand", None), "_bit_generator", None):
        return global_bits, ()
    return None


class WatchedRandom(random.Random):
    """The module-level generator of a worker.

    Dask's own threads draw from it too. So a thread that runs a chunk has a generator of its own
    behind it, if it was lent one, and else is found out when it draws.
    """

    def __init__(self) -> None:
        self._idle_gauss: float | None = None
        super().__init__()

    @property
    def _lent(self) -> Any:
        return getattr(_local, "lent", None)

    @property
    def gauss_next(self) -> float | None:
        """Give what `gauss` has put aside."""
        lent = self._lent
        found: float | None = self._idle_gauss if lent is None else lent.gauss_next
        return found

    @gauss_next.setter
    def gauss_next(self, value: float | None) -> None:
        lent = self._lent
        if lent is None:
            self._idle_gauss = value
        else:
            lent.gauss_next = value

    def _behind(self) -> Any:
        """Give the generator that this thread draws from."""
        lent = self._lent
        if lent is None:
            _local.drew = True
            return super()
        return lent

    def random(self) -> float:
        """Draw."""
        return float(self._behind().random())

    def getrandbits(self, k: int, /) -> int:
        """Draw."""
        return int(self._behind().getrandbits(k))

    def seed(self, a: Any = None, version: int = 2) -> None:
        """Set the state anew."""
        self._behind().seed(a, version)

    def getstate(self) -> tuple[Any, ...]:
        """Give the state."""
        lent = self._lent
        return tuple(super().getstate() if lent is None else lent.getstate())

    def setstate(self, state: tuple[Any, ...]) -> None:
        """Set the state."""
        self._behind().setstate(state)


def watch_random() -> None:
    """Let the functions of the `random` module be those of a watched generator; once."""
    current = global_random()
    if isinstance(current, WatchedRandom):
        return
    watched = WatchedRandom()
    for name, function in list(vars(random).items()):
        if getattr(function, "__self__", None) is current:
            setattr(random, name, getattr(watched, name))
    random._inst = watched


def forget_draws() -> None:
    """Begin to look for draws of this thread."""
    _local.drew = False


def has_drawn() -> bool:
    """Whether this thread has drawn from the watched generator, which nobody lent it."""
    return bool(getattr(_local, "drew", False))


# -- a chunk's states -----------------------------------------------------------------------------


def tell(
    states: Mapping[Key, State | None],
    seeding: tuple[tuple[int, int, int], int, Mapping[Key, int]] | None = None,
) -> bytes:
    """Tell a chunk what it starts with.

    Parameters
    ----------
    states : mapping
        For each state, what it starts with; None if every iteration seeds it before it draws.
    seeding : tuple, optional
        With ``--seed``: the loop's entropy, the first iteration, and the number of each state that
        is seeded.
    """
    return pickle.dumps((dict(states), seeding))


class Lent:
    """The states with which a chunk runs, instead of those that the process has.

    Parameters
    ----------
    told : bytes
        What `tell` gave; empty if nothing is lent.
    objects : mapping of int to object
        The payload's objects by place.
    in_kernel : bool
        Whether this process is the kernel.
    """

    def __init__(self, told: bytes, objects: Mapping[int, Any], *, in_kernel: bool) -> None:
        states, self._seeding = pickle.loads(told) if told else ({}, None)
        self._states: Mapping[Key, State | None] = states
        self._in_kernel = in_kernel
        self._generators: dict[Key, Any] = {key: self._generator(key, objects) for key in states}
        self._before: list[tuple[Any, State]] = []
        self._unseeded: dict[Key, State] = {}

    def _generator(self, key: Key, objects: Mapping[int, Any]) -> Any:
        if isinstance(key, int):
            return objects[key]
        if key == NUMPY:
            return global_numpy()
        return global_random() if self._in_kernel else random.Random()

    @property
    def generators(self) -> Iterable[Any]:
        """Give the generators that have the states."""
        return self._generators.values()

    def __enter__(self) -> Lent:
        """Set the states."""
        for key, generator in self._generators.items():
            self._before.append((generator, read(generator)))
            state = self._states[key]
            if state is None:  # something that nobody can have meant
                state = _any_state(generator)
                self._unseeded[key] = state
            write(generator, state)
        if not self._in_kernel and STANDARD in self._generators:
            _local.lent = self._generators[STANDARD]
        return self

    def over(self, items: Iterable[Any]) -> Iterable[Any]:
        """Give a chunk's items; with ``--seed``, seed before each."""
        if self._seeding is None:
            return items
        entropy, start, places = self._seeding
        generators = [(place, self._generators[key]) for key, place in places.items()]
        return Seeding(entropy, generators).over(items, start)

    def ends(self) -> bytes:
        """Give the states as they are now, but for those that no iteration has seeded."""
        now = {key: read(generator) for key, generator in self._generators.items()}
        return pickle.dumps(
            {key: state for key, state in now.items() if self._unseeded.get(key) != state}
        )

    def __exit__(self, *error: object) -> None:
        """Give the process its own states back."""
        _local.lent = None
        for generator, state in reversed(self._before):  # two may share one state
            write(generator, state)


def _any_state(generator: Any) -> State:
    """Give a state that no seed leads to."""
    if isinstance(generator, random.Random):
        return read(random.Random())
    kind: Any = type(generator)
    bits = getattr(generator, "bit_generator", None) or generator._bit_generator
    return read(kind(type(bits)()))
