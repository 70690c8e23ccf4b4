"""How far apart two states of a generator are, and what a state is after so many outputs.

A generator makes outputs of 32 or 64 bits one after the other, and keeps *aside* what it has made
too much of: half an output, or the second of two normal numbers. Where each iteration takes
equally many outputs, the states at the start of all of them follow from the first.
"""

from __future__ import annotations

import array
import math
import random
import sys
from dataclasses import dataclass
from typing import Any, Final, Protocol

from nbparallel.runtime.randomstate import State, freeze, thaw

MOST_OUTPUTS: Final = 20_000_000
"""Outputs of a Mersenne Twister beyond which it is not counted how far apart two states are."""

_MOST_KEPT: Final = 4_000_000
"""Outputs of one iteration that are looked at for what is aside."""

_MOST_BACK: Final = 2_000
"""Outputs within which it is looked for where the second of two normal numbers was made."""

_MASK: Final = (1 << 128) - 1
_MULTIPLIERS: Final = {
    "PCG64": 0x2360ED051FC65DA44385DF649FCCF645,
    "PCG64DXSM": 0xDA942042E4DD58B5,
}


@dataclass(frozen=True, slots=True)
class Step:
    """What one iteration does to a state.

    Attributes
    ----------
    outputs : int
        The outputs it takes.
    held : int or None
        How many outputs before its end the one was made of which something is aside; None if
        what is aside was there before.
    phase : bool
        Whether what is aside is to be used afterwards.
    """

    outputs: int
    held: int | None
    phase: bool


class Engine(Protocol):
    """Makes the outputs of one kind of generator."""

    def load(self, core: State) -> None:
        """Go to a state."""

    def core(self) -> State:
        """Give the state."""

    def skip(self, outputs: int) -> None:
        """Leave outputs out."""

    def distance(self, before: State, after: State) -> int | None:
        """Give the outputs between two states; None if it cannot be told."""

    def find(self, outputs: int, aside: Any) -> int | None:
        """Give how long before the end of so many outputs something aside was made."""

    def aside(self, aside: Any, phase: bool) -> Any:
        """Make what is aside of the outputs that follow."""


# -- states in two parts ----------------------------------------------------------------------


def split(state: State) -> tuple[State, Any]:
    """Give the part of a state that makes outputs, and what is aside."""
    if state[0] != "dict":
        version, words, gauss = state
        return (version, words), gauss
    parts = dict(state[1:])
    names = ("has_gauss", "gauss") if "has_gauss" in parts else ("has_uint32", "uinteger")
    aside = tuple(parts.pop(name, 0) for name in names)
    return ("dict", *parts.items()), aside


def joined(core: State, aside: Any, like: State) -> State:
    """Put the two parts together as in another state."""
    if core[0] != "dict":
        return (*core, aside)
    parts = dict(core[1:])
    parts |= dict(zip(("has_gauss", "gauss"), aside, strict=True))
    parts |= dict(zip(("has_uint32", "uinteger"), aside, strict=True))
    return ("dict", *((name, parts[name]) for name, _ in like[1:]))


def phase_of(state: State) -> bool:
    """Whether what a state has aside is used by the next draw that can."""
    aside = split(state)[1]
    return aside is not None if state[0] != "dict" else bool(aside[0])


# -- steps ----------------------------------------------------------------------------------------


def step_between(before: State, after: State) -> Step | None:
    """Give the step from one state to another; None if it cannot be told."""
    (core, aside), (core_after, aside_after) = split(before), split(after)
    engine = _engine(core)
    if engine is None:
        return None
    outputs = 0 if core == core_after else engine.distance(core, core_after)
    if outputs is None:
        return None
    phase = phase_of(after)
    if _value(aside_after) == _value(aside):
        return Step(outputs, None, phase)
    if aside_after is None:
        return Step(outputs, None, phase)
    engine.load(core)
    held = engine.find(outputs, aside_after)
    return None if held is None else Step(outputs, held, phase)


def _value(aside: Any) -> Any:
    return aside[1] if type(aside) is tuple else aside


def after_step(state: State, step: Step) -> State:
    """Give the state after one step."""
    core, aside = split(state)
    engine = _engine(core)
    assert engine is not None
    engine.load(core)
    if step.held is None:
        engine.skip(step.outputs)
        if type(aside) is tuple:
            aside = int(step.phase), aside[1]
        elif not step.phase:
            aside = None
    else:
        engine.skip(step.outputs - step.held)
        here = engine.core()
        aside = engine.aside(aside, step.phase)
        engine.load(here)
        engine.skip(step.held)
    return joined(engine.core(), aside, state)


def after_outputs(state: State, outputs: int) -> State:
    """Give the state after so many outputs, what is aside left alone."""
    core, aside = split(state)
    engine = _engine(core)
    assert engine is not None
    engine.load(core)
    engine.skip(outputs)
    return joined(engine.core(), aside, state)


class Steps:
    """What is known of the steps of one state: one for each phase."""

    def __init__(self) -> None:
        self._steps: dict[bool, Step] = {}
        self._seen = 0
        self.even = True  # whether all iterations that began alike took the same step

    def __repr__(self) -> str:
        return f"<Steps {self._steps} {'even' if self.even else 'uneven'}>"

    def add(self, before: State, after: State) -> None:
        """Take note of one iteration."""
        step = step_between(before, after)
        phase = phase_of(before)
        self._seen += 1
        if step is None or self._steps.setdefault(phase, step) != step:
            self.even = False

    def known(self, state: State) -> bool:
        """Whether all later states can be told, and two iterations at least confirm it."""
        phase = phase_of(state)
        if not self.even or self._seen < 2 or phase not in self._steps:
            return False
        following = self._steps[phase].phase
        return following == phase or (self._seen > 2 and following in self._steps)

    @property
    def outputs(self) -> float:
        """Outputs of an iteration."""
        return sum(step.outputs for step in self._steps.values()) / max(1, len(self._steps))

    def after(self, state: State, iterations: int) -> State:
        """Give a state so many iterations later."""
        phase = phase_of(state)
        bulk = max(0, iterations - 2)
        first = self._steps[phase]
        if bulk:
            second = self._steps[first.phase]
            outputs = (bulk + 1) // 2 * first.outputs + bulk // 2 * second.outputs
            if first.phase == phase:
                outputs = bulk * first.outputs
            elif bulk % 2:
                phase = first.phase
            state = after_outputs(state, outputs)
        for _ in range(iterations - bulk):
            step = self._steps[phase]
            state = after_step(state, step)
            phase = step.phase
        return state


# -- engines --------------------------------------------------------------------------------


def _engine(core: State) -> Engine | None:
    if core[0] != "dict":
        return _Standard()
    name = dict(core[1:])["bit_generator"]
    kinds: dict[str, type[_Bits]] = {
        "PCG64": _Congruential,
        "PCG64DXSM": _Congruential,
        "MT19937": _Twister,
        "Philox": _Philox,
        "SFC64": _SmallFast,
    }
    return kinds[name](name) if name in kinds else None


class _Bits:
    """Outputs of NumPy's bit generators."""

    def __init__(self, name: str) -> None:
        self.bits = getattr(sys.modules["numpy.random"], name)(0)
        self.name = name

    def load(self, core: State) -> None:
        self._like = core
        self.bits.state = {**self.bits.state, **thaw(core)}

    def core(self) -> State:
        state = dict(freeze(self.bits.state)[1:])
        return ("dict", *((name, state[name]) for name, _ in self._like[1:]))

    def skip(self, outputs: int) -> None:
        self.bits.random_raw(outputs, output=False)

    def distance(self, before: State, after: State) -> int | None:
        outputs = self._distance(thaw(before), thaw(after))
        if outputs is None or outputs < 0:
            return None
        self.load(before)
        self.skip(outputs)
        return outputs if self.core() == after else None

    def _distance(self, before: dict[str, Any], after: dict[str, Any]) -> int | None:
        raise NotImplementedError  # pragma: no cover - the subclass's

    def find(self, outputs: int, aside: Any) -> int | None:
        if outputs > _MOST_KEPT or len(aside) != 2 or isinstance(aside[1], float):
            return None  # the second of NumPy's normal numbers is made of rejected ones, too
        made = self.bits.random_raw(outputs) >> 32
        found = (made == aside[1]).nonzero()[0]
        return outputs - int(found[-1]) if len(found) else None

    def aside(self, aside: Any, phase: bool) -> Any:
        return int(phase), int(self.bits.random_raw()) >> 32


class _Congruential(_Bits):
    """PCG: linear congruential, so that any distance is a few multiplications away."""

    def skip(self, outputs: int) -> None:
        self.bits.advance(outputs)

    def _distance(self, before: dict[str, Any], after: dict[str, Any]) -> int | None:
        current, target = before["state"]["state"], after["state"]["state"]
        factor, addend = _MULTIPLIERS[self.name], before["state"]["inc"]
        distance, bit = 0, 1
        while current != target and bit <= _MASK:
            if (current ^ target) & bit:
                current = (current * factor + addend) & _MASK
                distance |= bit
            addend = (factor + 1) * addend & _MASK
            factor = factor * factor & _MASK
            bit <<= 1
        return distance if distance < 1 << 64 else None


class _Twister(_Bits):
    """The Mersenne Twister: outputs are counted by making them."""

    def _distance(self, before: dict[str, Any], after: dict[str, Any]) -> int | None:
        self.load(freeze(before))
        size = len(before["state"]["key"])
        target = after["state"]["key"].tobytes()
        count = -before["state"]["pos"]
        if before["state"]["key"].tobytes() != target:
            self.skip(size - before["state"]["pos"])
            while count <= MOST_OUTPUTS:
                count += size
                self.skip(size)
                if self.bits.state["state"]["key"].tobytes() == target:
                    break
            else:
                return None
        return int(count + after["state"]["pos"])


class _Philox(_Bits):
    """Philox: four outputs of each value of a counter."""

    def skip(self, outputs: int) -> None:
        state = self.bits.state
        jumps = (outputs - 1 - (4 - state["buffer_pos"])) // 4
        if jumps > 0:
            outputs -= 4 - state["buffer_pos"] + 4 * jumps
            counter = _number(state["state"]["counter"]) + jumps
            words = [counter >> 64 * k & (1 << 64) - 1 for k in range(4)]
            state["state"]["counter"][:] = words
            state["buffer_pos"] = 4
            self.bits.state = state
        super().skip(outputs)

    def _distance(self, before: dict[str, Any], after: dict[str, Any]) -> int | None:
        counters = [_number(state["state"]["counter"]) for state in (before, after)]
        return 4 * (counters[1] - counters[0]) + int(after["buffer_pos"] - before["buffer_pos"])


class _SmallFast(_Bits):
    """SFC64, which counts its outputs."""

    def _distance(self, before: dict[str, Any], after: dict[str, Any]) -> int | None:
        counts = [int(state["state"]["state"][3]) for state in (before, after)]
        return counts[1] - counts[0]


def _number(words: Any) -> int:
    return sum(int(word) << 64 * place for place, word in enumerate(words))


class _Standard:
    """Outputs of the standard library's generator, a Mersenne Twister as NumPy's."""

    def __init__(self) -> None:
        self._random = random.Random(0)
        self._version = 3

    def load(self, core: State) -> None:
        self._version, words = core
        self._random.setstate((self._version, _words(words), None))

    def core(self) -> State:
        version, words, _ = self._random.getstate()
        return version, _bytes(words)

    def skip(self, outputs: int) -> None:
        fast = self._with_numpy()
        if fast is None:
            while outputs:
                count = min(outputs, 1 << 20)
                self._random.getrandbits(32 * count)
                outputs -= count
            return
        fast.skip(outputs)
        self._take(fast)

    def distance(self, before: State, after: State) -> int | None:
        self.load(before)
        fast = self._with_numpy()
        if fast is not None:
            return fast._distance(_as_numpy(before[1]), _as_numpy(after[1]))
        for outputs in range(MOST_OUTPUTS // 10):
            if self.core() == after:
                return outputs
            self._random.getrandbits(32)
        return None

    def _with_numpy(self) -> _Twister | None:
        if "numpy.random" not in sys.modules:
            return None
        fast = _Twister("MT19937")
        fast.load(freeze(_as_numpy(self.core()[1])))
        return fast

    def _take(self, fast: _Twister) -> None:
        state = fast.bits.state["state"]
        words = (*map(int, state["key"]), int(state["pos"]))
        self._random.setstate((self._version, words, None))

    def find(self, outputs: int, aside: Any) -> int | None:
        back = min(outputs, _MOST_BACK)
        self.skip(outputs - back)
        found = None
        for left in range(back, 3, -1):
            here = self._random.getstate()
            if self.aside(None, True) == aside:
                found = left
            self._random.setstate(here)
            self._random.getrandbits(32)
        return found

    def aside(self, aside: Any, phase: bool) -> Any:
        angle = self._random.random() * math.tau  # as `random.Random.gauss` does
        radius = math.sqrt(-2.0 * math.log(1.0 - self._random.random()))
        return math.sin(angle) * radius


def _words(data: bytes) -> tuple[int, ...]:
    return tuple(array.array("I", data))


def _bytes(words: tuple[int, ...]) -> bytes:
    return array.array("I", words).tobytes()


def _as_numpy(data: bytes) -> dict[str, Any]:
    import numpy

    words = numpy.frombuffer(data, dtype=numpy.uint32)
    return {"bit_generator": "MT19937", "state": {"key": words[:-1].copy(), "pos": int(words[-1])}}
