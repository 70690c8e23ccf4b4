"""What containers hold: the exact types of their elements, found at C speed and only once.

A container of a million elements takes some 16 ms to pass over. While a loop is judged nothing of
the user's runs, so that what was seen once holds for all the ways in which it is judged.
"""

from __future__ import annotations

import contextlib
import itertools
import operator
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final

from nbparallel import facts


class Column:
    """One position of tuples, looked at where they are."""

    __slots__ = ("_rows", "_take", "key")

    def __init__(self, rows: Sequence[Any] | Column, position: int) -> None:
        self._rows = rows
        self._take = operator.itemgetter(position)
        self.key: tuple[object, int] = _key(rows), position

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Any]:
        return map(self._take, self._rows)


_passed_over: dict[object, tuple[object, frozenset[type] | None]] | None = None


@contextlib.contextmanager
def at_rest() -> Iterator[None]:
    """Within, none of the user's code runs: what a container holds is looked at once."""
    global _passed_over
    outer = _passed_over
    _passed_over = {} if outer is None else outer
    try:
        yield
    finally:
        _passed_over = outer


def _key(container: object) -> object:
    return container.key if type(container) is Column else id(container)


def _once(
    key: object, container: object, look: Callable[[Any], frozenset[type] | None]
) -> frozenset[type] | None:
    """Look at a container, or recall what was seen."""
    if _passed_over is None:
        return look(container)
    found = _passed_over.get(key)
    if found is None:
        found = _passed_over[key] = container, look(container)  # alive: the key holds its id
    return found[1]


def element_types(container: object) -> frozenset[type] | None:
    """Give the exact types of a container's elements (a mapping's values).

    None where they cannot be known without running foreign code. One pass at C speed.
    """
    look = _LOOKS.get(type(container))
    return None if look is None else _once(_key(container), container, look)


def key_types(mapping: dict[Any, Any]) -> frozenset[type] | None:
    """Give the exact types of a plain dict's keys."""
    return _once(("keys", id(mapping)), mapping, lambda held: frozenset(map(type, held)))


def types_within(container: object, cls: type) -> frozenset[type] | None:
    """Give the exact types of the elements of a container's elements, all of one type."""
    look = _LOOKS_WITHIN.get(cls)
    return None if look is None else _once(("within", _key(container)), container, look)


def _types(container: Iterable[Any]) -> frozenset[type]:
    return frozenset(map(type, container))


def _types_of_column(column: Column) -> frozenset[type] | None:
    try:
        return _types(column)
    except IndexError:  # a row is too short: unpacking it will raise
        return None


def _types_of_values(container: dict[Any, Any]) -> frozenset[type]:
    return frozenset(map(type, container.values()))


def _types_in_parts(container: Iterable[Any]) -> frozenset[type]:
    return _types(itertools.chain.from_iterable(container))


def _types_in_values(container: Iterable[Any]) -> frozenset[type]:
    return _types(itertools.chain.from_iterable(map(dict.values, container)))


_INTEGERS: Final = frozenset({int})
_PARTS: Final = (list, tuple, set, frozenset, deque, *facts.VIEWS[:2])
_LOOKS: Final[dict[type, Callable[[Any], frozenset[type] | None]]] = {
    **dict.fromkeys(_PARTS, _types),
    Column: _types_of_column,
    dict: _types_of_values,
    range: lambda _: _INTEGERS,
    bytes: lambda _: _INTEGERS,
    str: lambda _: frozenset({str}),
}
_LOOKS_WITHIN: Final[dict[type, Callable[[Any], frozenset[type] | None]]] = {
    **dict.fromkeys(_PARTS, _types_in_parts),
    dict: _types_in_values,
}


def are_tuples(items: object) -> bool:
    """Whether a list or a column holds nothing but plain tuples."""
    if type(items) is not list and type(items) is not Column:
        return False
    types = element_types(items)
    return types is not None and types <= {tuple}
