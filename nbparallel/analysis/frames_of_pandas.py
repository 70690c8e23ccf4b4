"""Stores into pandas objects, cell by cell or row by row: ``df.loc[i, "c"] = v``.

They are statements that the kernel runs in iteration order (`deferral`). Meanwhile the body may
read columns that the loop does not store into, from the values before the loop.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import Any, Final

from nbparallel import facts
from nbparallel.analysis import scope, soleowner

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
        if isinstance(node, ast.Name) and hasattr(node, HARMLESS):
            delattr(node, HARMLESS)  # of an earlier look, at another frame perhaps
        if isinstance(node, ast.Assign) and is_store(node.targets[0]):
            name = name_of(node.targets[0])
            column = _column(node.targets[0], namespace.get(name))
            written.setdefault(name, set()).add(column)
    nodes = [node for statement in body for node in scope.walk(statement)]
    around = {id(child): node for node in nodes for child in ast.iter_child_nodes(node)}
    for name, columns in written.items():
        live: Any = namespace.get(name)
        if None in columns or not facts.is_frame(live) or not hasattr(live, "columns"):
            continue
        if not live.columns.is_unique:
            continue
        beside = _side_by_side(live, columns)
        for statement in body:
            for node in scope.walk(statement):
                if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
                    for found, column in _read(node, name, live):
                        if column is None or column in columns:
                            continue
                        if column not in beside or not soleowner.is_kept(node, around):
                            setattr(found, HARMLESS, True)


def _side_by_side(live: Any, columns: set[Any]) -> set[Any]:
    """Give the columns that share memory with some: who holds one decides how these are stored."""
    manager = live._mgr
    blocks = dict(zip(live.columns, manager.blknos.tolist(), strict=True))
    stored = {blocks[column] for column in columns if column in blocks}
    return {column for column, block in blocks.items() if block in stored}


def reads_what_it_stores_into(name: str, body: list[ast.stmt]) -> bool:
    """Whether some harmless read of a frame was marked."""
    return any(
        isinstance(node, ast.Name) and node.id == name and getattr(node, HARMLESS, False)
        for statement in body
        for node in scope.walk(statement)
    )


def _read(node: ast.Subscript, name: str, live: Any) -> Iterator[tuple[ast.Name, Any]]:
    """Give the name and the column of ``df["a"]``, ``df.loc[i, "a"]``, ``df.iloc[i, 0]``."""
    base = node.value
    if isinstance(base, ast.Name) and base.id == name:
        constant = isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str)
        yield base, node.slice.value if constant else None  # type: ignore[attr-defined]
    elif (
        isinstance(base, ast.Attribute)
        and base.attr in ACCESSORS
        and isinstance(base.value, ast.Name)
        and base.value.id == name
    ):
        yield base.value, _column(node, live)


def _column(node: ast.expr, live: Any) -> Any:
    """Give the label of the constant column of ``df.loc[i, "a"]``; None if there is none."""
    key = node.slice if isinstance(node, ast.Subscript) else None
    accessor = getattr(getattr(node, "value", None), "attr", "")
    if not (
        isinstance(key, ast.Tuple)
        and len(key.elts) == 2
        and isinstance(key.elts[1], ast.Constant)
        and hasattr(live, "columns")
    ):
        return None
    constant = key.elts[1].value
    if accessor in ("loc", "at"):
        return constant if isinstance(constant, str) else None
    if type(constant) is not int or not 0 <= constant < len(live.columns):
        return None
    return live.columns[constant]


def columns_read(node: ast.AST, frames: Mapping[str, Any]) -> list[ast.Subscript]:
    """Give, as subscripts, the columns that ``df.a`` and ``df[["a", "b"]]`` read.

    And of ``df.groupby("a")["b"]`` the grouping one and the grouped one.

    Parameters
    ----------
    node : ast.AST
        An expression.
    frames : mapping
        The live frames, by name.
    """
    base: Any = getattr(node, "value", None)
    grouping = _grouping_keys(base)
    if grouping is not None:
        base = base.func.value
    live: Any = frames.get(base.id) if isinstance(base, ast.Name) else None
    if not hasattr(live, "columns") or not isinstance(getattr(node, "ctx", None), ast.Load):
        return []
    keys: list[ast.expr] = []
    if grouping is not None:
        keys = [*grouping, *_listed(node.slice)] if isinstance(node, ast.Subscript) else []
    elif isinstance(node, ast.Attribute):
        if not hasattr(type(live), node.attr) and node.attr in live.columns:
            keys = [ast.Constant(node.attr)]
    elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.List):
        keys = _listed(node.slice)
    if any(isinstance(key, ast.Starred | ast.Slice) for key in keys):
        return []
    return [
        ast.copy_location(ast.Subscript(base, ast.copy_location(key, node), ast.Load()), node)
        for key in keys
    ]


def _listed(node: ast.expr) -> list[ast.expr]:
    return node.elts if isinstance(node, ast.List) else [node]


def _grouping_keys(node: Any) -> list[ast.expr] | None:
    """Give what ``df.groupby("a", sort=False)`` groups by; None if it is no such call."""
    if (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "groupby"
        and len(node.args) == 1
        and all(k.arg and isinstance(k.value, ast.Constant) for k in node.keywords)
        and not any(k.arg in ("by", "level", "axis") for k in node.keywords)
    ):
        return _listed(node.args[0])
    return None


def rows_of(node: ast.AST, frames: Mapping[str, Any]) -> str | None:
    """Give the frame of which ``df.shape[0]`` or ``df.index`` tells the rows.

    No store of a column changes them.
    """
    if (
        isinstance(node, ast.Subscript)
        and isinstance(node.slice, ast.Constant)
        and node.slice.value == 0
        and getattr(node.value, "attr", "") == "shape"
    ):
        node = node.value
    elif getattr(node, "attr", "") != "index":
        return None
    if not isinstance(node, ast.Attribute) or not isinstance(node.value, ast.Name):
        return None
    return node.value.id if hasattr(frames.get(node.value.id), "columns") else None
