"""Values that pandas stores into a part of a column as it does into a part of a frame.

Where one value is for many rows, and where a column of the same frame is, there is no difference.
Of lists, of columns with other rows and of whole columns with what is missing there is: whether
lengths must agree, and what is an error.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from nbparallel import facts
from nbparallel.analysis import fixed, scope
from nbparallel.analysis.soleowner import OF_NUMPY, REDUCTIONS

_NUMBERS: Final = frozenset({"abs", "float", "int", "max", "min", "round"})
_MISSING: Final = frozenset({"NA", "NaT", "inf", "nan"})
_SEVERAL: Final = frozenset({"quantile", "percentile", "nanpercentile", "nanquantile"})


class Values:
    """Tells them.

    Parameters
    ----------
    body : list of ast.stmt
        The loop's body.
    target : ast.expr
        Its target.
    items : sequence or None
        Its items, where they are at hand.
    namespace : mapping
        The live namespace.
    is_column : callable
        Whether an expression is a column of a frame.
    """

    def __init__(
        self,
        body: list[ast.stmt],
        target: ast.expr,
        items: Sequence[Any] | None,
        namespace: Mapping[str, Any],
        is_column: Callable[[ast.expr], bool],
    ) -> None:
        self._namespace, self._is_column = namespace, is_column
        self._target, self._items = target, items
        self._bound: dict[str, int] = {}
        self._stored: set[str] = set()
        for s in body:
            for node in ast.walk(s):
                if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
                    self._bound[node.id] = self._bound.get(node.id, 0) + 1
                elif isinstance(node, ast.Subscript) and not isinstance(node.ctx, ast.Load):
                    self._stored |= scope.read_names([node.value])
        self._scalars: set[str] = set()
        for s in body:
            self._learn(s)

    def _learn(self, node: ast.stmt) -> None:
        """Note the names that the body binds once, to one value each."""
        if not isinstance(node, ast.Assign) or len(node.targets) != 1:
            return
        target = node.targets[0]
        if isinstance(target, ast.Name) and self.is_one(node.value):
            names = [target]
        elif isinstance(target, ast.Tuple) and self._are_several(node.value, len(target.elts)):
            names = [part for part in target.elts if isinstance(part, ast.Name)]
        else:
            return
        self._scalars |= {name.id for name in names if self._bound[name.id] == 1}

    def may_be_stored(self, node: ast.expr, *, whole: bool) -> bool:
        """Whether a value may be stored; into all rows, perhaps."""
        return self._is_like_column(node) or (not whole and self.is_one(node))

    def _is_like_column(self, node: ast.expr) -> bool:
        """Whether a value is computed of columns, row by row."""
        if isinstance(node, ast.BinOp):
            parts = (node.left, node.right)
            column = any(self._is_column(part) or self._is_like_column(part) for part in parts)
            return column and all(
                self._is_column(part) or self._is_like_column(part) or self.is_one(part)
                for part in parts
            )
        return False

    def is_one(self, node: ast.expr) -> bool:
        """Whether an expression gives one number, text or date."""
        if isinstance(node, ast.Constant):
            return isinstance(node.value, int | float | str)
        if isinstance(node, ast.UnaryOp):
            return self.is_one(node.operand)
        if isinstance(node, ast.BinOp):
            return self.is_one(node.left) and self.is_one(node.right)
        if isinstance(node, ast.Name):
            return self._is_one_by_name(node.id)
        if isinstance(node, ast.Subscript):
            live = self._held(node)
            return live is not None and all(map(_is_atom, live))
        if isinstance(node, ast.Attribute):
            return isinstance(node.value, ast.Name) and node.attr in _MISSING
        return isinstance(node, ast.Call) and self._gives_one(node)

    def _is_one_by_name(self, name: str) -> bool:
        if name in scope.target_names(self._target):
            return name not in self._bound and fixed.are_fixed(
                {name}, self._target, self._items, _is_atom
            )
        if name in self._bound:
            return name in self._scalars
        return _is_atom(facts.lookup(self._namespace, name)[1])

    def _gives_one(self, call: ast.Call) -> bool:
        function, arguments = call.func, call.args
        if call.keywords:
            return False
        if isinstance(function, ast.Name):
            own = facts.lookup(self._namespace, function.id)[1] is getattr(
                builtins, function.id, None
            )
            fits = len(arguments) > 1 or function.id not in ("max", "min")
            return own and function.id in _NUMBERS and fits and all(map(self.is_one, arguments))
        if not isinstance(function, ast.Attribute):
            return False
        if self._is_column(function.value):
            return function.attr in REDUCTIONS and all(map(self.is_one, arguments))
        column = bool(arguments) and self._is_column(arguments[0])
        numpy = isinstance(function.value, ast.Name) and function.value.id in ("np", "numpy")
        return (
            numpy and column and function.attr in OF_NUMPY and all(map(self.is_one, arguments[1:]))
        )

    def _are_several(self, node: ast.expr, count: int) -> bool:
        """Whether an expression gives as many values, one each."""
        if isinstance(node, ast.Tuple | ast.List):
            return len(node.elts) == count and all(map(self.is_one, node.elts))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            wanted = node.args[-1] if node.args and not node.keywords else None
            of = (node.func.value, *node.args[:-1])
            return (
                node.func.attr in _SEVERAL
                and any(map(self._is_column, of))
                and isinstance(wanted, ast.Tuple | ast.List)
                and all(map(self.is_one, wanted.elts))
            )
        held = self._held(node) if isinstance(node, ast.Subscript) else None
        return held is not None and all(
            type(value) in (tuple, list) and all(map(_is_atom, value)) for value in held
        )

    def _held(self, node: ast.Subscript) -> list[Any] | None:
        """Give all that a live dictionary or column holds of which an element is taken."""
        if not isinstance(node.value, ast.Name) or node.value.id in {*self._bound, *self._stored}:
            return None
        live: Any = facts.lookup(self._namespace, node.value.id)[1]
        if type(live) is dict:
            return list(live.values())
        if facts.is_frame(live) and not hasattr(live, "columns") and live.index.is_unique:
            return list(live) if not isinstance(node.slice, ast.Slice) else None
        return None


def _is_atom(value: object) -> bool:
    kind = type(value)
    return value is not None and (facts.is_atom_type(kind) and kind not in (bytes, range, slice))
