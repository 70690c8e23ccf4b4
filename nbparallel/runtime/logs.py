"""Logs: what stands on a worker for the things that a loop only adds to.

Each log gives the outlined body an `argument` to call, and afterwards its `content`, ready to
travel. Additions pass at the interpreter's own speed: the body appends to plain lists, and
whether the kernel can use what they hold is asked once, when the chunk is through. Where that
cannot be told afterwards (operands that the body could have changed since, stores that NumPy would
convert in its own way), the chunk is run again with logs that look at each addition: `NeedsCare`.

Runs on workers, so it imports the standard library only.
"""

from __future__ import annotations

import itertools
import sys
from collections.abc import Callable
from typing import Any, Final

from nbparallel.loaded import loaded
from nbparallel.runtime import packing, segments
from nbparallel.runtime.giveback import OUT_OF_BAND
from nbparallel.runtime.operands import OperandLog
from nbparallel.runtime.ownparts import OwnParts
from nbparallel.runtime.packing import Packed, pack


class NeedsCare(Exception):
    """What was logged can only be judged as it is logged."""


class Log:
    """One log.

    Attributes
    ----------
    argument : object
        What the outlined body is given.
    """

    argument: Any

    def trouble(self) -> str:
        """Say why the kernel cannot use what was logged; empty if it can."""
        return ""

    def content(self) -> Any:
        """Give what was logged.

        Raises
        ------
        NeedsCare
            If that has to be looked at as it is logged.
        Exception
            What the plain cell would raise when it adds this, so that a commit cannot fail.
        """
        raise NotImplementedError


class Appended(Log):
    """Of a list: stands under the list's own name."""

    def __init__(self) -> None:
        self.argument: list[Any] = []

    def content(self) -> Any:
        """Give the elements."""
        return pack(self.argument)


class Added(Log):
    """Of a set, in the order of the additions."""

    def __init__(self) -> None:
        self.argument = _Additions()

    def trouble(self) -> str:
        """Say if the order is not the kernel's."""
        unordered = self.argument.unordered
        return "the order of a set would show, which may differ in the kernel" * unordered

    def content(self) -> Any:
        """Give the elements."""
        packed = pack([*self.argument])
        for element in () if type(packed) is Packed else packed:
            hash(element)
        return packed


class _Additions(list[Any]):
    """Knows whether it was extended by a set, whose order may be another one in the kernel."""

    unordered = False

    def extend(self, elements: Any) -> None:
        """Log several."""
        if isinstance(elements, set | frozenset) and len(elements) > 1:
            self.unordered = True
        super().extend(elements)


class Stored(Log):
    """Of a dict or a list: keys and values in two lists.

    Parameters
    ----------
    length : int or None
        Of a list, its number of elements.
    """

    def __init__(self, length: int | None) -> None:
        self._length = length
        self._keys: list[Any] = []
        self._values: list[Any] = []
        self.argument = self._keys.append, self._values.append

    def content(self) -> Any:
        """Give keys and values."""
        keys = pack(self._keys)
        if self._length is not None:
            self._check(self._keys, self._length)
        for key in () if type(keys) is Packed else keys:
            hash(key)
        return keys, pack(self._values)

    @staticmethod
    def _check(keys: list[Any], length: int) -> None:
        if not keys:
            return
        if not set(map(type, keys)) <= {int, bool} or min(keys) < -length or max(keys) >= length:
            raise IndexError("list assignment index out of range")


class Folded(Log):
    """Of a number or a text: the operands.

    Parameters
    ----------
    target : type
        Of the kernel's value.
    """

    def __init__(self, target: type) -> None:
        self._target = target
        self._operands: list[Any] = []
        self.argument = self._operands.append

    def content(self) -> Any:
        """Give the operands, if all have operators that are known."""
        packed = pack(self._operands)
        fixed = self._target in (str, tuple, bytes)
        allowed = {self._target} if fixed else {int, float, complex, bool}
        kinds = {packed.kind} if type(packed) is Packed and packed.kind else None
        for kind in kinds or set(map(type, self._operands)):
            if kind not in allowed and not _is_numpy_scalar(kind):
                raise TypeError("an operand of the reduction is not a plain number")
        return packed


def _is_numpy_scalar(kind: type) -> bool:
    numpy = loaded("numpy")
    return numpy is not None and issubclass(kind, numpy.generic)


class FoldedArrays(Log):
    """Of an array: the operands, which the body may change afterwards."""

    def __init__(self) -> None:
        self._operands: list[Any] = []

    def argument(self, operand: Any) -> None:
        """Take one operand."""
        numpy = sys.modules["numpy"]
        plain = isinstance(operand, bool | int | float | complex | numpy.generic)
        self._operands.append(operand if plain else numpy.array(operand))

    def content(self) -> Any:
        """Give the operands."""
        return pack(self._operands)


class ArrayStored(Log):
    """Of an array that is only stored into: (index, value) as stored.

    The value is converted at once, by an array of the same type and shape that has no
    memory of its own, so that what the real store would refuse is refused here.

    Parameters
    ----------
    spec : dict
        Shape and type of the array.
    by_element : bool
        Whether the body hands over index and value; else the log stands under the array's name.
    """

    def __init__(self, spec: dict[str, Any], *, by_element: bool = False) -> None:
        import numpy

        self._numpy = numpy
        self._dtype = numpy.dtype(spec["dtype"])
        self._shape = spec["shape"]
        self._shadow = numpy.broadcast_to(numpy.zeros((), self._dtype), self._shape)
        self._entries: list[Any] = []
        self._keys: list[Any] = []
        self.argument = (self._keys.append, self._store_at_key) if by_element else self

    def __setitem__(self, key: Any, value: Any) -> None:
        part = self._shadow[key]
        stored = self._room(self._numpy.shape(part))
        stored[...] = value
        self._entries.append((_frozen_index(key, self._numpy), stored))

    def _store_at_key(self, value: Any) -> None:
        self[self._keys.pop()] = value

    def _room(self, shape: tuple[int, ...]) -> Any:
        """Give an array for what is stored: if it is large, where the kernel will read it."""
        numpy = self._numpy
        nbytes = self._dtype.itemsize * numpy.prod(shape, dtype=int).item()
        room = None
        if nbytes >= OUT_OF_BAND and not self._dtype.hasobject:
            room = segments.room(nbytes)
        if room is None:
            return numpy.empty(shape, self._dtype)
        return numpy.ndarray(shape, self._dtype, room)

    def content(self) -> Any:
        """Give the stores."""
        return self._entries


def _frozen_index(key: Any, numpy: Any) -> Any:
    """Copy an index that the body could still change."""
    if isinstance(key, tuple):
        return tuple(_frozen_index(part, numpy) for part in key)
    if isinstance(key, list | numpy.ndarray):
        return numpy.array(key)
    return key


class ElementsStored(Log):
    """Of an array of numbers, stored into element by element: one array of indices, one of values.

    Parameters
    ----------
    spec : dict
        Shape and type of the array.
    """

    NAMES: Final = ("float64", "int64", "bool")
    """Types of arrays that are known here."""

    def __init__(self, spec: dict[str, Any]) -> None:
        import numpy

        self._numpy = numpy
        self._dtype = numpy.dtype(spec["dtype"])
        self._shape = spec["shape"]
        self._keys: list[Any] = []
        self._values: list[Any] = []
        self.argument = self._keys.append, self._values.append

    @classmethod
    def suits(cls, spec: dict[str, Any]) -> bool:
        """Whether stores with so many indices each reach one element of such an array."""
        dtype = spec["dtype"]
        return spec["indices"] == len(spec["shape"]) and dtype.isnative and dtype.name in cls.NAMES

    def content(self) -> Any:
        """Give indices, by axis, and values; of stores to one element, the last."""
        numpy = self._numpy
        if not set(map(type, self._values)) <= self._exact():
            raise NeedsCare
        where = self._flat()
        values = numpy.array(self._values, self._dtype)
        if len(where) > 1 and not bool((where[1:] > where[:-1]).all()):
            _, last = numpy.unique(where[::-1], return_index=True)
            keep = numpy.sort(len(where) - 1 - last)
            where, values = where[keep], values[keep]
        return numpy.unravel_index(where, self._shape), values

    def _exact(self) -> set[type]:
        """Give the types whose values convert alike, stored one by one or all at once."""
        numpy = self._numpy
        if self._dtype.name == "bool":
            return {bool, numpy.bool_}
        exact = {int, bool, numpy.int64}
        return exact | {float, numpy.float64} if self._dtype.name == "float64" else exact

    def _flat(self) -> Any:
        """Give each index as a number in the flattened array."""
        numpy = self._numpy
        count, axes = len(self._keys), len(self._shape)
        flat: Any = self._keys
        if axes > 1:
            lengths = {len(key) if type(key) is tuple else 0 for key in self._keys}
            if not lengths <= {axes}:
                raise NeedsCare
            flat = list(itertools.chain.from_iterable(self._keys))
        if not set(map(type, flat)) <= {int, numpy.int64}:
            raise NeedsCare
        try:
            columns = numpy.array(flat, numpy.intp).reshape(count, axes)
        except OverflowError as error:
            raise NeedsCare from error
        shape = numpy.array(self._shape, numpy.intp)
        if bool(((columns < -shape) | (columns >= shape)).any()):
            raise NeedsCare  # the real store will say so
        columns += shape * (columns < 0)
        return numpy.ravel_multi_index(tuple(columns.T), self._shape)


class Deferred(Log):
    """Of statements that are left to the kernel: their operands.

    Parameters
    ----------
    uses : sequence of sequence of str
        See `OperandLog`.
    careful : bool
        Look at each entry as it is logged.
    """

    def __init__(self, uses: Any, *, careful: bool) -> None:
        self._operands = OperandLog(uses)
        self._careful = careful
        entries = self._operands.entries
        self.argument: Callable[[Any], None] = self._operands if careful else entries.append

    def trouble(self) -> str:
        """Say why the kernel cannot compute with an operand."""
        return self._operands.trouble()

    def content(self) -> Any:
        """Give the operands."""
        packed = pack(self._operands.entries)
        if self._careful or type(packed) is Packed:
            return packed
        if not packing.kinds(packed) <= packing.PLAIN | {complex, range}:
            raise NeedsCare
        return packed


class OwnPartsLog(Log):
    """Of an object of which each iteration changes its own part."""

    def __init__(self, parts: OwnParts) -> None:
        self.argument = self._parts = parts

    def content(self) -> Any:
        """Give paths and what now stands there."""
        paths, values = self._parts.stored()
        return pack(paths), pack(values)


def make(kind: str, spec: dict[str, Any], parts: OwnParts | None, *, careful: bool) -> Log:
    """Make the log of a kind; see `nbparallel.analysis.accumulators.Adds`."""
    if parts is not None:
        return OwnPartsLog(parts)
    if kind == "deferred":
        return Deferred(spec["uses"], careful=careful)
    if kind == "array store" and spec["indices"]:
        elements = not careful and ElementsStored.suits(spec)
        return ElementsStored(spec) if elements else ArrayStored(spec, by_element=True)
    if kind == "array store":
        return ArrayStored(spec)
    if kind in ("keyed store", "element store"):
        return Stored(spec.get("length"))
    if kind == "reduction":
        return Folded(spec["type"])
    return {"append": Appended, "add": Added, "array reduction": FoldedArrays}[kind]()


def large_arrays(kind: str, content: Any) -> list[Any]:
    """Give the arrays of a log of which the kernel only copies the elements."""
    if kind != "array store":
        return []
    if type(content) is tuple:
        indices, values = content
        return [*indices, values]
    return [value for _, value in content]
