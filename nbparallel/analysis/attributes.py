"""What the attributes of objects that an iteration makes may be: the types of all that is stored.

Of an object that came from outside, an attribute may be anything. Of one that the iteration makes
itself, of a class of which there is none outside, it is what some store has put there; and every
store is met while the body is interpreted. Where one comes after it was relied on that there was
none, the body is interpreted again, with all that is known by then.
"""

from __future__ import annotations

import dataclasses
import inspect
import types
from dataclasses import dataclass, field
from typing import Any, Final

from nbparallel import facts
from nbparallel.analysis.values import Value

Types = frozenset[type] | None
"""The types of which something may be; None if any."""

MOST_PASSES: Final = 6
_MOST_TYPES: Final = 4
_OPEN: Final = frozenset({"__dict__", "__class__"})
"""Attributes through which others are stored."""


@dataclass(slots=True)
class Attributes:
    """The types of attributes, by their names: stores are not told apart by object.

    Attributes
    ----------
    known : dict of str to frozenset of type, or None
        What stores have put under a name so far.
    read : set of str
        The names of which something was relied on.
    relied : set of type
        The classes of whose objects it was.
    outside : frozenset of type
        The classes of which there are objects outside the iteration.
    stale : bool
        Whether a store came after what it changes was relied on.
    open : bool
        Whether attributes may be stored in ways that are not seen.
    passes : int
        How often the body was interpreted before.
    """

    known: dict[str, Types] = field(default_factory=dict)
    read: set[str] = field(default_factory=set)
    relied: set[type] = field(default_factory=set)
    outside: frozenset[type] = frozenset()
    stale: bool = False
    open: bool = False
    passes: int = 0

    def store(self, name: str, value: Value | None) -> None:
        """Note what is stored under a name; None where that is not known."""
        if name in _OPEN:
            self.opened()
            return
        before = self.known.get(name, frozenset[type]())
        stored = _types_of(value) if value is not None else None
        after = None if before is None or stored is None else before | stored
        if after is not None and len(after) > _MOST_TYPES:
            after = None
        if name not in self.known or after != before:
            self.known[name] = after
            self.stale = self.stale or name in self.read

    def opened(self) -> None:
        """Note that attributes may be stored in ways that are not seen."""
        self.stale = self.stale or bool(self.read and not self.open)
        self.open = True

    def types_of(self, cls: type, name: str) -> Types:
        """Give the types that an attribute of an object of a class may have."""
        if self.open or self.passes >= MOST_PASSES or cls in self.outside:
            return None
        self.read.add(name)
        self.relied.add(cls)
        found = self.known.get(name)
        if not found:
            return None
        member = inspect.getattr_static(cls, name, None)
        if member is None or isinstance(member, types.MemberDescriptorType):
            return found
        return found | {type(member)} if facts.is_atom_type(type(member)) else None

    def again(self, outside: set[type]) -> Attributes | None:
        """Give what is to be known in the next pass; None if what was relied on held."""
        if not self.stale and not self.relied & outside:
            return None
        return Attributes(
            dict(self.known),
            outside=self.outside | outside,
            open=self.open,
            passes=self.passes + 1,
        )


def _types_of(value: Value) -> Types:
    if value.type is not None:
        return frozenset({value.type})
    return value.kinds or None


def of_arguments(cls: Any, positional: list[Value], keywords: dict[str, Value]) -> dict[str, Value]:
    """Give what a dataclass's generated ``__init__`` stores, as far as that is what it is given."""
    names = [f.name for f in dataclasses.fields(cls) if f.init and not f.kw_only]
    return {**dict(zip(names, positional, strict=False)), **keywords}
