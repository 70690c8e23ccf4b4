"""Copies of large buffers that stay for the next loop, which knows them by their content.

A cell is run again and again over the same table; to copy it for the workers each time may cost
more than the loop gains. A copy of the same bytes is found by comparing them, which takes a third
of the time of a copy and never errs: neither an address nor a date tells whether an array was
changed in place.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from typing import Final

import psutil

from nbparallel.runtime import buffers
from nbparallel.runtime.buffers import Reference, Shared

SHARE_OF_MEMORY: Final = 0.15
"""Part of the machine's memory that copies may take which no open loop reads."""

IDLE_LOOPS: Final = 8
"""So many loops later, a copy that none of them has read is given up."""


@dataclass(eq=False)
class _Copy:
    """One copy, mapped here too, to be compared with."""

    shared: Shared
    memory: memoryview
    fixed: bool  # the original was read-only
    readers: int = 0  # open loops
    last: int = 0  # number of the loop that read it last


@dataclass
class Kept:
    """The copies that the workers of one cluster can map.

    Attributes
    ----------
    limit : int
        Bytes that copies may take which no open loop reads.
    """

    limit: int = field(default_factory=lambda: int(psutil.virtual_memory().total * SHARE_OF_MEMORY))
    _copies: list[_Copy] = field(default_factory=list)
    _loops: int = 0

    def copy_of(self, view: memoryview, folder: str | None) -> Reference | None:
        """Give where workers find a copy of a buffer; None where there is no room for one.

        Until `release`, it stays.

        Parameters
        ----------
        view : memoryview
            One stretch of memory.
        folder : str or None
            Where files go in place of memory, if need be.
        """
        flat = buffers.as_bytes(view)
        found = next((copy for copy in self._copies if _holds(copy, flat, view.readonly)), None)
        if found is None:
            shared = buffers.share([view], folder)
            if shared is None:
                return None
            memory = buffers.attach(shared.reference, to_read=True)[0]
            found = _Copy(shared, memory, view.readonly)
            self._copies.append(found)
        found.readers += 1
        return found.shared.reference

    def release(self, references: list[Reference]) -> None:
        """Take note that a loop is over, and give up what is too old or too much."""
        self._loops += 1
        tokens = [reference.token for reference in references]
        for copy in self._copies:
            count = tokens.count(copy.shared.reference.token)
            if count:
                copy.readers, copy.last = copy.readers - count, self._loops
        self._give_up()

    def clear(self) -> None:
        """Give up all that no open loop reads."""
        self._give_up(everything=True)

    def _give_up(self, *, everything: bool = False) -> None:
        idle = sorted((c for c in self._copies if not c.readers), key=lambda copy: -copy.last)
        room = 0 if everything else self.limit
        for copy in idle:
            room -= copy.memory.nbytes
            if room < 0 or self._loops - copy.last >= IDLE_LOOPS:
                self._copies.remove(copy)
                copy.shared.close()


def _holds(copy: _Copy, flat: memoryview, fixed: bool) -> bool:
    """Whether a copy is of these very bytes."""
    if copy.memory.nbytes != flat.nbytes or copy.fixed != fixed:
        return False
    ours, theirs = _address(copy.memory), _address(flat)

    def same(start: int, length: int) -> bool:
        return _memcmp(ours + start, theirs + start, length) == 0

    return all(buffers.in_stripes(same, flat.nbytes))


_memcmp = ctypes.CDLL(None).memcmp
_memcmp.argtypes = (ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t)
_memcmp.restype = ctypes.c_int


class _Buffer(ctypes.Structure):
    """``Py_buffer``: ctypes itself gives the address of writable memory only."""

    _fields_ = (
        ("buf", ctypes.c_void_p),
        ("obj", ctypes.py_object),
        ("len", ctypes.c_ssize_t),
        ("itemsize", ctypes.c_ssize_t),
        ("readonly", ctypes.c_int),
        ("ndim", ctypes.c_int),
        ("format", ctypes.c_char_p),
        ("shape", ctypes.c_void_p),
        ("strides", ctypes.c_void_p),
        ("suboffsets", ctypes.c_void_p),
        ("internal", ctypes.c_void_p),
    )


def _address(view: memoryview) -> int:
    described = _Buffer()
    api = ctypes.pythonapi
    api.PyObject_GetBuffer(ctypes.py_object(view), ctypes.byref(described), 0)
    try:
        return described.buf or 0
    finally:
        api.PyBuffer_Release(ctypes.byref(described))
