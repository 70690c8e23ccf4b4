"""Results on their way back: by identity where the kernel has the object, by value else.

Runs on workers, so it imports the standard library only.
"""

from __future__ import annotations

import cmath
import io
import math
import operator
import pickle
import re
import sys
import types
from collections.abc import Callable, Iterable
from typing import Any

from nbparallel.loaded import loaded
from nbparallel.runtime import (
    closedfiles,
    displays,
    fidelity,
    figures,
    layout,
    matches,
    randomstate,
    tracebacks,
)
from nbparallel.runtime.layout import bounds

LIVE_OUT_LIMIT = 64 * 1024
"""Bytes up to which a chunk other than the last sends its live-out values along."""

OUT_OF_BAND = 64 * 1024
"""Bytes from which a buffer travels beside the pickle, so that it is copied once."""


def common_nans() -> dict[int, str]:
    """Give the NaNs that every process has under a name, by identity."""
    found = {id(math.nan): "math", id(cmath.nan): "cmath"}
    numpy = loaded("numpy")
    if numpy is not None:
        found[id(numpy.nan)] = "numpy"
    return found


def common_nan(name: str) -> float:
    """Give such a NaN."""
    nan: float = sys.modules[name].nan
    return nan


class Known:
    """What came from the kernel and can be named to it: by identity, arrays also by memory."""

    def __init__(self) -> None:
        self.tokens: dict[int, tuple[str, int]] = {}
        self.memos: dict[str, dict[int, object]] = {}
        self.arrays: list[tuple[int, int, Any]] = []
        self.same_hashes = False  # whether a set has the same order in the kernel
        self.may_be_left_out = True  # whether results so far held nothing that has a name
        self.nans: dict[int, object] = {}  # identity of a NaN -> what names it in the kernel
        self.own_frames = True  # whether frames are those of the plain cell
        self.held: Callable[[], set[int]] | None = None  # gives what libraries keep
        self.kept: dict[int, object] | None = None  # drawings, where this process is the kernel

    def add(self, kind: str, memo: dict[int, object]) -> None:
        """Take the objects of one unpickling by their places in it."""
        numpy = loaded("numpy")
        array_type = numpy.ndarray if numpy is not None else None
        self.memos[kind] = memo
        for index, obj in memo.items():
            cls = type(obj)
            if cls not in ANONYMOUS:
                self.tokens[id(obj)] = kind, index
                if cls is array_type:
                    self.arrays.append((*bounds(obj), obj))

    def copy(self) -> Known:
        """Give a copy that can be added to."""
        other = Known()
        other.tokens, other.arrays = dict(self.tokens), list(self.arrays)
        other.memos = dict(self.memos)
        other.same_hashes, other.nans = self.same_hashes, dict(self.nans)
        other.may_be_left_out = self.may_be_left_out
        other.own_frames = self.own_frames
        other.held = self.held
        other.kept = self.kept
        return other


ANONYMOUS = frozenset({str, bytes, tuple, int, float, complex, frozenset})
"""Types whose instances nobody can tell apart by what they do."""


def keeps_its_order(elements: Any, same_hashes: bool) -> bool:
    """Whether a set that is made of a set's elements elsewhere is in the same order.

    Numbers hash alike in every process, texts only where the secret is the same; and elements
    that collide stand in the order in which they came.
    """
    if not same_hashes and any(type(element) is not int for element in elements):
        return False
    again = set(list(elements))  # noqa: C414 - of a set it would be a copy, collisions and all
    return all(map(operator.is_, again, elements))


class _NamelessPickler(pickle.Pickler):
    """Pickles results that hold nothing of the kernel's: nobody is asked about each object.

    Plain pickle refuses functions and classes made on the worker: they cannot become what
    the plain cell would have made.
    """

    def __init__(self, file: Any, known: Known, **kwargs: Any) -> None:
        super().__init__(file, protocol=5, **kwargs)
        self._arrays = known.arrays
        self._own_frames = known.own_frames
        self._bases: dict[int, object] = {}  # of which only a part travels
        self._wholes: dict[int, object] = {}
        self._find_held = known.held
        self._held: set[int] | None = None
        self.read_only_once: set[int] = set()  # arrays whose elements alone the kernel wants

    def reducer_override(self, obj: Any) -> Any:
        if (reference := randomstate.reference_to(obj) or displays.reduced(obj)) is not None:
            return reference
        if type(obj) is re.Match:
            return matches.reduced(obj)
        if closedfiles.is_opened_image(obj):
            raise pickle.PicklingError("a picture that was opened knows its file")
        if figures.is_drawn(obj):
            raise pickle.PicklingError(f"a `{type(obj).__qualname__}` of Matplotlib's is drawn")
        if (closed := closedfiles.reduced(obj)) is not None:
            return closed
        if (plain := matches.plain_type(obj) or matches.row_type(obj)) is not None:
            return plain
        if is_record(obj):
            raise pickle.PicklingError("a record shows a place in its array")
        numpy = loaded("numpy")
        if numpy is None or type(obj) is not numpy.ndarray:
            if isinstance(obj, BaseException):
                if obj.__traceback__ is not None and not self._own_frames:
                    raise pickle.PicklingError("an exception is kept that tells of other frames")
                return reduced_exception(obj)
            if lost := fidelity.forgotten(obj):
                raise fidelity.Unfaithful(f"a copy of a `{type(obj).__qualname__}` loses `.{lost}`")
            return NotImplemented
        if obj.base is None:
            if id(obj) in self._bases:
                raise pickle.PicklingError("a result is a view of another, large one")
            self._wholes[id(obj)] = obj
            return self._whole(obj, numpy)
        low, high = bounds(obj)
        for array_low, array_high, known in self._arrays:
            if array_low <= low and high <= array_high and low < high:
                part = _part_arguments(obj, known)
                if part is not None:
                    return _part, part
                return _view, _view_arguments(obj, known)
        base = obj
        while type(base.base) is numpy.ndarray:
            base = base.base
        if base is obj or base.dtype.hasobject:
            return self._whole(obj, numpy)
        if id(base) in self._wholes or base.nbytes <= 2 * obj.nbytes + 65536:
            return _view, _view_arguments(obj, base)
        if id(base) in self._bases:
            raise pickle.PicklingError("two results are views of one large array")
        self._bases[id(base)] = base
        return self._whole(obj, numpy)

    def _whole(self, obj: Any, numpy: Any) -> Any:
        """Reduce an array to its elements in one buffer; the kernel's array will own its memory."""
        if (spaced := layout.reduced(obj)) is not None:
            return layout.spaced_copy, spaced[1]
        flags = obj.flags
        if obj.dtype.hasobject or not obj.itemsize:
            return NotImplemented
        order = "C" if flags.c_contiguous else "F"
        flat = obj.reshape(-1, order="A").view(numpy.uint8)
        make = _borrowed if id(obj) in self.read_only_once else _own
        return make, (pickle.PickleBuffer(flat), obj.dtype, obj.shape, order, flags.writeable)


class _ResultPickler(_NamelessPickler):
    """Pickles results; whatever came from the kernel goes back as a token."""

    def __init__(self, file: Any, known: Known, **kwargs: Any) -> None:
        super().__init__(file, known, **kwargs)
        self._tokens = known.tokens
        self._same_hashes = known.same_hashes
        self._nans = known.nans | common_nans()
        self._kept = known.kept
        self._new_nans: list[object] = []  # kept, so that their identities stay taken

    def _nan(self, nan: object) -> tuple[str, object]:
        if id(nan) not in self._nans:
            self._new_nans.append(nan)
            self._nans[id(nan)] = "new", len(self._new_nans)
        return "nan", self._nans[id(nan)]

    def persistent_id(self, obj: object) -> object:
        if type(obj) is float:
            return self._nan(obj) if obj != obj else None
        if self._kept is not None and figures.is_drawn(obj):
            self._kept[id(obj)] = obj
            return "k", id(obj)
        token = self._tokens.get(id(obj))
        if (
            token is None
            and isinstance(obj, set | frozenset)
            and not keeps_its_order(obj, self._same_hashes)
        ):
            raise pickle.PicklingError("the order of a set differs between processes")
        if token is None and self._find_held is not None and self._is_held(obj):
            raise pickle.PicklingError(f"a library keeps the `{type(obj).__qualname__}` it gives")
        return token

    def _is_held(self, obj: Any) -> bool:
        """Whether an object is one that a library keeps, or a part of an array of such."""
        if type(obj) in ANONYMOUS or obj is None or isinstance(obj, type | types.FunctionType):
            return False
        if self._held is None:
            assert self._find_held is not None
            self._held = self._find_held()
        base = getattr(obj, "base", None) if type(obj).__name__ == "ndarray" else None
        return id(obj) in self._held or id(base) in self._held


def _borrowed(buffer: Any, dtype: Any, shape: tuple[int, ...], order: Any, writeable: bool) -> Any:
    """Give an array over memory that is not the kernel's to keep."""
    return sys.modules["numpy"].ndarray(shape, dtype, buffer, order=order)


def _own(buffer: Any, dtype: Any, shape: tuple[int, ...], order: Any, writeable: bool) -> Any:
    """Give an array with memory of its own, as the plain cell would have made it."""
    made = _borrowed(buffer, dtype, shape, order, writeable).copy(order)
    made.flags.writeable = writeable
    return made


def reduced_exception(error: BaseException) -> Any:
    """Reduce an exception with what it comes from and where, which pickle would leave out.

    Raises
    ------
    pickle.PicklingError
        If that cannot be said.
    """
    reduced = error.__reduce_ex__(5)
    if not isinstance(reduced, tuple) or any(reduced[3:]):
        raise pickle.PicklingError(f"`{type(error).__qualname__}` is pickled in a way of its own")
    make, arguments, *rest = reduced
    state = rest[0] if rest else None
    origin = error.__cause__, error.__context__, error.__suppress_context__
    where = tracebacks.places(error.__traceback__)
    return make, arguments, (state, *origin, where), None, None, _restore_exception


def _restore_exception(error: BaseException, state: tuple[Any, ...]) -> None:
    """Give an exception its attributes, and what it comes from."""
    held, cause, context, suppressed, where = state
    error.__cause__, error.__context__ = cause, context
    error.__suppress_context__ = suppressed
    if where:
        error.__traceback__ = tracebacks.rebuilt(where)
    if held is not None:
        error.__setstate__(held)


def is_record(obj: object) -> bool:
    """Whether an object is a NumPy record that others may change, through its array."""
    numpy = loaded("numpy")
    return numpy is not None and isinstance(obj, numpy.void) and obj.base is not None


def _part_arguments(obj: Any, base: Any) -> tuple[Any, ...] | None:
    """Describe a view by places and axes, which hold however the kernel's array is laid out.

    None where it cannot be, as where the view is of another type.
    """
    if obj.dtype != base.dtype or min(base.strides, default=0) <= 0:
        return None
    offset = obj.__array_interface__["data"][0] - base.__array_interface__["data"][0]
    order = sorted(range(base.ndim), key=lambda axis: -base.strides[axis])
    start = [0] * base.ndim
    for axis in order:
        start[axis], offset = divmod(offset, base.strides[axis])
    if offset or any(at >= length for at, length in zip(start, base.shape, strict=True)):
        return None
    axes: list[tuple[int, int]] = []
    for length, stride in zip(obj.shape, obj.strides, strict=True):
        found = next((k for k in order if stride and stride % base.strides[k] == 0), None)
        if found is None or found in (taken for taken, _ in axes):
            return None
        step = stride // base.strides[found]
        if not 0 <= start[found] + step * (length - 1) < base.shape[found]:
            return None
        axes.append((found, step))
    return base, tuple(start), tuple(axes), obj.shape, obj.flags.writeable


def _part(
    base: Any,
    start: tuple[int, ...],
    axes: tuple[tuple[int, int], ...],
    shape: tuple[int, ...],
    writeable: bool,
) -> Any:
    """Rebuild a view from places and axes."""
    numpy = sys.modules["numpy"]
    first = base[tuple(slice(at, None) for at in start)]
    strides = tuple(step * base.strides[axis] for axis, step in axes)
    return numpy.lib.stride_tricks.as_strided(first, shape, strides, writeable=writeable)


def _view_arguments(obj: Any, base: Any) -> tuple[Any, ...]:
    offset = obj.__array_interface__["data"][0] - base.__array_interface__["data"][0]
    return base, base.strides, offset, obj.shape, obj.strides, obj.dtype, obj.flags.writeable


def _view(
    base: Any,
    base_strides: tuple[int, ...],
    offset: int,
    shape: tuple[int, ...],
    strides: tuple[int, ...],
    dtype: Any,
    writeable: bool,
) -> Any:
    """Rebuild a view of an array, so that what shared memory still does.

    Raises
    ------
    ValueError
        If the array is laid out differently from its copy on the worker.
    """
    numpy = sys.modules["numpy"]
    steps = zip(base.shape, base.strides, base_strides, strict=True)
    same = all(here == there for length, here, there in steps if length != 1)  # or none is taken
    if not same or not (base.flags.c_contiguous or base.flags.f_contiguous):
        raise ValueError("the array is laid out differently from its copy on the worker")
    flat = base.reshape(-1, order="A").view(numpy.uint8)
    start = flat[offset : offset + dtype.itemsize].view(dtype)
    return numpy.lib.stride_tricks.as_strided(start, shape, strides, writeable=writeable)


def can_travel(value: object, known: Known) -> bool:
    """Whether a value can be pickled."""
    try:
        _ResultPickler(io.BytesIO(), known, buffer_callback=lambda buffer: None).dump(value)
    except (pickle.PicklingError, TypeError, AttributeError, ValueError, RecursionError):
        return False
    return True


def weight(values: dict[str, Any], known: Known) -> float:
    """Give the bytes of values, infinite if they cannot be pickled; no large buffer is copied."""
    buffers: list[Any] = []
    file = io.BytesIO()
    try:
        _ResultPickler(file, known, buffer_callback=buffers.append).dump(values)
    except (pickle.PicklingError, TypeError, AttributeError, ValueError, RecursionError):
        return math.inf
    return file.tell() + sum(b.raw().nbytes for b in buffers)


def dumps(
    result: object, known: Known, read_only_once: Iterable[object] = ()
) -> list[bytes | memoryview]:
    """Pickle a result: the pickle, then its large buffers, which are not copied.

    Parameters
    ----------
    result : object
        What goes back.
    known : Known
        What came from the kernel.
    read_only_once : iterable of arrays
        Those of which the kernel only copies the elements into something that it has.

    Raises
    ------
    pickle.PicklingError
        If it cannot be, or if it would be another one.
    """
    once = {id(obj) for obj in read_only_once}
    if known.may_be_left_out:
        parts = _dumped(_NamelessPickler, result, known, once)
        if parts is not None:
            return parts
        known.may_be_left_out = False
    parts = _dumped(_ResultPickler, result, known, once)
    assert parts is not None
    return parts


def _dumped(
    cls: type[_NamelessPickler], result: object, known: Known, once: set[int]
) -> list[bytes | memoryview] | None:
    """Pickle a result with a pickler; None where it takes one that knows names."""
    file = io.BytesIO()
    beside: list[bytes | memoryview] = []

    def out_of_band(buffer: pickle.PickleBuffer) -> bool:
        raw = buffer.raw()
        if raw.nbytes >= OUT_OF_BAND:
            beside.append(raw)
        return raw.nbytes < OUT_OF_BAND

    pickler = cls(file, known, buffer_callback=out_of_band)
    pickler.read_only_once = once
    nameless = cls is _NamelessPickler
    try:
        pickler.dump(result)
    except Exception:  # of a class or function of the kernel's, say, which has a name there
        if nameless:
            return None
        raise
    memo: dict[int, tuple[int, object]] = pickler.memo.copy()
    kinds = set(map(type, map(operator.itemgetter(1), memo.values())))
    if nameless and (
        not known.tokens.keys().isdisjoint(memo)
        or any(issubclass(kind, set | frozenset) for kind in kinds)
        or _A_NAN.search(file.getbuffer())
    ):
        return None
    if any(map(fidelity.is_doubtful, kinds)):
        unpickler = _OwnUnpickler(file.getvalue(), beside, known)
        unpickler.load()
        fidelity.check(dict(memo.values()), unpickler.memo.copy())
    return [file.getvalue(), *beside]


_A_NAN = re.compile(rb"G[\x7f\xff][\xf0-\xff]", re.DOTALL)
"""How a pickle writes a float that is a NaN or infinite."""


class _OwnUnpickler(pickle.Unpickler):
    """Loads a result where it was made, to see whether it comes out as it went in."""

    def __init__(self, data: bytes, beside: list[bytes | memoryview], known: Known) -> None:
        super().__init__(io.BytesIO(data), buffers=beside)
        self._known = known

    def persistent_load(self, token: Any) -> object:
        kind, place = token
        if kind == "k":
            return (self._known.kept or {})[place]
        return float("nan") if kind == "nan" else self._known.memos[kind][place]
