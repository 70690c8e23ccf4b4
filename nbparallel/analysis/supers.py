"""What ``super()`` stands for: the classes above one, for an object of a known class."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import Any

from nbparallel.analysis.values import Value


@dataclass(frozen=True, slots=True)
class Super:
    """An object, its class, and those of its classes that come after one of them.

    Attributes
    ----------
    receiver : Value
        The object, or in a class method the class.
    cls : type
        Its class.
    bases : tuple of type
        The classes that are asked, in their order.
    """

    receiver: Value
    cls: type
    bases: tuple[type, ...]

    def member(self, name: str) -> tuple[type, Any]:
        """Give the class that has a member of this name, and the member; None if none has."""
        for base in self.bases:
            if name in vars(base):
                return base, vars(base)[name]
        return object, None


def found(start: Any, receiver: Value) -> Super | None:
    """Give what ``super(start, receiver)`` is; None where the order of classes is not known."""
    live = receiver.live
    cls = live if isinstance(live, type) else receiver.type
    if not isinstance(start, type) or cls is None or start not in cls.__mro__:
        return None
    if receiver.kinds or receiver.among:
        return None
    return Super(receiver, cls, cls.__mro__[cls.__mro__.index(start) + 1 :])


def first_parameter(signature: ast.arguments) -> str:
    """Give the name of a function's first positional parameter; empty if it has none."""
    named = [*signature.posonlyargs, *signature.args]
    return named[0].arg if named else ""
