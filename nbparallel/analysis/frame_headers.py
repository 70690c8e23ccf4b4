"""Headers over pandas objects: of which frames has a header drawn all before the loop begins.

What it has drawn, no store of the body can change.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import Any, Final

from nbparallel import facts
from nbparallel.analysis import scope
from nbparallel.analysis.frames_of_pandas import is_store, name_of
from nbparallel.loaded import loaded

DISPLAYS: Final = (ast.ListComp, ast.SetComp, ast.DictComp, ast.BinOp)
"""Expressions that give a new object, and are through with all they read when they have."""

_NEW_LISTS: Final = frozenset({"unique", "tolist", "to_list"})
"""Methods that give all values at once, in an object of its own."""


def drawn_whole(
    header: ast.expr, target: ast.expr, body: list[ast.stmt], namespace: Mapping[str, Any]
) -> set[str]:
    """Give the names of frames of which a header has drawn all before the loop begins.

    An index is immutable. The rows of a frame of several types are a copy from the start; those
    of one type may change until they are drawn, which a store into the row drawn last does not.
    """
    if isinstance(header, ast.Call) and isinstance(header.func, ast.Name) and header.args:
        live = facts.lookup(namespace, header.func.id)[1]
        if live is enumerate and isinstance(target, ast.Tuple) and len(target.elts) == 2:
            return drawn_whole(header.args[0], target.elts[1], body, namespace)
        if live in (reversed, zip):
            parts = [drawn_whole(part, ast.Constant(None), body, namespace)
                     for part in header.args]  # fmt: skip
            read = [scope.read_names([part]) for part in header.args]
            late = {n for names, drawn in zip(read, parts, strict=True) for n in names - drawn}
            return set().union(*parts) - late
    node = header
    while isinstance(node, ast.Subscript):
        node = node.value
    if isinstance(node, ast.Name) and node is header:
        return {node.id} if hasattr(_frame(node, namespace), "columns") else set()
    if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in _NEW_LISTS:
        return _frames_in(node.func, namespace)
    if _is_index(node, namespace) or _is_column(header, namespace) or _is_grouped(node, namespace):
        return _frames_in(header, namespace)
    return _rows_drawn(node, target, body, namespace)


def _frame(node: ast.expr, namespace: Mapping[str, Any]) -> Any:
    """Give the live frame that a name stands for; None if it stands for none."""
    live = namespace.get(node.id) if isinstance(node, ast.Name) else None
    return live if facts.is_frame(live) else None


def _frames_in(node: ast.expr, namespace: Mapping[str, Any]) -> set[str]:
    return {name for name in scope.read_names([node]) if facts.is_frame(namespace.get(name))}


def _is_index(node: ast.expr, namespace: Mapping[str, Any]) -> bool:
    """Whether an expression is an index, made of frames: ``df.drop("a").columns.sort_values()``.

    An index is immutable, and so is what its methods make of it.
    """
    while True:
        if isinstance(node, ast.Attribute) and node.attr in ("columns", "index", "dtypes"):
            return _is_of_frame(node.value, namespace)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            node = node.func.value
        elif isinstance(node, ast.Subscript):
            node = node.value
        else:
            return False


def _is_grouped(node: ast.expr, namespace: Mapping[str, Any]) -> bool:
    """Whether an expression gives groups of a frame, or where they are: ``df.groupby("k")``.

    Groups are cut, when the first is drawn, out of a sorted copy of the frame.
    """
    if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("items", "keys", "values"):
        node = node.func.value  # type: ignore[attr-defined]
        if not isinstance(node, ast.Attribute):
            return False
    if isinstance(node, ast.Attribute) and node.attr in ("groups", "indices"):
        node = node.value
    while isinstance(node, ast.Subscript):
        node = node.value
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "groupby"
        and _is_of_frame(node.func.value, namespace)
    )


def _is_column(node: ast.expr, namespace: Mapping[str, Any]) -> bool:
    """Whether an expression is ``df["a"]``, which from pandas 3 on is a copy of what it was."""
    if not isinstance(node, ast.Subscript) or not isinstance(node.slice, ast.Constant | ast.Name):
        return False
    pandas: Any = loaded("pandas")
    live = _frame(node.value, namespace)
    return hasattr(live, "columns") and int(pandas.__version__.partition(".")[0]) >= 3


def _is_of_frame(node: ast.expr, namespace: Mapping[str, Any]) -> bool:
    """Whether an expression is a frame, or what methods and subscripts make of one."""
    while not isinstance(node, ast.Name):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            node = node.func.value
        elif isinstance(node, ast.Subscript):
            node = node.value
        else:
            return False
    return _frame(node, namespace) is not None


def _rows_drawn(
    node: ast.expr, target: ast.expr, body: list[ast.stmt], namespace: Mapping[str, Any]
) -> set[str]:
    """Give the frame whose rows a header draws one by one, if no store comes before its row."""
    if (
        isinstance(node, ast.Call)
        and not node.args
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("iterrows", "itertuples")
        and isinstance(node.func.value, ast.Name)
        and all(keyword.arg == "name" for keyword in node.keywords)
    ):
        name, live = node.func.value.id, _frame(node.func.value, namespace)
        if live is None or not hasattr(live, "columns"):
            return set()
        copied = node.func.attr == "iterrows" and len({str(dtype) for dtype in live.dtypes}) > 1
        if copied or (live.index.is_unique and _stores_into_own_row(name, target, body)):
            return {name}
    return set()


def _stores_into_own_row(name: str, target: ast.expr, body: list[ast.stmt]) -> bool:
    """Whether all stores of ``for label, row in df.iterrows()`` are into the row ``label``.

    Of ``for row in df.itertuples()``, into the row ``row.Index``.
    """
    label = target.elts[0] if isinstance(target, ast.Tuple) and target.elts else target
    if not isinstance(label, ast.Name):
        return False
    told = label.id if isinstance(target, ast.Tuple) else f"{label.id}.Index"
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
            if accessor not in ("loc", "at") or ast.unparse(key) != told:
                return False
    return True
