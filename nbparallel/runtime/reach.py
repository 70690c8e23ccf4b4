"""The random generators that a loop's code can reach, found without running or pickling it.

What ``--seed`` seeds must be the same whether a loop runs on workers or is too short for them. It
is found from the names in its code: generators themselves, those held by objects and containers,
and those that the user's functions name.
"""

from __future__ import annotations

import ast
import functools
import sys
import types
from collections.abc import Iterator, Mapping
from typing import Any, Final

from nbparallel import facts
from nbparallel.analysis.loops import Loop
from nbparallel.runtime.randomstate import (
    global_numpy,
    global_random,
    is_settable,
    reference_to,
)

MOST_OBJECTS: Final = 10_000
"""Objects that are looked at."""


def generators_of(loop: Loop, namespace: Mapping[str, Any]) -> list[tuple[int, Any]]:
    """Give what a loop may draw from, with numbers: the modules' generators first."""
    found: list[tuple[int, Any]] = [(0, global_random())]
    if "numpy.random" in sys.modules:
        found.append((1, global_numpy()))
    names = [node.id for node in ast.walk(loop.node) if isinstance(node, ast.Name)]
    todo = []
    for name in dict.fromkeys(names):
        known, live = facts.lookup(namespace, name)
        if known:
            todo.append(live)
    held = [obj for obj in reached(todo) if is_settable(obj) and reference_to(obj) is None]
    return [*found, *enumerate(held, 2)]


def reached(todo: list[Any]) -> Iterator[Any]:
    """Walk what objects hold, breadth first."""
    met: set[int] = set()
    while todo and len(met) < MOST_OBJECTS:
        following: list[Any] = []
        for obj in todo:
            if id(obj) not in met and not facts.is_atom_type(type(obj)):
                met.add(id(obj))
                yield obj
                following += _parts(obj)
        todo = following


def _parts(obj: Any) -> list[Any]:
    cls = type(obj)
    if cls in (list, tuple):
        return list(obj[:MOST_OBJECTS])
    if cls is dict:
        return list(obj.values())[:MOST_OBJECTS]
    if isinstance(obj, types.MethodType):
        return [obj.__self__, obj.__func__]
    if isinstance(obj, types.BuiltinMethodType):
        return [obj.__self__] if is_settable(obj.__self__) else []
    if isinstance(obj, functools.partial):
        return [obj.func, *obj.args, *obj.keywords.values()]
    if isinstance(obj, types.FunctionType):
        return _of_function(obj) if facts.library_of(obj) is None else []
    if isinstance(obj, type):
        return list(vars(obj).values()) if facts.is_user_class(obj) else []
    if facts.is_user_class(cls):
        return [cls, *getattr(obj, "__dict__", {}).values()]
    return []


def _of_function(function: types.FunctionType) -> list[Any]:
    """Give what a function names and holds."""
    names: dict[str, None] = {}
    todo = [function.__code__]
    while todo:
        code = todo.pop()
        names |= dict.fromkeys(code.co_names)
        todo += [part for part in code.co_consts if isinstance(part, types.CodeType)]
    found = [function.__globals__[name] for name in names if name in function.__globals__]
    for cell in function.__closure__ or ():
        try:
            found.append(cell.cell_contents)
        except ValueError:  # not yet bound
            continue
    return [*found, *(function.__defaults__ or ()), *(function.__kwdefaults__ or {}).values()]
