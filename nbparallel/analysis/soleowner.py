"""Whether nobody but the frame holds a column of it when a loop stores into a part of that.

What pandas does for ``df.loc[mask, c] = v`` depends on who else refers to the memory: with nobody,
it stores in place; else the column gets memory of its own, and how columns lie side by side
decides how sums along rows round. The kernel stores with those references that there are when
a chunk is committed, so the body, and the items, may make none.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, Final

from nbparallel import facts
from nbparallel.analysis.loops import Loop

REDUCTIONS: Final = frozenset(
    "all any count kurt max mean median min nunique quantile sem skew std sum var".split()
)
_MASKS: Final = frozenset(
    "isna isnull notna notnull isin between duplicated eq ne lt le gt ge".split()
)
OF_NUMPY: Final = REDUCTIONS | frozenset(
    """isnan nanmax nanmean nanmedian nanmin nanpercentile nanquantile nanstd nansum nanvar
    percentile""".split()
)
_NEW: Final = (
    REDUCTIONS
    | _MASKS
    | frozenset(
        """apply argmax argmin cumsum diff idxmax idxmin item map rank to_list to_numpy tolist
        unique value_counts""".split()
    )
)
"""Methods of a column that give nothing of its memory that pandas knows of."""

_TAKING: Final = frozenset("abs float int len list max min round set sorted str sum tuple".split())
_LABELS: Final = frozenset({"columns", "dtypes", "keys", "select_dtypes"})
_CALLED: Final = frozenset("enumerate list range reversed set sorted tuple zip".split())
_METHODS: Final = frozenset(
    "difference drop intersection items keys select_dtypes to_list tolist union values".split()
)

Stored = Callable[[ast.AST], bool]


def body_refers_not(body: list[ast.stmt], frames: Collection[str], key: Stored) -> bool:
    """Whether no name, container or temporary of a body holds a frame's column.

    Parameters
    ----------
    body : list of ast.stmt
        The body.
    frames : collection of str
        The names of the frames.
    key : callable
        Whether a node is ``df.loc[rows, column]``.
    """
    nodes = [node for s in body for node in ast.walk(s)]
    around = {id(child): node for node in nodes for child in ast.iter_child_nodes(node)}
    return all(
        _is_used_up(node, around, key)
        for node in nodes
        if isinstance(node, ast.Name) and node.id in frames
    )


def _is_used_up(name: ast.Name, around: dict[int, ast.AST], key: Stored) -> bool:
    """Whether what stands around a frame's name makes something new of it, at once."""
    node: ast.AST | None = around.get(id(name))
    part: ast.AST = name
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and node.func.id == "len"
    if isinstance(node, ast.Attribute):
        part, node = node, around.get(id(node))
        if part.attr != "loc" or node is None or not key(node):
            return False
    if not isinstance(node, ast.Subscript) or node.value is not part:
        return False
    if not isinstance(node.ctx, ast.Load):
        return key(node)
    while True:
        part, node = node, around.get(id(node))
        if isinstance(node, ast.BinOp | ast.Compare):
            return True
        if isinstance(node, ast.Call):
            return _is_of_numpy(node)
        if not isinstance(node, ast.Attribute):
            return False
        call = around.get(id(node))
        if not isinstance(call, ast.Call) or call.func is not node:
            return node.attr in ("dtype", "size")
        if node.attr in REDUCTIONS | _MASKS:
            return True
        if node.attr not in ("abs", "round"):
            return False
        node = call


def _is_of_numpy(call: ast.Call) -> bool:
    function = call.func
    return (
        isinstance(function, ast.Attribute)
        and isinstance(function.value, ast.Name)
        and function.value.id in ("np", "numpy")
        and function.attr in OF_NUMPY
    )


def is_kept(read: ast.expr, around: Mapping[int, ast.AST]) -> bool:
    """Whether a column that is read may be held while the body stores into its frame.

    Parameters
    ----------
    read : ast.expr
        The expression that gives it, or an element of it.
    around : mapping
        What stands around each node, by its identity.
    """
    if isinstance(read, ast.Subscript) and isinstance(read.value, ast.Attribute):
        rows = read.slice.elts[0] if isinstance(read.slice, ast.Tuple) else read.slice
        if not isinstance(rows, ast.Slice):
            return False  # one element, or others than the frame's
    part: ast.AST = read
    while True:
        node = around.get(id(part))
        if isinstance(node, ast.BinOp | ast.Compare | ast.UnaryOp):
            return False
        if isinstance(node, ast.Subscript) and node.value is part:
            return isinstance(node.slice, ast.Slice)
        if isinstance(node, ast.Call):
            return not (_is_of_numpy(node) or _takes(node))
        if not isinstance(node, ast.Attribute):
            return True
        part, call = node, around.get(id(node))
        if not isinstance(call, ast.Call) or call.func is not node:
            if node.attr in ("dtype", "size", "shape", "values", "index", "name"):
                return False
            continue  # an accessor
        if node.attr in _NEW:
            return False
        part = call


def _takes(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Name) and call.func.id in _TAKING


def items_refer_not(loop: Loop, namespace: Mapping[str, Any]) -> bool:
    """Whether a loop's items are sure to be no columns that only the loop holds."""
    around = {
        id(child): node for node in ast.walk(loop.iterable) for child in ast.iter_child_nodes(node)
    }
    return all(_is_plain(node, around, namespace) for node in ast.walk(loop.iterable))


def _is_plain(node: ast.AST, around: dict[int, ast.AST], namespace: Mapping[str, Any]) -> bool:
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        live = facts.lookup(namespace, node.id)[1]
        parent = around.get(id(node))
        if isinstance(live, Iterator) or not _is_of_library(type(live)):
            return False
        if not facts.is_frame(live) or not isinstance(parent, ast.Attribute):
            return True
        return parent.attr in _LABELS
    if isinstance(node, ast.Call):
        function = node.func
        if isinstance(function, ast.Attribute):
            return function.attr in _METHODS
        return isinstance(function, ast.Name) and _is_listing(function.id, namespace)
    if isinstance(node, ast.Subscript):
        parent = around.get(id(node))
        if isinstance(parent, ast.Attribute) and parent.attr == "dtype":
            return True
        return not isinstance(node.value, ast.Name) or not facts.is_frame(
            facts.lookup(namespace, node.value.id)[1]
        )
    if isinstance(node, ast.Attribute):
        return node.attr in _LABELS | _METHODS | {"dtype"}
    return not isinstance(node, ast.GeneratorExp | ast.Await | ast.Yield | ast.NamedExpr)


def _is_of_library(cls: type) -> bool:
    return cls.__module__.partition(".")[0] in ("builtins", "numpy", "pandas", "tqdm")


def _is_listing(name: str, namespace: Mapping[str, Any]) -> bool:
    live: Any = facts.lookup(namespace, name)[1]
    module = getattr(live, "__module__", "") or ""
    bar = module.partition(".")[0] == "tqdm" and sys.modules.get("tqdm") is not None
    return bar or name in _CALLED
