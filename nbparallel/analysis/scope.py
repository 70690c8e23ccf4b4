"""Which names a piece of code binds, reads and deletes, by Python's own scoping rules."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def walk_scope(nodes: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """Walk code that runs in the same scope: not into nested functions or classes.

    Comprehensions are entered, for the walrus in them binds outside.
    """
    stack = list(nodes)[::-1]
    while stack:
        node = stack.pop()
        yield node
        if isinstance(node, SCOPES):
            outer = [*node.decorator_list] if not isinstance(node, ast.Lambda) else []
            if not isinstance(node, ast.ClassDef):
                outer += [*node.args.defaults, *(d for d in node.args.kw_defaults if d)]
            else:
                outer += [*node.bases, *(keyword.value for keyword in node.keywords)]
            stack.extend(outer[::-1])
        else:
            stack.extend(list(ast.iter_child_nodes(node))[::-1])


def bound_names(nodes: Iterable[ast.AST]) -> dict[str, ast.AST]:
    """Give the names that code binds or deletes in its own scope, with the first place."""
    found: dict[str, ast.AST] = {}
    nodes = list(nodes)
    inner = _comprehension_targets(nodes)
    for node in walk_scope(nodes):
        if id(node) in inner:
            continue
        for name in _binds(node):
            found.setdefault(name, node)
    return found


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


def _comprehension_targets(nodes: Iterable[ast.AST]) -> set[int]:
    targets: set[int] = set()
    for node in walk_scope(nodes):
        if isinstance(node, COMPREHENSIONS):
            for generator in node.generators:
                targets.update(id(child) for child in ast.walk(generator.target))
    return targets


def bound_repeatedly(nodes: Iterable[ast.AST]) -> frozenset[str]:
    """Give the names that code binds at more than one place."""
    nodes = list(nodes)
    counts: dict[str, int] = {}
    inner = _comprehension_targets(nodes)
    for node in walk_scope(nodes):
        for name in _binds(node) if id(node) not in inner else ():
            counts[name] = counts.get(name, 0) + 1
    return frozenset(name for name, count in counts.items() if count > 1)


def read_names(nodes: Iterable[ast.AST]) -> set[str]:
    """Give every name that code, nested functions included, may read."""
    return {
        node.id
        for root in nodes
        for node in ast.walk(root)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }


def target_names(target: ast.expr) -> set[str]:
    """Give the names a ``for`` target binds."""
    return {
        node.id
        for node in ast.walk(target)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }


def parameters(arguments: ast.arguments) -> list[str]:
    """Give the parameter names of a function in the order of its signature."""
    named = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    extra = [star for star in (arguments.vararg, arguments.kwarg) if star is not None]
    return [parameter.arg for parameter in [*named, *extra]]
