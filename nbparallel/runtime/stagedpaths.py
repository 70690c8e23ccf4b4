"""What code asks about paths and what folders it makes, while a chunk keeps its files aside.

For a chunk that writes files, ``os.path.exists`` and its kin tell of what the chunk has written as
if it were there, and note what was asked: no chunk may have asked about what another one writes.
Folders that the chunk makes are made by the kernel.

Libraries ask, too, before they write (whether the folder is there, say). They are told the same,
but that something is there is not noted: it decides that they do not raise, and nothing else.

Runs on workers, so it imports the standard library only.
"""

from __future__ import annotations

import os
import pathlib
import sys
from collections.abc import Callable
from typing import Any, Final, Protocol


class Area(Protocol):
    """As far as paths are concerned, a chunk's files: `staging.Area`."""

    passing: bool

    def asked(self, path: str, *, by_library: bool) -> None:
        """Note that it was asked about a path."""

    def kept(self, path: str) -> str | None:
        """Give ``"file"`` or ``"folder"`` if it is kept aside."""

    def make_folder(self, path: Any, mode: int, *, parents: bool, exist_ok: bool) -> None:
        """Make a folder, later."""


_REAL: Final = {
    name: getattr(os.path, name) for name in ("exists", "isfile", "isdir")
}  # what everybody else has
_MKDIR, _MAKEDIRS = os.mkdir, os.makedirs
_ANSWERS: Final = {
    "exists": ("file", "folder"), "isfile": ("file",), "isdir": ("folder",)
}  # fmt: skip
_OF_PATHS: Final = {"exists": "exists", "is_file": "isfile", "is_dir": "isdir"}
_FOLDER: Final = os.path.dirname(os.__file__) + os.sep
_INSTALLED: Final = (f"{os.sep}site-packages{os.sep}", f"{os.sep}dist-packages{os.sep}")


def _asks_for_itself(filename: str) -> bool:
    """Whether code is a library's."""
    installed = any(part in filename for part in _INSTALLED)
    return installed or filename.startswith((_FOLDER, "<frozen"))


def _answer(area: Area | None, name: str, path: Any, caller: str, real: Callable[[], Any]) -> Any:
    """Answer what was asked about a path."""
    if area is None or area.passing or isinstance(path, int):
        return real()
    try:
        text = os.fsdecode(path)
        found = area.kept(text)
        answer = real() if found is None else found in _ANSWERS[name]
        by_library = _asks_for_itself(caller)
        if found is None and not (answer and by_library):
            area.asked(text, by_library=by_library)
    except (TypeError, ValueError):  # no path: so says the real one
        return real()
    return answer


class Patched:
    """The functions in the places of those that ask about paths, or make folders.

    Parameters
    ----------
    area_of_thread : callable
        Gives the area of the chunk that runs in this thread, if one does.
    """

    def __init__(self, area_of_thread: Callable[[], Area | None]) -> None:
        self._area = area_of_thread
        self._before: list[tuple[Any, str, Any]] = []

    def enter(self) -> None:
        """Put them there."""
        for name in _REAL:
            self._put(os.path, name, self._of_text(name))
        for name, asked in _OF_PATHS.items():
            self._put(pathlib.Path, name, self._of_path(asked, getattr(pathlib.Path, name)))
        self._put(os, "mkdir", self._mkdir())
        self._put(os, "makedirs", self._makedirs())
        self._put(pathlib.Path, "mkdir", self._mkdir_of_path(pathlib.Path.mkdir))

    def leave(self) -> None:
        """Put the old ones back."""
        while self._before:
            place, name, old = self._before.pop()
            setattr(place, name, old)

    def _put(self, place: Any, name: str, new: Any) -> None:
        self._before.append((place, name, getattr(place, name)))
        setattr(place, name, new)

    def _of_text(self, name: str) -> Callable[..., Any]:
        real = _REAL[name]

        def asks(path: Any) -> Any:
            caller = sys._getframe(1).f_code.co_filename
            return _answer(self._area(), name, path, caller, lambda: real(path))

        return asks

    def _of_path(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def asks(self_: Any, *args: Any, **kwargs: Any) -> Any:
            caller = sys._getframe(1).f_code.co_filename
            area = None if args or kwargs else self._area()
            return _answer(area, name, self_, caller, lambda: real(self_, *args, **kwargs))

        return asks

    def _mkdir(self) -> Callable[..., None]:
        def mkdir(path: Any, mode: int = 0o777, *, dir_fd: Any = None) -> None:
            area = self._area()
            if area is None or area.passing or dir_fd is not None:
                _MKDIR(path, mode, dir_fd=dir_fd)
                return
            area.make_folder(path, mode, parents=False, exist_ok=False)

        return mkdir

    def _makedirs(self) -> Callable[..., None]:
        def makedirs(name: Any, mode: int = 0o777, exist_ok: bool = False) -> None:
            area = self._area()
            if area is None or area.passing:
                _MAKEDIRS(name, mode, exist_ok)
                return
            area.make_folder(name, mode, parents=True, exist_ok=exist_ok)

        return makedirs

    def _mkdir_of_path(self, real: Callable[..., None]) -> Callable[..., None]:
        def mkdir(
            self_: Any, mode: int = 0o777, parents: bool = False, exist_ok: bool = False
        ) -> None:
            area = self._area()
            if area is None or area.passing:
                real(self_, mode, parents, exist_ok)
                return
            area.make_folder(self_, mode, parents=parents, exist_ok=exist_ok)

        return mkdir
