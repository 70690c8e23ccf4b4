"""Items by which places are told, where iterations may change their own items.

``a[p[0]] += 1`` is another place once the iteration has changed ``p``. Where items are looked at
before the iterations run, names of the target may tell places only if nothing can change them.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import chain
from typing import Any

from nbparallel import facts
from nbparallel.analysis import scope
from nbparallel.source import unwarned

_ITEMS = "__nbp_items"


def are_fixed(
    names: Collection[str],
    target: ast.expr,
    items: Sequence[Any] | None,
    suits: Callable[[Any], bool] | None = None,
) -> bool:
    """Whether what names of a loop's target stand for is immutable through and through.

    Parameters
    ----------
    names : collection of str
        Names, of which those of the target matter.
    target : ast.expr
        The loop's target.
    items : sequence or None
        Its items; None if they are not known.
    suits : callable, optional
        What is asked of each instead.
    """
    wanted = sorted(scope.target_names(target) & set(names))
    if not wanted or type(items) is range:
        return True
    if items is None:
        return False
    values: Iterable[Any] = items
    if not isinstance(target, ast.Name):
        try:
            values = chain.from_iterable(_function(target, wanted)(items))
        except Exception:  # what unpacks an item is the user's, and the kernel's to try
            return False
    return all(map(suits or is_immutable, values))


def is_immutable(value: Any) -> bool:
    """Whether nothing can change an object, nor what it holds."""
    if type(value) in (tuple, frozenset):
        return all(map(is_immutable, value))
    return facts.is_atom_type(type(value))


def _function(target: ast.expr, names: list[str]) -> Callable[[Any], list[Any]]:
    """Make a function that gives what the names stand for, item by item."""
    parts: list[ast.expr] = [ast.Name(name, ast.Load()) for name in names]
    clause = ast.comprehension(target, ast.Name(_ITEMS, ast.Load()), [], 0)
    elements = ast.ListComp(ast.Tuple(parts, ast.Load()), [clause])
    parameters = ast.arguments([], [ast.arg(_ITEMS)], None, [], [], None, [])
    tree = ast.fix_missing_locations(ast.Expression(ast.Lambda(parameters, elements)))
    with unwarned():
        code = compile(tree, "<items>", "eval", dont_inherit=True)
    made: Callable[[Any], list[Any]] = eval(code, {})
    return made
