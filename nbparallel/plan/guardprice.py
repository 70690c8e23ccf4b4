"""What guards cost, and where they have been in vain.

Before the first chunk of a checked loop, kernel and workers look at what the libraries hold, and
the workers may have to import these first; each chunk then gets a process of its own, in which
the guards look before and after. What it took is remembered for as long as the kernel lives, by the
libraries; before it has been measured, the number of their modules tells how much it may be.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from nbparallel.plan.chunks import Grain

FORK_S: Final = 0.01
"""Seconds that a process of its own takes for each chunk, besides what the guards do in it."""

UNKNOWN_S: Final = 0.2
MODULE_S: Final = 0.02
"""Seconds that libraries, and each of their modules, are taken to cost before anything was
measured: to import them on a worker, to read their text, and to look at what they hold."""

SHARE: Final = 0.1
"""Part of a chunk's time that the guards may take, where chunks can be that long."""

FIRST_S: Final = 0.1
"""Seconds that a chunk takes at most before one has come back."""

RISK: Final = 4.0
"""Times by which the gain must be greater where the last such loop tripped."""

TRIES: Final = 2
"""Loops in a row that may trip before such a loop is not tried any more."""


@dataclass(frozen=True, slots=True)
class Price:
    """Seconds that guards take: once, before the first chunk, and for each chunk."""

    once: float = 0.0
    each: float = 0.0

    def grain(self, unguarded: Grain | None = None) -> Grain:
        """Give bounds with which the guards take little of each chunk's time."""
        grain = unguarded or Grain()
        least = self.each / SHARE
        if least <= grain.shortest:
            return grain
        # The first chunks are short: what trips mostly does so at once.
        return Grain(least, max(grain.longest, 2 * least), max(FIRST_S, 2 * self.each))


FREE: Final = Price()
"""The price of a loop that needs no guards."""


@dataclass(slots=True)
class Prices:
    """What guards have cost until now.

    Libraries are named by those that are watched together; loops by the calls that nobody can
    see into.
    """

    _looks: dict[frozenset[str], float] = field(default_factory=dict)
    _openings: dict[frozenset[str], float] = field(default_factory=dict)
    _trips: dict[frozenset[str], tuple[int, str]] = field(default_factory=dict)

    def of(self, libraries: frozenset[str], modules: int, calls: frozenset[str]) -> Price:
        """Give the price of watching libraries that have so many modules, while calls are made."""
        look = self._looks.get(libraries, MODULE_S * modules / 4)
        opening = self._openings.get(libraries, UNKNOWN_S + MODULE_S * modules)
        trips, _ = self._trips.get(calls, (0, ""))
        return Price((look + opening) * RISK**trips, FORK_S + look / 2)

    def looked(self, libraries: frozenset[str], seconds: float) -> None:
        """Note what the kernel's look has taken, without the text that is read only once."""
        self._looks[libraries] = seconds

    def opened(self, libraries: frozenset[str], seconds: float) -> None:
        """Note what passed on the workers before the first chunk began."""
        self._openings[libraries] = seconds

    def tripped(self, calls: frozenset[str], why: str) -> None:
        """Note that the guards have noticed something."""
        count, _ = self._trips.get(calls, (0, ""))
        self._trips[calls] = count + 1, why

    def passed(self, calls: frozenset[str]) -> None:
        """Note that they have not."""
        self._trips.pop(calls, None)

    def in_vain(self, calls: frozenset[str]) -> str:
        """Say what was noticed each time when such a loop was tried; empty if it may be tried."""
        count, why = self._trips.get(calls, (0, ""))
        return why if count >= TRIES else ""


prices = Prices()
"""Those of this process."""
