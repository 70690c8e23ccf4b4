"""The variables of all loaded modules, and what their lists, dicts and classes hold, compared.

Code that cannot be seen into may change what others share: a function of the standard library,
a table of types, a method of another library's class.

Runs on workers, so it imports the standard library only.
"""

from __future__ import annotations

import operator
import sys
import types
import weakref
from collections import deque
from collections.abc import Iterable, Iterator
from typing import Any, Final

from nbparallel.runtime.holdings import top_of

_APART: Final = frozenset(
    {"nbparallel", "__main__", "hypothesis", "distributed", "asyncio", "_asyncio"}
)
"""Modules whose variables tell nothing: some change when garbage is collected, or whenever a thread
of Jupyter's or Dask's goes on to its next task."""

Differences = dict[str, list[Any]]
"""By variable: what it holds, or what its container or class does; nothing if it is gone."""

_CONTAINERS: Final = frozenset({dict, list, set, deque})
_HEAP_TYPE: Final = 1 << 9
_MANY: Final = 250
"""Objects in a container from which on they are only counted."""


class ModuleWatch:
    """Notes what modules hold.

    Parameters
    ----------
    apart : frozenset of str
        Libraries whose modules are watched otherwise.
    """

    def __init__(self, apart: frozenset[str] = frozenset()) -> None:
        watched = [(name, module) for name, module in _modules() if top_of(name) not in apart]
        self._variables = {name: vars(module).copy() for name, module in watched}
        self._contents = list(_contents(watched))

    def changed(self, before: Differences | None = None) -> str:
        """Name what was changed; empty if nothing was. New modules count for nothing.

        Parameters
        ----------
        before : dict of str to list
            The differences that there were already.
        """
        before, now = before or {}, self.differences()
        for name in {**now, **before}:
            if name not in before or name not in now or not _same(before[name], now[name]):
                return f"`{name}`"
        return ""

    def differences(self) -> Differences:
        """Give what is there now instead of what was noted."""
        now = dict(_modules())
        found: Differences = {}
        for module, old in self._variables.items():
            if module not in now:
                found[f"sys.modules[{module!r}]"] = []
                continue
            for name, value in _assigned(old, vars(now[module])):
                found[f"{module}.{name}"] = value
        for module, name, obj, before in self._contents:
            if not _same(before, parts := _parts(obj)):
                found[f"{module}.{name}"] = parts
        return found


def _modules() -> Iterator[tuple[str, types.ModuleType]]:
    for name, module in list(sys.modules.items()):
        if isinstance(module, types.ModuleType) and name.partition(".")[0] not in _APART:
            yield name, module


def _contents(
    modules: Iterable[tuple[str, types.ModuleType]],
) -> Iterator[tuple[str, str, Any, list[Any]]]:
    """Give the containers and classes that modules hold, with what these hold."""
    for module, owner in modules:
        for name, value in list(vars(owner).items()):
            cls = type(value)
            if cls in _CONTAINERS:
                filled = "cache" in name and module != "linecache"
                if name[:2] != "__" and not filled and value is not sys.modules:
                    yield module, name, value, _parts(value)
            elif issubclass(cls, type) and _is_class_of(value, module):
                yield module, name, value, _parts(value)


def _is_class_of(cls: type, module: str) -> bool:
    """Whether a class can be changed, and is defined in a module."""
    return bool(cls.__flags__ & _HEAP_TYPE and cls.__module__ == module)


def _parts(obj: Any) -> list[Any]:
    if isinstance(obj, type):
        return list(obj.__dict__.values())
    if len(obj) > _MANY:
        return [None] * len(obj)
    return list(obj.values()) if type(obj) is dict else list(obj)


def _same(before: list[Any], now: list[Any]) -> bool:
    if len(before) == len(now) and all(map(operator.is_, before, now)):
        return True
    before, now = _alive(before), _alive(now)
    return len(before) == len(now) and all(map(operator.is_, before, now))


def _alive(parts: list[Any]) -> list[Any]:
    """Leave out what referred to objects that have been collected: when they are is chance."""
    return [part for part in parts if type(part) is not weakref.ref or part() is not None]


def _assigned(old: dict[str, Any], new: dict[str, Any]) -> Iterator[tuple[str, list[Any]]]:
    """Give the variables that were assigned; a module that was imported into it is none."""
    if _same(list(old.values()), list(new.values())):
        return
    for name in {**old, **new}:
        came = name not in old and isinstance(new[name], types.ModuleType)
        if not came and (name not in old or name not in new or old[name] is not new[name]):
            yield name, [new[name]] if name in new else []
