"""Large buffers, one copy per host, that cannot leak.

On Linux the copy lives in a `memfd`: memory without a name in any file system, not limited by
the size of ``/dev/shm``, freed by the kernel when the last process that holds it ends, killed
or not. Other processes of the same user open it through ``/proc/<pid>/fd/<n>``. Elsewhere, or
where ``/proc`` is closed, a memory-mapped temporary file takes its place.

Whoever attaches maps it privately (copy on write), so nothing it does can reach the owner's
memory; a random token at the start proves that it is the same memory on the same host.
"""

from __future__ import annotations

import contextlib
import fcntl
import mmap
import os
import secrets
import shutil
import tempfile
import weakref
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

_HEADER = 64  # token and padding; buffers start on cache lines
_SPARE = 64 * 2**20  # bytes that a fallback file leaves free in its folder
_STRIPE = 32 * 2**20  # bytes from which it pays to take several threads
_HAS_AFFINITY = hasattr(os, "sched_getaffinity")
_Result = TypeVar("_Result")


class Unreachable(Exception):
    """The memory is not on this host, or this process may not open it."""


@dataclass(frozen=True, slots=True)
class Reference:
    """Where shared buffers are found; travels as a pickle.

    Attributes
    ----------
    paths : tuple of str
        Files to try, the first that carries the token is taken.
    token : bytes
        The first bytes of the file.
    size : int
        Bytes of the whole file.
    extents : tuple of (int, int, bool)
        Offset, length and whether it was read-only, of each buffer.
    """

    paths: tuple[str, ...]
    token: bytes
    size: int
    extents: tuple[tuple[int, int, bool], ...]


class Shared:
    """The owner's side of shared buffers; `close` (or its end) frees them."""

    def __init__(self, fd: int, path: str | None, reference: Reference) -> None:
        self.reference = reference
        self._free = weakref.finalize(self, _free, fd, path)

    def close(self) -> None:
        """Give the memory up; those who have attached keep theirs."""
        self._free()


def _free(fd: int, path: str | None) -> None:
    os.close(fd)
    if path is not None:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(path)


def share(buffers: Sequence[memoryview], folder: str | None = None) -> Shared | None:
    """Copy buffers to where other processes of this host can map them.

    Parameters
    ----------
    buffers : sequence of memoryview
        C- or F-contiguous.
    folder : str, optional
        Where a fallback file may go; the folder of temporary files by default.

    Returns
    -------
    Shared or None
        None where neither memory nor a folder with enough space was found.
    """
    flat = [(view if view.contiguous else memoryview(bytes(view))) for view in buffers]
    extents: list[tuple[int, int, bool]] = []
    offset = _HEADER
    for view in flat:
        extents.append((offset, view.nbytes, view.readonly))
        offset += -(-view.nbytes // _HEADER) * _HEADER
    made = _make(offset, folder)
    if made is None:
        return None
    fd, path = made
    token = secrets.token_bytes(16)
    try:
        os.truncate(fd, offset)  # the last buffer's padding, too
        _write(fd, 0, memoryview(token))
        for view, (start, _, _) in zip(flat, extents, strict=True):
            _write(fd, start, as_bytes(view))
        if path is None:
            seals = fcntl.F_SEAL_WRITE | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW
            fcntl.fcntl(fd, fcntl.F_ADD_SEALS, seals)
    except OSError:  # no memory, or the disk is full after all
        _free(fd, path)
        return None
    paths = (path,) if path else (f"/proc/{os.getpid()}/fd/{fd}",)
    return Shared(fd, path, Reference(paths, token, offset, tuple(extents)))


def attach(reference: Reference, *, to_read: bool = False) -> list[memoryview]:
    """Map shared buffers into this process, privately.

    A buffer that was read-only stays so; the others may be written, and the pages written
    become this process's own.

    Parameters
    ----------
    reference : Reference
        Where they are.
    to_read : bool
        Map them to be read only.

    Raises
    ------
    Unreachable
        If the memory is not on this host.
    """
    for path in reference.paths:
        with contextlib.suppress(OSError):
            fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
            try:
                if os.fstat(fd).st_size == reference.size:
                    access = mmap.ACCESS_READ if to_read else mmap.ACCESS_COPY
                    whole = mmap.mmap(fd, reference.size, access=access)
                    if whole[: len(reference.token)] == reference.token:
                        return _cut(memoryview(whole), reference)
            finally:
                os.close(fd)
    raise Unreachable(f"{reference.size} shared bytes are not on this host")


def flattened(views: Sequence[memoryview]) -> tuple[tuple[bytes, bool], ...]:
    """Give buffers as bytes that can travel, each with whether it was read-only."""
    return tuple((view.tobytes(order="A"), view.readonly) for view in views)


def copies(buffers: Sequence[tuple[bytes, bool]]) -> list[memoryview]:
    """Give views of what `flattened` gave."""
    return [memoryview(data if fixed else bytearray(data)) for data, fixed in buffers]


def _cut(whole: memoryview, reference: Reference) -> list[memoryview]:
    views = [whole[start : start + length] for start, length, _ in reference.extents]
    return [
        view.toreadonly() if fixed else view
        for view, (_, _, fixed) in zip(views, reference.extents, strict=True)
    ]


def as_bytes(view: memoryview) -> memoryview:
    """Give a buffer's bytes as they lie in memory; what is not one stretch is copied."""
    # `cast` refuses Fortran order and empty shapes, though their memory is one stretch.
    if view.nbytes == 0:
        return memoryview(b"")
    return view.cast("B") if view.c_contiguous else memoryview(view.tobytes(order="A"))


def _write(fd: int, offset: int, data: memoryview) -> None:
    def write(start: int, length: int) -> None:
        done = 0
        while done < length:  # one call takes at most 2 GB
            part = data[start + done : start + min(length, done + 2**30)]
            done += os.pwrite(fd, part, offset + start + done)

    in_stripes(write, data.nbytes)


def in_stripes(function: Callable[[int, int], _Result], nbytes: int) -> list[_Result]:
    """Apply a function to parts of a stretch of memory, several at once where it is long.

    Parameters
    ----------
    function : callable
        Takes start and length in bytes, and frees the interpreter's lock while it works.
    nbytes : int
        Length of the whole.
    """
    count = max(1, min(len(os.sched_getaffinity(0)) if _HAS_AFFINITY else 1, 4, nbytes // _STRIPE))
    size = -(-nbytes // count)
    if count == 1:
        return [function(0, nbytes)]
    with ThreadPoolExecutor(count) as threads:
        starts = range(0, nbytes, size)
        return list(threads.map(lambda at: function(at, min(size, nbytes - at)), starts))


def _make(size: int, folder: str | None) -> tuple[int, str | None] | None:
    if hasattr(os, "memfd_create") and os.access(f"/proc/{os.getpid()}/fd", os.R_OK):
        try:
            fd = os.memfd_create("nbparallel", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
        except OSError:  # forbidden by a seccomp filter, say
            pass
        else:
            return fd, None
    folder = folder or tempfile.gettempdir()
    if shutil.disk_usage(folder).free < size + _SPARE:
        return None
    return tempfile.mkstemp(prefix="nbparallel-", dir=folder)
