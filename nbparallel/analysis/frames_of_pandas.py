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
        if isinstance(node, ast.Name) and hasattr(node, HARMLESS):
            delattr(node, HARMLESS)  # of an earlier look, at another frame perhaps
        if isinstance(node, ast.Assign) and is_store(node.targets[0]):
            name = name_of(node.targets[0])
            column = _column(node.targets[0], namespace.get(name))
            written.setdefault(name, set()).add(column)
    for name, columns in written.items():
        live: Any = namespace.get(name)
        if None in columns or not facts.is_frame(live) or not hasattr(live, "columns"):
            continue
        if not live.columns.is_unique:
            continue
        for statement in body:
            for node in scope.walk(statement):
                if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
                    for found, column in _read(node, name, live):
                        if column is not None and column not in columns:
                            setattr(found, HARMLESS, True)


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


_NEW_LISTS: Final = frozenset({"unique", "tolist", "to_list"})
"""Methods that give all values at once, in an object of its own."""


def drawn_whole(
    header: ast.expr, target: ast.expr, body: list[ast.stmt], namespace: Mapping[str, Any]
) -> set[str]:
    """Give the names of frames of which a header has drawn all before the loop begins.

    An index is immutable. The rows of a frame of several types are a copy from the start; those
    of one type may change until they are drawn, which a store into the row drawn last does not.
    """
    node = header
    while isinstance(node, ast.Subscript):
        node = node.value
    if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in _NEW_LISTS:
        return {
            name for name in scope.read_names([node.func]) if facts.is_frame(namespace.get(name))
        }
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
        name = node.func.value.id
        live: Any = namespace.get(name)
        if facts.is_frame(live) and (
            len({str(dtype) for dtype in live.dtypes}) > 1
            or (live.index.is_unique and _stores_into_own_row(name, target, body))
        ):
            return {name}
    return set()


def _stores_into_own_row(name: str, target: ast.expr, body: list[ast.stmt]) -> bool:
    """Whether all stores of ``for label, row in df.iterrows()`` are into the row ``label``."""
    label = target.elts[0] if isinstance(target, ast.Tuple) and target.elts else None
    if not isinstance(label, ast.Name):
        return False
    bound = [n for n in scope.walk_scope(body) if isinstance(n, ast.Name) and n.id == label.id]
    if any(not isinstance(n.ctx, ast.Load) for n in bound):
        return False
    for node in scope.walk_scope(body):
        if isinstance(node, ast.Assign) and is_store(node.targets[0]):
            store = node.targets[0]
            assert isinstance(store, ast.Subscript)
            if name_of(store) != name:
                continue
            key = store.slice.elts[0] if isinstance(store.slice, ast.Tuple) else store.slice
            accessor = getattr(store.value, "attr", "")
            if accessor not in ("loc", "at") or getattr(key, "id", None) != label.id:
                return False
    return True
