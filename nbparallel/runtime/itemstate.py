"""The state of the objects that items own: noted before a chunk, sent back, put into the originals.

Workers change copies of the items' objects. What a chunk changed comes back as *states*: the
contents of each changed object, which the kernel puts into the same object of its own.

Runs on workers, so it imports the standard library only.
"""

from __future__ import annotations

import pickle
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Container, Iterator
from typing import Any

from nbparallel.loaded import loaded
from nbparallel.runtime import heldframes
from nbparallel.runtime.surroundings import (
    generator_state,
    generators_among,
    set_generator_state,
)

SEQUENCES = (list, deque)
MAPPINGS = (dict, defaultdict, Counter, OrderedDict)

_MISSING = "missing", "slot"


class Irreproducible(Exception):
    """A changed object's state cannot be put into the original exactly."""


def slots_of(cls: type) -> Iterator[str]:
    """Give the names of a class's slots, those of its bases first."""
    for base in reversed(cls.__mro__):
        slots = vars(base).get("__slots__", ())
        for name in (slots,) if isinstance(slots, str) else slots:
            if name not in ("__dict__", "__weakref__"):
                private = name.startswith("__") and not name.endswith("__")
                yield f"_{base.__name__.lstrip('_')}{name}" if private else name


def is_array(obj: object) -> bool:
    """Whether an object is exactly a `numpy.ndarray`."""
    numpy = loaded("numpy")
    return numpy is not None and type(obj) is numpy.ndarray


def is_frame(obj: object) -> bool:
    """Whether an object is a pandas ``DataFrame`` that no other shares its data with.

    From pandas 3 on what is taken from a frame is a copy; before, it may be a view.
    """
    pandas = loaded("pandas")
    return (
        pandas is not None
        and type(obj) is pandas.DataFrame
        and int(pandas.__version__.partition(".")[0]) >= 3
        and hasattr(obj, "_update_inplace")
    )


def state_of(obj: Any) -> Any:
    """Give an object's contents, shallowly: containers' elements, instances' attributes."""
    cls = type(obj)
    if cls in SEQUENCES or cls is set:
        return list(obj)
    if cls in MAPPINGS:
        return list(obj.items())
    if cls is bytearray:
        return bytes(obj)
    if is_array(obj):
        return obj.copy()
    if generators_among([obj]):
        return pickle.dumps(generator_state(obj))
    if is_frame(obj):
        return _frame_as_it_lies(obj)
    if cls.__module__ == "__main__" or hasattr(obj, "__dict__") or hasattr(cls, "__slots__"):
        held = getattr(obj, "__dict__", None)
        slots = [(name, getattr(obj, name, _MISSING)) for name in slots_of(cls)]
        return list(held.items()) if held is not None else None, slots
    return pickle.dumps(obj)


def _frame_as_it_lies(frame: Any) -> Any:
    """Copy a frame or a column; `copy` would lay columns of one type side by side.

    How they lie decides how sums along rows round.
    """
    made = frame.copy(deep=False)
    blocks = frame._mgr.apply(_copied)
    blocks.axes = made._mgr.axes
    made._mgr = blocks
    return made


def _copied(values: Any) -> Any:
    return values.copy(order="K") if is_array(values) else values.copy()


class Watch:
    """Notes the state of the objects that a chunk's items own.

    Parameters
    ----------
    objects : list
        All changeable objects that the items reach.
    opaque : set of int
        Positions of those that may be read only.
    """

    def __init__(self, objects: list[Any], opaque: set[int]) -> None:
        self._objects = objects
        self._opaque = opaque
        self._types = [type(obj) for obj in objects]
        self._before: list[Any] = [
            pickle.dumps(obj) if position in opaque else state_of(obj)
            for position, obj in enumerate(objects)
        ]
        self._traits = [_traits(obj) for obj in objects]

    def changes(self) -> list[tuple[int, Any]]:
        """Give position and new state of every object that is no longer as it was.

        Raises
        ------
        Irreproducible
            If one has changed in a way that cannot be put into the original.
        """
        changed = []
        for position, obj in enumerate(self._objects):
            before = self._before[position]
            if type(obj) is not self._types[position]:
                raise Irreproducible("an item's class was changed")
            if _traits(obj) != self._traits[position]:
                raise Irreproducible(f"an item's `{type(obj).__name__}` got another trait")
            if position in self._opaque:
                if pickle.dumps(obj) != before:
                    raise Irreproducible(f"an item's `{type(obj).__name__}` was changed")
                continue
            now = state_of(obj)
            if _is_unchanged(obj, now, before):
                continue
            if type(obj) is set:
                raise Irreproducible("a set of an item was changed, whose order would differ")
            if is_array(obj) and (now.shape != before.shape or now.dtype != before.dtype):
                raise Irreproducible("an item's array was given another shape")
            changed.append((position, now))
        return changed

    def undo(self, kept: Container[int]) -> bool:
        """Put objects back as they were, which later chunks will read here; whether it was done.

        Parameters
        ----------
        kept : container of int
            Identities of these objects.
        """
        done = True
        for position, obj in enumerate(self._objects):
            if id(obj) not in kept:
                continue
            before = self._before[position]
            done &= _traits(obj) == self._traits[position]
            if position in self._opaque or type(obj) is set:
                done &= type(obj) is self._types[position] and self._is_as_before(position)
            elif type(obj) is not self._types[position]:
                done = False
            elif not _is_unchanged(obj, state_of(obj), before):
                done &= _put_back(obj, before)
        return done

    def _is_as_before(self, position: int) -> bool:
        obj, before = self._objects[position], self._before[position]
        if position in self._opaque:
            return bool(pickle.dumps(obj) == before)
        return _is_unchanged(obj, state_of(obj), before)


def _traits(obj: Any) -> Any:
    """Give what an object keeps beside its contents."""
    if type(obj) is defaultdict:
        return obj.default_factory
    if isinstance(obj, BaseException):  # raised, it has another traceback
        return tuple(map(id, (obj.__traceback__, obj.__context__, obj.__cause__)))
    if is_frame(obj):
        flags = obj.flags.allows_duplicate_labels
        return pickle.dumps(obj.attrs), flags, _Names(obj.index), _Names(obj.columns)
    return (obj.flags.writeable, obj.strides) if is_array(obj) else None


class _Names:
    """The names of an index: one with others is the same, unless it is another index."""

    def __init__(self, index: Any) -> None:
        self._index, self._names = index, list(index.names)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, _Names):
            return NotImplemented
        return self._index is not other._index or self._names == other._names

    __hash__ = None  # type: ignore[assignment]


def _put_back(obj: Any, before: Any) -> bool:
    """Restore a state; whether the object is as it was."""
    try:
        restore(obj, before)
    except Exception:  # an array of another shape, attributes that refuse: whatever it raises
        return False
    return _is_unchanged(obj, state_of(obj), before)


def _is_unchanged(obj: Any, now: Any, before: Any) -> bool:
    if is_array(obj):
        return _is_same_array(now, before)
    if is_frame(obj):
        return pickle.dumps(now) == pickle.dumps(before)
    return _is_same(now, before)


def _is_same(now: Any, before: Any) -> bool:
    """Whether two states hold the same objects in the same places."""
    if type(now) is list:
        return len(now) == len(before) and all(map(_is_same_part, now, before))
    if type(now) is tuple:  # an instance's attributes and slots
        (held, slots), (held_before, slots_before) = now, before
        return (held is None or held_before is None or _is_same(held, held_before)) and _is_same(
            slots, slots_before
        )
    return bool(now == before)


def _is_same_part(now: Any, before: Any) -> bool:
    """Whether an element, or a pair of key and value, is the same object."""
    return now is before or (
        type(now) is tuple
        and type(before) is tuple
        and len(now) == len(before) == 2
        and now[0] is before[0]
        and now[1] is before[1]
    )


def _is_same_array(now: Any, before: Any) -> bool:
    return bool(
        now.shape == before.shape
        and now.dtype == before.dtype
        and now.tobytes() == before.tobytes()
    )


def restore(obj: Any, state: Any) -> None:
    """Put a state into an object."""
    cls = type(obj)
    if cls is list or cls is bytearray:
        obj[:] = state
    elif cls is deque:
        obj.clear()
        obj.extend(state)
    elif cls in MAPPINGS:
        obj.clear()
        for key, value in state:
            obj[key] = value
    elif is_array(obj):
        obj[...] = state
    elif is_frame(obj):
        axes, held = (obj.columns, obj.index), heldframes.is_held(obj)
        obj._update_inplace(state)
        if held:
            heldframes.hold(obj)
        for axis, index in enumerate(axes):  # other frames may have it, too
            if obj._mgr.axes[axis].identical(index):
                obj._mgr.set_axis(axis, index)
    elif generators_among([obj]):
        set_generator_state(obj, pickle.loads(state))
    else:
        _restore_instance(obj, *state)


def _restore_instance(
    obj: Any, held: list[tuple[str, Any]] | None, slots: list[tuple[str, Any]]
) -> None:
    if held is not None:
        attributes = obj.__dict__
        attributes.clear()
        attributes.update(held)
    for name, value in slots:
        if value != _MISSING if type(value) is tuple else True:
            object.__setattr__(obj, name, value)
        elif hasattr(obj, name):
            object.__delattr__(obj, name)
