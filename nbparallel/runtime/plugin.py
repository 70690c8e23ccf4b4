"""How loops and calls reach Dask's workers, whether or not these have the package.

Scheduler and workers may run where nbparallel is not installed, and both unpickle what they
are sent. So what is defined here always travels by value (`ByValue`), and a loop's plugin
brings the sources of the modules that run on a worker.
"""

from __future__ import annotations

import importlib
import importlib.util
import inspect
import os
import pickle
import socket
import sys
import types
from typing import Any

import cloudpickle
from distributed import WorkerPlugin

REMOTE = "nbparallel.runtime.remote"
ENGINE = "nbparallel.runtime.chunkrun"
SHIPPED = (
    "nbparallel.loaded",
    "nbparallel.runtime.buffers",
    "nbparallel.runtime.segments",
    "nbparallel.runtime.lifetime",
    "nbparallel.runtime.lanes",
    REMOTE,
    "nbparallel.runtime.packing",
    "nbparallel.runtime.seeding",
    "nbparallel.runtime.randomstate",
    "nbparallel.runtime.records",
    "nbparallel.runtime.bars",
    "nbparallel.runtime.displays",
    "nbparallel.runtime.filters",
    "nbparallel.runtime.catching",
    "nbparallel.runtime.stagedpaths",
    "nbparallel.runtime.staging",
    "nbparallel.runtime.settings",
    "nbparallel.runtime.surroundings",
    "nbparallel.runtime.heldframes",
    "nbparallel.runtime.itemstate",
    "nbparallel.runtime.fidelity",
    "nbparallel.runtime.matches",
    "nbparallel.runtime.closedfiles",
    "nbparallel.runtime.caches",
    "nbparallel.runtime.deadline",
    "nbparallel.runtime.tracebacks",
    "nbparallel.runtime.layout",
    "nbparallel.runtime.figures",
    "nbparallel.runtime.giveback",
    "nbparallel.runtime.spilled",
    "nbparallel.runtime.snapshots",
    "nbparallel.runtime.modules",
    "nbparallel.runtime.holdings",
    "nbparallel.runtime.snapshot",
    "nbparallel.runtime.traps",
    "nbparallel.runtime.memos",
    "nbparallel.runtime.librarystate",
    "nbparallel.runtime.audit",
    "nbparallel.runtime.logkeeping",
    "nbparallel.runtime.modulewatch",
    "nbparallel.runtime.processwatch",
    "nbparallel.runtime.guards",
    "nbparallel.runtime.operands",
    "nbparallel.runtime.ownparts",
    "nbparallel.runtime.logs",
)


class ByValue:
    """A function of this module that pickles as its code, not as its name.

    Dask tries a plain pickle first, which would go by name.
    """

    def __init__(self, function: Any) -> None:
        module = sys.modules[__name__]
        cloudpickle.register_pickle_by_value(module)
        try:
            self._pickle = cloudpickle.dumps(function)
        finally:
            cloudpickle.unregister_pickle_by_value(module)
        self._function = function
        self.__name__ = function.__name__

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call it here."""
        return self._function(*args, **kwargs)

    def __reduce__(self) -> tuple[Any, ...]:
        return pickle.loads, (self._pickle,)


def call(name: str, *args: Any) -> Any:
    """Call a function of `nbparallel.runtime.remote` on the worker."""
    return getattr(importlib.import_module("nbparallel.runtime.remote"), name)(*args)


async def call_async(name: str, *args: Any) -> Any:
    """Await a coroutine function of `nbparallel.runtime.remote` on the worker.

    A worker that knows no loop has nothing to do and gives True.
    """
    module = sys.modules.get("nbparallel.runtime.remote")
    return True if module is None else await getattr(module, name)(*args)


def describe(kernel: str) -> dict[str, Any]:
    """Say who a worker is, and whether it is on the kernel's host."""
    return {"pid": os.getpid(), "host": socket.gethostname(), "near": kernel == machine()}


def machine() -> str:
    """Give a text that is the same in all processes that see the same memory and processes."""
    try:
        with open("/proc/sys/kernel/random/boot_id") as file:
            boot = file.read().strip()
        return f"{boot} {os.readlink('/proc/self/ns/pid')}"
    except OSError:  # not Linux
        return socket.gethostname()


def provide(sources: dict[str, str]) -> None:
    """Make modules importable on a worker that lacks them, or has another version."""
    for name, text in sources.items():
        if _has(name, text):
            continue
        package, _, _ = name.rpartition(".")
        while package and package not in sys.modules:
            _put_package(package)
            package, _, _ = package.rpartition(".")
        module = types.ModuleType(name)
        module.__dict__["__nbparallel_source__"] = text
        sys.modules[name] = module
        parent, _, child = name.rpartition(".")
        exec(compile(text, f"<{name}>", "exec"), module.__dict__)
        setattr(sys.modules[parent], child, module)


def _has(name: str, text: str) -> bool:
    present = sys.modules.get(name)
    if present is not None and hasattr(present, "__nbparallel_source__"):
        return bool(present.__nbparallel_source__ == text)
    try:
        return inspect.getsource(importlib.import_module(name)) == text
    except (ImportError, OSError):
        return False


def _put_package(name: str) -> None:
    try:
        importlib.import_module(name)
    except ImportError:
        package = types.ModuleType(name)
        package.__path__ = []
        sys.modules[name] = package


def rebuild(key: str, parcel: bytes, sources: dict[str, str]) -> LoopPlugin:
    """Make the plugin on the worker."""
    return LoopPlugin(key, parcel, sources)


class LoopPlugin(WorkerPlugin):
    """Tells a worker of one loop; Dask tells those that join later, too."""

    def __init__(self, key: str, parcel: bytes, sources: dict[str, str]) -> None:
        self.key = key
        self.parcel = parcel
        self.sources = sources

    def __reduce__(self) -> tuple[Any, ...]:
        return ByValue(rebuild), (self.key, self.parcel, self.sources)

    def setup(self, worker: Any) -> None:
        """Keep the loop."""
        provide(self.sources)
        importlib.import_module("nbparallel.runtime.remote").add_loop(self.key, self.parcel)

    def teardown(self, worker: Any) -> None:
        """Forget the loop."""
        sys.modules["nbparallel.runtime.remote"].drop_loop(self.key)


def sources_of(engine: str) -> dict[str, str]:
    """Give the texts of the modules that run on a worker, in the order they need."""
    return {name: inspect.getsource(importlib.import_module(name)) for name in (*SHIPPED, engine)}
