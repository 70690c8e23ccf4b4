"""Methods that syntax calls: operators, subscripts, iteration, attributes of the user's classes.

Where the class of an object is known, such a method is interpreted like any other call. Where
it is not, two things are assumed: that the method does nothing to what others can see, and that
what it gives is new (an operator's result) or a part of its object (an element). Both are
checked of every class whose objects the code may meet.
"""

from __future__ import annotations

import ast
import types
from collections.abc import Iterator
from typing import Any, Final

from nbparallel import facts
from nbparallel.analysis import values
from nbparallel.analysis.callees import Arguments, python_method
from nbparallel.analysis.values import ATOM, SHARED, Owner, Value

_BINARY: Final = "add sub mul truediv floordiv mod pow matmul and or xor lshift rshift".split()

OPERATORS: Final[dict[type[ast.operator], str]] = {
    ast.Add: "add",
    ast.Sub: "sub",
    ast.Mult: "mul",
    ast.Div: "truediv",
    ast.FloorDiv: "floordiv",
    ast.Mod: "mod",
    ast.Pow: "pow",
    ast.MatMult: "matmul",
    ast.BitAnd: "and",
    ast.BitOr: "or",
    ast.BitXor: "xor",
    ast.LShift: "lshift",
    ast.RShift: "rshift",
}
UNARY: Final[dict[type[ast.unaryop], str]] = {
    ast.USub: "__neg__",
    ast.UAdd: "__pos__",
    ast.Invert: "__invert__",
}
COMPARISONS: Final[dict[type[ast.cmpop], tuple[str, str]]] = {
    ast.Lt: ("__lt__", "__gt__"),
    ast.LtE: ("__le__", "__ge__"),
    ast.Gt: ("__gt__", "__lt__"),
    ast.GtE: ("__ge__", "__le__"),
    ast.Eq: ("__eq__", "__eq__"),
    ast.NotEq: ("__ne__", "__ne__"),
}
"""What a comparison calls, and what it calls of the other side."""

IN_PLACE: Final = frozenset(
    {f"__i{name}__" for name in _BINARY}
    | {"__setitem__", "__delitem__", "__setattr__", "__delattr__", "__enter__", "__exit__"}
)
"""Methods that change their object, by syntax that is refused where others may see the object."""

CALLED_AGAIN: Final = frozenset(
    """__hash__ __eq__ __ne__ __lt__ __le__ __gt__ __ge__ __bool__ __int__ __float__ __complex__
    __index__ __array__""".split()
)
"""Methods that logs and commit call once more: they may change not even their own object."""

WHERE_CALLED: Final = IN_PLACE | {"__next__"}
"""Methods that are judged where they are called, and of objects of unknown type otherwise."""

ANY_SETTER: Final = "any setter"
"""Stands for the setters of all properties."""

GIVE_PARTS: Final = frozenset(
    {"__getitem__", "__iter__", "__next__", "__getattr__", "__enter__", "__reversed__"}
    | {f"__i{name}__" for name in _BINARY}
)
"""Methods of which it is assumed that they give their object, or a part of it."""

GIVE_NEW: Final = frozenset(
    {f"__{side}{name}__" for name in _BINARY for side in ("", "r")}
    | {*UNARY.values(), *(name for pair in COMPARISONS.values() for name in pair)}
)
"""Methods of which it is assumed that they give a new object."""


def any_arguments(function: types.FunctionType, receiver: Value) -> Arguments:
    """Give a method's object, and for every other parameter what others may see."""
    code = function.__code__
    names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    positional = [receiver] + [SHARED] * (code.co_argcount - 1)
    if code.co_flags & 0x04:  # *args
        positional.append(SHARED)
    keywords = dict.fromkeys(names[code.co_argcount :], SHARED)
    if code.co_flags & 0x08:  # **keywords
        keywords["**"] = SHARED
    return Arguments(positional, keywords, True)


def method_of(receiver: Value, name: str) -> types.FunctionType | None:
    """Find what syntax calls of an object whose class is the user's; None if there is none."""
    cls = receiver.type
    if receiver.owner is Owner.ATOM or cls is None or not facts.is_user_class(cls):
        return None
    if isinstance(receiver.live, type):
        return None
    return own_method(cls, name)


def own_method(cls: type, name: str) -> types.FunctionType | None:
    """Find a method that the user has written, not one that a decorator has generated."""
    function = python_method(cls, name)
    if function is None or facts.library_of(function) is not None:
        return None
    return None if function.__code__.co_filename == "<string>" else function


def may_be_any(value: Value) -> bool:
    """Whether a value may be an object of some class of the user's."""
    return value.owner is not Owner.ATOM and value.type is None


def setters(cls: type, name: str) -> Iterator[types.FunctionType]:
    """Give the user's functions that run when an attribute is set: ``.name``, or any."""
    for base in cls.__mro__:
        if facts.is_user_class(base):
            for attribute, member in vars(base).items():
                if name in (ANY_SETTER, f".{attribute}") and isinstance(member, property):
                    yield from (f for f in (member.fset,) if isinstance(f, types.FunctionType))


def leaks(interpreter: Any, cls: type, name: str, node: ast.Call) -> bool:
    """Whether a method may give an object that others see, against what is assumed of it."""
    function = own_method(cls, name)
    if function is None:
        return False
    if name not in GIVE_NEW and name not in GIVE_PARTS:
        return False
    if name in GIVE_NEW:
        shared = Value(Owner.SHARED, cls)
        given = interpreter._user_function(function, any_arguments(function, shared), node)
        return bool(given.owner is Owner.SHARED)
    arguments = any_arguments(function, Value(Owner.FRESH, cls))
    arguments.positional[1:] = [ATOM] * (len(arguments.positional) - 1)
    given = interpreter._user_function(function, arguments, node)
    if name == "__iter__":
        given = values.iterated(given)
    return bool(given.owner > Owner.FRESH)
