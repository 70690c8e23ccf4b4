"""Copies of arrays: views of one memory become views of one copied memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nbparallel.verify.copies import Copies


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


def _alone(copies: Copies, value: Any) -> Any:
    """Copy an array that shares its memory with none that is known."""
    made = value.copy(order="K")
    if value.dtype.hasobject:
        _fill(copies, value, made)
    return made


def _address(value: Any) -> int:
    return int(value.__array_interface__["data"][0])
