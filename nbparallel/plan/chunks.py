"""How many iterations the next chunk takes: factoring (FAC2) between two grain bounds.

Factoring hands out work in batches of ``P`` equal chunks for ``P`` workers. A batch takes
half of what is left, so the chunks taper: large ones first, where overhead would hurt, and
small ones last, where an uneven end would. The grain bounds keep a chunk's predicted time
between what makes Dask's cost per task negligible and what keeps the bar moving and an
interrupt cheap. Of an iterable whose length is unknown, chunks start short and double.
"""

from __future__ import annotations

import math
from dataclasses import dataclass


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

    shortest: float = 0.1
    longest: float = 1.0
    unmeasured: float = 0.5


# An iteration that took no measurable time must not make a chunk infinite.
_LEAST_SECONDS = 1e-9


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

    def next_size(self, remaining: int | None, workers: int, seconds: float, measured: bool) -> int:
        """Give the number of iterations of the next chunk, at least 1.

        Parameters
        ----------
        remaining : int or None
            Iterations not yet cut into chunks; None if unknown.
        workers : int
            Workers that take chunks, at least 1.
        seconds : float
            Estimated seconds of one iteration.
        measured : bool
            Whether the estimate comes from chunks that came back.
        """
        seconds = max(seconds, _LEAST_SECONDS)
        if not self._left:
            self._open_batch(remaining, workers, seconds)
        self._left -= 1
        upper = self._grain.longest
        if not measured:
            upper = min(upper, self._grain.unmeasured)
        least = math.ceil(self._grain.shortest / seconds)
        most = max(1, math.floor(upper / seconds))
        size = max(1, min(max(self._size, least), most))
        return size if remaining is None else min(size, remaining)

    def _open_batch(self, remaining: int | None, workers: int, seconds: float) -> None:
        if remaining is not None:
            self._size = math.ceil(remaining / (2 * workers))
        else:
            doublings = min(self._batches, 60)
            self._size = math.ceil(self._grain.shortest * 2**doublings / seconds)
        self._left = workers
        self._batches += 1
