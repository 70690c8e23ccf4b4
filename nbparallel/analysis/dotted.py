"""Attributes as names: ``totals.n += x``, ``self.results.append(y)``, ``grid.cells[i] = z``.

An attribute of an object that the body does not otherwise touch is as good as a name of its own.
So a loop is judged again with each such attribute under a name that no code can write (it has
a dot), among names in which it stands for the attribute.
"""

from __future__ import annotations

import ast
import copy
import inspect
from collections import ChainMap
from collections.abc import Mapping, MutableMapping
from dataclasses import replace
from typing import Any

from nbparallel import facts
from nbparallel.analysis import scope
from nbparallel.analysis.loops import Loop


class DottedScope(ChainMap[str, Any]):
    """Names over attributes: binding ``a.b`` sets the attribute.

    Parameters
    ----------
    names : mutable mapping
        The names the loop lives among.
    paths : dict of str to (object, str)
        The dotted names, each with its object and the attribute.
    """

    def __init__(self, names: MutableMapping[str, Any], paths: dict[str, tuple[Any, str]]) -> None:
        super().__init__({}, names)
        self._paths = paths
        self.module = getattr(names, "module", names)
        self.owners = {id(obj): name.partition(".")[0] for name, (obj, _) in paths.items()}
        self.refresh()

    def refresh(self) -> None:
        """Look at the attributes again, after code has run on."""
        inner = self.maps[1]
        if hasattr(inner, "refresh"):
            inner.refresh()
        self.maps[0] = {
            name: vars(obj)[attribute]
            for name, (obj, attribute) in self._paths.items()
            if attribute in vars(obj)
        }

    def __setitem__(self, name: str, value: Any) -> None:
        if name in self._paths:
            obj, attribute = self._paths[name]
            self.maps[0][name] = value
            setattr(obj, attribute, value)
        else:
            self.maps[1][name] = value

    def pop(self, name: str, *default: Any) -> Any:
        """Unbind a name, or delete the attribute it stands for."""
        if name not in self._paths:
            return self.maps[1].pop(name, *default)
        obj, attribute = self._paths[name]
        if attribute in vars(obj):
            delattr(obj, attribute)
        return self.maps[0].pop(name, None)


def find(loop: Loop, namespace: Mapping[str, Any]) -> dict[str, tuple[Any, str]]:
    """Find the attributes that a body uses and that may stand as names.

    All attributes that are used of an object must be plain ones; what uses the object as a
    whole is seen when it is pickled.
    """
    bound = scope.bound_names([loop.target, *loop.body])
    paths: dict[str, tuple[Any, str]] = {}
    called = {
        id(node.func)
        for statement in loop.body
        for node in scope.walk(statement)
        if isinstance(node, ast.Call)
    }
    for statement in loop.body:
        for node in scope.walk(statement):
            if not isinstance(node, ast.Attribute) or not isinstance(node.value, ast.Name):
                continue
            name = node.value.id
            obj = namespace.get(name)
            if name in bound or id(node) in called or not _has_plain(obj, node.attr):
                continue
            paths[f"{name}.{node.attr}"] = obj, node.attr
    bases = {name.partition(".")[0]: id(obj) for name, (obj, _) in paths.items()}
    return paths if len(set(bases.values())) == len(bases) else {}


def _has_plain(obj: Any, attribute: str) -> bool:
    """Whether an object has an attribute that is just kept, and found, in its dict."""
    cls = type(obj)
    if not facts.is_user_class(cls) or attribute not in getattr(obj, "__dict__", {}):
        return False
    if hasattr(type(inspect.getattr_static(cls, attribute, None)), "__set__"):
        return False
    own = ("__setattr__", "__getattribute__", "__delattr__")
    return all(getattr(cls, name) is getattr(object, name) for name in own)


def with_names(loop: Loop, paths: Mapping[str, Any]) -> Loop:
    """Give a loop in which attributes are names."""
    assert isinstance(loop.node, ast.For)
    node = copy.copy(loop.node)
    naming = _Naming(paths)
    node.body = [naming.visit(copy.deepcopy(statement)) for statement in loop.node.body]
    node.iter = naming.visit(copy.deepcopy(loop.node.iter))  # it may draw from what is changed
    return replace(loop, node=node)


class _Naming(ast.NodeTransformer):
    def __init__(self, paths: Mapping[str, Any]) -> None:
        self.paths = paths

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        if isinstance(node.value, ast.Name) and f"{node.value.id}.{node.attr}" in self.paths:
            name = ast.Name(f"{node.value.id}.{node.attr}", node.ctx)
            return ast.copy_location(name, node)
        return self.generic_visit(node)
