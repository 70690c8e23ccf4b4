"""A picture of an object as plain data: two are equal if the object has not changed between."""

from __future__ import annotations

import random
import struct
import types
from collections import deque
from collections.abc import Mapping
from typing import Any

import numpy as np

SCALARS = {"Timestamp", "Timedelta", "Period", "Interval", "NaTType", "NAType", "PosixPath"}
ATOMS = (int, bool, str, bytes, type(None), range, type(...), type(NotImplemented))


class Portrait:
    """Turns object graphs into nested tuples."""

    def __init__(self, labels: Mapping[int, str]) -> None:
        self._labels = labels
        self._numbers: dict[int, int] = {}
        self._keep: list[object] = []
        self._memory: list[tuple[int, int, int]] = []

    def of(self, value: Any) -> Any:
        """Describe one value: type, identity, contents."""
        cls = type(value)
        if cls in ATOMS:
            return cls.__name__, value
        if cls is float:
            return "float", struct.pack("<d", value)
        if cls is complex:
            return "complex", struct.pack("<dd", value.real, value.imag)
        if isinstance(value, np.generic):
            return cls.__name__, value.dtype.str, value.tobytes()
        if cls.__name__ in SCALARS and cls.__module__.partition(".")[0] in ("pandas", "pathlib"):
            return cls.__name__, repr(value)  # immutable, but for what they cache
        if cls is tuple:
            return ("tuple", *map(self.of, value))
        if id(value) in self._numbers:
            return "again", self._numbers[id(value)]
        self._numbers[id(value)] = len(self._numbers)
        self._keep.append(value)
        label = self._labels.get(id(value), "new")
        return cls.__qualname__, label, self._contents(value)

    def _contents(self, value: Any) -> Any:
        cls = type(value)
        if isinstance(value, types.ModuleType):
            return value.__name__
        if isinstance(value, types.FunctionType):
            return value.__qualname__, value.__code__.co_code, value.__code__.co_names
        if isinstance(value, type):
            return value.__module__, value.__qualname__
        if isinstance(value, np.ndarray):
            return self._array(value)
        if isinstance(value, dict):
            items = tuple((self.of(k), self.of(v)) for k, v in value.items())
            return cls.__name__, items, self._attributes(value)
        if isinstance(value, set | frozenset):
            return tuple(self.of(element) for element in value)
        if isinstance(value, list):
            return tuple(self.of(element) for element in value), self._attributes(value)
        if isinstance(value, deque):
            return value.maxlen, tuple(self.of(element) for element in value)
        if isinstance(value, random.Random):
            return value.getstate()
        if isinstance(value, np.random.RandomState):
            return self.of(value.get_state(legacy=False))
        if isinstance(value, np.random.Generator):
            return self.of(value.bit_generator.state)
        if isinstance(value, BaseException):
            return tuple(self.of(part) for part in value.args)
        if cls.__module__.startswith("pandas"):
            return self._frame(value)
        attributes = self._attributes(value)
        return attributes if attributes else _text(value)

    def _attributes(self, value: Any) -> Any:
        held = getattr(value, "__dict__", None) or {}
        slots = [s for c in type(value).__mro__ for s in getattr(c, "__slots__", ())]
        named = [*held.items(), *((s, getattr(value, s)) for s in slots if hasattr(value, s))]
        return tuple((name, self.of(part)) for name, part in named)

    def _array(self, value: np.ndarray) -> Any:
        low, high = np.lib.array_utils.byte_bounds(value)
        shared = next((n for n, a, b in self._memory if a < high and low < b), None)
        offset = None if shared is None else low - self._memory[shared][1]
        self._memory.append((len(self._memory), low, high))
        contents: Any = value.tobytes()
        if value.dtype.hasobject:
            contents = tuple(self.of(element) for element in value.ravel().tolist())
        return value.dtype.str, value.shape, contents, value.flags.writeable, shared, offset

    def _frame(self, value: Any) -> Any:
        if hasattr(value, "columns"):
            columns = tuple(self.of(value.iloc[:, i].to_numpy()) for i in range(value.shape[1]))
            return tuple(map(str, value.dtypes)), repr(value.columns), repr(value.index), columns
        if hasattr(value, "to_numpy"):
            return str(value.dtype), repr(getattr(value, "index", None)), self.of(value.to_numpy())
        return repr(value)


def _text(value: Any) -> str:
    """Describe an object of a foreign type by its text, without the address."""
    text = repr(value)
    return text.partition(" at 0x")[0].partition(" @ 0x")[0]
