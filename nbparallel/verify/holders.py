"""Where a cell's names and their likes are kept: what can be put aside and put back.

A function's globals are the notebook's namespace, whichever object stands under a name there.
So a run on copies needs no copy of functions: the copies are put in the places of the
originals, in the namespace and in what functions and classes keep, and taken out again.
"""

from __future__ import annotations

import types
from collections.abc import MutableMapping
from dataclasses import dataclass
from typing import Any, Protocol

from nbparallel import facts


class Holder(Protocol):
    """A place with contents by name."""

    label: str

    def contents(self) -> dict[str, Any]:
        """Give what is there now."""

    def put(self, contents: dict[str, Any]) -> None:
        """Let exactly this be there."""


@dataclass(slots=True)
class Namespace:
    """The notebook's names."""

    names: MutableMapping[str, Any]
    label: str = ""

    def contents(self) -> dict[str, Any]:
        """Give what is bound now."""
        return dict(self.names)

    def put(self, contents: dict[str, Any]) -> None:
        """Bind exactly these; the namespace is never empty, for other threads may look."""
        for name in [name for name in self.names if name not in contents]:
            del self.names[name]
        self.names.update(contents)


@dataclass(slots=True)
class Cell:
    """A variable of a function that outlives its call."""

    cell: types.CellType
    label: str

    def contents(self) -> dict[str, Any]:
        """Give its value, if it has one."""
        try:
            return {"value": self.cell.cell_contents}
        except ValueError:
            return {}

    def put(self, contents: dict[str, Any]) -> None:
        """Set its value."""
        if "value" in contents:
            self.cell.cell_contents = contents["value"]
        elif self.contents():
            del self.cell.cell_contents


@dataclass(slots=True)
class Function:
    """A function's defaults and attributes."""

    function: types.FunctionType
    label: str

    def contents(self) -> dict[str, Any]:
        """Give them."""
        kept = {"__defaults__": self.function.__defaults__}
        kept["__kwdefaults__"] = self.function.__kwdefaults__  # type: ignore[assignment]
        return {**kept, **vars(self.function)}

    def put(self, contents: dict[str, Any]) -> None:
        """Set them."""
        rest = dict(contents)
        self.function.__defaults__ = rest.pop("__defaults__")
        self.function.__kwdefaults__ = rest.pop("__kwdefaults__")
        vars(self.function).clear()
        vars(self.function).update(rest)


@dataclass(slots=True)
class Class:
    """A class's attributes, those that hold data."""

    cls: type
    label: str

    def contents(self) -> dict[str, Any]:
        """Give them: not functions, properties and what Python itself keeps there."""
        return {name: value for name, value in vars(self.cls).items() if _is_data(name, value)}

    def put(self, contents: dict[str, Any]) -> None:
        """Set them, past whatever a metaclass makes of it."""
        for name in [name for name in self.contents() if name not in contents]:
            type.__delattr__(self.cls, name)
        for name, value in contents.items():
            if vars(self.cls).get(name, self) is not value:
                type.__setattr__(self.cls, name, value)


@dataclass(slots=True)
class Member:
    """What the cell has given a member of an enum: attributes besides its own."""

    member: Any
    label: str

    def contents(self) -> dict[str, Any]:
        """Give them."""
        return {n: value for n, value in vars(self.member).items() if not n.startswith("_")}

    def put(self, contents: dict[str, Any]) -> None:
        """Set them, past whatever its class makes of it."""
        held = vars(self.member)
        for name in [name for name in self.contents() if name not in contents]:
            del held[name]
        held.update(contents)


def can_be_set(cls: type) -> bool:
    """Whether a class's attributes can be put aside: not if they are C's."""
    made_by: type = type(cls)
    each = (vars(base).get("__setattr__") for base in made_by.__mro__)
    setter = next(filter(None, each))
    return setter is vars(type)["__setattr__"] or isinstance(setter, types.FunctionType)


def _is_data(name: str, value: Any) -> bool:
    if name.startswith(("__", "_abc_")):
        return False
    if isinstance(value, type):
        return False
    # A descriptor of a class of the user's may keep data, too.
    return not hasattr(type(value), "__get__") or facts.is_user_class(type(value))
