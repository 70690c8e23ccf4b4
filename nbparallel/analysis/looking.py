"""Calls that look at files otherwise than by `open`.

While a loop writes files, these would not show what its iterations have written; and no event tells
on a worker that they were called.
"""

from __future__ import annotations

import re
import types
from typing import Any, Final

from nbparallel import facts

_NAMES: Final = frozenset(
    """access exists fromfile genfromtxt getatime getctime getmtime getsize glob group iglob
    imread is_block_device is_char_device is_dir is_fifo is_file is_mount is_socket is_symlink
    isdir isfile islink ismount iterdir lexists listdir load_npz loadmat loadtxt lstat memmap
    mmread owner readlink realpath resolve rglob samefile scandir stat walk""".split()
)
_OPENING: Final = frozenset(
    "read_bytes read_csv read_fwf read_json read_pickle read_table read_text".split()
)
"""Readers that come to a file by `open`, which is followed."""

_FUNCTIONS: Final = (
    types.FunctionType,
    types.BuiltinFunctionType,
    types.MethodType,
    types.MethodDescriptorType,
)


def by_name(name: str, receiver: type | None = None) -> bool:
    """Whether a call of a name, perhaps of a receiver's method, may look at files."""
    if name == "group":
        return receiver is not re.Match and receiver is not None
    return name in _NAMES or (name.startswith("read_") and name not in _OPENING)


def function(live: Any) -> str | None:
    """Give the name of a library's function that looks at files, whoever may call it."""
    if not isinstance(live, _FUNCTIONS) or not by_name(live.__name__):
        return None
    return live.__name__ if facts.library_of(live) is not None else None
