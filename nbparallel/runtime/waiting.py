"""How long the kernel's iterations wait, for a network say, rather than compute."""

from __future__ import annotations

import os
import time

ENOUGH_S = 0.001
"""A shorter block is not worth the system call that tells its delay."""


class Waiting:
    """Measures blocks of iterations.

    A process that wants to compute and may not, because others do, does not wait: Linux counts
    how long a thread was ready and did not run. What child processes and other threads compute
    meanwhile counts as computing.
    """

    def __init__(self) -> None:
        self._worth = True
        self._before: tuple[float, float, float] | None = None

    def begin(self) -> None:
        """Note where a block begins."""
        self._before = _now() if self._worth else None

    def end(self) -> float:
        """Give the seconds since then in which nothing was computed."""
        if self._before is None:
            return 0.0
        wall, busy, delay = (
            after - before for after, before in zip(_now(), self._before, strict=True)
        )
        return max(0.0, wall - busy - delay)

    def note(self, seconds: float) -> None:
        """Take note of how long the last block took."""
        self._worth = seconds >= ENOUGH_S


def _now() -> tuple[float, float, float]:
    """Give the clock, the seconds computed and the seconds of delay."""
    times = os.times()
    busy = time.process_time() + times.children_user + times.children_system
    return time.perf_counter(), busy, _delay()


def _delay() -> float:
    """Give the seconds for which this thread was ready to run and did not."""
    try:
        with open("/proc/thread-self/schedstat", "rb", buffering=0) as file:
            return int(file.read(100).split()[1]) / 1e9
    except (OSError, IndexError, ValueError):  # not Linux
        return 0.0
