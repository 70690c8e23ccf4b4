"""Which names a piece of code binds, reads and deletes, by Python's own scoping rules."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
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


def walk(node: ast.AST) -> Iterator[ast.AST]:
    """Walk all nodes with a place in the text, whatever their scope, in no set order."""
    stack = [node]
    while stack:
        node = stack.pop()
        yield node
        if type(node) is not ast.Name:
            stack += children(node)


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
        elif type(value) is list:
            value = [copied(part) if isinstance(part, ast.AST) else part for part in value]
        setattr(made, name, value)
    return made


def walk_scope(nodes: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """Walk code that runs in the same scope: not into nested functions or classes.

    Comprehensions are entered, for the walrus in them binds outside. A node comes before its
    children, and these in the order of the text.
    """
    stack = list(nodes)[::-1]
    while stack:
        node = stack.pop()
        yield node
        cls = type(node)
        if cls is ast.Name:
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


def _bindings(nodes: Iterable[ast.AST]) -> Iterator[tuple[str, ast.AST]]:
    """Give each place that binds a name; a comprehension's variables are its own."""
    inner: set[int] = set()
    for node in walk_scope(nodes):
        cls = type(node)
        if cls in _COMPREHENSIONS:
            assert isinstance(node, COMPREHENSIONS)
            for generator in node.generators:
                inner.update(id(child) for child in walk(generator.target))
        elif cls in _BINDING and id(node) not in inner:
            for name in _binds(node):
                yield name, node


# Sets of classes, which answer faster than `isinstance`: nobody subclasses nodes.
_SCOPES: Final = frozenset(SCOPES)
_COMPREHENSIONS: Final = frozenset(COMPREHENSIONS)
_BINDING: Final = frozenset(
    {ast.Name, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom,
     ast.ExceptHandler, ast.MatchAs, ast.MatchStar, ast.MatchMapping}
)  # fmt: skip


def _binds(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store | ast.Del):
        return [node.id]
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
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }


def target_names(target: ast.expr) -> set[str]:
    """Give the names a ``for`` target binds."""
    return {
        node.id
        for node in walk(target)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }


def parameters(arguments: ast.arguments) -> list[str]:
    """Give the parameter names of a function in the order of its signature."""
    named = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    extra = [star for star in (arguments.vararg, arguments.kwarg) if star is not None]
    return [parameter.arg for parameter in [*named, *extra]]
