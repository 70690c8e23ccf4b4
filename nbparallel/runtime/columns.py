"""Iterators over what pandas keeps: what is left of one, without drawing from it."""

from __future__ import annotations

import types
from collections.abc import Callable, Iterator
from typing import Any

from nbparallel import facts
from nbparallel.loaded import loaded


def labels_of(iterable: Any) -> Any:
    """Give what is iterated when a frame is: the labels of its columns, as they are now."""
    pandas = loaded("pandas")
    return iterable.columns if pandas is not None and type(iterable) is pandas.DataFrame else None


def duplicate(iterator: Any, inner: Callable[[Any], Iterator[Any] | None]) -> Iterator[Any] | None:
    """Give an iterator over the same elements of an array; None where it is over something else.

    Parameters
    ----------
    iterator : object
        An iterator.
    inner : callable
        Duplicates the iterators of builtin types.
    """
    if type(iterator) is map:
        parts: tuple[Any, ...] = iterator.__reduce__()[1]  # type: ignore[assignment]
        function, *sources = parts
        own: Any = getattr(function, "__self__", None)
        # Not its namesake of another class: pandas iterates over numbers so.
        if facts.is_ndarray(own) and function == own.item and len(sources) == 1:
            rest = inner(sources[0])
            return None if rest is None else map(function, rest)
        return None
    if isinstance(iterator, types.GeneratorType) and iterator.gi_frame is not None:
        return _strings_left(iterator)
    return None


def _strings_left(generator: types.GeneratorType[Any, Any, Any]) -> Iterator[Any] | None:
    """Give the strings that a generator over pandas' own array of them has not given yet."""
    pandas = loaded("pandas")
    if pandas is None or not hasattr(pandas, "arrays"):
        return None
    if generator.gi_code is not pandas.api.extensions.ExtensionArray.__iter__.__code__:
        return None
    assert generator.gi_frame is not None
    names = generator.gi_frame.f_locals
    array: Any = names.get("self")
    given = names.get("i", -1) + 1
    if type(array) is not pandas.arrays.StringArray or generator.gi_running:
        return None
    return iter([array[k] for k in range(given, len(array))])
