"""Workers are forked from a process that has Dask imported: this one, before it has any threads.

`multiprocessing`'s fork server is a new interpreter that imports everything once more, a second
of processor time while the kernel's loop and the host's own imports want the same processors.
Here it is a fork of the host process, made while that has one thread and nothing open but what
is closed here. Where that cannot be, it is started in the ordinary way.
"""

from __future__ import annotations

import gc
import importlib
import multiprocessing
import multiprocessing.forkserver
import multiprocessing.util
import os
import resource
from collections.abc import Sequence
from typing import Any

from nbparallel.runtime import lifetime, plugin


def open_nursery() -> None:
    """Start the fork server that `multiprocessing` uses in this process from now on."""
    preload = [lifetime.__name__, "distributed", *plugin.SHIPPED, plugin.ENGINE]
    multiprocessing.set_forkserver_preload(preload)
    for name in preload:
        importlib.import_module(name)
    if not _alone():
        multiprocessing.forkserver.ensure_running()
        return
    ordinary = multiprocessing.util.spawnv_passfds
    multiprocessing.util.spawnv_passfds = _fork_instead  # type: ignore[assignment]
    gc.freeze()  # what is there now is not touched by a worker's collections, so stays shared
    try:
        multiprocessing.forkserver.ensure_running()
    finally:
        multiprocessing.util.spawnv_passfds = ordinary


def _alone() -> bool:
    """Whether this process has one thread, the operating system's own count included."""
    try:
        return len(os.listdir("/proc/self/task")) == 1
    except OSError:  # not Linux, where a fork without exec is not safe for other reasons
        return False


def _fork_instead(path: bytes, arguments: Sequence[Any], passed: Sequence[int]) -> int:
    """Run in a fork what was to be run by a new interpreter with ``-c``."""
    pid = os.fork()
    if pid:
        return pid
    try:
        lifetime.die_with_parent()
        _close_all_but({1, 2, *passed})
        # Its lock is held by the parent's call, and what it knows is the parent's.
        multiprocessing.forkserver._forkserver.__init__()  # type: ignore[misc]
        exec(arguments[-1], {"__name__": "__main__"})
    finally:
        os._exit(1)


def _close_all_but(kept: set[int]) -> None:
    try:
        numbers = [int(name) for name in os.listdir("/proc/self/fd")]
    except OSError:
        numbers = list(range(resource.getrlimit(resource.RLIMIT_NOFILE)[0]))
    for number in set(numbers) - kept:
        try:
            os.close(number)
        except OSError:  # the listing's own, closed by now
            continue
