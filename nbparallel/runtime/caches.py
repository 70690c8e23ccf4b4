"""Attributes that a library's object computes when they are first asked for, and keeps.

On a worker a copy is asked; the plain cell would have left the value in the kernel's object.
So the names go back, and the kernel asks its own. Only NetworkX's graphs keep such attributes
where a cell can see them.

Runs on workers, so it imports the standard library only.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from typing import Any

from nbparallel.loaded import loaded


class Caches:
    """The graphs among some objects, and what each has kept so far."""

    def __init__(self, objects: Iterable[Any]) -> None:
        networkx: Any = loaded("networkx")
        kind = getattr(networkx, "Graph", None)
        found = [obj for obj in objects if isinstance(obj, kind)] if kind is not None else []
        self._kept = [(obj, frozenset(vars(obj))) for obj in found]

    def filled(self) -> list[tuple[Any, list[str]]]:
        """Give the objects that have kept more since, with the attributes' names."""
        found = [
            (obj, [name for name in vars(obj) if name not in kept and _is_cached(obj, name)])
            for obj, kept in self._kept
        ]
        return [(obj, names) for obj, names in found if names]


def _is_cached(obj: Any, name: str) -> bool:
    return isinstance(getattr(type(obj), name, None), functools.cached_property)


def fill(filled: Iterable[tuple[Any, list[str]]]) -> None:
    """Let objects compute and keep attributes."""
    for obj, names in filled:
        for name in names:
            getattr(obj, name)
