"""Is it worth it? The first iterations are timed, the rest is predicted."""

from __future__ import annotations

import math
import statistics
from dataclasses import dataclass, field
from typing import Final

from nbparallel.plan.guardprice import FREE, Price

GROW_BELOW_S: Final = 0.02
"""The kernel's blocks of iterations double as long as one takes less."""

ENOUGH_S: Final = 0.001
"""Measured time from which a prediction is trusted at all."""

WAITING: Final = 0.5
"""Part of its time that a loop must wait for more chunks than workers to run at a time."""

LANES_PER_HOST: Final = 64
LANES_PER_WORKER: Final = 32

TELLING_S: Final = 0.0002
"""Seconds from which a block's time tells how the iterations grow."""

STEADY: Final = 0.95
"""Part of the differences between blocks that a straight line must explain to be believed."""

MOST_GROWTH: Final = 4.0
"""Times by which the iterations that are left are believed to cost more than the last ones."""

OVERHEAD_S: Final = 0.03
"""Seconds that a hand-over costs with workers at hand: payload, round trip, commit."""


@dataclass(slots=True)
class Cost:
    """What iterations in the kernel have cost so far.

    The last block weighs alone, for loops whose iterations grow; only until it has lasted
    long enough to be trusted do the earlier ones help.
    """

    seconds: float = 0.0
    iterations: int = 0
    last_seconds: float = 0.0
    last_iterations: int = 0
    waited: float = 0.0
    blocks: list[tuple[float, float]] = field(default_factory=list)
    """Of each block that tells something: the middle iteration, and the seconds of one."""

    def add(self, seconds: float, iterations: int, waited: float = 0.0) -> None:
        """Take one block's measurement; for some of its seconds it may have waited."""
        if iterations and seconds >= TELLING_S:
            self.blocks.append((self.iterations + iterations / 2, seconds / iterations))
        self.seconds += seconds
        self.iterations += iterations
        self.waited += waited
        self.last_seconds, self.last_iterations = seconds, iterations

    @property
    def per_iteration(self) -> float:
        """Seconds of one iteration, 0 while nothing was measured."""
        if self.last_iterations and self.last_seconds >= ENOUGH_S:
            return self.last_seconds / self.last_iterations
        return self.seconds / self.iterations if self.iterations else 0.0

    def foretold(self, remaining: int) -> float:
        """Predict the seconds that the kernel would take for so many more iterations.

        Loops whose iterations grow steadily (triangular ones) are seen early for what they are.
        """
        mean = self.per_iteration
        line = _line(self.blocks[-_BLOCKS:], self.iterations + remaining / 2)
        return remaining * max(mean, min(line, MOST_GROWTH * mean))

    @property
    def trusted(self) -> bool:
        """Whether enough was measured to predict from."""
        return self.seconds >= ENOUGH_S

    def next_block(self) -> int:
        """Iterations the kernel should do before the next look."""
        if not self.last_iterations:
            return 1
        if self.last_seconds < GROW_BELOW_S:
            return 2 * self.last_iterations
        return max(1, round(self.last_iterations * GROW_BELOW_S * 2 / self.last_seconds))


_BLOCKS: Final = 4


def _line(points: list[tuple[float, float]], at: float) -> float:
    """Extend a straight line through points, by least squares; 0 if they are not on one."""
    if len(points) < 3:
        return 0.0
    xs, ys = zip(*points, strict=True)
    try:
        if statistics.correlation(xs, ys) ** 2 < STEADY:
            return 0.0
    except statistics.StatisticsError:  # all alike
        return 0.0
    slope, intercept = statistics.linear_regression(xs, ys)
    return slope * at + intercept


def predicted(cost: Cost, remaining: int, workers: int, guards: Price = FREE) -> float:
    """Predict the seconds that the remaining iterations take on so many workers.

    Parameters
    ----------
    cost : Cost
        What iterations have cost in the kernel.
    remaining : int
        Iterations that are left.
    workers : int
        Workers, or lanes of workers.
    guards : Price
        What guards take.
    """
    seconds = cost.foretold(remaining) / max(1, workers)
    chunks = math.ceil(seconds / guards.grain().unmeasured)
    return seconds + OVERHEAD_S + guards.once + guards.each * chunks


def pays(cost: Cost, remaining: int, workers: int, guards: Price = FREE) -> bool:
    """Whether the workers are predicted to be faster than the kernel."""
    return predicted(cost, remaining, workers, guards) < cost.foretold(remaining)


def lanes(cost: Cost, workers: int) -> int:
    """Give how many chunks each worker should run at a time.

    While one iteration waits, a processor can compute for others: for as many as keep it busy.
    """
    waiting = cost.waited / cost.seconds if cost.seconds else 0.0
    if waiting < WAITING:
        return 1
    most = min(LANES_PER_WORKER, LANES_PER_HOST // max(1, workers))
    return max(1, min(most, int(1 / max(1 - waiting, 1 / most)))) if most else 1
