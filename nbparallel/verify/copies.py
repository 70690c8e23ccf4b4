"""Copies of all that a cell can reach, with what is shared among it still shared.

Like `copy.deepcopy`, but for a run rather than for keeping:

- functions, classes and modules stay; what functions and classes of the notebook keep is
  copied and put in the place of the original (`holders`);
- views of arrays stay views of one memory; sets keep the order in which they are iterated,
  or it is told that they could not;
- an object of one of the notebook's own classes is copied attribute by attribute, whatever
  its class thinks of pickling;
- what cannot be copied is shared by both runs and told of, unless running the cell would use
  it up: then nothing is run at all.

Only what the cell can reach is copied: the names that occur in it and in the functions that
these lead to, all names where code may look names up by text.
"""

from __future__ import annotations

import collections
import datetime
import decimal
import enum
import fractions
import functools
import gc
import io
import re
import sys
import types
import uuid
import weakref
from array import array
from collections.abc import Callable, Iterable, MutableMapping
from typing import Any, Final

from nbparallel.verify import arrays, holders, memory, objects
from nbparallel.verify.holders import Holder
from nbparallel.verify.objects import Uncopyable
from nbparallel.verify.values import is_immutable

ATOMS: Final = frozenset(
    {
        int, float, complex, bool, str, bytes, range, slice, type(None), type(...),
        type(NotImplemented), types.CodeType, types.ModuleType, property, re.Pattern, re.Match,
        decimal.Decimal, fractions.Fraction, uuid.UUID, datetime.date, datetime.datetime,
        datetime.time, datetime.timedelta, datetime.timezone,
    }
)  # fmt: skip
LOOKS_UP: Final = frozenset(
    {"globals", "locals", "vars", "dir", "eval", "exec", "get_ipython", "__main__", "modules"}
)
"""Names of code that may reach any name by its text."""

_USED_UP: Final = (
    types.GeneratorType, types.CoroutineType, types.AsyncGeneratorType, io.IOBase,
)  # fmt: skip
_ONE_OF_A_KIND: Final = ("IPython", "ipykernel", "nbparallel")
_CONNECTED: Final = ("traitlets", "ipywidgets", "distributed", "dask")


class VerifyError(RuntimeError):
    """A cell cannot be run twice; nothing of it has run."""


_VIEWS: Final = tuple(
    type(getattr(kind(), name)())
    for kind in (dict, collections.OrderedDict)
    for name in ("keys", "values", "items")
)
"""What shows a dict's contents as they change."""


class Copies:
    """Copies what is to be found under some names of a namespace.

    Parameters
    ----------
    namespace : mutable mapping
        The notebook's.
    known : iterable of (object, object)
        What stands for what, beforehand.
    """

    def __init__(
        self, namespace: MutableMapping[str, Any], known: Iterable[tuple[object, object]] = ()
    ) -> None:
        self.namespace = namespace
        self.shared: dict[int, tuple[object, str]] = {}
        self.holders: list[tuple[Holder, dict[str, Any]]] = []  # and their copied contents
        self.frozen: list[Any] = []  # arrays that are to be made read-only in the end
        self.unordered: list[set[Any]] = []  # what is added to copies may land elsewhere
        self.modules = {"__main__", namespace.get("__name__")}
        self._copies: dict[int, tuple[Any, Any]] = {id(a): (a, b) for a, b in known}
        self._journal: list[int] = []
        self._under_way: set[int] = set()
        self.strict = 0  # inside an object that is copied whole or not at all
        self._name = ""
        self._names: collections.deque[str] = collections.deque()
        self._reached: set[str] = set()
        self._makers: dict[type, Callable[[Any], Any]] = {
            list: self._list,
            dict: self._dict,
            tuple: self._tuple,
            set: self._set,
            frozenset: self._frozenset,
            collections.deque: self._deque,
            bytearray: bytearray.copy,
            array: lambda values: values[:],
            memoryview: self._buffer_view,
            types.MappingProxyType: self._proxy,
            **dict.fromkeys(_VIEWS, self._dict_view),
            types.FunctionType: self._function,
            types.MethodType: self._method,
            types.BuiltinFunctionType: self._builtin,
            functools.partial: self._partial,
            weakref.ref: self._weakref,
        }

    @property
    def pairs(self) -> list[tuple[Any, Any]]:
        """Each object and its copy."""
        return [(a, b) for a, b in self._copies.values() if a is not b]

    def take(self, names: Iterable[str]) -> dict[str, Any]:
        """Copy what some names lead to, and what functions on the way lead to.

        Returns
        -------
        dict
            The whole namespace, with copies in the places of the originals.

        Raises
        ------
        VerifyError
            If something would be used up by the first of two runs.
        """
        limit = sys.getrecursionlimit()
        sys.setrecursionlimit(max(limit, 10**6))  # nothing here recurses through C
        try:
            copied = dict(self.namespace)
            self._names.extend(names)
            while self._names:
                name = self._names.popleft()
                if name in LOOKS_UP:
                    self._names.extend(n for n in self.namespace if n not in self._reached)
                if name in self._reached or name not in self.namespace or name == "__builtins__":
                    continue
                self._reached.add(name)
                self._name = name
                copied[name] = self.of(self.namespace[name])
            memory.link_frames(self._copies.values())
            for array_ in self.frozen:
                array_.flags.writeable = False
            return copied
        except MemoryError as error:
            raise VerifyError(f"no memory for a copy of `{self._name}`; nothing was run") from error
        finally:
            sys.setrecursionlimit(limit)

    def of(self, obj: Any) -> Any:
        """Give an object's copy; the object itself if it cannot change or be copied."""
        cls = type(obj)
        if cls in ATOMS:
            return obj
        known = self.known(obj)
        if known is not None:
            return known[1]
        mark = len(self._journal)
        try:
            return self._make(obj, cls)
        except Uncopyable:
            if self.strict:
                raise
            for number in self._journal[mark:]:
                self._copies.pop(number, None)
            del self._journal[mark:]
            return self._share(obj)

    def _make(self, obj: Any, cls: type) -> Any:
        maker = self._makers.get(cls)
        if maker is not None:
            return self._kept(obj, maker(obj))
        if isinstance(obj, type):
            return self._class(obj)
        if isinstance(obj, types.ModuleType | enum.Enum) or is_immutable(cls):
            return obj
        if arrays.is_record(obj):
            return self._kept(obj, memory.record_of(self, obj))
        if arrays.is_scalar(obj) or not hasattr(cls, "__reduce_ex__"):
            return obj
        if any(base.__module__ == "_ctypes" for base in cls.__mro__):
            raise VerifyError(
                f"`{self._name}` holds memory of ctypes, which may be shared in ways that cannot "
                "be copied; nothing was run"
            )
        room = cls.__module__.partition(".")[0]
        if room in _ONE_OF_A_KIND:
            return obj
        if room in _CONNECTED:
            raise Uncopyable
        if arrays.is_array(obj) and memory.is_plain(obj):
            return memory.copy_of(self, obj)
        if isinstance(obj, io.IOBase) and not isinstance(obj, io.StringIO | io.BytesIO):
            raise Uncopyable
        self._class_of(cls)
        if (known := self.known(obj)) is not None:
            return known[1]  # its class keeps it
        if id(obj) in self._under_way:
            raise Uncopyable  # what it is made of leads back to it
        self._under_way.add(id(obj))
        try:
            return objects.copy_of(self, obj, cls)
        finally:
            self._under_way.discard(id(obj))

    def keep(self, obj: Any, made: Any) -> Any:
        """Remember a copy."""
        self._copies[id(obj)] = obj, made
        self._journal.append(id(obj))
        return made

    def known(self, obj: Any) -> tuple[Any, Any] | None:
        """Give an object and its copy, if it has one."""
        return self._copies.get(id(obj))

    def _kept(self, obj: Any, made: Any) -> Any:
        known = self.known(obj)
        return known[1] if known is not None else self.keep(obj, made)

    def _share(self, obj: Any) -> Any:
        """Let both runs have the same object."""
        if _is_used_up(obj):
            raise VerifyError(
                f"`{self._name}` holds a {type(obj).__name__}, which cannot be copied and which "
                "the first of two runs would use up; nothing was run"
            )
        self.shared[id(obj)] = obj, f"`{self._name}` ({type(obj).__name__})"
        return self.keep(obj, obj)

    # -- containers -------------------------------------------------------------------------

    def _list(self, values: list[Any]) -> list[Any]:
        if _all_atoms(values):
            return values.copy()
        made: list[Any] = self.keep(values, [])
        for value in values:
            made.append(self.of(value))
        return made

    def _dict(self, values: dict[Any, Any]) -> dict[Any, Any]:
        if _all_atoms(values) and _all_atoms(values.values()):
            return values.copy()
        made: dict[Any, Any] = self.keep(values, {})
        for key, value in values.items():
            made[self.of(key)] = self.of(value)
        return made

    def _dict_view(self, view: Any) -> Any:
        shown = gc.get_referents(view)[0]
        return getattr(self.of(shown), type(view).__name__.rpartition("_")[2])()

    def _proxy(self, proxy: Any) -> Any:
        shown = gc.get_referents(proxy)[0]
        if "__dict__" in shown:  # a class's own
            return proxy
        return types.MappingProxyType(self.of(shown))

    def _buffer_view(self, view: memoryview) -> memoryview:
        try:
            return memory.view_of(self, view)
        except (ValueError, TypeError) as error:
            raise VerifyError(
                f"`{self._name}` holds a view of memory that copies do not share; nothing was run"
            ) from error

    def _tuple(self, values: tuple[Any, ...]) -> tuple[Any, ...]:
        made = []
        for value in values:
            made.append(self.of(value))
        same = all(map(_is, values, made))
        return values if same else tuple(made)

    def _set(self, values: set[Any]) -> set[Any]:
        made = []
        for value in values:
            made.append(self.of(value))
        if not all(map(_is, values, made)):
            return set(made)
        self.unordered.append(values)
        one_by_one: set[Any] = set()
        for value in values:
            one_by_one.add(value)
        for candidate in (one_by_one, values.copy()):
            if all(map(_is, candidate, made)):
                return candidate
        text = f"`{self._name}` (the order of a set; its copy's is another)"
        self.shared[id(values)] = values, text
        return one_by_one

    def _frozenset(self, values: frozenset[Any]) -> frozenset[Any]:
        made = []
        for value in values:
            made.append(self.of(value))
        return values if all(map(_is, values, made)) else frozenset(made)

    def _deque(self, values: collections.deque[Any]) -> collections.deque[Any]:
        made: collections.deque[Any] = self.keep(values, collections.deque(maxlen=values.maxlen))
        for value in values:
            made.append(self.of(value))
        return made

    # -- code -------------------------------------------------------------------------------

    def _function(self, function: types.FunctionType) -> types.FunctionType:
        self.keep(function, function)
        if function.__globals__ is self.namespace or function.__module__ in self.modules:
            self._names.extend(names_in(function.__code__))
            self._hold(holders.Function(function, function.__qualname__))
            names = function.__code__.co_freevars
            for name, cell in zip(names, function.__closure__ or (), strict=True):
                if id(cell) not in self._copies:
                    self.keep(cell, cell)
                    self._hold(holders.Cell(cell, f"{function.__qualname__}.{name}"))
        return function

    def _hold(self, holder: Holder) -> None:
        contents = holder.contents()
        copied = {}
        strict, self.strict = self.strict, 0
        for name, value in contents.items():
            copied[name] = self.of(value)
        self.strict = strict
        self.holders.append((holder, copied))

    def _class_of(self, cls: type) -> None:
        for base in cls.__mro__:
            self._class(base)

    def _class(self, cls: type) -> type:
        if id(cls) in self._copies or cls.__module__ not in self.modules:
            return cls
        self.keep(cls, cls)
        if not holders.can_be_set(cls):
            return cls
        self._class(type(cls))
        for value in list(vars(cls).values()):
            self._code_among(value)
        if not issubclass(cls, enum.Enum):
            self._hold(holders.Class(cls, cls.__qualname__))
        else:
            for member in cls:
                self._hold(holders.Member(member, f"{cls.__qualname__}.{member.name}"))
        return cls

    def _code_among(self, value: Any) -> None:
        """Look into the functions that a class's attribute is made of."""
        for each in (value, *(getattr(value, n, None) for n in ("__func__", "fget", "fset"))):
            if isinstance(each, types.FunctionType):
                self.of(each)

    def _method(self, method: types.MethodType) -> Any:
        return types.MethodType(self.of(method.__func__), self.of(method.__self__))

    def _builtin(self, function: types.BuiltinFunctionType) -> Any:
        owner = function.__self__
        if owner is None or isinstance(owner, types.ModuleType | type):
            return function
        copied = self.of(owner)
        return function if copied is owner else getattr(copied, function.__name__)

    def _partial(self, partial: functools.partial[Any]) -> Any:
        reduced: Any = partial.__reduce__()
        function, arguments, keywords, attributes_ = reduced[2]
        made: Any = functools.partial(self.of(function))
        parts = self.of(function), self.of(arguments), self.of(keywords), self.of(attributes_)
        made.__setstate__(parts)
        return made

    def _weakref(self, reference: weakref.ref[Any]) -> Any:
        target = reference()
        return reference if target is None else weakref.ref(self.of(target))


def names_in(code: types.CodeType) -> set[str]:
    """Give the names that a function's code, and the functions in it, may look up."""
    found = {*code.co_names}
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            found |= names_in(constant)
    return found


def _is(a: Any, b: Any) -> bool:
    return a is b


def _all_atoms(values: Iterable[Any]) -> bool:
    return set(map(type, values)) <= ATOMS


def _is_used_up(obj: Any) -> bool:
    """Whether a run takes away what is in it."""
    if isinstance(obj, io.IOBase):
        try:
            return obj.readable() and not obj.closed and not obj.isatty()
        except (OSError, ValueError):
            return False
    if isinstance(obj, _USED_UP):
        return True
    return hasattr(type(obj), "__next__") and iter(obj) is obj
