"""The systems that `table.py` measures, each warm, by its own best idiom, in a process of its own.

A system's process reads the name of a shape from its pipe and answers with seconds, a digest of
the result and the driver's peak memory.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import resource
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from importlib.util import find_spec
from multiprocessing.connection import Connection
from typing import Any

import numpy as np
from shapes import BY_NAME, Shape, big

Run = Callable[[Shape], Any]
PLAIN = "plain cell"
OURS = "nbparallel"
MANY = 20_000
"""Items from which the tools that send one task each are given batches: nobody would wait."""


def plain(workers: int) -> Run:
    """The cell as it is, in IPython."""
    return _cells("")


def nbparallel(workers: int) -> Run:
    """The same cell with one line more."""
    os.environ["NBPARALLEL_NONINTERACTIVE"] = "1"
    run = _cells(f"%%parallel --workers {workers}\n")
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell.instance()
    shell.run_line_magic("load_ext", "nbparallel")
    shell.run_cell(f"%parallel_cluster scale {workers}").raise_error()
    return run


def _cells(magic: str) -> Run:
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell.instance()
    ready: set[str] = set()

    def run(shape: Shape) -> Callable[[], Any]:
        if shape.name not in ready:
            shell.run_cell(shape.setup).raise_error()
            ready.add(shape.name)

        def timed() -> Any:
            shell.run_cell(magic + shape.cell).raise_error()
            return shell.user_ns["out"]

        return timed

    return run


def _mapped(call: Callable[[Shape, Callable[..., Any], Sequence[Any]], Iterable[Any]]) -> Run:
    """Measure a tool that maps a function over items."""

    def run(shape: Shape) -> Callable[[], Any]:
        array = big() if shape.takes_big else None
        items = shape.items()

        def timed() -> Any:
            given = items if array is None else [(array, item) for item in items]
            return shape.gather(list(call(shape, shape.function, given)))

        return timed

    return run


def pool(workers: int) -> Run:
    """The standard library's pool of processes."""
    import multiprocessing

    processes = multiprocessing.get_context("fork").Pool(workers)

    def call(shape: Shape, function: Callable[..., Any], items: Sequence[Any]) -> Iterable[Any]:
        # Uneven work is taken one by one, which is how its users balance it.
        size = 1 if shape.name == "skewed" else None
        method = processes.starmap if shape.takes_big else processes.map
        found: Iterable[Any] = method(function, items, size)
        return found

    return _mapped(call)


def joblib(workers: int) -> Run:
    """Joblib with its default processes; it maps large arrays into memory by itself."""
    from joblib import Parallel, delayed

    def call(shape: Shape, function: Callable[..., Any], items: Sequence[Any]) -> Iterable[Any]:
        with Parallel(n_jobs=workers) as parallel:
            tasks = (delayed(function)(*item) for item in _arguments(shape, items))
            found: Iterable[Any] = parallel(tasks)
        return found

    return _mapped(call)


def mpire(workers: int) -> Run:
    """Mpire's pool; the large array is its shared object."""
    from mpire import WorkerPool

    processes = WorkerPool(n_jobs=workers, keep_alive=True)
    kept: dict[str, WorkerPool] = {}

    def call(shape: Shape, function: Callable[..., Any], items: Sequence[Any]) -> Iterable[Any]:
        if not shape.takes_big:
            found: Iterable[Any] = processes.map(function, items)
            return found
        if shape.name not in kept:
            kept[shape.name] = WorkerPool(
                n_jobs=workers, keep_alive=True, shared_objects=items[0][0]
            )
        # With one argument each, the shared array comes first.
        return kept[shape.name].map(function, [item for _, item in items])

    return _mapped(call)


def dask(workers: int) -> Run:
    """Dask's own map over futures."""
    from distributed import Client, LocalCluster

    client = Client(LocalCluster(workers, threads_per_worker=1, dashboard_address=None))

    def call(shape: Shape, function: Callable[..., Any], items: Sequence[Any]) -> Iterable[Any]:
        if shape.takes_big:
            [array] = client.scatter([items[0][0]], broadcast=True)
            futures = [client.submit(function, array, item, pure=False) for _, item in items]
            found: Iterable[Any] = client.gather(futures)
            return found
        return _batched(
            function, items, workers, lambda f, xs: client.gather(client.map(f, xs, pure=False))
        )

    return _mapped(call)


def ray(workers: int) -> Run:
    """Ray's tasks; the large array is put into its store once."""
    import ray as tool

    tool.init(num_cpus=workers, include_dashboard=False, logging_level="ERROR", log_to_driver=False)
    stored: dict[int, Any] = {}

    def call(shape: Shape, function: Callable[..., Any], items: Sequence[Any]) -> Iterable[Any]:
        remote = tool.remote(function)
        if shape.takes_big:
            array = items[0][0]
            reference = stored.setdefault(id(array), tool.put(array))
            found: Iterable[Any] = tool.get([remote.remote(reference, item) for _, item in items])
            return found

        def send(f: Callable[..., Any], xs: Sequence[Any]) -> list[Any]:
            task = remote if f is function else tool.remote(f)
            return list(tool.get([task.remote(x) for x in xs]))

        return _batched(function, items, workers, send)

    return _mapped(call)


def _arguments(shape: Shape, items: Sequence[Any]) -> Iterable[tuple[Any, ...]]:
    return items if shape.takes_big else ((item,) for item in items)


def _batched(
    function: Callable[..., Any],
    items: Sequence[Any],
    workers: int,
    send: Callable[[Callable[..., Any], Sequence[Any]], list[Any]],
) -> list[Any]:
    """Send one task an item; of very many items, batches cut by hand."""
    if len(items) < MANY:
        return send(function, items)
    size = -(-len(items) // (8 * workers))
    batches = [items[at : at + size] for at in range(0, len(items), size)]

    def batch(part: Sequence[Any]) -> list[Any]:
        return [function(item) for item in part]

    parts = send(batch, batches)
    return [each for part in parts for each in part]


SYSTEMS: dict[str, tuple[str, Callable[[int], Run]]] = {
    PLAIN: ("IPython", plain),
    OURS: ("nbparallel", nbparallel),
    "joblib": ("joblib", joblib),
    "multiprocessing.Pool": ("multiprocessing", pool),
    "mpire": ("mpire", mpire),
    "Dask map": ("distributed", dask),
    "Ray": ("ray", ray),
}
"""Name: the module it needs, and what makes it ready."""


def available() -> list[str]:
    """Names of the systems that are installed here."""
    return [name for name, (module, _) in SYSTEMS.items() if find_spec(module)]


def digest(result: Any) -> str:
    """Tell results apart, bit for bit."""
    if isinstance(result, np.ndarray):
        return hashlib.sha256(np.ascontiguousarray(result)).hexdigest()
    if isinstance(result, list) and result and set(map(type, result)) == {float}:
        return hashlib.sha256(np.array(result)).hexdigest()
    return hashlib.sha256(pickle.dumps(result)).hexdigest()


def serve(name: str, workers: int, pipe: Connection) -> None:
    """Run shapes as they are asked for, until the pipe ends."""
    sys.stdout = sys.stderr = open(os.devnull, "w")  # noqa: SIM115 - lives as long as the process
    run = SYSTEMS[name][1](workers)
    ready: tuple[str, Any] = ("", None)
    pipe.send("ready")
    while True:
        try:
            shape = BY_NAME[pipe.recv()]
        except EOFError:
            return
        if ready[0] != shape.name:
            ready = shape.name, run(shape)
        began = time.perf_counter()
        result = ready[1]()
        seconds = time.perf_counter() - began
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        pipe.send((seconds, digest(result), peak))
        del result
