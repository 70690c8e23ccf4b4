"""What C code writes to the standard output of a chunk's process, past Python's streams.

It cannot be put in order with what Python writes. So it goes into a file of nobody's, and the chunk
is thrown away: the kernel runs it, and shows what it writes as the plain cell does.

Runs on workers, so it imports the standard library only.
"""

from __future__ import annotations

import contextlib
import ctypes
import functools
import os
import tempfile
from collections.abc import Callable, Iterator
from typing import Any, Final

MESSAGE: Final = "C code wrote to the standard output, in no order with what Python writes"
_STANDARD: Final = 1
_of_process: dict[int, int] = {}
"""A file's descriptor for each process: one that is forked would share its parent's place in it."""


@contextlib.contextmanager
def watched(*, in_kernel: bool) -> Iterator[Callable[[], bool]]:
    """Watch the standard output of this process, unless it is the kernel itself.

    Yields
    ------
    callable
        Tells, at the end, whether anything was written.
    """
    before = -1
    with contextlib.suppress(OSError):  # it is closed, or there is no room for a file
        file = -1 if in_kernel else _file()
        before = -1 if in_kernel else os.dup(_STANDARD)
    if before < 0:
        yield lambda: False
        return
    _flush()
    os.dup2(file, _STANDARD)
    try:
        yield lambda: _size(file) > 0
    finally:
        _flush()
        os.dup2(before, _STANDARD)
        os.close(before)
        os.ftruncate(file, 0)
        os.lseek(file, 0, os.SEEK_SET)


def _file() -> int:
    found = _of_process.get(os.getpid())
    if found is None:
        _of_process.clear()
        if hasattr(os, "memfd_create"):  # a process for each chunk has no time to lose
            found = os.memfd_create("nbparallel-output")
        else:
            with tempfile.TemporaryFile() as file:
                found = os.dup(file.fileno())
        _of_process[os.getpid()] = found
    return found


def _size(file: int) -> int:
    _flush()
    return os.fstat(file).st_size


def _flush() -> None:
    """Have C's own buffers written."""
    library = _library()
    if library is not None:
        library.fflush(None)


@functools.cache
def _library() -> Any:
    """Give C's library; None on platforms where it has another name."""
    try:
        return ctypes.CDLL(None)
    except (OSError, TypeError):
        return None
