"""Which objects a chunk's items own: all that they reach and that can be changed.

A loop whose iterations change their own items (``row.append(...)``, ``particle.x += ...``) may run
apart as long as no two chunks in flight change, or read what another changes of, one object.
That is not known from the text: the objects are walked when a chunk is sent, those that several
chunks (or the body) can reach are *shared*, and a chunk that has changed a shared object is
thrown away, with all behind it.
"""

from __future__ import annotations

import enum
import types
from collections.abc import Iterable, Sequence
from typing import Any, Final

from nbparallel import facts
from nbparallel.analysis import knowledge
from nbparallel.runtime.giveback import is_record
from nbparallel.runtime.itemstate import MAPPINGS, SEQUENCES, is_array, is_frame, slots_of
from nbparallel.runtime.layout import bounds
from nbparallel.runtime.surroundings import generators_among

_OWN_PROTOCOL: Final = (
    "__reduce__",
    "__reduce_ex__",
    "__getstate__",
    "__setstate__",
    "__getnewargs__",
    "__getnewargs_ex__",
    "__getattribute__",
    "__getattr__",
)
_LEAVES: Final = (
    types.FunctionType,
    types.BuiltinFunctionType,
    types.MethodType,
    types.ModuleType,
    type,
    enum.Enum,
)


_LOOKED_AT: Final = 1000
"""Objects looked at to learn which classes the items hold; what is missed is refused later."""


class NotOwned(Exception):
    """Items cannot be handed over to be changed; the message says why."""


def owned_by(items: Any) -> tuple[list[Any], set[int]]:
    """Give the changeable objects that items reach.

    Returns
    -------
    objects : list
        Each once, in the order in which they are met.
    opaque : set of int
        Positions of those of which only a library knows how they are made: they may be read.

    Raises
    ------
    NotOwned
        If there is one that a copy cannot stand for.
    """
    if is_array(items) and not (items.dtype.hasobject or items.dtype.names):
        return [items], set()
    objects: list[Any] = []
    opaque: set[int] = set()
    met: set[int] = set()
    todo = list(items)[::-1]
    for item in todo:
        if isinstance(item, _LEAVES):
            raise NotOwned(f"an item is a `{type(item).__qualname__}`, whose changes would be lost")
    while todo:
        obj = todo.pop()
        cls = type(obj)
        if id(obj) in met or facts.is_atom_type(cls):
            continue
        if isinstance(obj, _LEAVES):
            if _holds_state(obj):
                raise NotOwned(f"an item holds a `{cls.__qualname__}`, whose changes would be lost")
            continue
        met.add(id(obj))
        if cls not in (tuple, frozenset):
            if not _is_transparent(cls, obj):
                opaque.add(len(objects))
            objects.append(obj)
        todo.extend(list(_parts(obj))[::-1])
    return objects, opaque


def _holds_state(leaf: Any) -> bool:
    """Whether what is found by name on a worker has attributes of the user's that may change."""
    if isinstance(leaf, types.FunctionType):
        return bool(vars(leaf)) and facts.library_of(leaf) is None
    if isinstance(leaf, type):
        return facts.is_user_class(leaf)
    return isinstance(leaf, types.ModuleType) and facts.library_of(leaf) is None


def classes_among(items: Sequence[Any]) -> frozenset[type]:
    """Give the user's classes of which the first items reach objects."""
    found: set[type] = set()
    met: set[int] = set()
    todo = list(items[:_LOOKED_AT]) if not is_array(items) else []
    while todo and len(met) < _LOOKED_AT:
        obj = todo.pop()
        cls = type(obj)
        if id(obj) in met or facts.is_atom_type(cls) or isinstance(obj, _LEAVES):
            continue
        met.add(id(obj))
        if facts.is_user_class(cls):
            found.add(cls)
        todo.extend(_parts(obj))
    return frozenset(found)


def _parts(obj: Any) -> Iterable[Any]:
    cls = type(obj)
    if cls in SEQUENCES or cls in (tuple, set, frozenset):
        return list(obj)
    if cls in MAPPINGS:
        return [part for pair in obj.items() for part in pair]
    kept = facts.is_user_class(cls) or _is_estimator(cls) or cls is types.SimpleNamespace
    if cls is bytearray or is_array(obj) or not kept:
        return []
    held = list((getattr(obj, "__dict__", None) or {}).values())
    return held + [getattr(obj, name) for name in slots_of(cls) if hasattr(obj, name)]


def _is_estimator(cls: type) -> bool:
    """Whether an object is a model of scikit-learn's, which keeps all it has in its dict."""
    return facts.library_of(cls) == "sklearn" and hasattr(cls, "get_params")


def _is_transparent(cls: type, obj: Any) -> bool:
    """Whether an object's contents can be taken out and put into another of its kind."""
    if cls in SEQUENCES or cls in MAPPINGS or cls in (set, bytearray, types.SimpleNamespace):
        return True
    if is_array(obj):
        if obj.dtype.hasobject or not obj.flags.writeable:
            raise NotOwned("an item's array holds objects, or is read-only")
        return True
    if is_record(obj):
        raise NotOwned("an item is a record, which shows a place in its array")
    if is_frame(obj) and _has_changeable_cells(obj):
        raise NotOwned("an item's frame holds objects that may be changed")
    if generators_among([obj]) or _is_estimator(cls) or is_frame(obj):
        return True
    if not facts.is_user_class(cls):
        if not knowledge.is_known_library(facts.library_of(cls)):
            raise NotOwned(f"an item holds a `{cls.__qualname__}`, which is not known")
        return False
    for base in cls.__mro__[:-1]:
        if not facts.is_user_class(base) or any(name in vars(base) for name in _OWN_PROTOCOL):
            raise NotOwned(f"`{cls.__qualname__}` has its own way of being copied")
    return True


def _has_changeable_cells(frame: Any) -> bool:
    """Whether a frame or a column holds anything else than immutable values."""
    parts = [frame.iloc[:, at] for at in range(frame.shape[1])] if frame.ndim > 1 else [frame]
    return any(
        not facts.is_atom_type(type(cell))
        for part in parts
        if getattr(part.dtype, "hasobject", part.dtype.kind == "O")  # pandas' own kinds lack it
        for cell in part
    )


def _place(placed: tuple[int, int, Any]) -> tuple[int, int]:
    return placed[0], placed[1]


class Ownership:
    """Keeps which chunk in flight can reach which object."""

    def __init__(self, by_the_body: Iterable[object]) -> None:
        body = list(by_the_body)
        self._body = {id(obj) for obj in body}
        self._body_arrays = [obj for obj in body if is_array(obj)]
        self._chunks: dict[int, list[Any]] = {}
        self._holders: dict[int, int] = {}
        self._refused = ""

    def take(self, chunk: int, items: Any) -> tuple[list[Any], set[int]]:
        """Note what a chunk's items reach, and give it.

        Raises
        ------
        NotOwned
            If they cannot be handed over. Then no later chunk is either: the kernel will have
            changed what it would have copied.
        """
        if self._refused:
            raise NotOwned(self._refused)
        try:
            objects, opaque = owned_by(items)
            self._check_memory(objects)
        except NotOwned as error:
            self._refused = str(error)
            raise
        self._drop(chunk)  # one that is sent again
        self._chunks[chunk] = objects
        for obj in objects:
            self._holders[id(obj)] = self._holders.get(id(obj), 0) + 1
        return objects, opaque

    def _check_memory(self, objects: list[Any]) -> None:
        """Refuse arrays whose memory another can reach: only views can."""
        own = {id(obj) for obj in objects if is_array(obj)}
        if not own:
            return
        taken = [obj for held in self._chunks.values() for obj in held if is_array(obj)]
        arrays = {id(obj): obj for obj in (*objects, *taken, *self._body_arrays) if is_array(obj)}
        # Sorted by where they begin, arrays that overlap stand side by side.
        placed = sorted(((*bounds(array), array) for array in arrays.values()), key=_place)
        end, last = 0, None
        for low, high, array in placed:
            if low < end and (id(array) in own or id(last) in own):
                raise NotOwned("an item's array shares its memory with another's")
            if high > end:
                end, last = high, array

    def objects(self, chunk: int) -> list[Any]:
        """Give what a chunk's items reach."""
        return self._chunks.get(chunk, [])

    def shared_among(self, chunk: int, changed: Iterable[int]) -> Any:
        """Give an object that a chunk has changed and others reach too; None if there is none."""
        objects = self._chunks[chunk]
        for position in changed:
            obj = objects[position]
            if self._holders[id(obj)] > 1 or id(obj) in self._body:
                return obj
        return None

    def is_apart(self, chunk: int) -> bool:
        """Whether nothing else reaches what a chunk's items reach."""
        objects = self._chunks.get(chunk)
        return objects is not None and all(
            self._holders[id(obj)] == 1 and id(obj) not in self._body for obj in objects
        )

    def release(self, chunk: int) -> None:
        """Forget a chunk that is committed, or that the kernel has run."""
        self._drop(chunk)

    def _drop(self, chunk: int) -> None:
        for obj in self._chunks.pop(chunk, ()):
            self._holders[id(obj)] -= 1
            if not self._holders[id(obj)]:
                del self._holders[id(obj)]
