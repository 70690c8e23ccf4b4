"""What pickle does not copy as it is: matches, NumPy's own types of data, pandas' types of rows.

A match is refused by pickle; it is found again where it is wanted. Of each plain type of data NumPy
has one object, of which pickle makes copies; with a copy ``np.asarray(a, dtype=float)`` gives
another object than ``a``. Whenever the rows of a frame are iterated as tuples, pandas makes a
class for them that stands in no module.

Runs on workers, so it imports the standard library only.
"""

from __future__ import annotations

import collections
import pickle
import re
import sys
from collections.abc import Iterator
from typing import Any

from nbparallel.loaded import loaded

_WAYS = ("match", "fullmatch", "search")


def reduced(match: re.Match[Any]) -> tuple[Any, ...]:
    """Say how to find a match again, as `object.__reduce__` does.

    Raises
    ------
    pickle.PicklingError
        If no search gives just this match.
    """
    for number, other in enumerate(_searched(match.re, match.string, match.pos, match.endpos)):
        if other is not None and (other.regs, other.lastindex) == (match.regs, match.lastindex):
            return found_again, (match.re, match.string, match.pos, match.endpos, number)
    raise pickle.PicklingError("cannot pickle 're.Match' object")


def plain_type(obj: Any) -> tuple[Any, ...] | None:
    """Name one of NumPy's own types of data, as `object.__reduce__` does; None for others."""
    numpy = loaded("numpy")
    if numpy is None or not isinstance(obj, numpy.dtype) or obj.isbuiltin != 1:
        return None
    return (numpy.dtype, (obj.char,)) if numpy.dtype(obj.char) is obj else None


_ROWS_FROM = "pandas.core.frame"


def row_type(obj: Any) -> tuple[Any, ...] | None:
    """Say how to make the class of ``itertuples``, as `object.__reduce__` does; None for others."""
    if not isinstance(obj, type) or obj.__bases__ != (tuple,) or obj.__module__ != _ROWS_FROM:
        return None
    fields: tuple[str, ...] | None = getattr(obj, "_fields", None)
    if fields is None or getattr(sys.modules[_ROWS_FROM], obj.__name__, None) is obj:
        return None
    made = named_row(obj.__name__, fields)
    others = vars(made).keys() ^ vars(obj).keys()
    return (named_row, (obj.__name__, fields)) if others <= {"__slotnames__"} else None


def named_row(name: str, fields: tuple[str, ...]) -> type:
    """Make such a class."""
    return collections.namedtuple(name, fields, rename=True, module=_ROWS_FROM)


def found_again(pattern: re.Pattern[Any], text: Any, start: int, end: int, number: int) -> Any:
    """Find a match again."""
    for count, match in enumerate(_searched(pattern, text, start, end)):
        if count == number:
            return match
    raise pickle.UnpicklingError("a match is not found again")


def _searched(pattern: re.Pattern[Any], text: Any, start: int, end: int) -> Iterator[Any]:
    """Give what the methods of a pattern give; all remember where the search began."""
    for way in _WAYS:
        yield getattr(pattern, way)(text, start, end)
    yield from pattern.finditer(text, start, end)
