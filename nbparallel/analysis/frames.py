"""Frames and flow: what each name holds at a point of the code being interpreted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from nbparallel.analysis.values import Value


class Slot(NamedTuple):
    """What a name holds; ``definite`` if every path to here has bound it."""

    value: Value
    definite: bool


State = dict[str, Slot]
"""The names bound so far on the paths that lead to a point."""


def join_states(first: State | None, second: State | None) -> State | None:
    """Join the states of two paths; None is a path that does not get here."""
    if first is None:
        return second
    if second is None:
        return first
    joined: State = {}
    for name in {**first, **second}:
        one, other = first.get(name), second.get(name)
        if one is None or other is None:
            slot = one or other
            assert slot is not None
            joined[name] = Slot(slot.value, False)
        else:
            joined[name] = Slot(one.value.join(other.value), one.definite and other.definite)
    return joined


@dataclass(eq=False)
class Frame:
    """One scope under interpretation: the loop's body, a function, a comprehension.

    Attributes
    ----------
    local : frozenset of str
        The names that belong to this scope.
    state : State or None
        What they hold at the current point; None in code that is not reached.
    parent : Frame or None
        The scope around it, for closures and comprehensions.
    namespace : mapping
        The live module namespace its global names are looked up in.
    cells : dict
        Live closure variables of a live function.
    function : str
        Its name for messages; empty for the loop's own body.
    first : str
        A function's first parameter, for ``super()``.
    """

    local: frozenset[str]
    namespace: Mapping[str, Any]
    state: State | None = field(default_factory=dict)
    parent: Frame | None = None
    cells: dict[str, Any] = field(default_factory=dict)
    function: str = ""
    first: str = ""
    breaks: list[State | None] = field(default_factory=list)
    continues: list[State | None] = field(default_factory=list)
    returned: list[Value] = field(default_factory=list)
    ends: list[State] = field(default_factory=list)  # what a function leaves by ``return``
    exposed: set[str] = field(default_factory=set)  # states drawn from before they are seeded
    is_comprehension: bool = False
    catches: int = 0  # how many ``with warnings.catch_warnings()`` are around the current point
    global_names: frozenset[str] = frozenset()
    rebound: frozenset[str] = frozenset()  # bound at several places: code run later may see any

    @property
    def is_body(self) -> bool:
        """Whether this is the loop's own body, or a comprehension in it."""
        return not self.function

    @property
    def is_in_text(self) -> bool:
        """Whether this is the loop's own text: the body, or a function defined in it."""
        return self.is_body or self.parent is not None

    def bind(self, name: str, value: Value) -> None:
        """Bind a name of this scope on the current path."""
        if self.state is not None:
            self.state[name] = Slot(value, True)

    def unbind(self, name: str) -> None:
        """Delete a name of this scope on the current path."""
        if self.state is not None:
            self.state.pop(name, None)
