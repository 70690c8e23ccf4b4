"""The process around a chunk: made like the kernel's, watched, and its output logged.

Runs on workers, so it imports the standard library only.
"""

from __future__ import annotations

import contextlib
import decimal
import importlib
import io
import locale
import os
import pickle
import random
import socket
import sys
import threading
import types
import warnings
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from nbparallel.loaded import loaded
from nbparallel.runtime import catching, displays, filters, records, settings
from nbparallel.runtime.randomstate import forget_draws, has_drawn

PROBE = "the hash of this text tells whether two processes hash alike"

_lock = threading.RLock()
_local = threading.local()

_KEEP_PREFIXES = ("DASK_", "OMP_", "MKL_", "OPENBLAS_", "VECLIB_", "NUMEXPR_", "BLIS_", "MALLOC_")


def host_id() -> tuple[str, str]:
    """Name this host well enough to tell whether two processes share its files."""
    try:
        with open("/proc/sys/kernel/random/boot_id") as file:
            boot = file.read().strip()
    except OSError:
        boot = ""
    return socket.gethostname(), boot


def process_state() -> dict[str, Any]:
    """Record the process-wide settings that the body's results may depend on."""
    try:
        folder = os.getcwd()
    except OSError:
        folder = ""
    state: dict[str, Any] = {
        "host": host_id(),
        "cwd": folder,
        "environ": dict(os.environ),
        "path": list(sys.path),
        "decimal": decimal.getcontext().copy(),
        "filters": filters.abroad(warnings.filters),
        "locale": locale.setlocale(locale.LC_ALL),
        "recursion": recursion_left(),
        "levels": records.levels(),
        "digits": sys.get_int_max_str_digits(),
        "settings": settings.abroad(),
    }
    numpy = loaded("numpy")
    if numpy is not None and hasattr(numpy, "get_printoptions"):
        state["errstate"] = numpy.geterr()
        options = numpy.get_printoptions()
        state["printoptions"] = {k: v for k, v in options.items() if k != "override_repr"}
        state["numpy is as new"] = state["errstate"] == _NEW_ERRSTATE and _is_new(options)
    return state


_NEW_ERRSTATE: Final = {"divide": "warn", "over": "warn", "under": "ignore", "invalid": "warn"}


def _is_new(options: dict[str, Any]) -> bool:
    """Whether NumPy's print options are as before anyone has set them; no, if it keeps no record.

    What it was before, it writes down in another way than what it is.
    """
    kept = getattr(loaded("numpy._core.printoptions"), "default_format_options_dict", None)
    written_otherwise = {"legacy": False, "override_repr": None}
    return kept is not None and options == {**kept, **written_otherwise}


def recursion_left() -> int:
    """Count the frames that may come on top of the loop's own, when called in the kernel."""
    frame: types.FrameType | None = sys._getframe()
    above = 0
    while frame is not None and str(frame.f_globals.get("__name__", "")).startswith("nbparallel."):
        above, frame = above + 1, frame.f_back
    return _left() + above


def _left() -> int:
    """Count the frames that may come on top of the caller's: by trying, since C counts, too."""
    limit, frame, low = sys.getrecursionlimit(), sys._getframe(1), _FEWEST_FRAMES
    while frame.f_back is not None:
        low, frame = low + 1, frame.f_back
    low = min(low, limit)
    sys.setrecursionlimit(low)
    try:
        return _deepest(0) + limit - low
    finally:
        sys.setrecursionlimit(limit)


def _deepest(depth: int) -> int:
    try:
        return _deepest(depth + 1)
    except RecursionError:
        return depth


_FEWEST_FRAMES: Final = 100


class recursing:
    """Let the caller's callee recurse as deep as it may where the loop stands, and no deeper.

    On a worker fewer frames are below it than in a kernel: what raises there would not here.
    A class, not a generator: how many frames ``next(...)`` takes changes as Python warms up.
    """

    def __init__(self, frames: int) -> None:
        self._frames = frames
        self._before = sys.getrecursionlimit()

    def __enter__(self) -> None:
        # The callee stands where this method does: one frame above the caller.
        self._before = sys.getrecursionlimit()
        sys.setrecursionlimit(self._before + self._frames - _left())

    def __exit__(self, *_raised: object) -> None:
        sys.setrecursionlimit(self._before)


def apply_process_state(state: dict[str, Any]) -> None:
    """Make this process like the kernel; files and variables only on the same host."""
    if state["host"] == host_id():
        if state["cwd"] and state["cwd"] != os.getcwd():
            os.chdir(state["cwd"])
        wanted = {k: v for k, v in state["environ"].items() if not k.startswith(_KEEP_PREFIXES)}
        for name in [n for n in os.environ if not n.startswith(_KEEP_PREFIXES)]:
            if name not in wanted:
                del os.environ[name]
        for name, value in wanted.items():
            if os.environ.get(name) != value:
                os.environ[name] = value
        known = set(sys.path)
        sys.path.extend(entry for entry in state["path"] if entry not in known)
    settings.at_home(state["settings"])
    _set_filters(filters.at_home(state["filters"]))
    with contextlib.suppress(locale.Error):
        locale.setlocale(locale.LC_ALL, state["locale"])
    sys.set_int_max_str_digits(state["digits"])


def _show_variables(kernels: dict[str, str]) -> None:
    """Let Python code see the kernel's variables only, of those that cap a worker's threads.

    Libraries written in C go on seeing the worker's own, and keep to them.
    """
    shown: Any = os.environ
    for name in [name for name in shown if name.startswith(_KEEP_PREFIXES)]:
        if name not in kernels:
            del shown._data[shown.encodekey(name)]
    for name, value in kernels.items():
        if name.startswith(_KEEP_PREFIXES):
            shown._data[shown.encodekey(name)] = shown.encodevalue(value)


def apply_context_state(state: dict[str, Any]) -> None:
    """Set what belongs to a thread or a context, not to the process: for every chunk anew."""
    decimal.setcontext(state["decimal"].copy())
    settings.of_thread(state["settings"])
    if state["host"] == host_id():
        _show_variables(state["environ"])
    if "errstate" in state:
        numpy = loaded("numpy")
        if numpy is None:
            if state["numpy is as new"]:  # as it will be if the body imports it
                return
            numpy = importlib.import_module("numpy")
        numpy.seterr(**state["errstate"])
        numpy.set_printoptions(**state["printoptions"])


def generators_among(objects: Iterable[object]) -> list[Any]:
    """Give the random generators among some objects."""
    numpy_random = loaded("numpy.random")
    kinds: tuple[type, ...] = (random.Random,)
    if numpy_random is not None:
        kinds += (numpy_random.Generator, numpy_random.RandomState, numpy_random.BitGenerator)
    return [obj for obj in objects if isinstance(obj, kinds)]


def generator_state(generator: Any) -> Any:
    """Give all that decides which numbers a generator draws next."""
    if isinstance(generator, random.Random):
        return generator.getstate()
    inner = getattr(generator, "bit_generator", None)
    if inner is not None:
        return inner.state
    if hasattr(generator, "get_state"):
        return generator.get_state(legacy=False)
    return generator.state


def set_generator_state(generator: Any, state: Any) -> None:
    """Put such a state back."""
    if isinstance(generator, random.Random):
        generator.setstate(state)
    elif getattr(generator, "bit_generator", None) is not None:
        generator.bit_generator.state = state
    elif hasattr(generator, "set_state"):
        generator.set_state(state)
    else:
        generator.state = state


class Draws:
    """Notices when a chunk draws from a generator that came from the kernel."""

    def __init__(self, generators: list[Any]) -> None:
        self._before = [(each, pickle.dumps(generator_state(each))) for each in generators]

    def undo(self) -> bool:
        """Put all generators back; tell whether one was drawn from."""
        drawn = [
            (each, state)
            for each, state in self._before
            if pickle.dumps(generator_state(each)) != state
        ]
        for each, state in drawn:
            set_generator_state(each, pickle.loads(state))
        return bool(drawn)


def set_context(context: decimal.Context, wanted: decimal.Context) -> None:
    """Make a context what it was: the very object, for someone may hold it."""
    decimal.setcontext(context)
    if repr(context) == repr(wanted):
        return
    for name in ("prec", "rounding", "Emin", "Emax", "capitals", "clamp"):
        setattr(context, name, getattr(wanted, name))
    context.flags.update(wanted.flags)
    context.traps.update(wanted.traps)


def signalled() -> set[str]:
    """Name what arithmetic with decimals has signalled: flags that stay set."""
    return {signal.__name__ for signal, is_set in decimal.getcontext().flags.items() if is_set}


def signal(names: Iterable[str]) -> None:
    """Set these flags, as what a worker computed would have."""
    for name in names:
        decimal.getcontext().flags[getattr(decimal, name)] = True


class Sentinels:
    """Notices when a chunk drew from a global random state or changed the process."""

    def __init__(self, *, in_kernel: bool) -> None:
        self._in_kernel = in_kernel
        forget_draws()
        self._numpy_state: Any = None
        self._before = self._look()
        self._numpy_before = self._numpy_state
        self._decimal_before = self._decimal
        self._context = decimal.getcontext()  # the user may have a name for it

    def _look(self) -> dict[str, Any]:
        seen: dict[str, Any] = {
            "the global state of `random`": random.getstate() if self._in_kernel else has_drawn(),
            "the working directory": os.getcwd(),
            "`os.environ`": dict(os.environ),
            "the decimal context": repr(decimal.getcontext()).partition("flags=")[0],
        }
        self._decimal = decimal.getcontext().copy()
        numpy_random = loaded("numpy.random")
        if numpy_random is not None:
            self._numpy_state = numpy_random.get_state()
            kind, keys, position, *rest = self._numpy_state
            seen["the global state of `numpy.random`"] = (kind, keys.tobytes(), position, *rest)
        return seen

    def _restore(self) -> None:
        """Undo what a chunk that runs in the kernel did to the kernel."""
        random.setstate(self._before["the global state of `random`"])
        if self._numpy_before is not None:
            sys.modules["numpy.random"].set_state(self._numpy_before)
        os.chdir(self._before["the working directory"])
        set_context(self._context, self._decimal_before)
        for name in set(os.environ) - set(self._before["`os.environ`"]):
            del os.environ[name]
        os.environ.update(self._before["`os.environ`"])

    def tripped(self) -> str:
        """Name what changed; empty if nothing did. In the kernel it is set back."""
        after = self._look()
        if self._in_kernel:
            self._restore()
        for name, value in self._before.items():
            if after[name] != value:
                return name
        return ""


class _Stream(io.TextIOBase):
    """Replaces a standard stream: chunks log what they write, others write through."""

    def __init__(self, name: str, original: Any) -> None:
        self._name = name
        self._original = original

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return "utf-8"

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        log = getattr(_local, "log", None)
        if not isinstance(text, str):
            raise TypeError(f"string argument expected, got {type(text).__name__!r}")
        if log is None:
            if self._original is not None:
                self._original.write(text)
        elif log and log[-1][0] == self._name:
            log[-1][1].append(text)
        else:
            log.append((self._name, [text]))
        return len(text)

    def flush(self) -> None:
        if getattr(_local, "log", None) is None and self._original is not None:
            self._original.flush()


def _show_warning(
    message: Any, category: Any, filename: str, lineno: int, file: Any = None, line: Any = None
) -> None:
    log = getattr(_local, "log", None)
    if log is None:
        return
    log.append(("warning", (str(message), category, filename, lineno)))


class _Redirection:
    """Holds the process's streams and warnings while any thread runs a chunk."""

    def __init__(self) -> None:
        self._users = 0
        self._saved: tuple[Any, ...] = ()

    def enter(self) -> None:
        """Redirect, unless another thread already has."""
        with _lock:
            self._users += 1
            if self._users > 1:
                return
            known = list(warnings.filters)
            self._saved = sys.stdout, sys.stderr, warnings.showwarning, known
            sys.stdout = _Stream("stdout", sys.stdout)
            sys.stderr = _Stream("stderr", sys.stderr)
            warnings.showwarning = _show_warning
            _patched.enter()
            _displays.enter()
            _catching.enter()
            _set_filters([(catching.on_worker(a), *rest) for a, *rest in known])

    def leave(self) -> None:
        """Give the streams back with the last thread."""
        with _lock:
            self._users -= 1
            if self._users == 0:
                _catching.leave()
                _displays.leave()
                _patched.leave()
                sys.stdout, sys.stderr, warnings.showwarning, known = self._saved
                _set_filters(known)


def _set_filters(wanted: list[Any]) -> None:
    """Replace the warnings filters: the kernel, not the worker, decides what is shown once."""
    warnings.filters[:] = wanted  # type: ignore[index]
    warnings._filters_mutated()  # type: ignore[attr-defined]


def _of_thread() -> tuple[list[Any], records.Levels] | None:
    log = getattr(_local, "log", None)
    return None if log is None else (log, _local.levels)


def _keeper_of_thread() -> displays.Heard | None:
    log = getattr(_local, "log", None)
    return None if log is None else (log, _local.keep)


_displays = displays.replaced(_keeper_of_thread)
_catching = catching.Patched(lambda: getattr(_local, "log", None))
_patched = records.Patched(_of_thread)
_redirection = _Redirection()


@contextlib.contextmanager
def logged(
    levels: dict[str, Any], keep: Callable[[Any], Any]
) -> Iterator[tuple[list[Any], Callable[[], bool]]]:
    """Log everything the thread writes, warns about, logs and displays, in order.

    Parameters
    ----------
    levels : dict
        The kernel's levels, as `records.levels` gives them.
    keep : callable
        Makes an entry of what is displayed.

    Yields
    ------
    log, missed : list, callable
        The log, and what tells whether something may have been displayed unheard.
    """
    log: list[Any] = []
    outer = [getattr(_local, name, None) for name in ("log", "levels", "keep")]
    _redirection.enter()
    _local.log, _local.levels, _local.keep = log, records.Levels(**levels), keep
    try:
        yield log, _displays.missed
    finally:
        _local.log, _local.levels, _local.keep = outer
        _redirection.leave()
