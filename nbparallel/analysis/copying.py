"""What copying an object runs: a class may pickle in a way of its own, which must not show.

The plain cell copies nothing. So methods by which a user's class takes part in being pickled
are judged as if the body called them; and they may not print.
"""

from __future__ import annotations

import ast
import types
from collections.abc import Iterator
from typing import Any, Final, Protocol

from nbparallel import facts
from nbparallel.analysis.callees import Arguments
from nbparallel.analysis.context import Context
from nbparallel.analysis.values import Owner, Value
from nbparallel.diagnostic import Code

_ON_THE_ORIGINAL: Final = (
    "__reduce__",
    "__reduce_ex__",
    "__getstate__",
    "__getnewargs__",
    "__getnewargs_ex__",
)
_ON_THE_COPY: Final = ("__new__", "__init__", "__setstate__", "__setattr__")
_ELEMENT_BY_ELEMENT: Final = ("append", "extend", "__setitem__", "update")


class _Interpreter(Protocol):
    def _user_function(
        self, live: types.FunctionType, arguments: Arguments, node: ast.AST
    ) -> Value: ...


def judge(interpreter: _Interpreter, context: Context, cls: type, node: ast.Call) -> None:
    """Judge what runs when an object of a user's class is copied."""
    printed, context.prints = context.prints, False
    for function, receiver in _run(cls):
        if facts.library_of(function) is None and function.__code__.co_filename != "<string>":
            others = [Value(Owner.SHARED)] * (function.__code__.co_argcount - 1)
            interpreter._user_function(function, Arguments([receiver, *others], {}, True), node)
    if context.prints:
        context.refuse(
            Code.UNKNOWN_CALL, f"`{cls.__qualname__}` prints when an object of it is copied", node
        )
    context.prints = printed


def _run(cls: type) -> Iterator[tuple[types.FunctionType, Value]]:
    own = [base for base in cls.__mro__[:-1] if facts.is_user_class(base)]
    reduces = any(name in vars(base) for base in own for name in _ON_THE_ORIGINAL)
    contains = issubclass(cls, list | dict | set | frozenset)
    if not (reduces or contains or any("__setstate__" in vars(b) for b in own)):
        return
    names = (*_ON_THE_COPY, *_ELEMENT_BY_ELEMENT) if contains else _ON_THE_COPY
    for base in own:
        for name in _ON_THE_ORIGINAL:
            yield from _function(vars(base).get(name), Value(Owner.SHARED, cls))
        for name in names:
            receiver = Value(Owner.SHARED if name == "__new__" else Owner.FRESH, cls)
            yield from _function(vars(base).get(name), receiver)


def _function(member: Any, receiver: Value) -> Iterator[tuple[types.FunctionType, Value]]:
    function = getattr(member, "__func__", member)
    if isinstance(function, types.FunctionType):
        yield function, receiver
