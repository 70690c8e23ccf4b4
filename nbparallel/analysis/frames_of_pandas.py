"""Stores into pandas objects, cell by cell or row by row: ``df.loc[i, "c"] = v``.

They are statements that the kernel runs in iteration order (`deferral`). Meanwhile the body may
read columns that the loop does not store into, from the values before the loop.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import Any, Final

from nbparallel import facts
from nbparallel.analysis import scope

HARMLESS: Final = "nbp_harmless"
"""Attribute of names, in the cell's tree, that read what the loop leaves alone."""

ACCESSORS: Final = frozenset({"loc", "iloc", "at", "iat"})


def is_store(target: ast.expr) -> bool:
    """Whether a target is ``name.loc[...]`` or one of its kin."""
    return (
        isinstance(target, ast.Subscript)
        and isinstance(target.value, ast.Attribute)
        and target.value.attr in ACCESSORS
        and isinstance(target.value.value, ast.Name)
    )


def name_of(target: ast.expr) -> str:
    """Give the name of the object stored into."""
    assert isinstance(target, ast.Subscript)
    assert isinstance(target.value, ast.Attribute)
    assert isinstance(target.value.value, ast.Name)
    return target.value.value.id


def mark_harmless_reads(body: list[ast.stmt], namespace: Mapping[str, Any]) -> None:
    """Mark the names, in reads of columns that no store of the body changes.

    Parameters
    ----------
    body : list of ast.stmt
        The loop's body.
    namespace : mapping
        The live namespace.
    """
    written: dict[str, set[Any]] = {}
    for node in scope.walk_scope(body):
        if isinstance(node, ast.Assign) and is_store(node.targets[0]):
            written.setdefault(name_of(node.targets[0]), set()).add(_column(node.targets[0]))
    for name, columns in written.items():
        live: Any = namespace.get(name)
        if None in columns or not facts.is_frame(live) or not hasattr(live, "columns"):
            continue
        if not columns <= set(live.columns) or not live.columns.is_unique:
            continue  # a new column: whether it is there depends on earlier iterations
        for statement in body:
            for node in ast.walk(statement):
                if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
                    for found, column in _read(node, name):
                        if column is not None and column not in columns:
                            setattr(found, HARMLESS, True)


def _read(node: ast.Subscript, name: str) -> Iterator[tuple[ast.Name, Any]]:
    """Give the name and the column of ``df["a"]`` and ``df.loc[i, "a"]``."""
    base = node.value
    if isinstance(base, ast.Name) and base.id == name:
        constant = isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str)
        yield base, node.slice.value if constant else None  # type: ignore[attr-defined]
    elif (
        isinstance(base, ast.Attribute)
        and base.attr in ("loc", "at")
        and isinstance(base.value, ast.Name)
        and base.value.id == name
    ):
        yield base.value, _column(node)


def _column(node: ast.expr) -> Any:
    """Give the constant column of ``df.loc[i, "a"]``; None if there is none."""
    key = node.slice if isinstance(node, ast.Subscript) else None
    if (
        isinstance(key, ast.Tuple)
        and len(key.elts) == 2
        and isinstance(key.elts[1], ast.Constant)
        and isinstance(key.elts[1].value, str)
    ):
        return key.elts[1].value
    return None


def drawn_whole(header: ast.expr, namespace: Mapping[str, Any]) -> set[str]:
    """Give the names of frames of which a header has drawn all before the loop begins.

    An index is immutable; the rows of a frame of several types are a copy from the start.
    """
    node = header
    while isinstance(node, ast.Subscript):
        node = node.value
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        if node.attr in ("index", "columns") and facts.is_frame(namespace.get(node.value.id)):
            return {node.value.id}
        return set()
    if (
        isinstance(node, ast.Call)
        and not node.args
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "iterrows"
        and isinstance(node.func.value, ast.Name)
    ):
        live: Any = namespace.get(node.func.value.id)
        if facts.is_frame(live) and len({str(dtype) for dtype in live.dtypes}) > 1:
            return {node.func.value.id}
    return set()
