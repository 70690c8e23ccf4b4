"""What chunks display: kept as it is at the call, formatted and published by the kernel.

Formatters, their options and the publisher are the kernel's. So a chunk pickles the objects when
they are displayed, and `display` is called with the copies when the chunk is committed.

Runs on workers, so it imports the standard library only.
"""

from __future__ import annotations

import builtins
import contextlib
import importlib
import types
from collections.abc import Callable
from typing import Any, Final

from nbparallel.loaded import loaded
from nbparallel.runtime import bars

DISPLAYED: Final = "display"
UNSHOWN: Final = "undisplayed"
PLACE: Final = "IPython.core.display_functions"

Heard = tuple[list[Any], Callable[[Any], Any]]
"""A thread's log, and what makes its entries."""


class Replaced:
    """IPython's `display`, and tqdm's `write`, while any thread runs a chunk, whoever holds them.

    Parameters
    ----------
    of_thread : callable
        Gives what the thread that asks has; None if it runs no chunk.
    """

    def __init__(self, of_thread: Callable[[], Heard | None]) -> None:
        self._of_thread = of_thread
        self._code: types.CodeType | None = None
        self._original: Any = None
        self._is_builtin = False
        self._bars = bars.Replaced()
        bars.listen(self.take)

    def enter(self) -> None:
        """Replace its code: a function may have been imported under any name."""
        self._bars.enter()
        if not hasattr(builtins, DISPLAYED):
            setattr(builtins, DISPLAYED, light)
            self._is_builtin = True
        display = _ipythons()
        if display is None:
            return
        self._code = display.__code__
        self._original = types.FunctionType(self._code, display.__globals__, DISPLAYED)
        self._original.__kwdefaults__ = display.__kwdefaults__
        display.__globals__[_NAME] = self.display
        display.__code__ = _instead.__code__

    def leave(self) -> None:
        """Give it back."""
        self._bars.leave()
        if self._is_builtin and getattr(builtins, DISPLAYED, None) is light:
            delattr(builtins, DISPLAYED)
        self._is_builtin = False
        if self._code is not None:
            display = _ipythons()
            display.__code__ = self._code
            del display.__globals__[_NAME]
        self._code = self._original = None

    def missed(self) -> bool:
        """Whether a body has imported it only now, so that nobody heard what it displayed."""
        return self._code is None and _ipythons() is not None

    def display(self, *objects: Any, **keywords: Any) -> Any:
        """Log what a chunk displays; let others display."""
        if not self.take(None, DISPLAYED, objects, keywords):
            return (self._original or here())(*objects, **keywords)
        return None

    def take(self, *call: Any) -> bool:
        """Log a call if a chunk makes it: its target, method, arguments and keywords."""
        heard = self._of_thread()
        if heard is None:
            return False
        log, keep = heard
        log.append(keep(call))
        return True


_NAME: Final = "__nbp_display"
_replaced: list[Replaced] = []


def _instead(*objects: Any, **keywords: Any) -> Any:
    return __nbp_display(*objects, **keywords)  # type: ignore[name-defined]  # noqa: F821


def replaced(of_thread: Callable[[], Heard | None]) -> Replaced:
    """Make this process's, which `light` asks."""
    _replaced[:] = [Replaced(of_thread)]
    return _replaced[0]


def light(*objects: Any, **keywords: Any) -> Any:
    """Stand for IPython's `display` where IPython is not imported."""
    return _replaced[0].display(*objects, **keywords)


def _ipythons() -> Any:
    return getattr(loaded(PLACE), DISPLAYED, None)


def prepare() -> None:
    """Import IPython's `display`, before a body does."""
    with contextlib.suppress(ImportError):  # it will fail there, too
        importlib.import_module(PLACE)


def here() -> Any:
    """Give a process's `display`."""
    return _ipythons() or light


def reduced(obj: Any) -> tuple[Any, ...] | None:
    """Name `display`, as `object.__reduce__` does; None for others."""
    return (here, ()) if obj is light or (obj is not None and obj is _ipythons()) else None


def replay(call: tuple[Any, str, tuple[Any, ...], dict[str, Any]]) -> None:
    """Display in the kernel what a chunk displayed, and move its bars."""
    target, name, objects, keywords = call
    if name == DISPLAYED:
        here()(*objects, **keywords)
    else:
        getattr(bars.target(target), name)(*objects, **keywords)
