"""Progress bars of tqdm in bodies: the kernel moves them, when a chunk is committed.

A bar cannot travel, and it is the kernel's that moves. So a worker has a stand-in, whose calls
are logged among what the chunk writes.

Runs on workers, so it imports the standard library only.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from nbparallel.loaded import loaded

WRITE: Final = "write"

_heard: list[Callable[..., bool]] = []


def listen(take: Callable[..., bool]) -> None:
    """Have calls taken from now on, if the thread that calls runs a chunk.

    Parameters
    ----------
    take : callable
        Takes target, method, arguments and keywords; says whether anybody keeps them.
    """
    _heard[:] = [take]


class Bar:
    """Stands on a worker for a bar of the kernel's.

    Parameters
    ----------
    methods : tuple of str
        Those that only move and label a bar.
    """

    def __init__(self, methods: tuple[str, ...]) -> None:
        self._methods = methods

    def __getattr__(self, name: str) -> Any:
        if name == "_methods" or name not in self._methods:
            raise AttributeError(f"a worker does not know `{name}` of a progress bar")

        def call(*args: Any, **kwargs: Any) -> None:
            _heard[0](self, name, args, kwargs)

        return call


class Replaced:
    """``tqdm.write`` while any thread runs a chunk."""

    def __init__(self) -> None:
        self._place: Any = None
        self._original: Any = None

    def enter(self) -> None:
        """Replace it."""
        self._place = getattr(loaded("tqdm.std"), "tqdm", None)
        if self._place is None:
            return
        self._original = original = vars(self._place)[WRITE]

        def write(cls: Any, *args: Any, **kwargs: Any) -> Any:
            if not _heard[0](None, WRITE, args, kwargs):
                return original.__get__(None, cls)(*args, **kwargs)
            return None

        setattr(self._place, WRITE, classmethod(write))

    def leave(self) -> None:
        """Give it back."""
        if self._place is not None:
            setattr(self._place, WRITE, self._original)
            self._place = None


def target(obj: Any) -> Any:
    """Give what the kernel calls for what a worker has called."""
    return loaded("tqdm.std").tqdm if obj is None else obj
