"""What each chunk's carried names start with, as serial execution would have left them."""

from __future__ import annotations

import ast
import functools
import itertools
import operator
from collections.abc import Mapping
from typing import Any

from nbparallel.analysis.startvalues import StartValue
from nbparallel.runtime.items import Items
from nbparallel.source import unwarned

_ITEMS = "__nbp_items"


class Starts:
    """Gives the start values of one loop's chunks.

    Parameters
    ----------
    values : mapping of str to StartValue
        How they are found.
    target : ast.expr
        The loop's target.
    namespace : mapping
        The names as they are when the loop is handed over.
    items : Items
        The loop's.
    first : int
        Number of the first iteration that is left.
    """

    def __init__(
        self,
        values: Mapping[str, StartValue],
        target: ast.expr,
        namespace: Mapping[str, Any],
        items: Items,
        first: int,
    ) -> None:
        self._items = items
        self._first = first
        self._now = {name: namespace[name] for name in values}
        self._turning = [name for name, v in values.items() if v.turns]
        self._growing = {name: v.grows for name, v in values.items() if v.grows is not None}
        self._grown = first, {name: self._now[name] for name in self._growing}
        self._steps = {
            name: v.step
            for name, v in values.items()
            if v.step is not None and not v.turns and v.grows is None
        }
        carried = {name: v.value for name, v in values.items() if v.step is None and not v.before}
        self._before = {name: v.before for name, v in values.items() if v.before}
        self._names = tuple(carried)
        self._of_item = _function(tuple(carried.values()), target, namespace) if carried else None

    def of(self, start: int) -> dict[str, Any]:
        """Give the values at the start of an iteration."""
        found = self._at(start)
        if self._before and start > self._first:
            earlier = self._at(start - 1)
            found.update({name: earlier[other] for name, other in self._before.items()})
        return found

    def _at(self, start: int) -> dict[str, Any]:
        if start == self._first:
            return dict(self._now)
        done = start - self._first
        found = {name: self._now[name] + step * done for name, step in self._steps.items()}
        for name in self._turning:
            found[name] = -self._now[name] if done % 2 else self._now[name]
        found.update(self._grown_until(start))
        if self._of_item is not None:
            values = self._of_item(self._items.between(start - 1, start))
            found.update(zip(self._names, values, strict=True))
        return found

    def _grown_until(self, start: int) -> dict[str, Any]:
        """Give what growing names have grown to, as each iteration would have rounded it."""
        at, held = self._grown
        if start < at:
            at, held = self._first, {name: self._now[name] for name in self._growing}
        for name, (function, number) in self._growing.items():
            numbers = itertools.repeat(number, start - at)
            held[name] = functools.reduce(getattr(operator, function), numbers, held[name])
        self._grown = start, held
        return dict(held)


def _function(values: tuple[ast.expr, ...], target: ast.expr, namespace: Mapping[str, Any]) -> Any:
    """Make a function that gives what the last of some items determines."""
    clause = ast.comprehension(target, ast.Name(_ITEMS, ast.Load()), [], 0)
    elements = ast.ListComp(ast.Tuple(list(values), ast.Load()), [clause])
    last = ast.Subscript(elements, ast.UnaryOp(ast.USub(), ast.Constant(1)), ast.Load())
    parameters = ast.arguments([], [ast.arg(_ITEMS)], None, [], [], None, [])
    tree = ast.fix_missing_locations(ast.Expression(ast.Lambda(parameters, last)))
    with unwarned():
        code = compile(tree, "<start values>", "eval", dont_inherit=True)
    return eval(code, {**namespace})
