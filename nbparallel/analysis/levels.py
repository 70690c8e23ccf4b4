"""Levels of nested containers: how deep deferred statements reach into an object.

Level 0 is the name's own object, level 1 what a subscript of it gives, and so on. What the kernel
changes at a level must be of builtin types down to it, and nothing that an iteration goes on
using may be stored where the kernel changes it: the worker would not see the change.
"""

from __future__ import annotations

import ast
import functools
import types
from array import array
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from nbparallel import facts
from nbparallel.analysis import functions, scope

CONTAINERS: Final = (list, set, dict, deque, Counter, defaultdict, OrderedDict)
NUMBERS: Final = (bytearray, array)
"""Builtin containers of numbers alone."""

_MAKERS: Final = (*CONTAINERS, int, float, str, bool, tuple)
_PLAIN_FACTORIES: Final = (*_MAKERS[:5], int, float, str, bool, tuple, None)


def path_of(node: ast.expr) -> tuple[ast.expr, list[ast.expr]]:
    """Give the root of a path of subscripts and ``setdefault`` calls, and its keys."""
    keys: list[ast.expr] = []
    while True:
        if isinstance(node, ast.Subscript):
            keys.append(node.slice)
            node = node.value
        elif is_setdefault(node):
            assert isinstance(node, ast.Call)
            assert isinstance(node.func, ast.Attribute)
            keys.append(node.args[0])
            node = node.func.value
        else:
            return node, keys[::-1]


def is_setdefault(node: ast.expr) -> bool:
    """Whether an expression is ``....setdefault(key, value)``."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "setdefault"
        and len(node.args) == 2
        and not node.keywords
    )


def aliases(body: list[ast.stmt], namespace: Mapping[str, Any]) -> dict[str, tuple[str, int]]:
    """Give the names that stand, from where they are bound, for a part of a container.

    ``m = d[k]``, ``m = d.setdefault(k, {})``: for each its container's name, and the level.
    """
    bound = scope.bound_names(body)
    repeatedly = scope.bound_repeatedly(body)
    read: set[str] = set()
    found: dict[str, tuple[str, int]] = {}
    for statement in body:
        if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
            target = statement.targets[0]
            root, keys = path_of(statement.value)
            if (
                isinstance(target, ast.Name)
                and isinstance(root, ast.Name)
                and keys
                and target.id not in read | repeatedly
                and root.id not in bound
                and type(namespace.get(root.id)) in CONTAINERS
            ):
                found[target.id] = root.id, len(keys)
        read |= scope.read_names([statement])
    return found


def elements(container: Any, depth: int) -> Iterator[Any]:
    """Give what lies in a container at the levels from 1 to a depth."""
    level = [container]
    for _ in range(depth):
        level = [e for c in level if type(c) in CONTAINERS for e in _held(c)]
        yield from level


def _held(container: Any) -> list[Any]:
    return list(container.values()) if isinstance(container, dict) else list(container)


def has_known_factory(container: Any) -> bool:
    """Whether a ``defaultdict`` makes what it lacks by code that is known to make just that."""
    return type(container) is not defaultdict or _makes(container.default_factory)


def _makes(factory: Any) -> bool:
    if any(factory is known for known in _PLAIN_FACTORIES):
        return True
    if isinstance(factory, functools.partial):
        given = [*factory.args, *factory.keywords.values()]
        return any(factory.func is c for c in CONTAINERS) and all(
            _makes(part) or facts.is_atom_type(type(part)) for part in given
        )
    if type(factory) is not types.FunctionType or factory.__code__.co_argcount:
        return False
    tree = functions.tree_of(factory)
    body = tree.body if isinstance(tree, ast.Lambda) else None
    if isinstance(tree, ast.FunctionDef) and len(tree.body) == 1:
        only = tree.body[0]
        body = only.value if isinstance(only, ast.Return) else None
    return isinstance(body, ast.expr) and _is_made_anew(body, factory.__globals__)


def _is_made_anew(node: ast.expr, namespace: Mapping[str, Any]) -> bool:
    """Whether an expression makes something of constants and builtin types alone."""
    if isinstance(node, ast.Lambda):
        return not scope.parameters(node.args) and _is_made_anew(node.body, namespace)
    if isinstance(node, ast.Constant):
        return True
    if isinstance(node, ast.UnaryOp):
        return isinstance(node.operand, ast.Constant)
    if isinstance(node, ast.List | ast.Tuple | ast.Set):
        return all(_is_made_anew(part, namespace) for part in node.elts)
    if isinstance(node, ast.Dict):
        parts = [*node.keys, *node.values]
        return all(part is not None and _is_made_anew(part, namespace) for part in parts)
    if isinstance(node, ast.Name):
        live = facts.lookup(namespace, node.id)[1]
        return any(live is maker for maker in _MAKERS)
    if isinstance(node, ast.BinOp):
        return all(_is_made_anew(part, namespace) for part in (node.left, node.right))
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and _is_made_anew(node.func, namespace)
        and not node.keywords
        and all(_is_made_anew(argument, namespace) for argument in node.args)
    )


def is_fresh(node: ast.expr, depth: int, namespace: Mapping[str, Any]) -> bool:
    """Whether nobody else has an expression's value, nor what lies in it down to a depth."""
    if depth <= 0 or isinstance(node, ast.Constant | ast.JoinedStr | ast.Compare):
        return True
    if isinstance(node, ast.List | ast.Set | ast.Tuple):
        return all(is_fresh(part, depth - 1, namespace) for part in node.elts)
    if isinstance(node, ast.Dict):
        return None not in node.keys and all(
            is_fresh(part, depth - 1, namespace) for part in node.values
        )
    if isinstance(node, ast.ListComp | ast.SetComp):
        return is_fresh(node.elt, depth - 1, namespace)
    if isinstance(node, ast.DictComp):
        return is_fresh(node.value, depth - 1, namespace)
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
        return False
    live = facts.lookup(namespace, node.func.id)[1]
    made = any(live is maker for maker in (*CONTAINERS, sorted))
    return made and (depth == 1 or not node.args)


def keeps(value: Any, names: Iterable[str]) -> bool:
    """Whether attributes are just kept by an object, and are something to compute with."""
    cls: Any = type(value)
    if cls.__module__.startswith("scipy.optimize") and isinstance(value, dict):
        return all(facts.is_atom_type(type(value.get(name))) for name in names)
    if isinstance(value, tuple) and cls.__getattribute__ is tuple.__getattribute__:
        fields = getattr(cls, "_fields", ())
        return all(n in fields and facts.is_atom_type(type(getattr(value, n))) for n in names)
    plain = cls.__getattribute__ is object.__getattribute__ and not hasattr(cls, "__getattr__")
    kept = getattr(value, "__dict__", {})
    return plain and all(
        facts.is_atom_type(type(kept.get(name)))
        and not any(hasattr(type(vars(b)[name]), "__set__") for b in cls.__mro__ if name in vars(b))
        for name in names
    )
