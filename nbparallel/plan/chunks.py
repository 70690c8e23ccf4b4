"""How many iterations the next chunk takes: factoring (FAC2) between two grain bounds.

Factoring hands out work in batches of ``P`` equal chunks for ``P`` workers. A batch takes
half of what is left, so the chunks taper: large ones first, where overhead would hurt, and
small ones last, where an uneven end would. The grain bounds keep a chunk's predicted time
between what makes Dask's cost per task negligible and what keeps the bar moving and an
interrupt cheap; with many workers both grow, since one scheduler serves them all. Of an
iterable whose length is unknown, chunks start short and double.

What the kernel measured of the first iterations may say little of the others, so the first
chunks are short however it looks, and no chunk is much longer than the longest that has come
back.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from nbparallel.plan.pace import Pace

TASKS_PER_SECOND: Final = 800.0
"""Chunks a second that one scheduler handles with something to spare."""

_PROBES: Final = 8
"""Chunks that a worker's share makes at least, as long as none has come back."""

_FEW: Final = 4
"""Iterations of a chunk that are not too many to begin with."""

_GROWTH: Final = 2
"""Times by which a chunk may have more iterations than any that has come back."""

# An iteration that took no measurable time must not make a chunk infinite.
_LEAST_SECONDS: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Grain:
    """Bounds on the predicted seconds of one chunk.

    Attributes
    ----------
    shortest, longest : float
        The bounds themselves.
    unmeasured : float
        Upper bound as long as no chunk has come back: the first estimate comes from a few
        iterations in the kernel and may be far off.
    """

    shortest: float = 0.05
    longest: float = 1.0
    unmeasured: float = 0.25

    def for_workers(self, workers: int) -> Grain:
        """Give bounds with which one scheduler keeps up with so many workers."""
        least = workers / TASKS_PER_SECOND
        if least <= self.shortest:
            return self
        return Grain(least, max(self.longest, 2 * least), max(self.unmeasured, least))


class Factoring:
    """The sizes of one loop's chunks, in the order in which they are cut.

    Parameters
    ----------
    grain : Grain
        Bounds on the predicted time of a chunk.
    """

    def __init__(self, grain: Grain | None = None) -> None:
        self._grain = grain or Grain()
        self._size = 0  # of the chunks in this batch, before the grain bounds
        self._left = 0  # chunks of this batch not yet cut
        self._batches = 0

    def next_size(self, start: int, remaining: int | None, workers: int, pace: Pace) -> int:
        """Give the number of iterations of the next chunk, at least 1.

        Parameters
        ----------
        start : int
            Its first iteration.
        remaining : int or None
            Iterations not yet cut into chunks; None if unknown.
        workers : int
            Workers that take chunks, at least 1.
        pace : Pace
            What iterations cost.
        """
        grain = self._grain.for_workers(workers)
        seconds = max(pace.at(start), _LEAST_SECONDS)
        if not self._left:
            self._open_batch(start, remaining, workers, pace)
        self._left -= 1
        upper = grain.longest if pace.measured else min(grain.longest, grain.unmeasured)
        most = math.floor(upper / seconds)
        if remaining is not None and not pace.measured:
            most = min(most, _probe(remaining, workers))
        elif pace.measured:
            most = min(most, _GROWTH * pace.longest)
        least = math.ceil(grain.shortest / seconds)
        size = max(1, min(max(self._size, least), most))
        return size if remaining is None else min(size, remaining)

    def _open_batch(self, start: int, remaining: int | None, workers: int, pace: Pace) -> None:
        seconds = max(pace.at(start), _LEAST_SECONDS)
        if remaining is not None:
            # Where iterations get shorter, half of those that are left is more than half the work.
            share = min(1.0, pace.at(start + remaining / 2) / seconds)
            self._size = math.ceil(share * remaining / (2 * workers))
        else:
            doublings = min(self._batches, 60)
            shortest = self._grain.for_workers(workers).shortest
            self._size = math.ceil(shortest * 2**doublings / seconds)
        self._left = workers
        self._batches += 1


def _probe(remaining: int, workers: int) -> int:
    """Give the iterations that a chunk has at most before anything was measured on a worker."""
    half = math.ceil(remaining / (2 * workers))
    return max(math.ceil(remaining / (_PROBES * workers)), min(half, _FEW))
