"""Who consumes a generator at once: without running other code between its elements."""

from __future__ import annotations

import collections
import heapq
import math
import statistics
import types
from collections.abc import Sequence
from typing import Any, Final

from nbparallel import facts

_KNOWN: Final = frozenset(
    {
        *(list, tuple, set, frozenset, dict, bytes, bytearray),
        *(sum, min, max, any, all, sorted),
        *(collections.Counter, collections.deque, collections.OrderedDict),
        *(math.fsum, math.prod, heapq.nlargest, heapq.nsmallest),
        *(statistics.mean, statistics.fmean, statistics.median, statistics.stdev),
        *(statistics.pstdev, statistics.variance, statistics.pvariance, statistics.mode),
    }
)
_EXACT: Final = 1 << 53
_FIRST: Final = frozenset({list, tuple, sorted, collections.deque, bytes, bytearray})
_LIBRARIES: Final = {
    "pandas": {"DataFrame", "Series", "Index", "concat"},
    "numpy": {"fromiter"},
}


def takes_all(consumer: Any) -> bool:
    """Whether a live callable draws from its argument and does nothing else meanwhile.

    Then it cannot be told whether the elements were computed one by one as they were drawn.
    ``any`` and ``all`` may stop early; what was computed ahead is then dropped unseen.
    """
    if isinstance(consumer, types.BuiltinMethodType) and consumer.__self__ is not None:
        if isinstance(consumer.__self__, str | bytes):
            return consumer.__name__ == "join"
        if not isinstance(consumer.__self__, types.ModuleType | type):
            return False
    try:
        if consumer in _KNOWN:
            return True
    except TypeError:  # not hashable
        return False
    library = facts.library_of(consumer) or ""
    return getattr(consumer, "__name__", "") in _LIBRARIES.get(library, ())


def takes_first(consumer: Any) -> bool:
    """Whether one of `takes_all` draws all elements before it looks at any.

    Others may stop, or raise, between two elements: what the later ones print is then never
    printed.
    """
    if isinstance(consumer, types.BuiltinMethodType) and isinstance(consumer.__self__, str | bytes):
        return True
    return consumer in _FIRST or facts.library_of(consumer) == "pandas"


def goes_on(consumer: Any, elements: Sequence[Any]) -> bool:
    """Whether one of `takes_all`, without a key function, surely draws on after some elements.

    It may stop at an element, or raise: with plain numbers it does neither.
    """
    kinds = {type(element) for element in elements}
    if consumer in (dict, collections.OrderedDict):
        return kinds <= {tuple} and all(
            len(pair) == 2 and type(pair[0]) in (*facts.NUMBERS, str) for pair in elements
        )
    if consumer in (set, frozenset, collections.Counter):
        return kinds <= {*facts.NUMBERS, str}
    if not all(kind in facts.NUMBERS or _is_float(kind) for kind in kinds):
        return False
    if any(type(element) is int and abs(element) > _EXACT for element in elements):
        return False  # too large for a float
    if consumer is any:
        return not any(elements)
    return consumer is not all or all(elements)


def _is_float(kind: type) -> bool:
    return issubclass(kind, float) and kind.__module__ == "numpy"
