"""The parameters of libraries' callables, so that an argument's position does not hide its name."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

_EFFECTIVE: Final = frozenset({"out", "output", "inplace", "copy", "deep"})
_EFFECTIVE_STARTS: Final = ("overwrite_", "copy_")


def is_effective(name: str) -> bool:
    """Whether a parameter of this name may decide what a call changes, or what it shares."""
    return name in _EFFECTIVE or name.startswith(_EFFECTIVE_STARTS)


_OUTPUTS: Final = {
    **dict.fromkeys("all any argmax argmin choose dot max min ptp round".split(), 1),
    **dict.fromkeys("clip compress cumprod cumsum mean prod std sum take var".split(), 2),
    "trace": 4,
}
"""Where the methods of NumPy's arrays take an array for the result."""


def output_of(method: str) -> int | None:
    """Give the position at which a method of an array, if it is one, takes an output array."""
    return _OUTPUTS.get(method)


@dataclass(frozen=True, slots=True)
class Parameters:
    """The parameters of a callable: the positional ones in order, and all of them."""

    positional: tuple[str, ...]
    names: frozenset[str]


def of(function: Any, *, bound: bool) -> Parameters | None:
    """Give the parameters of a library's function, class or method; None if they are not known.

    Parameters
    ----------
    function : callable
        The function, or the method as its class has it.
    bound : bool
        Whether its first parameter is the receiver.
    """
    try:
        found = _of(function)
    except TypeError:  # not hashable
        return None
    if found is None or not bound:
        return found
    return Parameters(found.positional[1:], found.names - set(found.positional[:1]))


@lru_cache(maxsize=2048)
def _of(function: Any) -> Parameters | None:
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return None
    kinds = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    positional = tuple(p.name for p in parameters if p.kind in kinds)
    return Parameters(positional, frozenset(p.name for p in parameters))
