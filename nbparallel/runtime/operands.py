"""Operands of deferred statements, as a worker logs them: of known types, and as they were then.

The kernel computes with them later. What it only stores may be anything, and stays the same
object; what it computes with must be of a type whose operators change nothing, and must still be
what it was when the plain cell would have used it.

Runs on workers, so it imports the standard library only.
"""

from __future__ import annotations

import copy
import enum
import functools
import pickle
import types
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any

from nbparallel.loaded import loaded

PLAIN = frozenset({int, float, complex, bool, str, bytes, type(None), range})
"""Immutable builtin types whose operators are known."""

_KNOWN = frozenset(
    {
        ("datetime", "datetime"),
        ("datetime", "date"),
        ("datetime", "time"),
        ("datetime", "timedelta"),
        ("decimal", "Decimal"),
        ("fractions", "Fraction"),
        ("uuid", "UUID"),
    }
)
_CONTAINERS = (list, tuple, dict, set, frozenset, str, bytes, range, deque)


def _is_operable(value: Any) -> bool:
    """Whether a value's operators are known and change nothing but itself."""
    cls = type(value)
    if cls in PLAIN or (cls.__module__.lstrip("_"), cls.__name__) in _KNOWN:
        return True
    if isinstance(value, enum.Enum):
        return _is_plain_member(cls)
    if cls in (tuple, frozenset, list, set):
        return all(map(_is_operable, value))
    if cls is dict:
        return all(map(_is_operable, value)) and all(map(_is_operable, value.values()))
    numpy = loaded("numpy")
    if numpy is None:
        return False
    if cls is numpy.ndarray:
        return not value.dtype.hasobject
    return isinstance(value, numpy.generic) and cls not in (numpy.object_, numpy.void)


def _is_plain_member(cls: type) -> bool:
    """Whether the members of an enumeration have no operators but those of the library."""
    own = [base for base in cls.__mro__ if base.__module__ not in ("enum", "builtins")]
    return not any(name in _OWN for base in own for name in vars(base))


_OWN = frozenset(
    f"__{name}__"
    for name in (
        """hash eq ne lt le gt ge bool len contains iter getitem setitem call index int float
        getattribute getattr setattr add sub mul truediv floordiv mod pow matmul and or xor
        lshift rshift radd rsub rmul rtruediv rfloordiv rmod rpow rand ror rxor iadd isub imul
        ior iand ixor neg pos invert abs round divmod"""
    ).split()
)

_SCALARS = frozenset({"Timestamp", "Timedelta", "NaTType", "NAType", "Period", "Interval"})


def _is_of_pandas(cls: type) -> bool:
    return cls.__module__.partition(".")[0] == "pandas"


def _is_cell(value: Any) -> bool:
    """Whether a value becomes an element of a pandas object by its value alone."""
    kind = type(value)
    if kind in (tuple, frozenset, list, set, dict):
        return False
    numpy = loaded("numpy")
    if numpy is not None and kind is numpy.ndarray:
        return False
    return (_is_of_pandas(kind) and kind.__name__ in _SCALARS) or _is_operable(value)


def _is_cells(value: Any) -> bool:
    """Whether a value becomes one or several elements."""
    if type(value) in (list, tuple):
        return all(map(_is_cell, value))
    return _is_cell(value) or _is_operable(value)


def _is_pandas(value: Any) -> bool:
    """Whether a value is an index or a column of plain values."""
    cls = type(value)
    kind = getattr(getattr(value, "dtype", None), "kind", "O")
    return _is_of_pandas(cls) and hasattr(value, "to_numpy") and kind != "O"


def _is_joinable(value: Any) -> bool:
    """Whether a value is a frame or a column of scalars."""
    cls = type(value)
    if cls.__module__ not in ("pandas", "pandas.core.frame", "pandas.core.series"):
        return False
    if cls.__name__ == "Series":
        return _is_pandas(value) or all(map(_is_cell, value))
    return cls.__name__ == "DataFrame" and all(_is_joinable(part) for _, part in value.items())


def _is_key(value: Any) -> bool:
    """Whether a value names places of a pandas object: labels, a mask, a list of labels."""
    if type(value) is tuple:
        return all(map(_is_key, value))
    return type(value) is slice or _is_pandas(value) or _is_cells(value)


def _is_immutable(value: Any) -> bool:
    """Whether nobody can change a value."""
    if type(value) in (tuple, frozenset):
        return all(map(_is_immutable, value))
    numpy = loaded("numpy")
    if numpy is not None and type(value) is numpy.ndarray:
        return False
    return type(value) not in (list, set, dict) and _is_operable(value)


def _holds_immutables(value: Any) -> bool:
    """Whether what a value adds to a container is immutable; the value itself may be."""
    if type(value) is dict:
        return all(map(_is_immutable, value.values()))
    if type(value) in (list, set):
        return all(map(_is_immutable, value))
    return _is_operable(value)


def _keeps(value: Any, name: str) -> bool:
    """Whether an attribute is just kept by an object, and is something to compute with."""
    cls: Any = type(value)
    if cls.__module__.startswith("scipy.optimize") and isinstance(value, dict):
        return name in value and _is_immutable(value[name])
    if isinstance(value, tuple) and cls.__getattribute__ is tuple.__getattribute__:
        return name in getattr(cls, "_fields", ()) and _is_immutable(getattr(value, name))
    if cls is types.SimpleNamespace:
        return name in vars(value) and _is_immutable(vars(value)[name])
    plain = cls.__getattribute__ is object.__getattribute__ and not hasattr(cls, "__getattr__")
    members = (vars(base)[name] for base in cls.__mro__ if name in vars(base))
    kept = getattr(value, "__dict__", {})
    return (
        plain
        and name in kept
        and not any(hasattr(type(member), "__set__") for member in members)
        and _is_immutable(kept[name])
    )


_ALLOWED: dict[str, Callable[[Any], bool]] = {
    "stored": lambda value: True,
    "immutable": _is_immutable,
    "immutables": _holds_immutables,
    "elements": lambda value: type(value) in _CONTAINERS,
    "keys": lambda value: type(value) in _CONTAINERS and all(map(_is_operable, value)),
    "operated": _is_operable,
    "cell": _is_cell,
    "cells": lambda value: _is_cells(value) or _is_pandas(value),
    "key": _is_key,
    "joined": _is_joinable,
}


class OperandLog:
    """Logs the operands of one loop's deferred statements.

    Parameters
    ----------
    uses : sequence of sequence of str
        For each statement, what the kernel does with each operand.

    Attributes
    ----------
    entries : list
        What the kernel replays: of one statement its operand, or the tuple of them; of several
        statements pairs of the statement's number and that.
    """

    def __init__(self, uses: Sequence[Sequence[str]]) -> None:
        self.entries: list[Any] = []
        self._uses = uses
        self._tagged = len(uses) > 1
        self._watched: list[tuple[Callable[[], Any], Any]] = []
        self._refused = ""

    def __call__(self, entry: Any) -> None:
        """Take one statement's operands."""
        if type(entry) not in PLAIN:
            entry = self._noted(entry)
        self.entries.append(entry)

    def trouble(self) -> str:
        """Say why the kernel cannot use what was logged; empty if it can."""
        if self._refused:
            return self._refused
        if any(not _is_same(now(), before) for now, before in self._watched):
            return "the body changes an object after the kernel should have computed with it"
        return ""

    def _noted(self, entry: Any) -> Any:
        number, held = entry if self._tagged else (0, entry)
        uses = self._uses[number]
        alone = len(uses) == 1
        values = (held,) if alone else held or ()
        noted = tuple(map(self._operand, values, uses))
        held = noted[0] if alone else held if held is None else noted
        return (number, held) if self._tagged else held

    def _operand(self, value: Any, use: str) -> Any:
        """Check one operand; of a container that is emptied into another, keep a copy."""
        if type(value) in PLAIN or use == "stored":
            return value
        use, *asked = use.split()
        if use == "steady":
            self._watch(value, asked)
            return value
        if use == "held":
            if not all(_keeps(value, name) for name in asked):
                self._refused = f"what `.{'`, `.'.join(asked)}` gives is not known"
            return value
        if not _ALLOWED[use](value):
            kind = type(value).__name__
            self._refused = f"the kernel would have to compute with a `{kind}`"
        elif use in ("elements", "keys", "immutables") and type(value) in _CONTAINERS:
            if type(value) in (set, frozenset):
                self._refused = "the order of a set would show, which may differ in the kernel"
            return copy.copy(value)
        else:
            self._watch(value)
        return value

    def _watch(self, value: Any, keys: Sequence[str] = ()) -> None:
        """See to it that a value, or its elements of some keys, will be what they are now."""
        if keys and type(value) in (dict, list, tuple):
            for text in keys:
                key = text[1:-1] if text.startswith("'") else int(text)
                part = _element(value, key)
                self._watched.append((functools.partial(_element, value, key), part))
                self._watch(part)
        elif type(value) in PLAIN or _is_immutable(value):
            pass
        elif _is_operable(value):
            before = copy.deepcopy(value)
            if before is not value:
                self._watched.append((lambda: value, before))
        elif _is_joinable(value):
            before = value.copy()
            self._watched.append((lambda: value, before))
        else:
            before = pickle.dumps(value)
            self._watched.append((lambda: pickle.dumps(value), before))


def _element(value: Any, key: Any) -> Any:
    """Give an element, or None where there is none: to ask for it would raise."""
    try:
        return value[key]
    except (LookupError, TypeError):
        return None


def _is_same_frame(value: Any, before: Any) -> bool:
    """Whether a frame or a column still has its copy's labels and elements."""
    if hasattr(value, "columns"):
        parts = [_is_same_frame(value.iloc[:, k], before.iloc[:, k])
                 for k in range(min(len(value.columns), len(before.columns)))]  # fmt: skip
        return all(parts) and value.columns.identical(before.columns)
    same = value.index.identical(before.index) and value.dtype == before.dtype
    if not same or len(value) != len(before):
        return False
    held, kept = value.to_numpy(), before.to_numpy()
    if held.dtype.hasobject:
        return all(map(_is_same, held, kept))
    return bool(held.tobytes() == kept.tobytes())


def _is_same(value: Any, before: Any) -> bool:
    """Whether a value is still what its copy is, bit for bit."""
    cls = type(value)
    if cls is not type(before):
        return False
    if cls in (list, tuple):
        return len(value) == len(before) and all(map(_is_same, value, before))
    if cls is dict:
        return _is_same(list(value.items()), list(before.items()))
    if cls in (set, frozenset):
        return bool(value == before)
    if _is_of_pandas(cls) and hasattr(value, "iloc"):
        return _is_same_frame(value, before)
    numpy = loaded("numpy")
    if numpy is not None and cls is numpy.ndarray:
        same = value.shape == before.shape and value.dtype == before.dtype
        return bool(same and value.tobytes() == before.tobytes())
    return value is before or pickle.dumps(value) == pickle.dumps(before)
