"""What can be reached from an object, one step at a time, without running anybody's code.

Runs on workers, so it imports the standard library only.
"""

from __future__ import annotations

import abc
import contextlib
import contextvars
import functools
import gc
import random
import struct
import sys
import threading
import types
import weakref
from collections import OrderedDict, defaultdict, deque
from collections.abc import Iterable, Iterator
from typing import Any, Final

from nbparallel.runtime.itemstate import slots_of
from nbparallel.runtime.surroundings import generators_among

ATOMS: Final = frozenset(
    {int, float, complex, bool, str, bytes, type(None), type(Ellipsis), type(NotImplemented), range}
)
LRU: Final = type(functools.lru_cache(maxsize=1)(lambda: None))
_LEAVES: Final = (
    types.CodeType,
    types.MethodDescriptorType,
    types.WrapperDescriptorType,
    types.GetSetDescriptorType,
    types.MemberDescriptorType,
    types.ClassMethodDescriptorType,
)
"""What is not looked into: code, and what is the process's own business."""

_HEAP_TYPE: Final = 1 << 9
_POINTER: Final = struct.calcsize("P")
_LOCKS: Final = (type(threading.Lock()), type(threading.RLock()))
_CLASS_MATTERS: Final = frozenset(
    """__dict__ __weakref__ __doc__ __module__ __abstractmethods__ _abc_impl __qualname__
    __annotations__ __static_attributes__ __firstlineno__ __parameters__ __orig_bases__
    __subclasshook__ __match_args__ __slotnames__""".split()
)


_PLAIN_IN_C: Final = frozenset(
    """_tuplegetter GenericAlias UnionType ufunc cython_function_or_method fused_cython_function
    _ArrayFunctionDispatcher dtype Pattern Match Signature Parameter Logger PyCapsule Struct
    EncodingMap _abc_data""".split()
)
"""Names of types whose objects hold nothing that a computation would change."""

_SEEN_THROUGH: Final = (
    types.SimpleNamespace,
    types.CellType,
    types.MappingProxyType,
    staticmethod,
    classmethod,
    property,
    functools.partial,
    weakref.ref,
    threading.local,
    *_LOCKS,
    contextvars.ContextVar,
    LRU,
)
"""Types made in C all of whose objects' state can be looked at."""


@functools.cache
def is_leaf_type(cls: Any) -> bool:
    """Whether objects of a type are not looked into."""
    numpy = sys.modules.get("numpy")
    scalar = numpy is not None and issubclass(cls, numpy.generic) and cls is not numpy.object_
    return scalar or cls in ATOMS or issubclass(cls, _LEAVES) or cls.__name__ in _PLAIN_IN_C


def top_of(module: Any) -> str:
    """Give the name of a module's library."""
    return module.partition(".")[0] if isinstance(module, str) else ""


@functools.cache
def holds_attributes(cls: Any) -> bool:
    """Whether a class is written in Python, so that its objects hold attributes and nothing else.

    What is made in C has fields of its own, for which its objects are larger.
    """
    if cls.__itemsize__ or not all(base.__flags__ & _HEAP_TYPE for base in cls.__mro__[:-1]):
        return False
    parts = len(_slots(cls)) + bool(cls.__weakrefoffset__) + (cls.__dictoffset__ > 0)
    return bool(cls.__basicsize__ <= object.__basicsize__ + parts * _POINTER)


@functools.cache
def pickles_its_own_way(cls: Any) -> bool:
    """Whether a class says itself what its objects' state is."""
    return (
        cls.__reduce_ex__ is not object.__reduce_ex__
        or cls.__reduce__ is not object.__reduce__
        or getattr(cls, "__getstate__", None) is not getattr(object, "__getstate__", None)
    )


def is_loose(module: types.ModuleType) -> bool:
    """Whether a module is an object like any other, that nobody can import."""
    name = vars(module).get("__name__")
    return not isinstance(name, str) or sys.modules.get(name) is not module


def registered(cls: type) -> Iterator[type]:
    """Give the classes that were registered with an abstract one."""
    if "_abc_impl" in vars(cls):
        for reference in abc._get_dump(cls)[0]:  # type: ignore[attr-defined]
            one = reference()
            if one is not None:
                yield one


def is_module_dict(names: dict[str, Any]) -> bool:
    """Whether a dict is a loaded module's."""
    module = sys.modules.get(names.get("__name__", ""))
    return module is not None and module.__dict__ is names and module.__name__ != "__main__"


class Reach:
    """Takes one step from an object to those it holds.

    What is kept in an `lru_cache` is not among these: `memos` looks at it.

    Parameters
    ----------
    inside : frozenset of str
        The libraries whose functions and classes are looked into.
    own : bool
        Whether that is looked into which another process has differently: random generators, and
        what was warned of once. The global generators never are: they are watched by others.
    """

    def __init__(self, inside: frozenset[str], *, own: bool = True) -> None:
        self._inside = inside
        self._own = own
        self._global = {id(random._inst)}
        numpy_random = sys.modules.get("numpy.random")
        if numpy_random is not None:
            shared = numpy_random.mtrand._rand
            self._global |= {id(shared), id(shared._bit_generator)}

    def leaves_out(self, obj: Any) -> bool:
        """Whether an object is not looked into."""
        cls: Any = type(obj)
        if is_leaf_type(cls) or id(obj) in self._global or _is_own_stream(obj):
            return True
        return not self._own and bool(generators_among([obj]))

    def contents(self, obj: Any) -> tuple[Any, ...] | None:
        """Give what an object holds, in order; None if that cannot be known.

        Equal contents, part by part the same objects, mean that nothing was assigned in it.
        """
        cls: Any = type(obj)
        if issubclass(cls, list | tuple | deque | set | frozenset):
            return (*_iterated(cls, obj), *_attributes(obj))
        if issubclass(cls, dict):
            factory = obj.default_factory if issubclass(cls, defaultdict) else None
            # It keeps an order of its own.
            items = OrderedDict.items(obj) if issubclass(cls, OrderedDict) else dict.items(obj)
            return (*_pairs(items), factory, *_attributes(obj))
        if issubclass(cls, types.ModuleType):
            return self._of_module(obj)
        if cls is types.FunctionType:
            return self._of_function(obj)
        if cls is types.MethodType:
            return obj.__func__, obj.__self__
        if cls is types.BuiltinFunctionType or cls is types.MethodWrapperType:
            return () if isinstance(obj.__self__, types.ModuleType) else (obj.__self__,)
        if cls is types.CellType or cls is types.MappingProxyType:
            return tuple(gc.get_referents(obj))
        if issubclass(cls, weakref.ref):
            return (obj(), *_attributes(obj))
        if cls is contextvars.ContextVar:
            return (obj.get(None),)
        if cls is LRU:
            named = [pair for pair in vars(obj).items() if pair[0] != "cache_parameters"]
            return tuple(_pairs(named))
        if issubclass(cls, _LOCKS):
            return (obj.locked() if hasattr(obj, "locked") else obj._is_owned(),)
        if issubclass(cls, threading.local):  # what it has for this thread
            return tuple(_pairs(threading.local.__getattribute__(obj, "__dict__").items()))
        if issubclass(cls, types.SimpleNamespace):
            return tuple(_attributes(obj))
        if issubclass(cls, staticmethod | classmethod | property):
            return tuple(part for part in gc.get_referents(obj) if type(part) not in (str, dict))
        if issubclass(cls, type):
            return self._of_class(obj)
        if cls is functools.partial:
            return obj.func, *obj.args, *_pairs(obj.keywords.items())
        if _is_object_array(obj):
            return tuple(obj.ravel().tolist())
        if top_of(cls.__module__) == "pandas":
            return ()  # it keeps account of views: only its data count
        return tuple(_attributes(obj)) if holds_attributes(cls) else None

    def _of_module(self, module: types.ModuleType) -> tuple[Any, ...]:
        if top_of(module.__name__) not in self._inside and not is_loose(module):
            return ()
        warned = {"__warningregistry__"} if self._own else set()
        shown = (name for name in sorted(vars(module)) if name[:2] != "__" or name in warned)
        named = [(name, vars(module)[name]) for name in shown]
        return tuple(_pairs(named))

    def _of_function(self, function: Any) -> tuple[Any, ...]:
        found = [*(function.__defaults__ or ()), *(function.__kwdefaults__ or {}).values()]
        found += function.__closure__ or ()
        found += _pairs(vars(function).items())
        if not is_module_dict(function.__globals__):  # of a user's function that was copied
            named = function.__globals__.items()
            found += _pairs([pair for pair in named if pair[0] != "__builtins__"])
        return (function.__code__, *found)

    def _of_class(self, cls: type) -> tuple[Any, ...]:
        if not self.is_looked_into(cls):
            return ()
        named = _pairs(pair for pair in vars(cls).items() if pair[0] not in _CLASS_MATTERS)
        return (*named, *cls.__bases__, *registered(cls))

    def is_looked_into(self, cls: type) -> bool:
        """Whether a class is the user's, or of one of the libraries."""
        return cls.__module__ == "__main__" or top_of(cls.__module__) in self._inside


def _attributes(obj: Any) -> Iterator[Any]:
    cls: Any = type(obj)
    with contextlib.suppress(AttributeError):  # where it has slots only
        yield from _pairs(object.__getattribute__(obj, "__dict__").items())
    for name in _slots(cls):
        with contextlib.suppress(AttributeError):  # a slot that holds nothing
            yield name
            yield object.__getattribute__(obj, name)


def _pairs(named: Iterable[tuple[Any, Any]]) -> Iterator[Any]:
    """Give names and values, one after the other."""
    for name, value in named:
        yield name
        yield value


@functools.cache
def _slots(cls: Any) -> tuple[str, ...]:
    return tuple(slots_of(cls))


def _is_own_stream(obj: Any) -> bool:
    """Whether it is one of the process's first streams: what is written there is noticed."""
    return obj is sys.__stdin__ or obj is sys.__stdout__ or obj is sys.__stderr__


def _is_object_array(obj: Any) -> bool:
    numpy = sys.modules.get("numpy")
    return numpy is not None and isinstance(obj, numpy.ndarray) and obj.dtype.hasobject


def _iterated(cls: Any, obj: Any) -> Iterator[Any]:
    base = next(b for b in (list, tuple, deque, set, frozenset) if issubclass(cls, b))
    return base.__iter__(obj)


@functools.cache
def is_seen_through(cls: Any) -> bool:
    """Whether all that objects of a type made in C hold can be looked at."""
    return issubclass(cls, _SEEN_THROUGH)


def memory_of(obj: Any) -> memoryview | None:
    """Give the bytes of an array, without copying where they lie together."""
    numpy = sys.modules.get("numpy")
    if numpy is None or not isinstance(obj, numpy.ndarray) or obj.dtype.hasobject:
        return None
    plain = obj.view(numpy.ndarray)
    if not (plain.flags.c_contiguous or plain.flags.f_contiguous):
        return memoryview(plain.tobytes())
    flat = plain.reshape(-1, order="A").view(numpy.uint8) if plain.size else numpy.empty(0, "u1")
    return memoryview(flat)
