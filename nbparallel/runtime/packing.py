"""Lists of plain values on their way between processes: marshalled, not pickled one by one.

A pickler of ours asks for each object whether the other side has it already, which costs more than
a cheap iteration. Numbers, texts and tuples of them have no identity that counts, so that a list of
nothing else is written by `marshal`: exact in type and value, several times as fast, and where all
are floats or small integers, with each at its place, so that the kernel can fold them
without making three million objects first.

NaNs are told apart by identity; a list that may hold one is left to the pickler.

Used on both sides, so it imports the standard library only.
"""

from __future__ import annotations

import functools
import itertools
import marshal
import math
import operator
import pickle
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from nbparallel.loaded import loaded

FEW: Final = 8
"""Lists shorter than this are not worth a look."""

PLAIN: Final = frozenset({int, float, bool, str, bytes, type(None)})
"""Types that `marshal` gives back as they were, and whose instances nobody can tell apart."""

_HEADER: Final = 5  # bytes before the first element of a marshalled list: its code and its length
_UNIFORM: Final = {float: (b"g", 9), int: (b"i", 5)}
"""How `marshal` writes an element of a type: its code, and the bytes it takes with it."""

_DEPTH: Final = 3
"""Levels of tuples in tuples that are looked into."""

_WITHOUT_REFERENCES: Final = 2
_WITH_REFERENCES: Final = 4
"""Versions of marshal's format; with references, a text that comes up often is written once."""


@dataclass(frozen=True, slots=True)
class Packed:
    """A list of plain values.

    Attributes
    ----------
    kind : type or None
        ``float`` or ``int`` if each element is one and has its fixed place.
    length : int
        Number of elements.
    data : bytes-like
        Of `marshal.dumps`.
    """

    kind: type | None
    length: int
    data: Any

    def __len__(self) -> int:
        return self.length

    def __reduce__(self) -> Any:
        """Let the data travel beside the pickle."""
        return Packed, (self.kind, self.length, pickle.PickleBuffer(self.data))

    def tolist(self) -> list[Any]:
        """Give the list."""
        found: list[Any] = marshal.loads(self.data)
        return found

    def fold(self, name: str, start: Any) -> Any:
        """Fold the elements from the left, bit for bit as the plain loop does.

        Parameters
        ----------
        name : str
            Of the operation in the module `operator`.
        start : object
            What the loop starts from.

        Notes
        -----
        ``ufunc.accumulate`` of NumPy is defined element by element, each from the one before, so it
        rounds where the plain loop rounds; ``ufunc.reduce`` would add in pairs.
        """
        if type(start) is float and self.kind is float and name in _ACCUMULATED:
            numpy = loaded("numpy")
            if numpy is not None and sys.byteorder == "little":
                return self._accumulated(numpy, getattr(numpy, _ACCUMULATED[name]), start)
        if type(start) is int and self.kind is int and name == "add":
            return sum(self.tolist(), start)  # of integers it is exact in any order
        return functools.reduce(getattr(operator, name), self.tolist(), start)

    def _accumulated(self, numpy: Any, ufunc: Any, start: float) -> float:
        # Each stands behind its code, so they are nine bytes apart and not aligned.
        every = numpy.ndarray((self.length,), "<f8", self.data, _HEADER + 1, (9,))
        stretch = numpy.empty(_STRETCH + 1)
        with numpy.errstate(all="ignore"):  # Python's floats overflow in silence, too
            for at in range(0, self.length, _STRETCH):
                part = every[at : at + _STRETCH]
                stretch[0] = start
                stretch[1 : len(part) + 1] = part
                sums = stretch[: len(part) + 1]
                ufunc.accumulate(sums, out=sums)
                start = float(sums[-1])
        return start


_ACCUMULATED: Final = {"add": "add", "sub": "subtract", "mul": "multiply"}
_STRETCH: Final = 1 << 15
"""Elements folded at a time: so many stay in the cache."""


def pack(values: Sequence[Any]) -> Any:
    """Give a list's `Packed`, or the list itself if it holds anything else than plain values."""
    if len(values) < FEW or type(values) is not list:
        return values
    first = type(values[0])
    if first in _UNIFORM:
        packed = _uniform(values, first)
        if packed is not None:
            return packed
    found = kinds(values)
    if not found <= PLAIN:
        return values
    version = _WITH_REFERENCES if found & {str, bytes} else _WITHOUT_REFERENCES
    data = marshal.dumps(values, version)
    if float in found and _NO_NUMBER.search(data) and _holds_nan(values):
        return values
    return Packed(None, len(values), data)


def _uniform(values: list[Any], kind: type) -> Packed | None:
    """Pack elements that are all of one type, which shows in what `marshal` writes.

    If the whole has the length that such elements must have, and there is their code wherever one
    would begin, then each begins where the one before ends, and all are of that type.
    """
    code, width = _UNIFORM[kind]
    try:
        data = marshal.dumps(values, _WITHOUT_REFERENCES)
    except ValueError:  # what cannot be marshalled at all
        return None
    if len(data) != _HEADER + width * len(values):
        return None
    if data[_HEADER::width].count(code) != len(values):
        return None
    if kind is float:
        tops = data[_HEADER + width - 1 :: width]  # sign and most of the exponent
        if (b"\x7f" in tops or b"\xff" in tops) and any(map(math.isnan, values)):
            return None
    return Packed(kind, len(values), data)


def kinds(values: Sequence[Any], depth: int = _DEPTH) -> set[type]:
    """Give the types of all elements, and of those of tuples among them, so many levels deep."""
    found = set(map(type, values))
    if tuple not in found or not depth:
        return found
    tuples = values if len(found) == 1 else [value for value in values if type(value) is tuple]
    found.discard(tuple)
    return found | kinds(list(itertools.chain.from_iterable(tuples)), depth - 1)


_NO_NUMBER: Final = re.compile(rb"g.{6}[\xf0-\xff][\x7f\xff]", re.DOTALL)
"""How `marshal` writes a float that is a NaN or infinite."""


def _holds_nan(values: Sequence[Any]) -> bool:
    return any(_holds_nan(v) if type(v) is tuple else v != v for v in values)


def unpacked(values: Any) -> Any:
    """Give what `pack` was given."""
    return values.tolist() if type(values) is Packed else values
