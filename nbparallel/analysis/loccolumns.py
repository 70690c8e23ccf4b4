"""Stores into parts of a frame's columns, as stores of columns: ``df.loc[df[c] < 0, c] = 0``.

A loop over columns that stores into some rows of each is one that gives each column anew::

    [1] = df[c].copy()
    [1].loc[df[c] < 0] = 0
    assert [1].dtype == df[c].dtype
    df[c] = [1]

with a name that no code can write; and the kernel stores them in place, as `Loop.in_place` tells
it. Only rows that are there may be meant: all of them, or those of
a mask, for a label may add one. Where the column's type would change, pandas does it otherwise
for one column than for a frame: the assertion then leaves the iteration to the kernel.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from nbparallel import facts
from nbparallel.analysis import scope, soleowner
from nbparallel.analysis.loccvalues import Values
from nbparallel.analysis.loops import Loop
from nbparallel.loaded import loaded

_MASKS: Final = frozenset(
    "isna isnull notna notnull isin between duplicated eq ne lt le gt ge".split()
)
"""Methods of a column that give a mask of its rows."""


def find(
    loop: Loop, namespace: Mapping[str, Any], items: Sequence[Any] | None = None
) -> Loop | None:
    """Give a loop that stores whole columns instead; None if there is nothing to be rewritten.

    Parameters
    ----------
    loop : Loop
        A ``for`` loop.
    namespace : mapping
        The names it lives among.
    items : sequence or None
        Its items, where they are at hand.
    """
    assert isinstance(loop.node, ast.For)
    pandas: Any = loaded("pandas")
    if pandas is None or int(pandas.__version__.partition(".")[0]) < 3:
        return None  # views of columns would show that the column is another
    writing = _Writing(loop.body, namespace)
    stored = writing.stored
    if not stored or not soleowner.items_refer_not(loop, namespace):
        return None
    if not soleowner.body_refers_not(loop.body, stored, lambda node: bool(writing.key_of(node))):
        return None
    values = Values(loop.body, loop.target, items, namespace, writing.is_column)
    if not all(writing.suits(node, values) for s in loop.body for node in ast.walk(s)):
        return None
    node = copy.copy(loop.node)
    node.body = writing.block(copy.deepcopy(loop.node.body))
    return replace(loop, node=node, in_place=frozenset(stored)) if writing.count else None


class _Writing(ast.NodeTransformer):
    """Writes stores into columns as stores of columns.

    Parameters
    ----------
    body : list of ast.stmt
        The loop's body.
    namespace : mapping
        The live namespace.
    """

    def __init__(self, body: list[ast.stmt], namespace: Mapping[str, Any]) -> None:
        self.count = 0
        self._namespace = namespace
        self._masks = self._named_masks(body)
        self.stored = {
            key[0]
            for s in body
            for node in ast.walk(s)
            if (key := self.key_of(node)) and isinstance(node.ctx, ast.Store)  # type: ignore[attr-defined]
        }

    def _named_masks(self, body: list[ast.stmt]) -> set[str]:
        """Give the names that are bound once, to a mask, before anything else of the body."""
        bound: dict[str, int] = {}
        for node in scope.walk_scope(body):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store | ast.Del):
                bound[node.id] = bound.get(node.id, 0) + 1
        found: set[str] = set()
        self._masks = found
        for node in body:
            if (
                isinstance(node, ast.Assign)
                and len(node.targets) == 1
                and isinstance(node.targets[0], ast.Name)
                and bound[node.targets[0].id] == 1
                and self._is_mask(node.value)
            ):
                found.add(node.targets[0].id)
        return found

    def key_of(self, node: ast.AST) -> tuple[str, ast.expr, ast.expr] | None:
        """Give the frame, the rows and the column of ``df.loc[rows, column]``."""
        if (
            isinstance(node, ast.Subscript)
            and isinstance(node.value, ast.Attribute)
            and node.value.attr == "loc"
            and isinstance(node.value.value, ast.Name)
            and isinstance(node.slice, ast.Tuple)
            and len(node.slice.elts) == 2
        ):
            name, (rows, column) = node.value.value.id, node.slice.elts
            if self._is_frame(name) and self._are_rows(rows) and _is_label(column):
                return name, rows, column
        return None

    def _is_frame(self, name: str) -> bool:
        live: Any = facts.lookup(self._namespace, name)[1]
        return facts.is_frame(live) and hasattr(live, "columns")

    def _are_rows(self, node: ast.expr) -> bool:
        """Whether rows are meant that are there: all, or those of a mask."""
        if isinstance(node, ast.Slice):
            return node.lower is None and node.upper is None and node.step is None
        return self._is_mask(node)

    def _is_mask(self, node: ast.expr) -> bool:
        if isinstance(node, ast.Name):
            return node.id in self._masks
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitAnd | ast.BitOr):
            return self._is_mask(node.left) and self._is_mask(node.right)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Invert):
            return self._is_mask(node.operand)
        if isinstance(node, ast.Compare) and len(node.ops) == 1:
            comparing = isinstance(
                node.ops[0], ast.Lt | ast.LtE | ast.Gt | ast.GtE | ast.Eq | ast.NotEq
            )
            return comparing and any(map(self.is_column, (node.left, *node.comparators)))
        return (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in _MASKS
            and self.is_column(node.func.value)
        )

    def suits(self, node: ast.AST, values: Values) -> bool:
        """Whether a node is no store, or one of a value that pandas treats alike."""
        target: ast.expr | None = node.target if isinstance(node, ast.AugAssign) else None
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            target = node.targets[0]
        key = self.key_of(target) if target is not None else None
        if key is None:
            return True
        assert isinstance(node, ast.Assign | ast.AugAssign)
        whole = isinstance(key[1], ast.Slice)
        frame = self._namespace[key[0]]
        if whole and any(hasattr(dtype, "numpy_dtype") for dtype in frame.dtypes):
            return False  # of what is missing some is refused there only
        if not values.is_one(node.value) and not self._has_rows_of(frame, node.value):
            return False
        if isinstance(node, ast.AugAssign):
            return not whole and values.may_be_stored(node.value, whole=False)
        return values.may_be_stored(node.value, whole=whole)

    def _has_rows_of(self, frame: Any, node: ast.expr) -> bool:
        """Whether all frames of an expression have the same rows."""
        found = [self._namespace[n] for n in scope.read_names([node]) if self._is_frame(n)]
        return all(live.index.equals(frame.index) for live in found)

    def is_column(self, node: ast.expr) -> bool:
        """Whether an expression is a column of a live frame, or one with methods on it."""
        if (key := self.key_of(node)) is not None:
            return isinstance(node, ast.Subscript) and not isinstance(key[1], ast.Slice)
        if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name):
            return self._is_frame(node.value.id) and _is_label(node.slice)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            return node.func.attr in ("abs", "round") and self.is_column(node.func.value)
        return False

    # ---- writing

    def block(self, body: list[ast.stmt]) -> list[ast.stmt]:
        """Write the statements of a block, and those in them."""
        written = [self.visit(statement) for statement in body]
        return [s for part in written for s in (part if isinstance(part, list) else [part])]

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        return node

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AST:
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        return node

    def visit_Assign(self, node: ast.Assign) -> ast.stmt | list[ast.stmt]:
        key = self.key_of(node.targets[0]) if len(node.targets) == 1 else None
        self.generic_visit(node) if key is None else self._visit_value(node)
        return node if key is None else self._store(node, key)

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.stmt | list[ast.stmt]:
        key = self.key_of(node.target)
        self._visit_value(node)
        return node if key is None else self._store(node, key)

    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        key = self.key_of(node)
        self.generic_visit(node)
        if key is None or key[0] not in self.stored or not isinstance(node.ctx, ast.Load):
            return node
        name, rows, column = key
        return ast.copy_location(_at(_column(name, column, node), rows, node, ast.Load()), node)

    def _visit_value(self, node: ast.Assign | ast.AugAssign) -> None:
        node.value = self.visit(node.value)

    def _store(
        self, node: ast.Assign | ast.AugAssign, key: tuple[str, ast.expr, ast.expr]
    ) -> list[ast.stmt]:
        """Write one store as four statements."""
        self.count += 1
        name, rows, column = key
        rows = self.visit(rows)
        made = f"[column {self.count}]"

        def own(context: ast.expr_context) -> ast.Name:
            return ast.Name(made, context)

        whole = _column(name, column, node)
        copied = ast.Call(ast.Attribute(whole, "copy", ast.Load()), [], [])
        part = _at(own(ast.Load()), rows, node, ast.Store())
        stored: ast.stmt = ast.Assign([part], node.value)
        if isinstance(node, ast.AugAssign):
            stored = ast.AugAssign(part, node.op, node.value)
        types: list[ast.expr] = [
            ast.Attribute(of, "dtype", ast.Load())
            for of in (own(ast.Load()), _column(name, column, node))
        ]
        target = _column(name, column, node)
        target.ctx = ast.Store()
        written = [
            ast.Assign([own(ast.Store())], copied),
            stored,
            ast.Assert(ast.Compare(types[0], [ast.Eq()], types[1:]), None),
            ast.Assign([target], own(ast.Load())),
        ]
        return [ast.fix_missing_locations(ast.copy_location(each, node)) for each in written]


def _is_label(node: ast.expr) -> bool:
    """Whether an expression names one column, and may be evaluated more than once."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str)
    return isinstance(node, ast.Name)


def _column(name: str, column: ast.expr, node: ast.AST) -> ast.Subscript:
    base = ast.Name(name, ast.Load())
    made = ast.Subscript(base, copy.deepcopy(column), ast.Load())
    return ast.fix_missing_locations(ast.copy_location(made, node))


def _at(base: ast.expr, rows: ast.expr, node: ast.AST, context: ast.expr_context) -> ast.Subscript:
    located = ast.Attribute(base, "loc", ast.Load())
    made = ast.Subscript(located, rows, context)
    return ast.fix_missing_locations(ast.copy_location(made, node))
