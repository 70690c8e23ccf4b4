"""Which random states a loop draws from, and which of them each iteration seeds before.

A draw moves a state that the iterations share, so it ties them together; but what a state is at
the start of an iteration can be foretold, or at least verified afterwards. So draws are not
refused where the loop may run with *streams*: the runtime gives each chunk the states it has to
start with, and commits it only if these were the true ones.
"""

from __future__ import annotations

import ast
import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from nbparallel.analysis.values import ABSENT, Owner, Value
from nbparallel.loaded import loaded

if TYPE_CHECKING:
    from nbparallel.analysis.frames import Frame

STANDARD: Final = "random"
NUMPY: Final = "numpy"
GLOBAL: Final = frozenset({STANDARD, NUMPY})
"""The two states that every process has; all others are those of objects."""

NAMES: Final = {STANDARD: "random", NUMPY: "np.random"}

_SEEDED: Final = "seeded: "
"""Begins the names under which a frame's state says that a path has seeded a global state."""


Place = tuple[str, int, int]
"""A call: what it calls, its line and column; copies of a node have the same."""


def place_of(node: ast.AST) -> Place | None:
    """Give the place of a call; None of anything else."""
    if not isinstance(node, ast.Call) or not hasattr(node, "lineno"):
        return None
    return ast.unparse(node.func), node.lineno, node.col_offset


@dataclass(frozen=True, slots=True)
class Draws:
    """What a loop draws from.

    Attributes
    ----------
    names : tuple of str
        The states as the text names them.
    seeded : frozenset of str
        The global ones that each iteration seeds before it draws from them.
    calls : frozenset of Place
        The calls in which it draws.
    direct : frozenset of Place
        Those of them that are a library's, not a function of the user's that draws.
    hidden : bool
        Whether it may also draw where no call stands: in a method that an operator runs.
    generators : tuple
        The live generators it is known to draw from.
    shows : frozenset of Place
        The calls that only show what they are given.
    loud : frozenset of Place
        Those of them that the kernel cannot silence while it draws ahead.
    """

    names: tuple[str, ...]
    seeded: frozenset[str] = frozenset()
    calls: frozenset[Place] = frozenset()
    direct: frozenset[Place] = frozenset()
    hidden: bool = False
    generators: tuple[Any, ...] = ()
    shows: frozenset[Place] = frozenset()
    loud: frozenset[Place] = frozenset()


@dataclass(frozen=True, slots=True)
class Flow:
    """What a function's call does to the random states.

    Attributes
    ----------
    exposed : frozenset of str
        The states that it may draw from before it has seeded them; empty text for objects'.
    seeded : frozenset of str
        Those that it has seeded whenever it returns.
    count : int
        Draws in it.
    """

    exposed: frozenset[str] = frozenset()
    seeded: frozenset[str] = frozenset()
    count: int = 0


@dataclass(slots=True)
class Drawn:
    """What is gathered of draws while a loop is judged."""

    allowed: bool = False  # whether the loop may run with streams
    names: dict[str, None] = field(default_factory=dict)
    touched: set[str] = field(default_factory=set)
    exposed: set[str] = field(default_factory=set)
    calls: set[Place] = field(default_factory=set)
    direct: set[Place] = field(default_factory=set)
    hidden: bool = False
    generators: dict[int, Any] = field(default_factory=dict)
    count: int = 0
    shows: set[Place] = field(default_factory=set)
    loud: set[Place] = field(default_factory=set)

    def result(self) -> Draws | None:
        """Give what the loop draws from; None if nothing."""
        if not self.count:
            return None
        seeded = GLOBAL & self.touched - self.exposed
        generators = tuple(self.generators.values())
        return Draws(
            tuple(self.names),
            seeded,
            frozenset(self.calls),
            frozenset(self.direct),
            self.hidden,
            generators,
            frozenset(self.shows),
            frozenset(self.loud),
        )


def stream_of(live: Any) -> str:
    """Name the state that a live generator has: a global one, or its own (empty)."""
    if live is ABSENT:
        return ""
    if live is getattr(random, "_inst", None):
        return STANDARD
    legacy = loaded("numpy.random.mtrand")
    return NUMPY if legacy is not None and live is getattr(legacy, "_rand", None) else ""


def is_stream(receiver: Value) -> bool:
    """Whether all that decides what a shared generator draws is its state, which can be set."""
    numpy = loaded("numpy.random")
    kinds: tuple[type, ...] = (random.Random,)
    if numpy is not None:
        kinds += (numpy.Generator, numpy.RandomState)
    return receiver.type in kinds and not receiver.roots & {"the loop's items"}


def seed(frame: Frame, stream: str) -> None:
    """Note that every path to here has seeded a global state."""
    frame.bind(_SEEDED + stream, Value(Owner.ATOM))


def is_seeded(frame: Frame, stream: str) -> bool:
    """Whether every path to here has seeded a state in this call."""
    inner: Frame | None = frame
    while inner is not None:
        slot = (inner.state or {}).get(_SEEDED + stream)
        if slot is not None and slot.definite:
            return True
        inner = inner.parent if inner.is_comprehension else None
    return frame.state is None  # code that is not reached


def expose(frame: Frame, stream: str) -> None:
    """Note a draw in the call that a frame belongs to."""
    while frame.is_comprehension and frame.parent is not None:
        frame = frame.parent
    frame.exposed.add(stream)


def flow_of(frame: Frame, count: int, *, lazily: bool) -> Flow:
    """Sum up the call of a function whose frame has been interpreted."""
    ends = [state for state in (*frame.ends, frame.state) if state is not None]
    seeded = {
        stream
        for stream in GLOBAL
        if ends
        and all(
            (slot := state.get(_SEEDED + stream)) is not None and slot.definite for state in ends
        )
    }
    return Flow(frozenset(frame.exposed), frozenset() if lazily else frozenset(seeded), count)
