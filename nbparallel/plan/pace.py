"""What an iteration costs, and how that changes along the loop: learned from measured chunks.

The cost of one iteration is fitted by a straight line over the number of the iteration
(weighted least squares, recent chunks weigh more), for loops whose iterations grow or shrink:
a chunk is cut far ahead of those that have come back. As much of the slope is believed as the line
explains of what was measured, so that loops of uneven iterations get their mean.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_REACH: Final = 4.0
"""Times by which a prediction may exceed what was measured, and by which it may fall short."""


@dataclass(slots=True)
class Pace:
    """Seconds per iteration, at any iteration.

    Attributes
    ----------
    first : float
        The estimate as long as no chunk has come back.
    """

    first: float
    longest: int = 0  # iterations of the longest chunk that has come back
    _weight: float = 0.0
    _x: float = 0.0  # weighted sums of positions, costs, and of their products
    _y: float = 0.0
    _xx: float = 0.0
    _xy: float = 0.0
    _yy: float = 0.0

    @property
    def measured(self) -> bool:
        """Whether a chunk has come back."""
        return self._weight > 0

    @property
    def mean(self) -> float:
        """Seconds of an iteration in the chunks that came back last."""
        return self._y / self._weight if self._weight else self.first

    def add(self, start: int, stop: int, seconds: float, workers: int) -> None:
        """Take what a chunk has cost; about two for each worker are remembered."""
        keep = 1 - 1 / (4 + 2 * workers)
        position, cost, weight = (start + stop) / 2, seconds / (stop - start), float(stop - start)
        self._weight = self._weight * keep + weight
        self._x = self._x * keep + weight * position
        self._y = self._y * keep + weight * cost
        self._xx = self._xx * keep + weight * position * position
        self._xy = self._xy * keep + weight * position * cost
        self._yy = self._yy * keep + weight * cost * cost
        self.longest = max(self.longest, stop - start)

    def at(self, position: float) -> float:
        """Predict the seconds of one iteration."""
        if not self._weight:
            return self.first
        mean, centre = self.mean, self._x / self._weight
        spread = self._xx / self._weight - centre * centre
        together = self._xy / self._weight - centre * mean
        scatter = self._yy / self._weight - mean * mean
        if spread <= 0 or scatter <= 0:
            return mean
        believed = min(1.0, together * together / (spread * scatter))
        line = mean + believed * together / spread * (position - centre)
        return min(max(line, mean / _REACH), mean * _REACH)
