"""Who consumes a generator at once: without running other code between its elements."""

from __future__ import annotations

import collections
import heapq
import math
import statistics
import types
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
