"""How far a loop has come: for a tqdm bar around its iterable, and for who looks on."""

from __future__ import annotations

import operator
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

PACE_S: Final = 0.25


class Progress:
    """A bar that stands around a loop's iterable, or none.

    Parameters
    ----------
    iterable : object
        What the loop's header gave.

    Attributes
    ----------
    iterable : object
        What is iterated, without the bar.
    """

    def __init__(self, iterable: Any) -> None:
        self._bar = iterable if _is_bar(iterable) else None
        self.iterable = iterable if self._bar is None else iterable.iterable

    def watched(self, items: Iterator[Any]) -> Iterator[Any]:
        """Give items one by one, and advance after each."""
        return items if self._bar is None else _Watched(items, self)

    def advance(self, iterations: int) -> None:
        """Tell the bar of iterations that are done."""
        if self._bar is not None and not self._bar.disable:
            self._bar.update(iterations)

    def close(self) -> None:
        """Tell the bar that the loop is over."""
        if self._bar is not None and not self._bar.disable:
            self._bar.close()


class _Watched:
    """Items of which each counts as done when the next is asked for."""

    def __init__(self, items: Iterable[Any], progress: Progress) -> None:
        self._items = iter(items)
        self._progress = progress
        self._began = False

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        if self._began:
            self._progress.advance(1)
            self._began = False
        item = next(self._items)
        self._began = True
        return item

    def __length_hint__(self) -> int:
        return operator.length_hint(self._items)


class Paced:
    """Items of a long block, which tells a few times a second how many of them are done.

    Parameters
    ----------
    items : iterable
        What is iterated.
    tell : callable
        Takes the number of items that are done.
    """

    def __init__(self, items: Iterable[Any], tell: Callable[[int], None]) -> None:
        self._items = iter(items)
        self._tell = tell
        self._given = 0
        self._due = time.monotonic() + PACE_S

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        if time.monotonic() >= self._due:
            self._tell(self._given)
            self._due = time.monotonic() + PACE_S
        item = next(self._items)
        self._given += 1
        return item

    def __length_hint__(self) -> int:
        return operator.length_hint(self._items)


def _is_bar(iterable: Any) -> bool:
    cls = type(iterable)
    return (
        cls.__module__.partition(".")[0] == "tqdm"
        and hasattr(cls, "update")
        and getattr(iterable, "iterable", None) is not None
    )
