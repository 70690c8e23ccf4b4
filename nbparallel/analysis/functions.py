"""From a live function back to its syntax tree, trusted only if it compiles to the same code."""

from __future__ import annotations
import __future__

import ast
import functools
import linecache
import operator
import types
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from nbparallel.source import unwarned

FUTURE: Final = functools.reduce(
    operator.or_,
    (getattr(__future__, name).compiler_flag for name in __future__.all_feature_names),
)
"""The flags of ``from __future__`` imports, which the compiled code carries."""

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


_TREE: Final = "__nbp_tree__"
"""Attribute of functions that we made ourselves, of a tree."""


def know_tree(function: types.FunctionType, tree: FunctionNode) -> None:
    """Let the tree of a function be found that was made of it, and of nothing else."""
    setattr(function, _TREE, tree)


def tree_of(function: types.FunctionType) -> FunctionNode | None:
    """Find the tree of a function whose source is known and unchanged.

    The source may have been edited since the function was made, and several lambdas may
    stand on one line, so a candidate counts only if its compiled code equals the function's.
    """
    if (known := vars(function).get(_TREE)) is not None:
        return known  # type: ignore[no-any-return]
    code = function.__code__
    lines = linecache.getlines(code.co_filename, function.__globals__)
    if not lines:
        return None
    future = code.co_flags & FUTURE
    candidates = _functions("".join(lines), code.co_filename, future)
    for node, compiled in candidates.get((code.co_name, code.co_firstlineno), ()):
        if compiled == code:
            return node
    return None


@lru_cache(maxsize=256)
def _functions(
    text: str, filename: str, future: int
) -> dict[tuple[str, int], list[tuple[FunctionNode, types.CodeType]]]:
    """Index all functions of a text by name and first line, with their code."""
    try:
        with unwarned():
            tree = ast.parse(text, filename)
        compiled = compile_both_ways(tree, filename, future)
    except (SyntaxError, ValueError):
        return {}
    nodes: dict[tuple[str, int], list[FunctionNode]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            nodes.setdefault(_key(node), []).append(node)
    found: dict[tuple[str, int], list[tuple[FunctionNode, types.CodeType]]] = {}
    for code in compiled:
        key = (code.co_name, code.co_firstlineno)
        for node in nodes.get(key, ()):
            if _same_place(node, code):
                found.setdefault(key, []).append((node, code))
    return found


def compile_both_ways(tree: ast.Module, filename: str, future: int) -> list[types.CodeType]:
    """Give the code of all functions of a text, compiled as a whole and statement by statement.

    IPython compiles a cell's statements one by one, and the compiler chooses other instructions
    for ``math.sin(x)`` where it has seen ``import math``.
    """
    flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT | future
    modules = [tree, *(ast.Module([statement], []) for statement in tree.body)]
    with unwarned():
        return [
            code
            for module in modules
            for code in _nested(compile(module, filename, "exec", flags, dont_inherit=True))
        ]


def _key(node: FunctionNode) -> tuple[str, int]:
    if isinstance(node, ast.Lambda):
        return "<lambda>", node.lineno
    first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
    return node.name, first


def _same_place(node: FunctionNode, code: types.CodeType) -> bool:
    """Whether code stems from a node: lambdas on one line differ by their columns."""
    if not isinstance(node, ast.Lambda):
        return True
    body = node.body
    columns = {
        (line, column)
        for line, _, column, _ in code.co_positions()
        if line is not None and column is not None and (line, column) != (node.lineno, 0)
    }
    inside = {
        (child.lineno, child.col_offset) for child in ast.walk(body) if isinstance(child, ast.expr)
    }
    return bool(columns) and columns <= inside | {(node.lineno, node.col_offset)}


def _nested(code: types.CodeType) -> Iterator[types.CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield constant
            yield from _nested(constant)
