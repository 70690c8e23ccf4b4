"""``--assume-pure``: the functions and methods for which the user vouches.

A name is meant as it is written: ``f``, ``library.g``, ``Model.predict``, ``model.predict``. It is
found again wherever the same function is called, under whatever name, and wherever the loop's
own text calls it by just this name.
"""

from __future__ import annotations

import ast
import inspect
import types
from collections.abc import Iterable, Mapping
from typing import Any, Final

from nbparallel import facts
from nbparallel.analysis import scope, values
from nbparallel.analysis.values import ABSENT, Value


class Vouched:
    """The live functions that some dotted names stand for.

    Parameters
    ----------
    names : iterable of str
        What the user gave.
    namespace : mapping
        The live namespace.
    """

    def __init__(self, names: Iterable[str], namespace: Mapping[str, Any]) -> None:
        self.names = frozenset(names)
        self.classes: set[type] = set()  # of the objects whose methods are named
        self._functions: dict[int, str] = {}
        self._methods: dict[tuple[int, str], str] = {}
        self._alive: list[Any] = []  # the keys hold ids
        for name in self.names:
            self._find(name, namespace)

    def _find(self, name: str, namespace: Mapping[str, Any]) -> None:
        owner, live = resolve(name, namespace)
        self._alive += [owner, live]
        if live is ABSENT:
            return
        if owner is ABSENT or isinstance(owner, types.ModuleType):
            self._functions[id(live)] = name
            return
        self._methods[id(owner), name.rpartition(".")[2]] = name
        self.classes.add(owner if isinstance(owner, type) else type(owner))

    def written(self, node: ast.expr) -> str | None:
        """Give the name if an expression of the loop's own text is written so."""
        if not self.names:
            return None
        parts = []
        while isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name):
            return None
        text = ".".join([node.id, *reversed(parts)])
        return text if text in self.names else None

    def function(self, live: Any) -> str | None:
        """Give the name that a live function, or a bound method, was vouched for by."""
        if live is ABSENT or not self.names:
            return None
        if isinstance(live, types.MethodType):
            return self.method(values.of_live(live.__self__), live.__func__.__name__)
        return self._functions.get(id(live))

    def method(self, receiver: Value, name: str) -> str | None:
        """Give the name that a method was vouched for by, on the object or on its class."""
        if not self._methods:
            return None
        if receiver.live is not ABSENT and (id(receiver.live), name) in self._methods:
            return self._methods[id(receiver.live), name]
        for base in receiver.type.__mro__ if receiver.type is not None else ():
            found = self._methods.get((id(base), name))
            if found is not None or name in vars(base):
                return found  # what a subclass defines anew is another function
        return None


def resolve(name: str, namespace: Mapping[str, Any]) -> tuple[Any, Any]:
    """Give the object a dotted name ends in and the one it is taken from, `ABSENT` if unknown."""
    first, *others = name.split(".")
    known, live = facts.lookup(namespace, first)
    owner, found = ABSENT, live if known else ABSENT
    for part in others:
        owner, found = found, _attribute(found, part)
    return owner, found


def _attribute(owner: Any, name: str) -> Any:
    if owner is ABSENT:
        return ABSENT
    if isinstance(owner, types.ModuleType) and facts.library_of(owner) is not None:
        return getattr(owner, name, ABSENT)  # libraries load submodules on first use
    return inspect.getattr_static(owner, name, ABSENT)


def unknown(names: Iterable[str], tree: ast.Module, namespace: Mapping[str, Any]) -> list[str]:
    """Give the names that neither the namespace knows nor the cell binds."""
    if not (names := list(names)):
        return []
    bound = set(scope.bound_names(tree.body))
    for node in scope.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            bound.add(node.id)
        elif isinstance(node, ast.arg):
            bound.add(node.arg)
    return sorted(
        name
        for name in names
        if name.partition(".")[0] not in bound and resolve(name, namespace)[1] is ABSENT
    )


NOTHING: Final = Vouched((), {})
