"""Snapshots of object graphs, which tell whether anything has been changed since.

Within one process objects are compared by identity, so that a snapshot is exact: as long as
every object holds the same objects as before, and every buffer the same bytes, nothing that
could be reached has changed. Two processes are compared by a digest of the same walk.

Runs on workers, so it imports the standard library only.
"""

from __future__ import annotations

import enum
import functools
import gc
import hashlib
import io
import operator
import pickle
import types
import zlib
from collections import deque
from collections.abc import Iterable, Iterator
from typing import Any, Final

from nbparallel.runtime.holdings import (
    ATOMS,
    LRU,
    Reach,
    holds_attributes,
    is_leaf_type,
    is_loose,
    is_seen_through,
    memory_of,
    pickles_its_own_way,
    top_of,
)

MOST_OBJECTS: Final = 400_000
"""Objects of which changes are looked for; where there are more, it would take too long."""

_CONTAINERS: Final = (list, tuple, dict, set, frozenset, deque)
_NEVER_SHOWN: Final = (
    types.GeneratorType,
    types.CoroutineType,
    types.AsyncGeneratorType,
    types.FrameType,
    types.TracebackType,
)
"""Types whose objects go on somewhere: where, is not to be seen from all that they hold."""

_CODE: Final = (
    type,
    types.FunctionType,
    types.BuiltinFunctionType,
    types.ModuleType,
    types.MethodType,
    types.MethodWrapperType,
    types.CellType,
)


class Unwatchable(Exception):
    """Some objects whose changes nobody would notice; the message says which, and why."""


class Snapshot:
    """What objects hold, and what those hold, at one moment.

    Parameters
    ----------
    roots : iterable of (str, object)
        Where to begin, and what to call it.
    inside : frozenset of str
        The libraries whose modules, functions and classes are looked into.

    Attributes
    ----------
    memos : list
        The functions with an `lru_cache`, of which what they keep is not part of the snapshot.
    libraries : dict of str to str
        The libraries of all functions, classes and objects that were met, with a label.

    Raises
    ------
    Unwatchable
        If something is reached into which nobody can look, or there is too much.
    """

    def __init__(
        self,
        roots: Iterable[tuple[str, object]],
        inside: frozenset[str],
    ) -> None:
        self._reach = Reach(inside)
        self._held: list[tuple[str, Any, tuple[Any, ...]]] = []
        self._bytes: list[tuple[str, Any, tuple[Any, ...]]] = []
        self._pickled: list[tuple[str, Any, bytes]] = []
        self.memos: list[Any] = []
        self.libraries: dict[str, str] = {}
        self._subclasses: list[tuple[str, Any, int]] = []
        for label, obj, contents in walk(roots, self._reach):
            self._held.append((label, obj, contents))
            self.libraries.setdefault(library_of(obj), label)
            if isinstance(obj, type) and self._reach.is_looked_into(obj):
                self._subclasses.append((label, obj, len(type.__subclasses__(obj))))
            if (memory := memory_of(obj)) is not None:
                self._bytes.append((label, obj, _seen(obj, memory)))
            elif _is_pickled(obj, contents):
                self._pickled.append((label, obj, _state(label, obj)))
            elif type(obj) is LRU:
                self.memos.append(obj)

    def changed(self, apart: frozenset[int] = frozenset()) -> str:
        """Name the root from which something that was changed is reached; empty if nothing was.

        Parameters
        ----------
        apart : frozenset of int
            Identities of objects whose changes are accounted for.
        """
        for label, obj, before in self._held:
            if id(obj) in apart:
                continue
            now = contents_of(obj, self._reach)
            if not same(before, now):
                return _renamed(obj, before, now) if type(obj) is types.ModuleType else label
        for label, cls, count in self._subclasses:
            if len(type.__subclasses__(cls)) != count:
                return label
        for label, obj, before in self._bytes:
            if id(obj) in apart:
                continue
            memory = memory_of(obj)
            if memory is None or _seen(obj, memory) != before:
                return label
        for label, obj, digest in self._pickled:
            if id(obj) not in apart and _digest(obj) != digest:
                return label
        return ""


def library_of(obj: Any) -> str:
    """Give the name of the library of a function, of a class, or of an object's class."""
    if isinstance(obj, types.ModuleType):
        return top_of(obj.__name__)
    is_code = isinstance(obj, type | types.FunctionType | types.BuiltinFunctionType)
    return top_of(obj.__module__ if is_code else type(obj).__module__)


def contents_of(obj: Any, reach: Reach) -> tuple[Any, ...]:
    """Give what an object holds; of objects made in C, what the garbage collector knows."""
    contents = reach.contents(obj)
    if contents is not None:
        return contents
    if isinstance(obj, _NEVER_SHOWN):
        return ()
    return tuple(part for part in gc.get_referents(obj) if not isinstance(part, type))


def _seen(array: Any, memory: memoryview) -> tuple[Any, ...]:
    """Tell what an array is: its bytes, and how they are looked at."""
    flags = bool(array.flags.writeable), array.shape, array.strides
    return zlib.crc32(memory), *flags, array.dtype.descr, array.__array_interface__["data"][0]


def _is_pickled(obj: Any, contents: tuple[Any, ...]) -> bool:
    """Whether an object's state shows only when it is pickled: what is made in C hides it."""
    cls: Any = type(obj)
    if issubclass(cls, (*_CONTAINERS, *_CODE)) or is_seen_through(cls):
        return False
    if not holds_attributes(cls) or top_of(cls.__module__) == "pandas":
        return True
    return pickles_its_own_way(cls) and not all(map(_is_open, map(type, contents)))


@functools.cache
def _is_open(cls: Any) -> bool:
    """Whether all that objects of a type hold can be looked at."""
    seen = holds_attributes(cls) or is_leaf_type(cls) or is_seen_through(cls)
    return issubclass(cls, (*_CONTAINERS, *_CODE)) or seen


def _renamed(module: types.ModuleType, before: tuple[Any, ...], now: tuple[Any, ...]) -> str:
    """Name the variable of a module that was assigned."""
    old = dict(zip(before[::2], before[1::2], strict=True))
    new = dict(zip(now[::2], now[1::2], strict=True))
    names = (n for n in {**new, **old} if n not in old or n not in new or old[n] is not new[n])
    return f"{module.__name__}.{next(names, '')}"


def same(before: tuple[Any, ...], now: tuple[Any, ...]) -> bool:
    """Whether two contents are the same objects, or equal immutable ones."""
    if len(before) != len(now):
        return False
    if all(map(operator.is_, before, now)):
        return True
    return all(map(_is_same, before, now))


def _is_same(one: Any, other: Any) -> bool:
    return one is other or (
        type(one) is type(other)
        and (type(one) in ATOMS or type(one) is types.MethodType)
        and repr(one) == repr(other)
    )


def _digest(obj: Any) -> bytes:
    """Digest an object's pickle; empty if it has none."""
    file = io.BytesIO()
    buffers: list[pickle.PickleBuffer] = []
    try:
        pickle.Pickler(file, protocol=5, buffer_callback=buffers.append).dump(obj)
        found = hashlib.blake2b(file.getbuffer(), digest_size=16)
        for buffer in buffers:
            found.update(zlib.crc32(buffer.raw()).to_bytes(4, "little"))
    except Exception:  # pickling runs foreign code: anything may come out of it
        return b""
    return found.digest()


def _state(label: str, obj: Any) -> bytes:
    digest = b"" if isinstance(obj, _NEVER_SHOWN) else _digest(obj)
    if not digest:
        cls = type(obj)
        raise Unwatchable(
            f"`{label.strip('`')}`, which holds a `{cls.__qualname__}`: nobody can look into it"
        )
    return digest


def walk(
    roots: Iterable[tuple[str, object]], reach: Reach
) -> Iterator[tuple[str, Any, tuple[Any, ...]]]:
    """Give every object that can be reached, once, with the root's label and what it holds.

    Raises
    ------
    Unwatchable
        If there are more than can be watched.
    """
    met: set[int] = set()
    todo = list(roots)[::-1]
    while todo:
        label, obj = todo.pop()
        if id(obj) in met or reach.leaves_out(obj):
            continue
        met.add(id(obj))
        if len(met) > MOST_OBJECTS:
            raise Unwatchable("more objects than can be watched")
        contents = contents_of(obj, reach)
        yield label, obj, contents
        if not issubclass(type(obj), _CODE) and reach.is_looked_into(type(obj)):
            todo.append((label, type(obj)))
        if isinstance(obj, types.ModuleType):
            named = zip(contents[::2], contents[1::2], strict=True)
            todo.extend(
                (f"{label}.{name}", part)
                for name, part in named
                # What can be imported is a root, or none of ours.
                if not isinstance(part, types.ModuleType) or is_loose(part)
            )
        elif not ATOMS.issuperset(map(type, contents)):
            todo.extend((label, part) for part in reversed(contents) if type(part) not in ATOMS)


def libraries_in(roots: Iterable[tuple[str, object]]) -> set[str]:
    """Give the libraries of all functions, classes and objects that can be reached."""
    return {library_of(obj) for _, obj, _ in walk(roots, Reach(frozenset()))}


def own_of(roots: Iterable[tuple[str, object]], inside: frozenset[str]) -> frozenset[int]:
    """Give the identities of the objects that libraries keep and a copy of which is another."""
    return frozenset(
        id(obj)
        for _, obj, _ in walk(roots, Reach(inside))
        if not isinstance(obj, (*_CODE, tuple, frozenset, enum.Enum))
    )


def held_by(roots: Iterable[tuple[str, object]], inside: frozenset[str]) -> set[int]:
    """Give the identities of all changeable objects that can be reached, caches included."""
    reach = Reach(inside)
    found: set[int] = set()
    todo = list(roots)
    while todo:
        kept: list[tuple[str, object]] = []
        for label, obj, _ in walk(todo, reach):
            if type(obj) is LRU and id(obj) not in found:
                kept += [(label, each) for each in gc.get_referents(obj)]
            if type(obj) is LRU or not isinstance(obj, _CODE):
                found.add(id(obj))
        todo = kept
    return found


class Digests:
    """Digests the state of objects so that two processes can be compared: equal where alike.

    Objects are told apart by where they were met first. Sums do not depend on the order in which
    objects are met, which sets make differ.
    """

    def __init__(self) -> None:
        self.found: dict[str, int] = {}
        self._numbers: dict[int, str] = {}
        self._counts: dict[str, int] = {}
        self._alive: list[Any] = []
        self.memos: list[Any] = []  # the functions with an `lru_cache` that were met

    def walk(self, roots: Iterable[tuple[str, object]], inside: frozenset[str]) -> None:
        """Take all that can be reached; random generators are left out."""
        for label, obj, contents in walk(roots, Reach(inside, own=False)):
            self._add(label, obj, contents)
            if type(obj) is LRU:
                self.memos.append(obj)

    def _add(self, label: str, obj: Any, contents: tuple[Any, ...]) -> None:
        """Take an object and what it holds."""
        if issubclass(type(obj), set | frozenset):
            parts = sorted(self._unordered(part) for part in contents)
        else:
            parts = [self._token(label, part) for part in contents]
        text = f"{self._token(label, obj)}({','.join(parts)}){_hidden(label, obj, contents)}"
        digest = hashlib.blake2b(text.encode(errors="replace"), digest_size=7).digest()
        self.found[label] = self.found.get(label, 0) + int.from_bytes(digest, "little")

    def _token(self, label: str, obj: Any) -> str:
        """Name an object in a way that is the same in every process."""
        name = _name(obj)
        if name is not None:
            return name
        number = self._numbers.get(id(obj))
        if number is None:
            count = self._counts[label] = self._counts.get(label, 0) + 1
            number = self._numbers[id(obj)] = f"{label}:{count}"
            self._alive.append(obj)  # lest another gets its identity
        return f"{_class_of(obj)}#{number}"

    @staticmethod
    def _unordered(obj: Any) -> str:
        return _name(obj) or _class_of(obj)


def _hidden(label: str, obj: Any, contents: tuple[Any, ...]) -> str:
    """Give what is not to be seen from what an object holds."""
    memory = memory_of(obj)
    if memory is not None:
        return f"{zlib.crc32(memory)} {obj.shape} {obj.dtype.descr} {obj.flags.writeable}"
    return _state(label, obj).hex() if _is_pickled(obj, contents) else ""


def _class_of(obj: Any) -> str:
    return f"{type(obj).__module__}.{type(obj).__qualname__}"


def _name(obj: Any) -> str | None:
    """Name what has the same name in every process; None for anything else."""
    cls = type(obj)
    if cls in ATOMS:
        return repr(obj)
    if cls is types.ModuleType:
        return f"module {obj.__name__}"
    if cls is types.CodeType:
        return _text_of(obj)
    if issubclass(cls, type) or cls in (types.FunctionType, types.BuiltinFunctionType):
        name = f"{obj.__module__}.{obj.__qualname__}"
        return None if "<" in name else name
    return None


def _text_of(code: types.CodeType) -> str:
    """Give a text that two pieces of code share only if they do the same."""
    parts = [code.co_code.hex(), *code.co_names, *code.co_varnames]
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            parts.append(_text_of(constant))
        elif isinstance(constant, frozenset):
            parts += sorted(map(repr, constant))
        else:
            parts.append(repr(constant))
    text = "|".join(parts)
    return f"{code.co_name}:{hashlib.blake2b(text.encode(errors='replace')).hexdigest()}"
