"""Whether copies are what the originals are: a class may pickle in a way of its own.

``__getstate__`` may leave a cache out, ``__reduce__`` may forget an attribute, ``__new__`` may
convert a number once more. To a cell that never pickles anything this is no fault; a worker
that computes on such a copy gives a wrong answer. So where a pickle holds objects of such
classes, it is unpickled where it was made, and the two are compared, object by object.

Runs on workers, so it imports the standard library only.
"""

from __future__ import annotations

import collections
import contextlib
import copyreg
import dataclasses
import enum
import functools
import os
import pickle
import sys
import types
import typing
from collections import deque
from collections.abc import Iterable, Mapping
from typing import Any, Final

from nbparallel.loaded import loaded
from nbparallel.runtime.itemstate import slots_of

_HOOKS: Final = (
    "__reduce__",
    "__reduce_ex__",
    "__getstate__",
    "__setstate__",
    "__getnewargs__",
    "__getnewargs_ex__",
    "__new__",
    "__getattr__",
    "__getattribute__",
    "__setattr__",
)
_CALLED: Final[dict[type, tuple[str, ...]]] = {
    list: ("append", "extend"),
    dict: ("__setitem__", "__init__", "update"),
    set: ("__init__",),
    frozenset: ("__init__",),
    deque: ("__init__", "append", "extend"),
    BaseException: ("__init__",),
    **dict.fromkeys((tuple, int, float, complex, str, bytes, bytearray), ()),
}
"""What the copying of an object calls, where its class builds on one of these."""

_KEEP_ATTRIBUTES: Final = ("abc", "collections.abc", "typing", "contextlib", "sklearn.base")
"""Modules whose classes leave an object's copying as it is, or have it copy all attributes."""

_HEAP_TYPE: Final = 1 << 9
_ATOMS: Final = (int, str, bytes, bool, type(None), range, type(...), type(NotImplemented))
_ITERATED: Final[tuple[Any, ...]] = (list, tuple, deque, set, frozenset)
_NUMBERS: Final[tuple[Any, ...]] = (int, float, complex, str, bytes, bytearray)


class Unfaithful(pickle.PicklingError):
    """A copy is not what the original is; the message says of what."""


@functools.lru_cache(maxsize=1024)
def is_library(module: str) -> bool:
    """Whether a module is the standard library's or an installed package's."""
    top = module.partition(".")[0]
    if top == "__main__":  # the notebook's, whatever file started the process
        return False
    if top in sys.stdlib_module_names or top in sys.builtin_module_names:
        return True
    if top == "nbparallel":  # wherever it lies
        return True
    file = getattr(sys.modules.get(top), "__file__", None) or ""
    return f"{os.sep}site-packages{os.sep}" in file or f"{os.sep}dist-packages{os.sep}" in file


_unknown: set[str] = set()


def distrust(libraries: Iterable[str]) -> None:
    """Look from now on at copies of these libraries' objects, too: nobody knows them."""
    if not _unknown.issuperset(libraries):
        _unknown.update(libraries)
        is_doubtful.cache_clear()


def _is_trusted(module: str) -> bool:
    """Whether the objects of a module's classes are copied as they should be."""
    return is_library(module) and module.partition(".")[0] not in _unknown


def _module(cls: type) -> str:
    """Give the name of a class's module; classes that Cython makes have none."""
    name: Any = cls.__module__
    return name if isinstance(name, str) and not name.startswith("_cython") else ""


@functools.cache
def is_doubtful(cls: Any) -> bool:
    """Whether copies of a class's objects have to be looked at.

    Those of libraries are trusted. A user's class is copied attribute by attribute, unless it
    has a way of its own, or builds on a type that is copied in another way: then methods that
    the class overrides (``append``, ``__setitem__``, ``__init__``) may run when a copy is made.
    """
    if not _module(cls):
        return False
    if cls in copyreg.dispatch_table and not _is_trusted(_reducer(cls).__module__ or ""):
        return True
    if _is_trusted(_module(cls)) or issubclass(cls, type | enum.Enum | types.ModuleType):
        return False
    if not issubclass(cls, _ITERATED) and _is_made_in_c(cls):
        return True
    names = set(_HOOKS)
    for base in cls.__mro__[:-1]:
        if not _is_trusted(_module(base)):
            continue
        kind = next((kind for kind in _CALLED if issubclass(base, kind)), None)
        if kind is not None:
            names.update(_CALLED[kind])
        elif _module(base) not in _KEEP_ATTRIBUTES and not _module(base).startswith("sklearn."):
            return True
    return bool(_own(cls, names))


def _is_made_in_c(cls: Any) -> bool:
    """Whether a class was not made by a class statement."""
    return not cls.__flags__ & _HEAP_TYPE or "__module__" not in vars(cls)


def _own(cls: type, names: Iterable[str]) -> list[str]:
    """Give the qualified names of those methods that the user has written."""
    return [
        f"{base.__qualname__}.{name}"
        for base in cls.__mro__
        if not _is_trusted(_module(base))
        for name in names
        if name in vars(base) and not _is_generated(vars(base)[name])
    ]


def _is_generated(member: Any) -> bool:
    """Whether a method was made by a library: by ``dataclass``, say, or ``namedtuple``."""
    code = getattr(getattr(member, "__func__", member), "__code__", None)
    return code is not None and (
        code.co_filename == "<string>" or code.co_filename in _library_files()
    )


@functools.lru_cache(maxsize=1)
def _library_files() -> frozenset[str]:
    return frozenset({collections.__file__, dataclasses.__file__, typing.__file__})


def _reducer(cls: type) -> Any:
    return copyreg.dispatch_table[cls]


def registered(cls: type) -> str:
    """Name the function with which the user pickles a class's objects; empty if there is none."""
    function = copyreg.dispatch_table.get(cls)
    module = getattr(function, "__module__", None) or ""
    return "" if function is None or is_library(module) else function.__name__


def forgotten(obj: Any) -> str:
    """Name an attribute of the user's that a pandas object forgets when it is pickled."""
    if _module(type(obj)).partition(".")[0] != "pandas" or not hasattr(obj, "_mgr"):
        return ""
    known = getattr(type(obj), "_metadata", ())
    return next((n for n in vars(obj) if not n.startswith("_") and n not in known), "")


def doubtful_among(objects: Iterable[object]) -> bool:
    """Whether there are objects whose copies have to be looked at."""
    kinds: set[Any] = set(map(type, objects))
    return any(map(is_doubtful, kinds))


def check(originals: Mapping[int, object], copies: Mapping[int, object]) -> None:
    """Compare what was pickled with what comes out of the pickle, by their places in it.

    Parameters
    ----------
    originals, copies : mapping of int to object
        The pickler's and the unpickler's memo.

    Raises
    ------
    Unfaithful
        If an object of a doubtful class and its copy differ.
    """
    comparison = _Comparison(originals, copies)
    for index, original in originals.items():
        if doubtful_among([original]) and index in copies:
            comparison.check(original, copies[index])


class _Comparison:
    """Compares object graphs; what stands for what is kept, so that aliasing is compared too."""

    def __init__(self, originals: Mapping[int, object], copies: Mapping[int, object]) -> None:
        both = originals.keys() & copies.keys()
        self._pairs = {id(originals[index]): copies[index] for index in both}

    def check(self, original: Any, copy: Any) -> None:
        """Raise if a copy is not what the original is."""
        try:
            part = self._difference(original, copy)
        except RecursionError:
            part = "its contents, nested too deeply to be compared,"
        if part:
            own = _own(type(original), _HOOKS)
            why = f", because of `{own[0]}`" if own else ""
            raise Unfaithful(f"a copy of a `{type(original).__qualname__}` loses {part}{why}")

    def _difference(self, original: Any, copy: Any) -> str:
        """Name the part that differs; empty if there is none."""
        if original is copy:
            return ""
        if not self._same(type(original), type(copy)):
            return "its class"
        held, found = _attributes(original), _attributes(copy)
        for name, value in held.items():
            if name not in found or not self._same(value, found[name]):
                return f"`.{name}`"
        if list(held) != list(found):
            return "the order or number of its attributes"
        return "" if self._same_contents(original, copy) else "what it holds"

    def _same_contents(self, original: Any, copy: Any) -> bool:
        """Compare what an object is by its base: a list, a dict, a number, an array."""
        for kind in _ITERATED:
            if isinstance(original, kind):
                parts = [list(kind.__iter__(each)) for each in (original, copy)]
                limits = [getattr(each, "maxlen", None) for each in (original, copy)]
                return limits[0] == limits[1] and self._all(*parts)
        if isinstance(original, dict):
            items = [
                [part for pair in dict.items(each) for part in pair] for each in (original, copy)
            ]
            makers = [getattr(each, "default_factory", None) for each in (original, copy)]
            return self._all(*items) and self._same(*makers)
        if isinstance(original, BaseException):
            return self._same(original.args, copy.args)
        for number in _NUMBERS:
            if isinstance(original, number):
                return bool(number.__repr__(original) == number.__repr__(copy))
        array = _array_type()
        if array is not None and isinstance(original, array):
            return self._same_array(original.view(array), copy.view(array))
        kept = ("object", *_KEEP_ATTRIBUTES)
        others = [
            b
            for b in type(original).__mro__[:-1]
            if _is_trusted(_module(b)) or (is_library(_module(b)) and _is_made_in_c(b))
        ]
        plain = all(_module(b) in kept or _module(b).startswith("sklearn.") for b in others)
        return plain or _same_bytes(original, copy)

    def _all(self, originals: list[Any], copies: list[Any]) -> bool:
        return len(originals) == len(copies) and all(map(self._same, originals, copies))

    def _same(self, original: Any, copy: Any) -> bool:
        if original is copy:
            return True
        if id(original) in self._pairs:
            stands_for = self._pairs[id(original)]
            if stands_for is copy or type(original) not in (*_ATOMS, float, complex, tuple):
                return stands_for is copy
        cls = type(original)
        if cls in _ATOMS:
            return type(copy) is cls and bool(original == copy)
        if cls in (float, complex):
            return type(copy) is cls and repr(original) == repr(copy)
        if cls is not tuple:
            self._pairs[id(original)] = copy
        if isinstance(original, types.FunctionType):
            return isinstance(copy, types.FunctionType) and original.__code__ == copy.__code__
        if not _is_trusted(_module(cls)) or cls in (list, tuple, dict, set, frozenset):
            return not self._difference(original, copy)
        array = _array_type()
        if array is not None and cls is array:
            return type(copy) is array and self._same_array(original, copy)
        return type(copy) is cls and _same_bytes(original, copy)

    def _same_array(self, original: Any, copy: Any) -> bool:
        if (original.dtype, original.shape) != (copy.dtype, copy.shape):
            return False
        if original.dtype.hasobject:
            return self._all(original.ravel().tolist(), copy.ravel().tolist())
        return bool(original.tobytes() == copy.tobytes())


def _attributes(obj: Any) -> dict[str, Any]:
    """Give an object's attributes, without running any code of its class's."""
    held: dict[str, Any] = {}
    with contextlib.suppress(AttributeError):  # where it has slots only
        held.update(object.__getattribute__(obj, "__dict__"))
    for name in slots_of(type(obj)):
        try:
            held[name] = object.__getattribute__(obj, name)
        except AttributeError:
            continue  # a slot that holds nothing
    return held


def _array_type() -> Any:
    return getattr(loaded("numpy"), "ndarray", None)


def _same_bytes(original: Any, copy: Any) -> bool:
    """Whether two objects of a library's are pickled alike; what cannot be is not."""
    try:
        return pickle.dumps(original) == pickle.dumps(copy)
    except Exception:  # pickling runs foreign code: anything may come out of it
        return False
