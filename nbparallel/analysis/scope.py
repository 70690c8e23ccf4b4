"""Which names a piece of code binds, reads and deletes, by Python's own scoping rules."""

from __future__ import annotations

import ast
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Final, TypeVar

Tree = TypeVar("Tree", bound=ast.AST)

SCOPES: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
COMPREHENSIONS: Final = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


_NO_NODES: Final = frozenset(
    {"ctx", "op", "ops", "attr", "asname", "module", "level", "arg", "kind", "type_comment",
     "conversion", "simple", "is_async"}
)  # fmt: skip
_MIXED: Final = frozenset({ast.Dict, ast.arguments, ast.Global, ast.Nonlocal, ast.MatchClass})
"""Classes whose lists may hold something else than nodes."""


class _Fields(dict[type, tuple[str, ...]]):
    """The fields of each class of nodes that may hold nodes with a place in the text."""

    def __missing__(self, cls: type[ast.AST]) -> tuple[str, ...]:
        leaf = cls in (ast.Name, ast.Constant)
        fields = () if leaf else tuple(name for name in cls._fields if name not in _NO_NODES)
        self[cls] = fields
        return fields


_FIELDS: Final = _Fields()


def children(node: ast.AST) -> list[ast.AST]:
    """Give a node's children, operators and contexts left out: most of any analysis is this."""
    cls = type(node)
    found: list[ast.AST] = []
    for name in _FIELDS[cls]:
        value = getattr(node, name, None)
        if type(value) is list:
            found += value
        elif isinstance(value, ast.AST):
            found.append(value)
    if cls in _MIXED:
        return [child for child in found if isinstance(child, ast.AST)]
    return found


class _Nodes(list[ast.AST]):
    """All nodes of an indexed tree, each before its children, in the order of the text."""

    def __init__(self) -> None:
        super().__init__()
        self.scopes: list[int] = []  # where nested functions and classes stand

    def __deepcopy__(self, memo: object) -> _Nodes:
        return self  # a copied node finds that it is not the one listed, and is walked itself


_PLACE: Final = "nbp_place"
"""Attribute of the nodes of an indexed tree: the list they stand in, their first and last place."""


def index(tree: ast.AST) -> None:
    """Note the nodes of a tree that will be asked again and again, and is not changed any more.

    Any part of it is then walked by slicing a list.
    """
    if (place := tree.__dict__.get(_PLACE)) is not None and place[0][place[1]] is tree:
        return
    try:
        _note_places(tree, _Nodes())
    except RecursionError:  # parts too deep are walked as any tree is
        return


def _note_places(node: ast.AST, nodes: _Nodes) -> None:
    start = len(nodes)
    nodes.append(node)
    if type(node) in _SCOPES:
        nodes.scopes.append(start)
    for child in children(node):
        if type(child) in LEAVES:
            nodes.append(child)
        else:
            _note_places(child, nodes)
    node.__dict__[_PLACE] = nodes, start, len(nodes)


def walk(node: ast.AST) -> Sequence[ast.AST]:
    """Give all nodes with a place in the text, whatever their scope, in no set order."""
    if type(node) in LEAVES:
        return (node,)
    place = node.__dict__.get(_PLACE)
    if place is not None:
        nodes, start, end = place
        if nodes[start] is node:
            return nodes[start:end]  # type: ignore[no-any-return]
    found = [node]
    for part in found:  # which grows meanwhile
        if type(part) not in LEAVES:
            found += children(part)
    return found


def copied(node: Tree) -> Tree:
    """Copy a tree: what `copy.deepcopy` does of it, several times as fast.

    Attributes that others have put on its nodes are kept, links to other nodes are not: what
    draws tracebacks links nodes to their parents.
    """
    made = type(node)()
    for name, value in vars(node).items():
        if isinstance(value, ast.AST):
            if name not in node._fields:
                continue
            value = copied(value)
        elif name == _PLACE:
            continue
        elif type(value) is list:
            value = [copied(part) if isinstance(part, ast.AST) else part for part in value]
        setattr(made, name, value)
    return made


def walk_scope(nodes: Iterable[ast.AST]) -> list[ast.AST]:
    """Give the code that runs in the same scope: not that in nested functions or classes.

    Comprehensions are entered, for the walrus in them binds outside. A node comes before its
    children, and these in the order of the text.
    """
    found: list[ast.AST] = []
    for node in nodes:
        place = node.__dict__.get(_PLACE)
        if place is not None:
            listed, start, end = place
            if listed[start] is node:
                scopes = listed.scopes
                nested = bisect_left(scopes, start)
                if nested == len(scopes) or scopes[nested] >= end:
                    found += listed[start:end]
                    continue
        _walk_scope(node, found)
    return found


def _walk_scope(node: ast.AST, found: list[ast.AST]) -> None:
    stack = [node]
    while stack:
        node = stack.pop()
        found.append(node)
        cls = type(node)
        if cls in LEAVES:
            continue
        if cls in _SCOPES:
            assert isinstance(node, SCOPES)
            outer = [*node.decorator_list] if not isinstance(node, ast.Lambda) else []
            if not isinstance(node, ast.ClassDef):
                outer += [*node.args.defaults, *(d for d in node.args.kw_defaults if d)]
            else:
                outer += [*node.bases, *(keyword.value for keyword in node.keywords)]
            stack.extend(outer[::-1])
        else:
            stack += children(node)[::-1]


def bound_names(nodes: Iterable[ast.AST]) -> dict[str, ast.AST]:
    """Give the names that code binds or deletes in its own scope, with the first place."""
    found: dict[str, ast.AST] = {}
    for name, node in _bindings(nodes):
        found.setdefault(name, node)
    return found


def bound_repeatedly(nodes: Iterable[ast.AST]) -> frozenset[str]:
    """Give the names that code binds at more than one place."""
    counts: dict[str, int] = {}
    for name, _ in _bindings(nodes):
        counts[name] = counts.get(name, 0) + 1
    return frozenset(name for name, count in counts.items() if count > 1)


def times_bound(nodes: Iterable[ast.AST]) -> dict[str, int]:
    """Count the places, in whatever scope, that bind each name; parameters are not counted."""
    counts: dict[str, int] = {}
    for root in nodes:
        for node in walk(root):
            bound: list[str] = []
            if type(node) is ast.Name:
                if type(node.ctx) is not ast.Load:
                    bound = [node.id]
            elif type(node) in _BINDING:
                bound = _binds(node)
            for name in bound:
                counts[name] = counts.get(name, 0) + 1
    return counts


def _bindings(nodes: Iterable[ast.AST]) -> list[tuple[str, ast.AST]]:
    """Give each place that binds a name; a comprehension's variables are its own."""
    found: list[tuple[str, ast.AST]] = []
    inner: set[int] = set()
    for node in walk_scope(nodes):
        cls = type(node)
        if cls is ast.Name:
            if type(node.ctx) is not ast.Load and id(node) not in inner:  # type: ignore[attr-defined]
                found.append((node.id, node))  # type: ignore[attr-defined]
        elif cls in _COMPREHENSIONS:
            for generator in node.generators:  # type: ignore[attr-defined]
                inner.update(id(child) for child in walk(generator.target))
        elif cls in _BINDING:
            found += [(name, node) for name in _binds(node)]
    return found


# Sets of classes, which answer faster than `isinstance`: nobody subclasses nodes.
LEAVES: Final = frozenset({ast.Name, ast.Constant})
_SCOPES: Final = frozenset(SCOPES)
_COMPREHENSIONS: Final = frozenset(COMPREHENSIONS)
_BINDING: Final = frozenset(
    {ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom,
     ast.ExceptHandler, ast.MatchAs, ast.MatchStar, ast.MatchMapping}
)  # fmt: skip


def _binds(node: ast.AST) -> list[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return [node.name]
    if isinstance(node, ast.Import | ast.ImportFrom):
        return [(alias.asname or alias.name.partition(".")[0]) for alias in node.names]
    if isinstance(node, ast.ExceptHandler | ast.MatchAs | ast.MatchStar) and node.name:
        return [node.name]
    if isinstance(node, ast.MatchMapping) and node.rest:
        return [node.rest]
    return []


def read_names(nodes: Iterable[ast.AST]) -> set[str]:
    """Give every name that code, nested functions included, may read."""
    return {
        node.id
        for root in nodes
        for node in walk(root)
        if type(node) is ast.Name and type(node.ctx) is ast.Load
    }


def target_names(target: ast.expr) -> set[str]:
    """Give the names a ``for`` target binds."""
    return {
        node.id for node in walk(target) if type(node) is ast.Name and type(node.ctx) is ast.Store
    }


def parameters(arguments: ast.arguments) -> list[str]:
    """Give the parameter names of a function in the order of its signature."""
    named = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    extra = [star for star in (arguments.vararg, arguments.kwarg) if star is not None]
    return [parameter.arg for parameter in [*named, *extra]]
