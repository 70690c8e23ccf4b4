"""Files that a chunk writes: kept aside on the worker until the kernel commits the chunk.

While a chunk of a loop that writes files runs, `open` gives it a file in a folder of its own
wherever it would create one or overwrite it from the start. What the chunk has written travels
with its results, and is written where it belongs in the plain loop's order, or never. An audit
hook sees what is opened in other ways, and what else would change files: then the chunk ends, and
the kernel runs it. The hook also notes what the chunk reads, for no chunk may read what another
one writes.

Runs on workers, so it imports the standard library only.
"""

from __future__ import annotations

import builtins
import contextlib
import functools
import io
import os
import shutil
import sys
import sysconfig
import tempfile
import threading
import weakref
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from nbparallel.runtime import stagedpaths

FileKey = str | tuple[int, int]
"""A file: by its real path, and by device and inode where it exists."""

MOST_BYTES: Final = 2**28
"""Bytes that a chunk's files may have together; more is left to the kernel."""

_OPEN: Final = io.open
_exists, _isdir, _isfile = os.path.exists, os.path.isdir, os.path.isfile  # a chunk has others
_WRITING: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_CHANGES: Final = frozenset(
    """os.remove os.rename os.mkdir os.rmdir os.link os.symlink os.truncate os.chmod os.chown
    os.lchown os.chflags os.lchflags os.utime os.setxattr os.removexattr os.mkfifo os.mknod
    os.chdir os.system os.exec os.posix_spawn os.spawn os.startfile os.fork os.forkpty
    subprocess.Popen pty.spawn socket.connect socket.bind sqlite3.connect mmap.__new__
    shutil.copyfile shutil.copymode shutil.copystat shutil.copytree shutil.move shutil.rmtree
    shutil.chown shutil.make_archive shutil.unpack_archive tempfile.mkstemp
    tempfile.mkdtemp""".split()
)
_LISTS: Final = frozenset(("os.listdir", "os.scandir"))


class Unstaged(BaseException):
    """The chunk does something with files that only the kernel may do."""


@dataclass(frozen=True, slots=True)
class Staged:
    """A file that a chunk has written, or a folder that it has made.

    Attributes
    ----------
    path : str
        Where it belongs.
    data : bytes or None
        All of it; None of a folder.
    created : bool
        Whether it must not be there yet.
    mode : int
        A folder's permissions.
    """

    path: str
    data: bytes | None
    created: bool
    mode: int = 0o777


@dataclass(slots=True)
class _File:
    place: str  # where it is kept meanwhile
    created: bool
    handle: Any  # a weak reference to the file object

    def settled(self) -> bool:
        """Whether nobody can write to it any more."""
        file = self.handle()
        return file is None or file.closed


class Area:
    """The files of one chunk.

    Attributes
    ----------
    trouble : str
        Why the chunk is for the kernel; empty if it is not.
    """

    def __init__(self, *, near: bool) -> None:
        self.trouble = "" if near else "files are written on another host"
        self._files: dict[str, _File] = {}
        self._folders: dict[str, Staged] = {}
        self._read: dict[FileKey, None] = {}
        self._missed: dict[FileKey, None] = {}  # what libraries have asked about, and is not there
        self._kept: set[FileKey] = set()  # what is known of the files in whose stead we write
        self._folder: str | None = None
        self._count = 0
        self.passing = False  # whether what happens now is our own

    # ---- what the chunk opens

    def open(self, file: Any, mode: str, arguments: tuple[Any, ...]) -> Any:
        """Open a file as `io.open` does, but one that is written in the folder."""
        writes = set(mode) & set("wax+")
        if isinstance(file, int) or not isinstance(os.fspath(file), str):
            if writes:
                self.stop(f"open({file!r}, {mode!r})")
            return _OPEN(file, mode, *arguments)
        path = self._real(os.fspath(file))
        kept = self._files.get(path)
        if (writes or kept is not None) and os.fspath(file).endswith((os.sep, f"{os.sep}.")):
            self.stop("a file is opened as if it were a folder")
        if not writes:
            if kept is None:
                return _OPEN(file, mode, *arguments)  # the hook notes it
            return self._named(kept.place, file, mode, arguments)
        self._may_be_staged(os.fspath(file), path, mode, kept)
        created = "x" in mode or (kept is not None and kept.created)
        self._kept.update(keys_of(path))
        opened = self._named(self._new_place(), file, mode, arguments)
        self._files.pop(path, None)
        self._files[path] = _File(self._last_place, created, weakref.ref(opened))
        return opened

    def _may_be_staged(self, file: str, path: str, mode: str, kept: _File | None) -> None:
        """Leave to the kernel whatever is not a file that is written from its start."""
        if not set(mode) & set("wx"):
            self.stop(f"a file is opened with mode {mode!r}")
        if kept is not None and not kept.settled():
            self.stop("a file is opened that is still being written")
        folder = os.path.dirname(path)
        there = os.path.lexists(path)
        ours = folder in self._folders and path not in self._folders
        may = os.access(path, os.W_OK) if there else ours or _may_fill(folder)
        if not may or (there and not _isfile(path)) or path in self._folders:
            self.stop("a file cannot be written, or is none")
        if "x" in mode:
            self.note(path)
            if there or kept is not None or _leads_nowhere(file):
                self.stop("a file is there already")

    def _new_place(self) -> str:
        self.passing = True
        try:
            if self._folder is None:
                self._folder = _new_folder()
        finally:
            self.passing = False
        self._count += 1
        return os.path.join(self._folder, str(self._count))

    @property
    def _last_place(self) -> str:
        return os.path.join(self._folder or "", str(self._count))

    def _named(self, place: str, file: Any, mode: str, arguments: tuple[Any, ...]) -> Any:
        """Open what is kept at a place under the name that the code gave it."""
        self.passing = True
        try:
            opened: Any = _OPEN(place, mode, *arguments)
        finally:
            self.passing = False
        raw = getattr(opened, "buffer", opened)
        raw = getattr(raw, "raw", raw)
        raw.name = os.fspath(file)
        return opened

    # ---- what the chunk asks about paths, and the folders it makes

    def _real(self, path: str) -> str:
        """Give a file's real path; what leads up out of a folder must not depend on the chunk."""
        head, up, _ = (path + os.sep).rpartition(os.pardir + os.sep)
        if up and not _isdir(head + os.pardir):
            self.stop(f"{path!r} leads out of a folder that is not there")
        return os.path.realpath(path)

    def kept(self, path: str) -> str | None:
        """Tell whether a path is a ``"file"`` or ``"folder"`` of this chunk's; None if neither."""
        real = self._real(path)
        if real in self._folders:
            return "folder"
        if real in self._files and path.endswith((os.sep, f"{os.sep}.")):
            self.stop("a file is asked about as if it were a folder")
        return "file" if real in self._files else None

    def asked(self, path: str, *, by_library: bool) -> None:
        """Note that what is there decides what the chunk does."""
        noted = self._missed if by_library else self._read
        noted.update(dict.fromkeys(keys_of(path)))

    def make_folder(self, path: Any, mode: int, *, parents: bool, exist_ok: bool) -> None:
        """Note a folder that the kernel is to make."""
        text = os.fspath(path)
        if not isinstance(text, str):
            self.stop(f"the folder {path!r} is made")
        real = self._real(text)
        if not text or text.endswith(f"{os.sep}.") or _leads_nowhere(text):
            self.stop(f"the folder {path!r} is made")
        if os.path.lexists(real) or real in self._folders or real in self._files:
            if not exist_ok or not self._is_folder(real):
                self.stop("a folder is there already")
            return  # whoever made it, there it will be
        missing = [real]
        while not self._is_folder(parent := os.path.dirname(missing[-1])):
            if not parents or os.path.lexists(parent) or parent in self._files:
                self.stop("a folder has no place to be made in")
            missing.append(parent)
        if parent not in self._folders and not _may_fill(parent):
            self.stop("a folder cannot be made")
        for each in missing[:0:-1]:
            self._folders[each] = Staged(each, None, False)
        self._folders[real] = Staged(real, None, not exist_ok, mode)

    def _is_folder(self, path: str) -> bool:
        return path in self._folders or _isdir(path)

    # ---- what the hook sees

    def happened(self, event: str, args: tuple[Any, ...]) -> None:
        """Note what is read, and stop the chunk before it changes files in another way."""
        if self.passing:
            return
        if event == "open":
            path, mode, flags = args
            if isinstance(path, int) or path is None:
                return
            path = os.fsdecode(path)
            if (flags or 0) & _WRITING or set(mode or "") & set("wax+"):
                if f"{os.sep}__pycache__{os.sep}" not in path:
                    self.stop(f"{path!r} is opened in a way that cannot be followed")
            else:
                self.note(path)
        elif event in _LISTS:
            if not _is_of_library(args[0]):  # where an import looks for modules
                self.stop("a folder is listed")
        elif event in _CHANGES:
            self.stop(f"`{event}` is called")

    def note(self, path: str) -> None:
        """Note what is read; the chunk ends if it has written that, which is not there yet."""
        keys: list[FileKey] = []
        with contextlib.suppress(OSError, ValueError):
            keys = keys_of(path)
        if not self._kept.isdisjoint(keys):
            self.stop("a file is read in a way, or under a name, that does not show what it holds")
        self._read.update(dict.fromkeys(keys))

    def stop(self, why: str) -> None:
        """End the chunk."""
        self.trouble = self.trouble or why
        raise Unstaged(why)

    # ---- at the end

    def read(self) -> list[FileKey]:
        """Give what the chunk has read, apart from what it had written itself."""
        return list(self._read | self._missed)

    def repeatable(self) -> bool:
        """Whether the last iteration would do the same once the chunk's files are written."""
        written = {key for path in (*self._files, *self._folders) for key in keys_of(path)}
        made: list[_File | Staged] = [*self._files.values(), *self._folders.values()]
        created = any(each.created for each in made)
        return not created and written.isdisjoint(self._read)

    def files(self) -> list[Staged]:
        """Give what the chunk has made and written, in the order of the last openings."""
        found = list(self._folders.values())
        self.passing = True
        try:
            for path, kept in self._files.items():
                file = kept.handle()
                if file is not None and not file.closed:
                    file.flush()  # the next iteration lets go of it
                with _OPEN(kept.place, "rb") as whole:
                    found.append(Staged(path, whole.read(), kept.created))
        finally:
            self.passing = False
        if sum(len(each.data or b"") for each in found) > MOST_BYTES:
            self.trouble = self.trouble or "so much is written that it cannot be kept aside"
        return found

    def close(self) -> None:
        """Remove the folder."""
        if self._folder is not None:
            self.passing = True
            shutil.rmtree(self._folder, ignore_errors=True)


def _leads_nowhere(path: str) -> bool:
    """Whether a path, or the way to it, is a link to what is not there."""
    while path and path != (parent := os.path.dirname(path)):
        if os.path.islink(path) and not _exists(path):
            return True
        path = parent
    return False


def _may_fill(folder: str) -> bool:
    """Whether files may be put into a folder."""
    return _isdir(folder) and os.access(folder, os.W_OK | os.X_OK)


def _new_folder() -> str:
    """Make a folder; `tempfile` remembers where, and that may be gone since."""
    places = (tempfile.gettempdir(), os.environ.get("TMPDIR"), os.path.join(os.sep, "tmp"))
    place = next((place for place in places if place and os.path.isdir(place)), None)
    return tempfile.mkdtemp(prefix="nbparallel-files-", dir=place)


def keys_of(path: str) -> list[FileKey]:
    """Give what a file may be known by; some systems do not tell capital letters apart."""
    keys: list[FileKey] = [os.path.realpath(path).casefold()]
    with contextlib.suppress(OSError):
        status = os.stat(path)
        keys.append((status.st_dev, status.st_ino))
    return keys


@functools.lru_cache(maxsize=1)
def _libraries() -> tuple[str, ...]:
    paths = sysconfig.get_paths()
    roots = {os.path.realpath(paths[key]) for key in ("stdlib", "platstdlib", "purelib", "platlib")}
    return tuple(sorted(root + os.sep for root in roots))


def _is_of_library(folder: Any) -> bool:
    """Whether a folder is one of those in which packages are installed."""
    if not isinstance(folder, str):
        return False
    return (os.path.realpath(folder) + os.sep).startswith(_libraries())


_areas: dict[int, Area] = {}  # by the thread whose chunk it is
_lock = threading.Lock()
_hooked = False
_paths = stagedpaths.Patched(lambda: _areas.get(threading.get_ident()))


def open_file(
    file: Any,
    mode: str = "r",
    buffering: int = -1,
    encoding: str | None = None,
    errors: str | None = None,
    newline: str | None = None,
    closefd: bool = True,
    opener: Any = None,
) -> Any:
    """Open a file as `io.open` does; for a chunk that writes files, in its area."""
    area = _areas.get(threading.get_ident())
    arguments = (buffering, encoding, errors, newline, closefd, opener)
    if area is None or area.passing or not isinstance(mode, str) or opener is not None:
        return _OPEN(file, mode, *arguments)
    return area.open(file, mode, arguments)


def body_open(file: Any, *args: Any, **kwargs: Any) -> Any:
    """Open a file as a body on a worker does, which has descriptors of its own.

    Raises
    ------
    OSError
        For a descriptor: the kernel then runs the iteration.
    """
    if isinstance(file, int):
        raise OSError(f"the descriptor {file} is of another process")
    return open_file(file, *args, **kwargs)


def the_bodys_open() -> Any:
    """Give it; for pickles."""
    return body_open


def _audit(event: str, args: tuple[Any, ...]) -> None:
    if _areas:
        area = _areas.get(threading.get_ident())
        if area is not None:
            area.happened(event, args)


@contextlib.contextmanager
def staging(*, near: bool) -> Iterator[Area]:
    """Keep aside what this thread writes to files."""
    global _hooked
    area, thread = Area(near=near), threading.get_ident()
    with _lock:
        if not _hooked:
            sys.addaudithook(_audit)
            _hooked = True
        outer = _areas.get(thread)
        if not _areas:
            builtins.open = io.open = open_file
            _paths.enter()
        _areas[thread] = area
    try:
        yield area
    finally:
        with _lock:
            if outer is None:
                del _areas[thread]
            else:
                _areas[thread] = outer
            if not _areas:
                builtins.open = io.open = _OPEN
                _paths.leave()
        area.close()
