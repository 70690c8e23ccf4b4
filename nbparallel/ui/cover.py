"""A set of iterations kept as intervals: how many are done, whatever the order."""

from __future__ import annotations

from bisect import bisect_left, bisect_right


class Cover:
    """Disjoint intervals ``[start, stop)`` in order; adjacent ones are joined."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._stops: list[int] = []
        self.size = 0

    def add(self, start: int, stop: int) -> None:
        """Add ``[start, stop)``; what is there already is not counted twice."""
        if stop <= start:
            return
        low = bisect_left(self._stops, start)
        high = bisect_right(self._starts, stop)
        if low < high:
            start = min(start, self._starts[low])
            stop = max(stop, self._stops[high - 1])
        self._replace(low, high, [(start, stop)])

    def remove(self, start: int, stop: int) -> None:
        """Take ``[start, stop)`` out, as far as it is there."""
        low = bisect_right(self._stops, start)
        high = bisect_left(self._starts, stop)
        if stop <= start or low >= high:
            return
        left = self._starts[low], start
        right = stop, self._stops[high - 1]
        self._replace(low, high, [part for part in (left, right) if part[0] < part[1]])

    def _replace(self, low: int, high: int, parts: list[tuple[int, int]]) -> None:
        old = zip(self._starts[low:high], self._stops[low:high], strict=True)
        self.size -= sum(stop - start for start, stop in old)
        self.size += sum(stop - start for start, stop in parts)
        self._starts[low:high] = [start for start, _ in parts]
        self._stops[low:high] = [stop for _, stop in parts]
