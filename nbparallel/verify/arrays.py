"""NumPy's part of a comparison, without importing NumPy: bits, and who shares memory."""

from __future__ import annotations

import bisect
from typing import Any, Final

from nbparallel.loaded import loaded

_PLACES: Final = 3


def _kind(value: Any, *names: str) -> bool:
    numpy = loaded("numpy")
    if numpy is None:
        return False
    kinds = []
    for name in names:
        room: Any = numpy
        for part in name.split("."):
            room = getattr(room, part, None)
        kinds += [room] if isinstance(room, type) else []
    return isinstance(value, tuple(kinds))


def is_scalar(value: Any) -> bool:
    """Whether it is a NumPy scalar."""
    return _kind(value, "generic")


def is_record(value: Any) -> bool:
    """Whether it is a record, which shows the memory of the array it was taken from."""
    return _kind(value, "void") and value.dtype.names is not None


def is_array(value: Any) -> bool:
    """Whether it is an array."""
    return _kind(value, "ndarray")


def is_generator(value: Any) -> bool:
    """Whether it is one of NumPy's random generators."""
    return _kind(value, "random.Generator", "random.RandomState")


def state_of(generator: Any) -> Any:
    """Give all that decides what a generator draws next."""
    if hasattr(generator, "bit_generator"):
        return generator.bit_generator.state
    return generator.get_state(legacy=False)


def differing(a: Any, b: Any) -> tuple[list[tuple[int, ...]], int]:
    """Give the first indices at which the bits of two arrays differ, and how many do.

    The arrays have one shape and one type, which holds no objects.
    """
    if a.tobytes() == b.tobytes():
        return [], 0
    import numpy as np

    size = a.dtype.itemsize
    one = np.frombuffer(a.tobytes(), np.uint8).reshape(-1, size)
    other = np.frombuffer(b.tobytes(), np.uint8).reshape(-1, size)
    found = np.flatnonzero((one != other).any(axis=1))
    places = [tuple(map(int, np.unravel_index(i, a.shape))) for i in found[:_PLACES]]
    return places, len(found)


class Overlaps:
    """Which arrays share memory with earlier ones, on both sides of a comparison."""

    def __init__(self) -> None:
        self._sides: tuple[_Side, _Side] = _Side(), _Side()
        self._count = 0

    def met(self, a: Any, b: Any) -> tuple[Any, Any]:
        """Give for each of two arrays what it shares: an earlier one's number and the offset."""
        found = self._sides[0].met(a, self._count), self._sides[1].met(b, self._count)
        self._count += 1
        return found


class _Side:
    def __init__(self) -> None:
        self._spans: list[tuple[int, int, int]] = []  # low, high, number; by low
        self._longest = 0

    def met(self, value: Any, number: int) -> tuple[int, int] | None:
        from numpy.lib.array_utils import byte_bounds

        low, high = byte_bounds(value)
        first = bisect.bisect_left(self._spans, (low - self._longest,))
        last = bisect.bisect_left(self._spans, (high,))
        sharing = [span for span in self._spans[first:last] if span[1] > low]
        bisect.insort(self._spans, (low, high, number))
        self._longest = max(self._longest, high - low)
        if not sharing or low == high:
            return None
        earliest = min(sharing, key=lambda span: span[2])
        return earliest[2], low - earliest[0]
