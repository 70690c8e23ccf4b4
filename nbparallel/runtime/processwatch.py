"""The state of the whole process, as far as Python shows it: noted before a chunk, compared after.

Runs on workers, so it imports the standard library only.
"""

from __future__ import annotations

import abc
import atexit
import builtins
import contextlib
import gc
import locale
import logging
import os
import signal
import stat
import sys
import threading
import time
import warnings
from collections.abc import Callable
from typing import Any, Final

from nbparallel.runtime import librarystate
from nbparallel.runtime.modulewatch import ModuleWatch


def _identities(values: Any) -> tuple[int, ...]:
    return tuple(map(id, values))


def _handlers() -> list[Any]:
    return [signal.getsignal(number) for number in signal.valid_signals()]


def _logging() -> Any:
    loggers = {"": logging.root, **logging.root.manager.loggerDict}
    return {
        name: (one.level, one.disabled, one.propagate, *_identities([*one.handlers, *one.filters]))
        for name, one in loggers.items()
        if isinstance(one, logging.Logger)
    }, logging.root.manager.disable


def _umask() -> str:
    with contextlib.suppress(OSError), open("/proc/self/status") as file:
        return next((line for line in file if line.startswith("Umask:")), "")
    return ""


def _written() -> str:
    """Give the number of times this thread has written to a file, a pipe or a terminal."""
    with contextlib.suppress(OSError), open("/proc/thread-self/io") as file:
        return next((line for line in file if line.startswith("syscw:")), "")
    return ""


def _read() -> dict[str, tuple[int, int]]:
    """Give how far each open file was read, and what waits in each pipe."""
    found: dict[str, tuple[int, int]] = {}
    with contextlib.suppress(OSError):
        for number in os.listdir("/proc/self/fd"):
            with contextlib.suppress(OSError):
                kind = os.fstat(int(number)).st_mode
                if stat.S_ISREG(kind) and int(number) > 2:
                    found[number] = os.lseek(int(number), 0, os.SEEK_CUR), 0
                elif stat.S_ISFIFO(kind):
                    found[number] = 0, _waiting(int(number))
    return found


def _waiting(number: int) -> int:
    """Give the bytes that can be read from a pipe."""
    import fcntl
    import termios

    answer = fcntl.ioctl(number, termios.FIONREAD, bytes(4))
    return int.from_bytes(answer, sys.byteorder)


def _numpy() -> Any:
    numpy = sys.modules.get("numpy")
    if numpy is None or not hasattr(numpy, "get_printoptions"):
        return None
    return numpy.geterr(), id(numpy.geterrcall()), repr(numpy.get_printoptions())


def _pandas() -> Any:
    config = sys.modules.get("pandas._config.config")
    return repr(getattr(config, "_global_config", None))


def _matplotlib() -> Any:
    settings = getattr(sys.modules.get("matplotlib"), "rcParams", {})
    figures = getattr(sys.modules.get("matplotlib._pylab_helpers"), "Gcf", None)
    return repr(dict(settings)), list(figures.figs) if figures is not None else []


_LOOKS: Final[dict[str, Callable[[], Any]]] = {
    "a file or a stream": _written,
    "`sys.path`": lambda: (list(sys.path), _identities(sys.meta_path), _identities(sys.path_hooks)),
    "the standard streams": lambda: _identities((sys.stdin, sys.stdout, sys.stderr)),
    "a hook of `sys`": lambda: _identities(
        (sys.excepthook, sys.displayhook, sys.gettrace(), sys.getprofile(), warnings.showwarning)
    ),
    "the recursion limit": sys.getrecursionlimit,
    "the longest number that is turned into text": sys.get_int_max_str_digits,
    "how often threads are switched": sys.getswitchinterval,
    "the garbage collector's settings": lambda: (gc.isenabled(), gc.get_threshold()),
    "the warnings filters": lambda: list(warnings.filters),
    "the locale": lambda: locale.setlocale(locale.LC_ALL),
    "the time zone": lambda: time.tzname,
    "a signal handler": lambda: _identities(_handlers()),
    "the logging configuration": _logging,
    "the mode of new files": _umask,
    "what C keeps for the standard library": librarystate.of_c,
    "the abstract classes' registries": abc.get_cache_token,
    "how far an open file was read": _read,
    "the builtins": lambda: [(name, id(value)) for name, value in vars(builtins).items()],
    "what is done at exit": atexit._ncallbacks,
    "the number of threads": threading.active_count,
    "NumPy's settings": _numpy,
    "the settings of pandas": _pandas,
    "Matplotlib's settings or figures": _matplotlib,
}


def settings() -> dict[str, str]:
    """Tell the settings of libraries that a worker does not get."""
    found = {"the settings of pandas": _pandas()} if "pandas" in sys.modules else {}
    if "matplotlib" in sys.modules:
        kept = dict(getattr(sys.modules["matplotlib"], "rcParams", {}))
        kept.pop("backend", None)
        found["the settings of Matplotlib"] = repr(kept)
    return found


class ProcessWatch:
    """Notes the process's state.

    Parameters
    ----------
    modules : ModuleWatch or None
        A note of the modules, which need not be of this moment.
    """

    def __init__(self, modules: ModuleWatch | None = None) -> None:
        self._before = {name: look() for name, look in _LOOKS.items()}
        self._modules = modules or ModuleWatch()
        self._differences = self._modules.differences() if modules is not None else {}

    def changed(self) -> str:
        """Name what is no longer as it was; empty if all is."""
        if assigned := self._modules.changed(self._differences):
            return assigned
        for name, look in _LOOKS.items():
            before, now = self._before[name], look()
            if now != before and not _only_grown(before, now) and not _only_closed(before, now):
                return name
        return ""


def _only_grown(before: Any, now: Any) -> bool:
    """Whether there are loggers that there were not, and nothing else is new."""
    if not isinstance(before, tuple) or len(before) != 2 or not isinstance(before[0], dict):
        return False
    kept = {name: now[0].get(name) for name in before[0]}
    return bool(kept == before[0] and now[1] == before[1])


def _only_closed(before: Any, now: Any) -> bool:
    """Whether files were opened or closed, and those that are still open are where they were."""
    if not isinstance(before, dict) or not isinstance(now, dict):
        return False
    both = before.keys() & now.keys()
    return bool(both != before.keys() | now.keys()) and all(before[n] == now[n] for n in both)
