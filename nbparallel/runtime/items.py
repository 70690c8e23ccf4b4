"""A loop's items: what the kernel has not yet taken, sliced for chunks."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final

from nbparallel import facts
from nbparallel.loaded import loaded
from nbparallel.runtime import columns

AHEAD: Final = 10_000
"""Items of an iterator that are drawn at once, to see whether that is all."""

AHEAD_S: Final = 0.05
"""Seconds that this may take."""

CHECK_S: Final = 0.1
"""Seconds of drawing after which somebody asks whether the user has had enough."""


class Items:
    """The items of one execution of a loop.

    The kernel's own iterations draw from `iterator`, exactly as the plain loop would. Once
    `hand_over` was called, items are had by their numbers. A long or slow iterator is drawn from as
    they are asked for, one item ahead, and what was released is forgotten.

    Parameters
    ----------
    iterable : object
        What the loop's header gave.

    Attributes
    ----------
    total : int or None
        Items in all; None as long as it is unknown.
    check : callable
        Called now and then while items are drawn; may raise.
    """

    def __init__(self, iterable: Any) -> None:
        self.iterable = iterable if (labels := columns.labels_of(iterable)) is None else labels
        self.iterator: Iterator[Any] = iter(iterable)
        self.taken = 0
        self.total = _length(iterable)
        self._rest: Sequence[Any] | None = None
        self._offset = 0
        self._exhausted = True  # nothing is left behind `_rest`
        self.peeked = False  # whether all items were at hand without drawing them
        self.check: Callable[[], None] = lambda: None
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
        if _are_edges(self.iterable):
            return list(self.iterable)[self.taken :]
        try:
            duplicate = _duplicate(self.iterator)
            if duplicate is None:
                return None
            items = list(duplicate)
            self.peeked = True
            return items
        except (RuntimeError, ValueError):
            return None  # it has changed, or parts of a zip differ in length: the loop will say so

    def hand_over(self) -> None:
        """Take what is left off the iterator, without a copy where that is possible."""
        if self._rest is not None:
            return
        self._offset = self.taken
        cls = type(self.iterable)
        if cls is range or facts.is_ndarray(self.iterable):
            self._rest = self.iterable[self.taken :]
            self.total = self._offset + len(self._rest)
            return
        self._rest = []
        self._exhausted = False
        if self.peeked or self.total is not None:
            self._draw(None)
        else:
            self._draw(self.taken + AHEAD, time.monotonic() + AHEAD_S)

    def _draw(self, stop: int | None, deadline: float | None = None) -> None:
        """Draw up to an iteration's number, or all; an exception is kept for the end."""
        rest = self._rest
        assert isinstance(rest, list)
        checked = time.monotonic()
        left = None if stop is None else stop - self._offset - len(rest)
        try:
            for item in itertools.islice(self.iterator, left):
                rest.append(item)
                if len(rest) % 64 == 0 or deadline is not None:
                    now = time.monotonic()
                    if deadline is not None and now > deadline:
                        return
                    if now - checked > CHECK_S:
                        checked = now
                        self.check()
        except Exception as error:  # whatever the cell's header raises
            self.failure = error
            stop = None
        if stop is None or len(rest) < stop - self._offset:
            self._exhausted = True
            self.total = self._offset + len(rest)

    def remaining(self, start: int) -> Iterable[Any]:
        """Give what is left to the kernel's loop, whether or not some was drawn ahead."""
        if self._rest is None:
            return self.iterator
        return itertools.chain(self.onwards(start), self.ending())

    def ending(self) -> Iterator[Any]:
        """Give nothing, or raise what drawing ahead ended with: all before it is done."""
        if self.failure is not None:
            raise self.failure
        yield from ()

    def let_go(self) -> None:
        """Forget what is iterated: a loop that is left ends a generator nobody else has."""
        self.iterable = self.iterator = iter(())

    @property
    def handed_over(self) -> bool:
        """Whether `hand_over` was called."""
        return self._rest is not None

    def between(self, start: int, stop: int) -> Sequence[Any]:
        """Give items by iteration number, after `hand_over`; fewer if there are no more."""
        assert self._rest is not None
        if not self._exhausted and stop >= self._offset + len(self._rest):
            self._draw(stop + 1)  # one more, to know whether this is the last
        return self._rest[start - self._offset : stop - self._offset]

    def onwards(self, start: int) -> Iterable[Any]:
        """Give the items from an iteration on, as the plain loop would draw them."""
        assert self._rest is not None
        rest = self._rest[start - self._offset :]
        return rest if self._exhausted else itertools.chain(rest, self.iterator)

    def release(self, stop: int) -> None:
        """Forget items before an iteration; the last of them may be asked for once more."""
        if type(self._rest) is list and not self.peeked:
            done = max(0, stop - 1 - self._offset)
            if done > AHEAD or not self._exhausted:
                del self._rest[:done]
                self._offset += done


def _is_index(iterable: Any) -> bool:
    """Whether something is a pandas index, which never changes."""
    pandas = loaded("pandas")
    return pandas is not None and isinstance(iterable, pandas.Index)


def _are_edges(iterable: Any) -> bool:
    """Whether something is a view of a graph's edges, which can be read again and again."""
    kind = type(iterable)
    return kind.__module__ == "networkx.classes.reportviews" and kind.__name__ in (
        "EdgeView",
        "EdgeDataView",
        "OutEdgeView",
        "OutEdgeDataView",
    )


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
        return columns.duplicate(iterator, _duplicate)
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
