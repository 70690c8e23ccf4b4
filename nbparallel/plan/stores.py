"""Stores into sections: each index passes through the section's log on its way.

``c[i][j] += s`` becomes ``c[log.step(i)][log.last(j)] += s``: every index is evaluated once, where
the plain cell evaluates it, and the log notes what was there before.
"""

from __future__ import annotations

import ast


def log_name(name: str) -> str:
    """Give the parameter that holds a section's log."""
    return f"__nbp_own_{name}"


class OwnStores(ast.NodeTransformer):
    """Rewrites the stores into sections of a tree that is ours to change."""

    def __init__(self, names: frozenset[str]) -> None:
        self.names = names

    def rewrite(self, body: list[ast.stmt]) -> list[ast.stmt]:
        """Rewrite a block in place and give it."""
        if self.names:
            for statement in body:
                self.visit(statement)
        return body

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        """Let the indices of a store pass through the log."""
        self.generic_visit(node)
        name = _root(node)
        if not isinstance(node.ctx, ast.Load) and name in self.names:
            self._pass_through(node, name, "last")
        return node

    def _pass_through(self, node: ast.Subscript, name: str, method: str) -> None:
        log = ast.Name(log_name(name), ast.Load())
        call = ast.Call(ast.Attribute(log, method, ast.Load()), [_index(node.slice, log)], [])
        node.slice = ast.copy_location(call, node.slice)
        ast.fix_missing_locations(node)
        if isinstance(node.value, ast.Subscript):
            self._pass_through(node.value, name, "step")


def _root(node: ast.expr) -> str:
    while isinstance(node, ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _index(node: ast.expr, log: ast.expr) -> ast.expr:
    """Give an index as an argument, where ``:`` is no syntax."""
    if isinstance(node, ast.Tuple):
        return ast.Tuple([_index(part, log) for part in node.elts], ast.Load())
    if not isinstance(node, ast.Slice):
        return node
    bounds = [part or ast.Constant(None) for part in (node.lower, node.upper, node.step)]
    return ast.Call(ast.Attribute(log, "slice", ast.Load()), list[ast.expr](bounds), [])
