"""Large results on their way to a kernel on the same host: memory that is mapped once, used often.

To make memory anew for each chunk costs more than to copy into it: each page is cleared, mapped
on both sides and given up again. So a worker keeps segments of shared memory and lays results
into them; the kernel maps each segment once, reads, and says when it is through.

Like `buffers`, this is memory without a name, which ends with the last process that holds it.
Runs on workers, so it imports the standard library only.
"""

from __future__ import annotations

import contextlib
import ctypes
import mmap
import os
import secrets
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nbparallel.runtime.buffers import Unreachable

SEGMENT = 8 * 2**20  # bytes of a segment, unless one thing alone needs more
HOARD = 512 * 2**20  # bytes that one process may hold; what goes beyond travels otherwise
KEPT = 16 * 2**20  # bytes that it keeps when no loop is open
_LINE = 64  # everything begins on a cache line
_TOKEN = 16


@dataclass(frozen=True, slots=True)
class Place:
    """Where one buffer lies."""

    path: str
    token: bytes  # the segment's first bytes: proof that it is the same memory, on the same host
    size: int  # of the segment
    start: int
    length: int


class _Segment:
    """Shared memory of this process."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.fd = os.memfd_create("nbparallel", os.MFD_CLOEXEC)
        try:
            os.truncate(self.fd, size)
            self.memory = memoryview(mmap.mmap(self.fd, size))
        except OSError:
            os.close(self.fd)
            raise
        self.token = secrets.token_bytes(_TOKEN)
        self.memory[:_TOKEN] = self.token
        self.path = f"/proc/{os.getpid()}/fd/{self.fd}"
        self.address = ctypes.addressof(ctypes.c_char.from_buffer(self.memory))
        self.used = _LINE

    def room(self, length: int) -> memoryview | None:
        """Take some of it, if there is so much left."""
        start, end = self.used, self.used + length
        if end > self.size:
            return None
        self.used = -(-end // _LINE) * _LINE
        return self.memory[start:end]

    def place_of(self, view: memoryview) -> Place | None:
        """Tell where a view of it lies; None if it lies elsewhere."""
        if view.readonly or not view.nbytes:
            return None
        start = ctypes.addressof((ctypes.c_char * view.nbytes).from_buffer(view)) - self.address
        if not 0 <= start <= self.size - view.nbytes:
            return None
        return Place(self.path, self.token, self.size, start, view.nbytes)

    def close(self) -> None:
        """Give it up; whoever has it mapped keeps the memory."""
        os.close(self.fd)


class Arena:
    """The segments of one process."""

    def __init__(self) -> None:
        self._free: list[_Segment] = []
        self._lent: dict[tuple[str, int], list[_Segment]] = {}
        self._total = 0

    def take(self, length: int) -> _Segment | None:
        """Give an empty segment with room for so many bytes; None where that is not to be had."""
        for segment in self._free:
            if segment.size >= length + _LINE:
                self._free.remove(segment)
                return segment
        size = max(SEGMENT, -(-(length + _LINE) // mmap.PAGESIZE) * mmap.PAGESIZE)
        if self._total + size > HOARD or not hasattr(os, "memfd_create"):
            return None
        try:
            segment = _Segment(size)
        except OSError:  # no memory, or it is forbidden here
            return None
        self._total += size
        return segment

    def lend(self, name: tuple[str, int], segments: list[_Segment]) -> None:
        """Note that the kernel reads some segments."""
        self._lent[name] = segments

    def give_back(self, name: tuple[str, int]) -> None:
        """Take back what was lent under a name, if anything was."""
        self.put_away(self._lent.pop(name, []))

    def lent(self, key: str) -> list[tuple[str, int]]:
        """Names of what the kernel reads of a loop."""
        return [name for name in self._lent if name[0] == key]

    def put_away(self, segments: Sequence[_Segment]) -> None:
        """Take segments back that nobody reads."""
        for segment in segments:
            segment.used = _LINE
            self._free.append(segment)

    def trim(self) -> None:
        """Give up what is more than `KEPT`."""
        while self._free and self._total > KEPT:
            segment = self._free.pop()
            self._total -= segment.size
            segment.close()


class Draft:
    """What one chunk lays into shared memory.

    Parameters
    ----------
    arena : Arena
        This process's.
    """

    def __init__(self, arena: Arena) -> None:
        self._arena = arena
        self._segments: list[_Segment] = []

    def room(self, length: int) -> memoryview | None:
        """Take room for so many bytes; None where there is none."""
        found = self._segments[-1].room(length) if self._segments else None
        if found is None:
            segment = self._arena.take(length)
            if segment is None:
                return None
            self._segments.append(segment)
            found = segment.room(length)
        return found

    def lay(self, part: memoryview) -> Place | None:
        """Lay one buffer down, unless it lies there already."""
        for segment in self._segments:
            place = segment.place_of(part)
            if place is not None:
                return place
        room = self.room(part.nbytes)
        if room is None:
            return None
        room[:] = part.cast("B") if part.nbytes else b""
        segment = self._segments[-1]
        start = segment.used - -(-part.nbytes // _LINE) * _LINE
        return Place(segment.path, segment.token, segment.size, start, part.nbytes)

    def finish(self, name: tuple[str, int], parts: Sequence[memoryview]) -> list[Place] | None:
        """Lay a result down for the kernel to read; None where there is no room for it."""
        places = []
        for part in parts:
            place = self.lay(part)
            if place is None:
                return None
            places.append(place)
        self._arena.lend(name, self._segments)
        self._segments = []
        return places

    def close(self) -> None:
        """Give back what was not finished."""
        self._arena.put_away(self._segments)
        self._segments = []


_drafts = threading.local()


@contextlib.contextmanager
def drafting(arena: Arena) -> Iterator[Draft]:
    """Let what this thread's chunk stores go to shared memory at once."""
    draft = _drafts.current = Draft(arena)
    try:
        yield draft
    finally:
        _drafts.current = None
        draft.close()


def room(length: int) -> memoryview | None:
    """Give room in the shared memory of this thread's chunk; None where it has none."""
    draft: Draft | None = getattr(_drafts, "current", None)
    return None if draft is None else draft.room(length)


class Mapped:
    """The kernel's side: segments of its workers, each mapped once."""

    def __init__(self) -> None:
        self._memory: dict[bytes, memoryview] = {}

    def views(self, places: Sequence[Place]) -> list[memoryview]:
        """Give what lies at some places; valid until the worker is told that it was read.

        Raises
        ------
        Unreachable
            If the memory is not on this host any more.
        """
        return [self._segment(place)[place.start : place.start + place.length] for place in places]

    def _segment(self, place: Place) -> memoryview:
        if place.token not in self._memory:
            self._memory[place.token] = _map(place)
        return self._memory[place.token]


def _map(place: Place) -> memoryview:
    try:
        fd = os.open(place.path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError as error:
        raise Unreachable(f"{place.size} shared bytes are gone") from error
    try:
        flags = mmap.MAP_SHARED | getattr(mmap, "MAP_POPULATE", 0)
        whole = memoryview(mmap.mmap(fd, place.size, flags, mmap.PROT_READ))
    except (OSError, ValueError) as error:
        raise Unreachable(f"{place.size} shared bytes are gone") from error
    finally:
        os.close(fd)
    if whole[:_TOKEN] != place.token:
        raise Unreachable(f"{place.size} shared bytes are on another host")
    return whole
