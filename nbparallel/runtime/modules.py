"""What modules hold that a loop reads: each process imports its own copy of a module.

A module may have been changed after it was imported (``settings.RATE = 5``), or its file may have
been edited since a worker imported it. So what a loop's code reads of modules travels as a
digest, and a worker whose own copy differs says so instead of computing with it.

Runs on workers, so it imports the standard library only.
"""

from __future__ import annotations

import functools
import hashlib
import importlib
import marshal
import pickle
import sys
import types
from collections.abc import Iterable, Mapping
from typing import Any, Final

Place = tuple[str, str]
"""A module, and what is read of it, by its qualified name."""

_PLAIN: Final = (int, float, complex, str, bytes, bool, type(None), type(...))
_LARGEST: Final = 100_000  # elements and characters that are looked at
_MOST_BYTES: Final = 32 * 2**20  # of a pickle


class Opaque(Exception):
    """What a value holds cannot be told by a digest."""


def found_at(place: Place) -> Any:
    """Give what stands at a place in this process.

    Raises
    ------
    ImportError, AttributeError
        If nothing does.
    """
    module, path = place
    found: Any = sys.modules.get(module) or importlib.import_module(module)
    return functools.reduce(getattr, path.split("."), found)


def digest(value: Any) -> bytes:
    """Give a digest that is the same in every process that has the same.

    Raises
    ------
    Opaque
        If that cannot be told.
    """
    told = hashlib.blake2b(digest_size=16)
    _tell(value, told.update, 0)
    return told.digest()


def differing(digests: Mapping[Place, bytes]) -> str:
    """Name the first place at which this process has something else; empty if none."""
    for place, told in digests.items():
        try:
            same = digest(found_at(place)) == told
        except (ImportError, AttributeError, Opaque):
            same = False
        if not same:
            return ".".join(place)
    return ""


def _tell(value: Any, add: Any, depth: int) -> None:
    kind = type(value)
    add(f"<{kind.__qualname__}".encode())
    if kind in _PLAIN:
        if kind in (str, bytes) and len(value) > _LARGEST:
            raise Opaque
        add(marshal.dumps(value, 2))
    elif kind in (tuple, list, dict, set, frozenset):
        if len(value) > _LARGEST or depth > 20:
            raise Opaque
        _tell_each(value, add, depth)
    elif kind is types.ModuleType:
        add(value.__name__.encode())
    elif kind is types.FunctionType:
        add(f"{value.__module__}.{value.__qualname__}".encode())
        _tell_code(value.__code__, add)
        _tell_parts((value.__defaults__, value.__kwdefaults__), add, depth)
    elif isinstance(value, type):
        add(f"{value.__module__}.{value.__qualname__}".encode())
        if value.__flags__ & 1 << 9:  # made by a class statement
            _tell_parts(_members(value), add, depth)
    elif kind in (staticmethod, classmethod):
        _tell(value.__func__, add, depth + 1)
    elif kind is property:
        _tell_parts((value.fget, value.fset, value.fdel), add, depth)
    elif kind is functools._lru_cache_wrapper:
        _tell(value.__wrapped__, add, depth + 1)
    else:
        _Pickling(add).dump(value)
    add(b">")


class _Pickling:
    """Tells of an object how it is pickled, as long as that is not much."""

    def __init__(self, add: Any) -> None:
        self._add = add
        self._left = _MOST_BYTES

    def dump(self, value: Any) -> None:
        try:
            pickle.Pickler(self, 4).dump(value)
        except Exception as error:  # foreign code says in any way that it cannot be pickled
            raise Opaque from error

    def write(self, data: Any) -> int:
        size = memoryview(data).nbytes
        self._left -= size
        if self._left < 0:
            raise Opaque
        self._add(data)
        return size


def _tell_each(value: Any, add: Any, depth: int) -> None:
    if isinstance(value, dict):
        value = [part for item in value.items() for part in item]
    elif isinstance(value, set | frozenset):
        value = sorted(map(digest, value))
    for part in value:
        _tell(part, add, depth + 1)


def _tell_parts(parts: Iterable[Any], add: Any, depth: int) -> None:
    """Tell what a function or class keeps; of what cannot be told, the type."""
    for part in parts:
        try:
            add(digest(part) if depth < 20 else b"")
        except Opaque:
            add(type(part).__qualname__.encode())


def _members(cls: type) -> list[Any]:
    members = sorted(vars(cls).items())
    kept = [item for item in members if item[0] not in _LEFT_OUT and item[0][:5] != "_abc_"]
    return [part for item in kept for part in item]


_LEFT_OUT: Final = frozenset({"__dict__", "__weakref__", "__doc__", "__module__", "__slotnames__"})


def _tell_code(code: types.CodeType, add: Any) -> None:
    add(code.co_code)
    add(repr((code.co_names, code.co_varnames, code.co_freevars, code.co_flags)).encode())
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            _tell_code(constant, add)
        else:
            _tell(constant, add, 0)
