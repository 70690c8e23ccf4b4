"""Sections on a worker: the parts that a chunk's iterations store into, and what was there before.

A chunk starts from the values before the loop, whichever chunks this process ran before it: what
one has stored is sent to the kernel and then undone here.

Runs on workers, so it imports the standard library only.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nbparallel.loaded import loaded

_ABSENT: Any = object()


class OwnParts:
    """The log of one section: the rewritten stores pass their indices through it.

    Parameters
    ----------
    root : list, dict, numpy.ndarray or pandas.DataFrame
        This process's copy.
    """

    slice = slice

    def __init__(self, root: Any) -> None:
        numpy = loaded("numpy")
        self._numpy = numpy if numpy is not None and type(root) is numpy.ndarray else None
        self._root = root
        self._flat = self._numpy is None or root.ndim == 1
        self._pending: list[Any] = []
        # Path -> value before the first store there; plain integers stand for paths of one
        # step. In the order of the stores, so that undoing backwards is right where they overlap.
        self._before: dict[Any, Any] = {}
        self._paths: dict[int, tuple[Any, ...]] = {}

    def step(self, index: Any) -> Any:
        """Take an index that only leads to a part."""
        self._pending.append(self._frozen(index))
        return index

    def last(self, index: Any) -> Any:
        """Take the index of the part that is about to be stored into."""
        if type(index) is int and self._flat and not self._pending:
            if index not in self._before:
                self._before[index] = self._part(self._root, index)
            return index
        path = (*self._pending, self._frozen(index))
        self._pending.clear()
        number = len(self._before)
        self._before["path", number] = self._part(self._container(path), path[-1])
        self._paths[number] = path
        return index

    def stored(self) -> Any:
        """Give what now stands at every place stored into, in the order of the first stores.

        Returns
        -------
        paths, values : list or numpy.ndarray
            Plain integers stand for paths of one step; of an array of one axis, two arrays.
        """
        if self._numpy is not None and self._before and not self._paths:
            keys = self._numpy.fromiter(self._before, self._numpy.intp, len(self._before))
            return keys, self._root[keys]
        if not self._paths:
            return list(self._before), [self._part(self._root, key) for key in self._before]
        paths = list(self._places())
        return paths, [self._part(self._container(path), path[-1]) for path in paths]

    def undo(self) -> None:
        """Put everything back as it was."""
        if self._numpy is not None and self._before and not self._paths:
            keys = self._numpy.fromiter(self._before, self._numpy.intp, len(self._before))
            self._root[keys[::-1]] = list(self._before.values())[::-1]
        else:
            values = reversed(list(self._before.values()))
            for path, value in zip(reversed(list(self._places())), values, strict=True):
                container = self._container(path)
                if value is _ABSENT:
                    if path[-1] in container:
                        del container[path[-1]]
                else:
                    container[path[-1]] = value
        self._before.clear()
        self._paths.clear()
        self._pending.clear()

    def _places(self) -> Iterator[tuple[Any, ...]]:
        for key in self._before:
            yield self._paths[key[1]] if type(key) is tuple else (key,)

    def _container(self, path: tuple[Any, ...]) -> Any:
        container = self._root
        for index in path[:-1]:
            container = container[index]
        return container

    def _part(self, container: Any, index: Any) -> Any:
        if type(container) is dict:
            return container.get(index, _ABSENT)
        if hasattr(container, "columns"):  # a frame: whole columns
            return container[index].copy() if index in container.columns else _ABSENT
        part = container[index]
        if self._numpy is not None and type(part) is self._numpy.ndarray:
            return part.copy()
        return part

    def _frozen(self, index: Any) -> Any:
        """Copy an index that the body could still change."""
        if type(index) is tuple:
            return tuple(map(self._frozen, index))
        if self._numpy is not None and type(index) in (list, self._numpy.ndarray):
            return self._numpy.array(index)
        return index
