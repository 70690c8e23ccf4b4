"""``warnings.catch_warnings`` in chunks: entered and left again where the kernel warns.

Whether a warning is shown depends on the filters around it, and on whether its place has warned
since filters were changed last: only the kernel knows that. So a worker, where ``default``,
``module`` and ``once`` mean ``always``, logs what is done to its filters, and the kernel does it.

Runs on workers, so it imports the standard library only.
"""

from __future__ import annotations

import contextlib
import sys
import warnings
from collections.abc import Callable
from typing import Any, Final

ENTERED: Final = "filters kept"
LEFT: Final = "filters put back"
ADDED: Final = "filter"
FORGOTTEN: Final = "filters were changed and put back"
REPLAYED: Final = frozenset({ENTERED, LEFT, ADDED, FORGOTTEN})

_REPLACED: Final[tuple[tuple[Any, str], ...]] = (
    (warnings.catch_warnings, "__enter__"),
    (warnings.catch_warnings, "__exit__"),
    (warnings, "_add_filter"),
)


def on_worker(action: str) -> str:
    """Give what an action is where the warnings are only logged."""
    return action if action in ("error", "ignore") else "always"


class Patched:
    """What sets filters, while any thread runs a chunk.

    Parameters
    ----------
    log_of_thread : callable
        Gives the log of the thread that asks; None if it runs no chunk.
    """

    def __init__(self, log_of_thread: Callable[[], list[Any] | None]) -> None:
        self._of_thread = log_of_thread
        self._saved: list[tuple[Any, str, Any]] = []
        self._heard: set[int] = set()  # managers whose entering was logged

    def enter(self) -> None:
        """Replace it."""
        self._heard.clear()
        self._saved = [(place, name, getattr(place, name)) for place, name in _REPLACED]
        entered, left, added = (original for *_, original in self._saved)

        def enter(manager: Any) -> Any:
            log = self._of_thread()
            if log is not None and not _is_importing():
                log.append((ENTERED, None))
                self._heard.add(id(manager))
            return entered(manager)

        def leave(manager: Any, *raised: Any) -> None:
            log = self._of_thread()
            if log is not None and id(manager) in self._heard:
                self._heard.discard(id(manager))
                _log_leaving(log)
            left(manager, *raised)

        def add(*item: Any, append: bool) -> None:
            log = self._of_thread()
            if log is not None:
                if self._heard and not _is_importing():
                    log.append((ADDED, (item, append)))
                item = on_worker(item[0]), *item[1:]
            added(*item, append=append)

        for (place, name), function in zip(_REPLACED, (enter, leave, add), strict=True):
            setattr(place, name, function)

    def leave(self) -> None:
        """Give it back."""
        for place, name, original in self._saved:
            setattr(place, name, original)


def _log_leaving(log: list[Any]) -> None:
    """Log that filters were put back; where nothing happened in between, only that they were."""
    at = len(log) - 1
    while log[at][0] in (ADDED, FORGOTTEN):
        at -= 1
    if log[at][0] != ENTERED:
        log.append((LEFT, None))
        return
    del log[at:]
    if not log or log[-1][0] != FORGOTTEN:
        log.append((FORGOTTEN, None))


def _is_importing() -> bool:
    """Whether a module is being imported, which in the kernel may have happened long ago."""
    frame = sys._getframe(2)
    while frame is not None:
        if frame.f_code.co_filename == "<frozen importlib._bootstrap>":
            return True
        frame = frame.f_back  # type: ignore[assignment]
    return False


class Replay:
    """Does to the kernel's filters what a chunk did to its own, and puts them back at the end."""

    def __init__(self) -> None:
        self._entered: list[Any] = []

    def __enter__(self) -> Replay:
        return self

    def __exit__(self, *raised: Any) -> None:
        while self._entered:  # it was interrupted
            self._entered.pop().close()

    def run(self, kind: str, entry: Any) -> None:
        """Do what was logged."""
        changing: Any = warnings
        if kind == ENTERED:
            stack = contextlib.ExitStack()
            self._entered.append(stack)
            stack.enter_context(warnings.catch_warnings())
        elif kind == LEFT:
            self._entered.pop().close()
        elif kind == FORGOTTEN:
            changing._filters_mutated()
        else:
            item, append = entry
            changing._add_filter(*item, append=append)
