"""What runs on a worker: one chunk of iterations, its effects logged, nothing shared.

This module imports the standard library and cloudpickle only, so that it can be sent by
value to workers that do not have the package. Everything that cannot be given back exactly
as the plain cell would have it ends the chunk with a status other than ``ok``; the kernel
then runs the chunk's items itself.
"""

from __future__ import annotations

import array
import contextlib
import decimal
import io
import locale
import marshal
import os
import pickle
import random
import socket
import sys
import threading
import types
import warnings
from collections.abc import Callable, Iterator
from typing import Any

OK = "ok"
RAISED = "raised"
LEFT = "left"
UNRETURNABLE = "unreturnable"
TRIPPED = "tripped"

LIVE_OUT_LIMIT = 64 * 1024
"""Bytes up to which a chunk other than the last sends its live-out values along."""


class ChunkCancelled(BaseException):
    """Injected into a thread that runs a chunk nobody waits for any more."""


class Unset:
    """Stands for a name that no iteration of the chunk has bound."""


UNSET = Unset()


# -- payloads -------------------------------------------------------------------------------


class Installed:
    """A loop's body and constants, as unpickled in this process."""

    def __init__(self, payload: bytes, buffers: list[Any]) -> None:
        unpickler = pickle.Unpickler(io.BytesIO(payload), buffers=buffers)
        self.spec: dict[str, Any] = unpickler.load()
        if self.spec["python"] != tuple(sys.version_info[:2]):
            ours = ".".join(map(str, sys.version_info[:2]))
            theirs = ".".join(map(str, self.spec["python"]))
            raise RuntimeError(
                f"the worker runs Python {ours}, the kernel {theirs}: use the same version on both"
            )
        memo = unpickler.memo.copy()  # type: ignore[attr-defined]
        self.by_index: dict[int, object] = memo
        self.known = Known()
        self.known.add("p", memo)
        self.function = types.FunctionType(
            marshal.loads(self.spec["code"]),
            {"__builtins__": __builtins__, "__name__": "__main__"},
        )
        for filename, text in self.spec["sources"].items():
            _register_source(filename, text)


_installed: dict[str, Installed] = {}
_applied: str | None = None
_lock = threading.RLock()


def install(key: str, payload: bytes, buffers: list[Any]) -> None:
    """Make a loop known to this process."""
    _installed[key] = Installed(payload, buffers)


def forget(key: str) -> None:
    """Drop a loop."""
    global _applied
    _installed.pop(key, None)
    if _applied == key:
        _applied = None


def _register_source(filename: str, text: str) -> None:
    import linecache

    linecache.cache[filename] = (len(text), None, text.splitlines(True), filename)


class _ItemUnpickler(pickle.Unpickler):
    """Loads a chunk's items, where objects of the payload are named by token."""

    def __init__(self, data: bytes, installed: Installed) -> None:
        super().__init__(io.BytesIO(data))
        self._by_index = installed.by_index

    def persistent_load(self, token: Any) -> object:
        return self._by_index[token]


class Known:
    """What came from the kernel and can be named to it: by identity, arrays also by memory."""

    def __init__(self) -> None:
        self.tokens: dict[int, tuple[str, int]] = {}
        self.arrays: list[tuple[int, int, Any]] = []

    def add(self, kind: str, memo: dict[int, object]) -> None:
        """Take the objects of one unpickling by their places in it."""
        numpy = sys.modules.get("numpy")
        array_type = numpy.ndarray if numpy is not None else None
        for index, obj in memo.items():
            cls = type(obj)
            if cls not in ANONYMOUS:
                self.tokens[id(obj)] = kind, index
                if cls is array_type:
                    self.arrays.append((*_bounds(obj), obj))

    def copy(self) -> Known:
        """Give a copy that can be added to."""
        other = Known()
        other.tokens, other.arrays = dict(self.tokens), list(self.arrays)
        return other


ANONYMOUS = frozenset({str, bytes, tuple, int, float, complex, frozenset})
"""Types whose instances nobody can tell apart by what they do."""


# -- results --------------------------------------------------------------------------------


class _ResultPickler(pickle.Pickler):
    """Pickles results; whatever came from the kernel goes back as a token.

    Plain pickle refuses functions and classes made on the worker: they cannot become what
    the plain cell would have made.
    """

    def __init__(self, file: Any, known: Known, **kwargs: Any) -> None:
        super().__init__(file, protocol=5, **kwargs)
        self._tokens = known.tokens
        self._arrays = known.arrays
        self._bases: dict[int, object] = {}

    def persistent_id(self, obj: object) -> object:
        return self._tokens.get(id(obj))

    def reducer_override(self, obj: Any) -> Any:
        numpy = sys.modules.get("numpy")
        if numpy is None or type(obj) is not numpy.ndarray or obj.base is None:
            return NotImplemented
        low, high = _bounds(obj)
        for array_low, array_high, known in self._arrays:
            if array_low <= low and high <= array_high and low < high:
                return _view, _view_arguments(obj, known)
        base = obj
        while type(base.base) is numpy.ndarray:
            base = base.base
        if base is obj or base.dtype.hasobject:
            return NotImplemented
        if base.nbytes <= 2 * obj.nbytes + 65536:
            return _view, _view_arguments(obj, base)
        if id(base) in self._bases:
            raise pickle.PicklingError("two results are views of one large array")
        self._bases[id(base)] = base
        return NotImplemented


def _bounds(array: Any) -> tuple[int, int]:
    """Give the addresses ``[low, high)`` of an array's elements."""
    low = high = array.__array_interface__["data"][0]
    for length, stride in zip(array.shape, array.strides, strict=True):
        if length == 0:
            return low, low
        step = (length - 1) * stride
        low, high = low + min(0, step), high + max(0, step)
    return low, high + array.itemsize


def _view_arguments(obj: Any, base: Any) -> tuple[Any, ...]:
    offset = obj.__array_interface__["data"][0] - base.__array_interface__["data"][0]
    return base, base.strides, offset, obj.shape, obj.strides, obj.dtype, obj.flags.writeable


def _view(
    base: Any,
    base_strides: tuple[int, ...],
    offset: int,
    shape: tuple[int, ...],
    strides: tuple[int, ...],
    dtype: Any,
    writeable: bool,
) -> Any:
    """Rebuild a view of an array, so that what shared memory still does.

    Raises
    ------
    ValueError
        If the array is laid out differently from its copy on the worker.
    """
    numpy = sys.modules["numpy"]
    if base.strides != base_strides or not (base.flags.c_contiguous or base.flags.f_contiguous):
        raise ValueError("the array is laid out differently from its copy on the worker")
    flat = base.reshape(-1, order="A").view(numpy.uint8)
    start = flat[offset : offset + dtype.itemsize].view(dtype)
    return numpy.lib.stride_tricks.as_strided(start, shape, strides, writeable=writeable)


def _pack(log: list[Any]) -> Any:
    """Pack a log of floats or of 64-bit integers; anything else stays a list."""
    kinds = set(map(type, log))
    if len(log) < 8 or len(kinds) != 1:
        return log
    typecode = {float: "d", int: "q"}.get(kinds.pop())
    if typecode is None:
        return log
    try:
        return "packed", typecode, array.array(typecode, log).tobytes()
    except OverflowError:
        return log


# -- logs that need the target's rules --------------------------------------------------------


class ArrayLog:
    """Stands for an array that is only stored into: keeps (index, value) as stored.

    The value is converted at once, by an array of the same type and shape that has no
    memory of its own, so that what the real store would refuse is refused here.
    """

    def __init__(self, spec: dict[str, Any], entries: list[Any]) -> None:
        import numpy

        self._numpy = numpy
        self._dtype = numpy.dtype(spec["dtype"])
        self._shape = spec["shape"]
        self._shadow = numpy.broadcast_to(numpy.zeros((), self._dtype), self._shape)
        self._length = self._shape[0] if len(self._shape) == 1 else 0
        self._plain = (int, float) if self._dtype.kind == "f" else ()
        self._append = entries.append

    def __setitem__(self, key: Any, value: Any) -> None:
        if type(key) is int and -self._length <= key < self._length and type(value) in self._plain:
            self._append((key, value))
            return
        part = self._shadow[key]
        stored = self._numpy.empty(self._numpy.shape(part), self._dtype)
        stored[...] = value
        self._append((_frozen_index(key, self._numpy), stored))


def _frozen_index(key: Any, numpy: Any) -> Any:
    """Copy an index that the body could still change."""
    if isinstance(key, tuple):
        return tuple(_frozen_index(part, numpy) for part in key)
    if isinstance(key, list | numpy.ndarray):
        return numpy.array(key)
    return key


def _snapshot(entries: list[Any]) -> Callable[[Any], None]:
    """Log operands of an in-place array operation, which the body may change afterwards."""

    def add(operand: Any) -> None:
        numpy = sys.modules["numpy"]
        plain = isinstance(operand, bool | int | float | complex | numpy.generic)
        entries.append(operand if plain else numpy.array(operand))

    return add


_FOLDABLE = (int, float, complex, bool)


def _validate(kind: str, entries: list[Any], spec: dict[str, Any]) -> None:
    """Raise what the plain cell would raise when it adds these, so that commits cannot fail."""
    if kind == "add":
        for element in entries:
            hash(element)
    elif kind == "keyed store":
        for key, _ in entries:
            hash(key)
    elif kind == "element store":
        length = spec["length"]
        for index, _ in entries:
            if type(index) not in (int, bool) or not -length <= index < length:
                raise IndexError("list assignment index out of range")
    elif kind == "reduction":
        kinds = set(map(type, entries))
        target = spec["type"]
        allowed = (target,) if target in (str, tuple, bytes) else _FOLDABLE
        if not all(kind in allowed or _is_numpy_scalar(kind) for kind in kinds):
            raise TypeError("an operand of the reduction is not a plain number")


def _is_numpy_scalar(kind: type) -> bool:
    numpy = sys.modules.get("numpy")
    return numpy is not None and issubclass(kind, numpy.generic)


# -- output -----------------------------------------------------------------------------------


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


_local = threading.local()


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
            filters = list(warnings.filters)
            self._saved = sys.stdout, sys.stderr, warnings.showwarning, filters
            sys.stdout = _Stream("stdout", sys.stdout)
            sys.stderr = _Stream("stderr", sys.stderr)
            warnings.showwarning = _show_warning
            _set_filters(
                [(a if a in ("error", "ignore") else "always", *rest) for a, *rest in filters]
            )

    def leave(self) -> None:
        """Give the streams back with the last thread."""
        with _lock:
            self._users -= 1
            if self._users == 0:
                sys.stdout, sys.stderr, warnings.showwarning, filters = self._saved
                _set_filters(filters)


def _set_filters(filters: list[Any]) -> None:
    """Replace the warnings filters: the kernel, not the worker, decides what is shown once."""
    warnings.filters[:] = filters  # type: ignore[index]
    warnings._filters_mutated()  # type: ignore[attr-defined]


_redirection = _Redirection()


@contextlib.contextmanager
def _logged() -> Iterator[list[Any]]:
    """Log everything the thread writes and warns about, in order."""
    log: list[Any] = []
    outer = getattr(_local, "log", None)
    _redirection.enter()
    _local.log = log
    try:
        yield log
    finally:
        _local.log = outer
        _redirection.leave()


# -- the state of the process -------------------------------------------------------------------

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
        "filters": list(warnings.filters),
        "locale": locale.setlocale(locale.LC_ALL),
        "recursion": sys.getrecursionlimit(),
        "digits": sys.get_int_max_str_digits(),
    }
    numpy = sys.modules.get("numpy")
    if numpy is not None and hasattr(numpy, "get_printoptions"):
        state["errstate"] = numpy.geterr()
        options = numpy.get_printoptions()
        state["printoptions"] = {k: v for k, v in options.items() if k != "override_repr"}
    return state


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
    decimal.setcontext(state["decimal"].copy())
    _set_filters(list(state["filters"]))
    with contextlib.suppress(locale.Error):
        locale.setlocale(locale.LC_ALL, state["locale"])
    sys.setrecursionlimit(max(sys.getrecursionlimit(), state["recursion"]))
    sys.set_int_max_str_digits(state["digits"])
    if "errstate" in state:
        import numpy

        numpy.seterr(**state["errstate"])
        numpy.set_printoptions(**state["printoptions"])


class _WatchedRandom(random.Random):
    """The module-level generator of a worker: notes draws of threads that run a chunk.

    Dask's own threads draw from it too, so comparing its state would accuse the innocent.
    """

    def random(self) -> float:
        _local.drew = True
        return super().random()

    def getrandbits(self, k: int, /) -> int:
        _local.drew = True
        return super().getrandbits(k)

    def seed(self, a: Any = None, version: int = 2) -> None:
        _local.drew = True
        super().seed(a, version)


def _watch_random() -> None:
    """Let the functions of the `random` module be those of a watched generator."""
    watched = _WatchedRandom()
    for name, function in list(vars(random).items()):
        if getattr(function, "__self__", None) is random._inst:  # type: ignore[attr-defined]
            setattr(random, name, getattr(watched, name))
    random._inst = watched  # type: ignore[attr-defined]


class _Sentinels:
    """Notices when a chunk drew from a global random state or changed the process."""

    def __init__(self, *, in_kernel: bool) -> None:
        self._in_kernel = in_kernel
        _local.drew = False
        self._before = self._look()

    def _look(self) -> dict[str, Any]:
        seen: dict[str, Any] = {
            "the global state of `random`": random.getstate() if self._in_kernel else _local.drew,
            "the working directory": os.getcwd(),
            "`os.environ`": dict(os.environ),
            "the decimal context": repr(decimal.getcontext()).partition("flags=")[0],
        }
        numpy_random = sys.modules.get("numpy.random")
        if numpy_random is not None:
            kind, keys, position, *rest = numpy_random.get_state()
            seen["the global state of `numpy.random`"] = (kind, keys.tobytes(), position, *rest)
        return seen

    def tripped(self) -> str:
        """Name what changed; empty if nothing did."""
        after = self._look()
        for name, value in self._before.items():
            if after[name] != value:
                return name
        return ""


# -- running ------------------------------------------------------------------------------------


def run_chunk(key: str, chunk: int, data: bytes) -> bytes:
    """Run one chunk and give its effects as bytes."""
    return run_installed(key, _installed[key], chunk, data)


def run_installed(key: str, installed: Installed, chunk: int, data: bytes) -> bytes:
    """Run one chunk of a loop, wherever it was unpickled."""
    global _applied
    in_kernel = installed.spec["pid"] == (host_id(), os.getpid())
    if not in_kernel and not isinstance(random._inst, _WatchedRandom):  # type: ignore[attr-defined]
        _watch_random()
    if _applied != key and not in_kernel:
        apply_process_state(installed.spec["process"])
        _applied = key
    unpickler = _ItemUnpickler(data, installed)
    last, items = unpickler.load()
    known = installed.known.copy()
    known.add("c", unpickler.memo.copy())  # type: ignore[attr-defined]
    sentinels = _Sentinels(in_kernel=in_kernel)
    with _logged() as output:
        status, body, entries = _execute(installed, items)
    if status != OK:
        return pickle.dumps((status, body))
    tripped = sentinels.tripped()
    if tripped:
        return pickle.dumps((TRIPPED, tripped))
    try:
        return _give_back(installed, body, entries, output, known, last)
    except (pickle.PicklingError, TypeError, AttributeError, ValueError, RecursionError) as error:
        return pickle.dumps((UNRETURNABLE, f"{type(error).__name__}: {error}"))


def _execute(installed: Installed, items: Any) -> tuple[str, Any, list[tuple[str, str, list[Any]]]]:
    """Call the outlined body; give the status, its locals and the logs."""
    spec = installed.spec
    entries: list[tuple[str, str, list[Any]]] = []
    logs = []
    for (name, kind), target in zip(spec["kinds"], spec["targets"], strict=True):
        log: list[Any] = []
        entries.append((name, kind, log))
        if kind == "array store":
            logs.append(ArrayLog(target, log))
        elif kind == "append":
            logs.append(log)  # type: ignore[arg-type]
        else:
            logs.append(_snapshot(log) if kind == "array reduction" else log.append)  # type: ignore[arg-type]
    for position, (_, kind) in enumerate(spec["kinds"]):
        if kind == "add":
            logs[position] = _SetLog(entries[position][2])  # type: ignore[call-overload]
    try:
        found = installed.function(items, UNSET, *logs, *spec["broadcast"])
        for (_, kind, log), target in zip(entries, spec["targets"], strict=True):
            _validate(kind, log, target)
    except ChunkCancelled:
        raise
    except BaseException as error:
        return RAISED, _describe(error), entries
    if found is None:
        return LEFT, "", entries
    return OK, found, entries


class _SetLog:
    """Logs additions to a set in their order."""

    def __init__(self, entries: list[Any]) -> None:
        self._append = entries.append
        self.extend = entries.extend

    def __call__(self, element: Any) -> None:
        self._append(element)


def _describe(error: BaseException) -> str:
    try:
        return f"{type(error).__name__}: {error}"[:500]
    except Exception as second:
        return f"{type(error).__name__} (whose message raises {type(second).__name__})"


def _give_back(
    installed: Installed,
    found: dict[str, Any],
    entries: list[tuple[str, str, list[Any]]],
    output: list[Any],
    known: Known,
    last: bool,
) -> bytes:
    spec = installed.spec
    result: dict[str, Any] = {
        "logs": [_pack(log) for _, _, log in entries],
        "output": [(kind, "".join(e) if isinstance(e, list) else e) for kind, e in output],
        "results": _pack(found["__nbp_results"]) if "__nbp_results" in found else None,
    }
    bound = {
        name: found[name] for name in spec["private"] if name in found and found[name] is not UNSET
    }
    result["deleted"] = [name for name in spec["private"] if name not in found]
    definite = set(spec["definite"])
    always = {name: value for name, value in bound.items() if name not in definite}
    if last or _fits(bound, known):
        result["live_out"], result["whole"] = bound, True
    else:
        result["live_out"], result["whole"] = always, False
    return _dumps((OK, result), known)


def _fits(values: dict[str, Any], known: Known) -> bool:
    """Whether values can be pickled and are small; large buffers are not copied to find out."""
    buffers: list[Any] = []
    file = io.BytesIO()
    try:
        _ResultPickler(file, known, buffer_callback=buffers.append).dump(values)
    except (pickle.PicklingError, TypeError, AttributeError, ValueError, RecursionError):
        return False
    return file.tell() + sum(b.raw().nbytes for b in buffers) <= LIVE_OUT_LIMIT


def _dumps(result: object, known: Known) -> bytes:
    file = io.BytesIO()
    _ResultPickler(file, known).dump(result)
    return file.getvalue()
