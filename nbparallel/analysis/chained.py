"""Chained assignments, one target at a time: ``sim[a, b] = sim[b, a] = f(a, b)``.

Python evaluates the value once and stores it from left to right. So does the loop in which the
value has a name that no code can write, and each target a statement of its own.
"""

from __future__ import annotations

import ast
import copy
from dataclasses import replace

from nbparallel.analysis.loops import Loop


def find(loop: Loop) -> Loop | None:
    """Give a loop whose assignments have one target each; None if it has no others.

    Parameters
    ----------
    loop : Loop
        A ``for`` loop.
    """
    assert isinstance(loop.node, ast.For)
    if not any(_is_chained(node) for s in loop.body for node in ast.walk(s)):
        return None
    node = copy.copy(loop.node)
    splitting = _Splitting()
    node.body = splitting.block(copy.deepcopy(loop.node.body))
    return replace(loop, node=node) if splitting.count else None


def _is_chained(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Assign)
        and len(node.targets) > 1
        and any(isinstance(target, ast.Subscript) for target in node.targets)
    )


class _Splitting(ast.NodeTransformer):
    def __init__(self) -> None:
        self.count = 0

    def block(self, body: list[ast.stmt]) -> list[ast.stmt]:
        """Split the statements of a block, and those in them."""
        written = [self.visit(statement) for statement in body]
        return [s for part in written for s in (part if isinstance(part, list) else [part])]

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        return node

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AST:
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        return node

    def visit_Assign(self, node: ast.Assign) -> ast.stmt | list[ast.stmt]:
        if not _is_chained(node):
            return node
        self.count += 1
        name = f"[{self.count}]"
        bound = ast.copy_location(ast.Name(name, ast.Store()), node)
        written: list[ast.stmt] = []
        for target in (bound, *node.targets):
            value = ast.copy_location(ast.Name(name, ast.Load()), node.value)
            one = ast.Assign([target], value if written else node.value)
            written.append(ast.copy_location(one, node))
        return written
