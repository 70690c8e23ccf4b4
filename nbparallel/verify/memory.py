"""Copies of arrays and buffers: views of one memory become views of one copied memory."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from nbparallel import facts
from nbparallel.runtime import layout

if TYPE_CHECKING:
    from nbparallel.verify.copies import Copies


_BUFFERS: Final = (bytearray, array)
"""Types of which arrays and views may show the memory."""


def link_frames(pairs: Iterable[tuple[Any, Any]]) -> None:
    """Let copies of frames that share memory until one is changed do so as well (copy-on-write).

    pandas keeps count of who shares a block; without it, a store into one would show in the other.
    """
    linked: dict[int, Any] = {}
    for frame, made in pairs:
        if frame is made or not facts.is_frame(frame) or type(made) is not type(frame):
            continue
        for block, copied in zip(frame._mgr.blocks, made._mgr.blocks, strict=False):
            refs, own = getattr(block, "refs", None), getattr(copied, "refs", None)
            if refs is None or own is None:
                return  # an older pandas
            shared = linked.setdefault(id(refs), own)
            if shared is not own:
                copied.refs = shared
                shared.add_reference(copied)


def record_of(copies: Copies, value: Any) -> Any:
    """Copy a record, which shows the memory of the array it was taken from."""
    import numpy as np

    base = value.base
    copied = copies.of(base) if type(base) is np.ndarray else None
    if copied is None or not copied.flags.c_contiguous:
        return value.copy()
    offset = _address(value) - _address(base)
    made: Any = np.ndarray((1,), value.dtype, copied, offset)[0]
    return made


def view_of(copies: Copies, value: memoryview) -> memoryview:
    """Copy a view of a buffer.

    Raises
    ------
    ValueError
        If it is not one of a whole buffer, or of a part of one in one piece.
    """
    import numpy as np

    base: Any = value.obj
    if base is None or isinstance(base, bytes):
        return value
    copied = copies.of(base)
    if not value.c_contiguous or copied is base:
        raise ValueError
    start = np.frombuffer(value, np.uint8).__array_interface__["data"][0]
    offset = start - np.frombuffer(base, np.uint8).__array_interface__["data"][0]
    made: Any = memoryview(copied).cast("B")[offset : offset + value.nbytes]
    if value.format != "B" or value.ndim > 1:
        made = made.cast(value.format, value.shape)
    view: memoryview = made.toreadonly() if value.readonly else made
    return view


def is_plain(value: Any) -> bool:
    """Whether it is an array whose memory can be copied here; a subclass copies itself."""
    import numpy as np

    whole = not value.dtype.hasobject or value.dtype == object
    return type(value) is np.ndarray and whole


def copy_of(copies: Copies, value: Any) -> Any:
    """Copy an array; its memory once for all arrays that share it."""
    import numpy as np

    root = value
    while isinstance(root.base, np.ndarray):
        root = root.base
    if root is value and root.base is None and _is_dense(root):
        made = copies.keep(root, root.copy(order="K"))
        if root.dtype.hasobject:
            _fill(copies, root, made)
    else:
        if root is not value and type(root) is np.ndarray:
            copies.of(root)
        made = copies.keep(value, _view(copies, value, root))
    if not value.flags.writeable:
        copies.frozen.append(made)
    return made


def _is_dense(value: Any) -> bool:
    """Whether its memory is one piece without holes."""
    from numpy.lib.array_utils import byte_bounds

    low, high = byte_bounds(value)
    return bool(high - low == value.nbytes and value.nbytes)


def _fill(copies: Copies, root: Any, made: Any) -> None:
    for index, element in enumerate(root.flat):
        made.flat[index] = copies.of(element)


def _view(copies: Copies, value: Any, root: Any) -> Any:
    import numpy as np

    copied = copies.of(root) if root is not value and type(root) is np.ndarray else None
    if copied is None and (under := _buffer_under(root)) is not None:
        root = np.frombuffer(under, np.uint8)
        copied = np.frombuffer(copies.of(under), np.uint8)
    if value.size == 0 or copied is None or copied is root:
        return _alone(copies, value)
    offset = _address(value) - _address(root)
    axes = sorted(range(copied.ndim), key=lambda axis: -abs(copied.strides[axis]))
    dense = copied.transpose(axes)
    if not dense.flags.c_contiguous or not 0 <= offset <= copied.nbytes:
        return _alone(copies, value)
    if value.dtype.hasobject:
        flat = dense.reshape(-1)[offset // value.itemsize :]
        return np.lib.stride_tricks.as_strided(flat, value.shape, value.strides)
    return np.ndarray(value.shape, value.dtype, dense, offset, value.strides)


def _buffer_under(root: Any) -> Any:
    """Give the buffer whose memory an array shows; None if there is none that can be copied."""
    base = root.base
    if isinstance(base, memoryview):
        base = base.obj
    return base if type(base) in _BUFFERS else None


def _alone(copies: Copies, value: Any) -> Any:
    """Copy an array that shares its memory with none that is known."""
    if (spaced := layout.reduced(value)) is not None:
        return layout.spaced_copy(*spaced[1])
    made = value.copy(order="K")
    if value.dtype.hasobject:
        _fill(copies, value, made)
    return made


def _address(value: Any) -> int:
    return int(value.__array_interface__["data"][0])
