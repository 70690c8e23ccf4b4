"""Arrays with gaps on their way between processes: how they lie in memory decides how sums round.

NumPy pickles such an array as one stretch. Axes that were apart then count as one, a step becomes
none, an axis that was the last one is so no longer: reductions and BLAS add in another order, and
the last bit is another. So the memory is sent with its gaps, or with smaller ones of the same kind.

Used on both sides, so it imports the standard library only.
"""

from __future__ import annotations

import pickle
import sys
from typing import Any, Final

from nbparallel.loaded import loaded

_LARGE: Final = 4
"""Times as much memory as its elements take that an array's gaps may cost to send."""


def reduced(obj: Any) -> Any:
    """Reduce an array that is not one stretch of memory; None if it is, or is of objects."""
    numpy = loaded("numpy")
    if numpy is None or type(obj) is not numpy.ndarray or not obj.size or not obj.itemsize:
        return None
    flags = obj.flags
    if flags.c_contiguous or flags.f_contiguous or obj.dtype.hasobject:
        return None
    low, high = bounds(obj)
    tight = _tight(obj) if high - low > _LARGE * obj.nbytes else None
    if tight is None:
        memory, strides = _memory(obj, high - low, numpy), obj.strides
    else:
        memory, strides = _copied(obj, tight, numpy), tight
    start = sum(
        -step * (count - 1) for count, step in zip(obj.shape, strides, strict=True) if step < 0
    )
    buffer = pickle.PickleBuffer(memory)
    return _spaced, (buffer, obj.dtype, obj.shape, strides, start, flags.writeable)


def bounds(array: Any) -> tuple[int, int]:
    """Give the addresses ``[low, high)`` of an array's elements."""
    low = high = array.__array_interface__["data"][0]
    for length, stride in zip(array.shape, array.strides, strict=True):
        if length == 0:
            return low, low
        step = (length - 1) * stride
        low, high = low + min(0, step), high + max(0, step)
    return low, high + array.itemsize


def _memory(obj: Any, size: int, numpy: Any) -> Any:
    """Give all bytes from the first to the last element, uncopied."""
    upward = obj[tuple(slice(None, None, -1 if step < 0 else 1) for step in obj.strides)]
    first = upward[(slice(0, 1),) * obj.ndim].reshape(1).view(numpy.uint8)
    return numpy.lib.stride_tricks.as_strided(first, (size,), (1,), writeable=obj.flags.writeable)


def _tight(obj: Any) -> tuple[int, ...] | None:
    """Give strides with the same order, signs and contiguity, but gaps of one element.

    None for arrays that overlap themselves, or whose elements are not aligned to their size.
    """
    made = list(obj.strides)
    reach = within = obj.itemsize  # what the axes so far take, and will take
    for axis in sorted(range(obj.ndim), key=lambda axis: abs(obj.strides[axis])):
        step, length = abs(obj.strides[axis]), obj.shape[axis]
        if length == 1 or not step:
            continue
        if step < reach or step % obj.itemsize:
            return None
        new = within if step == reach else within + obj.itemsize
        made[axis] = new if obj.strides[axis] > 0 else -new
        reach, within = step * length, new * length
    return tuple(made)


def _copied(obj: Any, strides: tuple[int, ...], numpy: Any) -> Any:
    """Give memory in which the elements lie that far apart."""
    steps = [(count - 1) * step for count, step in zip(obj.shape, strides, strict=True)]
    memory = numpy.zeros(sum(map(abs, steps)) + obj.itemsize, numpy.uint8)
    start = -sum(step for step in steps if step < 0)
    numpy.ndarray(obj.shape, obj.dtype, memory, start, strides)[...] = obj
    memory.flags.writeable = obj.flags.writeable
    return memory


def _spaced(
    buffer: Any,
    dtype: Any,
    shape: tuple[int, ...],
    strides: tuple[int, ...],
    start: int,
    writeable: bool,
) -> Any:
    """Rebuild such an array over the memory that came."""
    made = sys.modules["numpy"].ndarray(shape, dtype, buffer, start, strides)
    if not writeable:
        made.flags.writeable = False
    return made


def spaced_copy(
    buffer: Any,
    dtype: Any,
    shape: tuple[int, ...],
    strides: tuple[int, ...],
    start: int,
    writeable: bool,
) -> Any:
    """Rebuild it over memory of its own."""
    return _spaced(bytearray(buffer), dtype, shape, strides, start, writeable)


def reduced_view(view: memoryview) -> Any:
    """Reduce a memoryview.

    Raises
    ------
    pickle.PicklingError
        If it is not one stretch of bytes.
    """
    if not view.c_contiguous or view.format != "B" or view.ndim != 1:
        raise pickle.PicklingError("a memoryview of other things than bytes, in one stretch")
    data = bytes(view) if view.readonly else bytearray(view)
    return memoryview, (data,)
