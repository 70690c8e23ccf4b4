"""The files that a loop's chunks have written, as the kernel commits them: in order."""

from __future__ import annotations

import contextlib
import gc
import io
import os
import types
from collections.abc import Collection, Iterable, Iterator
from typing import Final

from nbparallel.runtime.commit import Chunk
from nbparallel.runtime.staging import FileKey, Staged, keys_of

_LIBRARIES: Final = ("pandas.core", "numpy", "tqdm")
"""Where generators come from that look at no files."""

AGAIN: Final = 2
"""Times that chunks are sent once more since they have read too early."""

_DEPTH: Final = 6
"""Iterators within iterators that are looked through."""


def found_meanwhile(iterable: object, depth: int = _DEPTH) -> bool:
    """Whether what is iterated may look at files while the loop runs: at its own, perhaps."""
    if isinstance(iterable, types.GeneratorType):
        frame = iterable.gi_frame
        module = "" if frame is None else str(frame.f_globals.get("__name__", ""))
        if not module.startswith(_LIBRARIES):
            return True
    elif isinstance(iterable, io.IOBase):
        return True
    elif type(iterable).__module__.startswith("tqdm"):
        return depth == 0 or found_meanwhile(getattr(iterable, "iterable", None), depth - 1)
    elif type(iterable).__module__ not in ("builtins", "itertools"):
        return type(iterable).__module__.partition(".")[0] not in ("numpy", "pandas", "tqdm")
    if not isinstance(iterable, Iterator) or depth == 0:
        return not isinstance(iterable, Collection)
    held = gc.get_referents(iterable)
    return any(found_meanwhile(each, depth - 1) for each in held if isinstance(each, Iterator))


class Files:
    """What one loop has written so far, apart from what the kernel wrote before its chunks."""

    def __init__(self) -> None:
        self._written: dict[FileKey, int] = {}  # how many commits there had been then
        self._commits = 0
        self._sent: dict[int, int] = {}  # chunks, likewise
        self._doubtful: set[int] = set()
        self._again = 0

    def sent(self, number: int) -> None:
        """Note that a chunk leaves: it finds what was committed before."""
        self._sent[number] = self._commits

    def may_be_read_again(self) -> bool:
        """Whether a chunk that read too early is sent once more; most loops have few such files."""
        self._again += 1
        return self._again <= AGAIN

    def kernel_ran(self, under_way: Iterable[int]) -> None:
        """Note that the kernel ran iterations: chunks under way may have read what it wrote."""
        self._doubtful.update(under_way)

    def trouble(self, number: int, chunk: Chunk) -> str:
        """Say why a chunk's effects do not count; empty if they do.

        A chunk ran at a time when the files of some before it may not have been there.
        """
        if chunk.read and number in self._doubtful:
            return "a file may have been read before the kernel wrote it"
        sent = self._sent.get(number, 0)
        stale = [key for key in chunk.read if self._written.get(key, 0) > sent]
        if stale:
            path = next((repr(key) for key in stale if isinstance(key, str)), "under another name")
            return f"one iteration reads a file that another writes: {path}"
        if any(file.created and os.path.lexists(file.path) for file in chunk.files):
            return "a file or folder that is to be created is there already"
        return ""

    def write(self, chunk: Chunk) -> None:
        """Write a chunk's files where they belong, and make its folders before.

        Raises
        ------
        OSError
            If one cannot be written. The iterations that wrote them may be run again then.
        """
        self._commits += 1
        for file in chunk.files:
            with contextlib.suppress(OSError):
                self._note(file)
            if file.data is None:
                _make(file)
            else:
                with open(file.path, "xb" if file.created else "wb") as target:
                    target.write(file.data)
            self._note(file)

    def _note(self, file: Staged) -> None:
        self._written.update(dict.fromkeys(keys_of(file.path), self._commits))


def _make(folder: Staged) -> None:
    """Make a folder, if it is not there."""
    try:
        os.mkdir(folder.path, folder.mode)
    except FileExistsError:
        if folder.created or not os.path.isdir(folder.path):
            raise
