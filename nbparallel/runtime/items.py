"""A loop's items: what the kernel has not yet taken, sliced for chunks."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from nbparallel import facts


class Items:
    """The items of one execution of a loop.

    The kernel's own iterations draw from `iterator`, exactly as the plain loop would. Once
    `take_rest` was called, what is left can be sliced, and nothing is drawn any more.

    Parameters
    ----------
    iterable : object
        What the loop's header gave.
    """

    def __init__(self, iterable: Any) -> None:
        self.iterable = iterable
        self.iterator: Iterator[Any] = iter(iterable)
        self.taken = 0
        self.total = _length(iterable)
        self._rest: Sequence[Any] | None = None
        self._offset = 0
        self.failure: BaseException | None = None  # what drawing ahead ended with

    def block(self, count: int) -> Iterator[Any]:
        """Give the next items to the kernel's loop."""
        self.taken += count
        return itertools.islice(self.iterator, count)

    def peek(self) -> Sequence[Any] | None:
        """Give what is left without drawing it; None where that is not possible.

        Items drawn ahead of a body that changes what is iterated would be other items, so
        nothing is drawn before the body is known not to.
        """
        if self._rest is not None:
            return self._rest
        if type(self.iterable) in facts.SEQUENCES or facts.is_ndarray(self.iterable):
            rest: Sequence[Any] = self.iterable[self.taken :]
            return rest
        if _is_index(self.iterable):
            labels: list[Any] = list(self.iterable)
            return labels[self.taken :]
        try:
            duplicate = _duplicate(self.iterator)
            return list(duplicate) if duplicate is not None else None
        except RuntimeError:  # changed while it is iterated: the plain loop will say so
            return None

    def take_rest(self) -> Sequence[Any]:
        """Take what is left off the iterator, without a copy where that is possible."""
        if self._rest is None:
            self._offset = self.taken
            cls = type(self.iterable)
            if cls is range or facts.is_ndarray(self.iterable):
                self._rest = self.iterable[self.taken :]
            else:
                self._rest = self._draw()
            assert self._rest is not None
            self.total = self._offset + len(self._rest)
        return self._rest

    def _draw(self) -> list[Any]:
        """Draw all that is left; an exception is kept for when the items are through."""
        rest: list[Any] = []
        try:
            rest.extend(self.iterator)
        except Exception as error:  # whatever the cell's header raises
            self.failure = error
        return rest

    def remaining(self) -> Iterable[Any]:
        """Give what is left to the kernel's loop, whether or not it was taken ahead."""
        if self._rest is None:
            return self.iterator
        return itertools.chain(self._rest, self.ending())

    def ending(self) -> Iterator[Any]:
        """Give nothing, or raise what drawing ahead ended with: all before it is done."""
        if self.failure is not None:
            raise self.failure
        yield from ()

    @property
    def taken_ahead(self) -> bool:
        """Whether `take_rest` was called."""
        return self._rest is not None

    def between(self, start: int, stop: int | None) -> Sequence[Any]:
        """Give items by iteration number, after `take_rest`."""
        rest = self.take_rest()
        return rest[start - self._offset : None if stop is None else stop - self._offset]


def _is_index(iterable: Any) -> bool:
    """Whether something is a pandas index, which never changes."""
    pandas = sys.modules.get("pandas")
    return pandas is not None and isinstance(iterable, pandas.Index)


_DUPLICABLE: Final = frozenset(
    """list_iterator tuple_iterator str_iterator str_ascii_iterator bytes_iterator range_iterator
    longrange_iterator dict_keyiterator dict_valueiterator dict_itemiterator set_iterator
    list_reverseiterator dict_reversekeyiterator dict_reversevalueiterator
    dict_reverseitemiterator enumerate zip reversed _deque_iterator""".split()
)


def _duplicate(iterator: Any) -> Iterator[Any] | None:
    """Give an iterator over the same items that leaves the other where it is."""
    cls = type(iterator)
    if cls.__name__ not in _DUPLICABLE or cls.__module__ not in ("builtins", "_collections"):
        return None
    make, arguments, *state = iterator.__reduce__()
    parts = []
    for argument in arguments:
        part = _duplicate(argument) if facts.is_one_shot(argument) else argument
        if part is None and argument is not None:
            return None
        parts.append(part)
    made: Iterator[Any] = make(*parts)
    if state:
        made.__setstate__(state[0])  # type: ignore[attr-defined]
    return made


def _length(iterable: Any) -> int | None:
    """Tell how many items there are, without running anybody's code."""
    if type(iterable) in facts.REITERABLE or type(iterable) in facts.VIEWS:
        return len(iterable)
    if facts.is_ndarray(iterable) and iterable.ndim:
        return len(iterable)
    hint = getattr(type(iterable), "__length_hint__", None)
    if hint is not None and type(iterable).__module__ == "builtins":
        return int(hint(iterable))
    return None
