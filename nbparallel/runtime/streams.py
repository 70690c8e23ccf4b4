"""The random states of one loop: what each chunk starts with, and whether it was right.

Serial execution draws one iteration after the other, so a chunk must start in the states in which
the iterations before it leave the generators. They are foretold; a chunk is committed only if what
it was told is what was reached, and then the user's own generators are set to its end.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any, Final, Protocol

from nbparallel.analysis.draws import Draws
from nbparallel.runtime.advance import Steps
from nbparallel.runtime.ahead import Ahead
from nbparallel.runtime.payload import Payload
from nbparallel.runtime.randomstate import (
    NUMPY,
    STANDARD,
    Key,
    State,
    global_numpy,
    global_random,
    read,
    tell,
    write,
)
from nbparallel.runtime.seeding import Seeding

States = dict[Key, State]

MOST_LEARNED: Final = 4
"""Iterations from which it is learned how many random numbers one takes."""

MOST_AHEAD: Final = 32
"""The same where the kernel draws ahead: few that reject a number look as if they never did."""

LEARNING_S: Final = 0.02
"""Seconds of drawing ahead after which a few iterations are enough."""

FREE_REWINDS: Final = 2
"""Wrong predictions that are borne before they are held against the chunks that were right."""


class Forecast(Protocol):
    """Tells the states some iterations on."""

    def after(self, states: States, start: int, stop: int) -> States | None:
        """Give the states at the start of an iteration from those of an earlier one.

        None if they cannot be told.
        """


class Learned:
    """The steps of some generators, learned from iterations that the kernel has run."""

    def __init__(self) -> None:
        self._steps: dict[int, Steps] = {}
        self._alive: list[Any] = []  # the keys are identities
        self.count = 0  # iterations

    def add(self, generators: Mapping[Key, Any], before: States, after: States) -> None:
        """Take note of one iteration."""
        self.count += 1
        for key, generator in generators.items():
            if id(generator) not in self._steps:
                self._steps[id(generator)] = Steps()
                self._alive.append(generator)
            self._steps[id(generator)].add(before[key], after[key])

    @property
    def even(self) -> bool:
        """Whether iterations have taken equally many outputs so far."""
        return all(steps.even for steps in self._steps.values())

    def tells(self, generators: Mapping[Key, Any], states: States) -> bool:
        """Whether all later states can be told."""
        return all(
            id(generator) in self._steps and self._steps[id(generator)].known(states[key])
            for key, generator in generators.items()
        )

    def forecast(self, generators: Mapping[Key, Any]) -> Even:
        """Give the forecast for some of the generators."""
        return Even({key: self._steps[id(generator)] for key, generator in generators.items()})


class Even:
    """Each iteration takes as many outputs as the one before."""

    def __init__(self, steps: Mapping[Key, Steps]) -> None:
        self._steps = steps

    def after(self, states: States, start: int, stop: int) -> States | None:
        """See `Forecast`."""
        told = states.keys() & self._steps.keys()
        return {key: self._steps[key].after(states[key], stop - start) for key in told}


class Reseeded:
    """Each iteration seeds some states before it draws from them: only the last one counts.

    Parameters
    ----------
    others : Forecast
        Tells the other states.
    ahead : Forecast
        Draws that one iteration.
    """

    def __init__(self, others: Forecast, ahead: Forecast) -> None:
        self._others = others
        self._ahead = ahead

    def after(self, states: States, start: int, stop: int) -> States | None:
        """See `Forecast`."""
        told = self._others.after(states, start, stop - 1)
        return None if told is None else self._ahead.after({**states, **told}, stop - 1, stop)


class Streams:
    """The states that the chunks of one loop start with.

    Parameters
    ----------
    draws : Draws
        What the loop draws from.
    payload : Payload
        What travels with it.
    seeding : Seeding, optional
        What ``--seed`` does.
    """

    def __init__(
        self, draws: Draws | None, payload: Payload, seeding: Seeding | None = None
    ) -> None:
        found: dict[Key, Any] = {STANDARD: global_random()}
        if "numpy.random" in sys.modules:
            found[NUMPY] = global_numpy()
        found.update(payload.streams())
        self._seeding = seeding
        self._places: dict[Key, int] = {}
        self.seeded: dict[Key, Any] = {}
        if seeding is not None:
            places = {id(generator): place for place, generator in seeding.generators}
            self._places = {k: places[id(g)] for k, g in found.items() if id(g) in places}
            self.seeded = {key: found[key] for key in self._places}
        self.generators = {k: g for k, g in found.items() if k not in self.seeded}
        self.names = draws.names if draws is not None else ()
        reseeded = draws.seeded if draws is not None else frozenset()
        self._reseeded = self.generators.keys() & reseeded  # by each iteration
        self.forecast: Forecast | None = None
        self.otherwise: Forecast | None = None  # what to ask once the forecast was wrong
        self.rewinds = 0
        self.thrown = 0  # times that what was foretold was wrong
        self._right = 0
        self._starts: dict[int, States] = {}

    def learn(self, ahead: Ahead, first: int, total: int | None) -> Forecast | None:
        """Draw some iterations ahead, and choose how to go on; None if that is not possible."""
        learned, states = Learned(), self.now()
        others = {k: g for k, g in self.generators.items() if k not in self._reseeded}
        stop = first + MOST_AHEAD if total is None else min(first + MOST_AHEAD, total)
        for iteration in range(first, stop):
            following = ahead.after(states, iteration, iteration + 1)
            if following is None:
                return None
            learned.add(others, states, following)
            states = following
            enough = learned.count >= MOST_LEARNED or ahead.seconds > 50 * LEARNING_S
            if (enough and ahead.seconds > LEARNING_S) or not learned.even:
                break
        self.forecast = ahead
        if learned.tells(others, states):
            self.forecast, self.otherwise = learned.forecast(others), ahead
            if self._reseeded:
                self.forecast = Reseeded(self.forecast, ahead)
        return self.forecast

    def told(self) -> str:
        """Say how the states are told, for the report."""
        names = ", ".join(f"`{name}`" for name in self.names)
        if self._seeding is not None:
            return f"random: seeded by --seed {self._seeding.entropy[0]}"
        if not self.names:
            return ""
        if isinstance(self.forecast, Ahead):
            return f"random: the kernel draws ahead from {names}"
        if isinstance(self.forecast, Reseeded):
            return f"random: each iteration seeds {names}"
        return f"random: {names} advanced for each chunk"

    def now(self) -> States:
        """Give the states as they are, of the generators that have to be foretold."""
        return {key: read(generator) for key, generator in self.generators.items()}

    def begin(self, iteration: int) -> None:
        """Foretell from here on: these are the states at the start of an iteration."""
        self._starts = {iteration: self.now()}

    def of(self, start: int) -> bytes | None:
        """Give what a chunk starts with, as `randomstate.Lent` takes it; None if unknown."""
        if start not in self._starts:
            last = max(known for known in self._starts if known < start)
            assert self.forecast is not None
            states = self.forecast.after(self._starts[last], last, start)
            if states is None:
                return None
            self._starts[start] = states
        told: dict[Key, State | None] = {**self._starts[start], **dict.fromkeys(self.seeded)}
        if self._seeding is None:
            return tell(told)
        return tell(told, (self._seeding.entropy, start, self._places))

    def are_right(self, start: int) -> bool:
        """Whether a chunk was told the states that have been reached by now."""
        return self._starts.get(start) == self.now()

    def commit(self, start: int, stop: int, ends: Mapping[Key, State]) -> None:
        """Set the user's generators to a chunk's end, in place."""
        if self._seeding is not None:  # those too that the body has not drawn from
            self._seeding.seed(stop - 1)
        for key, state in ends.items():
            write(self.generators[key] if key in self.generators else self.seeded[key], state)
        self._right += 1
        for known in [known for known in self._starts if known < start]:
            del self._starts[known]

    def rewind(self, start: int) -> bool:
        """Begin anew after a wrong prediction; whether it is worth it."""
        self.thrown += 1
        self.begin(start)
        if self.otherwise is not None:
            self.forecast, self.otherwise = self.otherwise, None
            return True
        self.rewinds += 1
        return self.rewinds <= FREE_REWINDS + self._right // 2
