"""Imported first by every process of the cluster: how it lives and when it ends.

Dask loads this module as a worker's preload, the fork server as its own. Jupyter's interrupt
is a SIGINT to the kernel's whole process group; a cluster must outlive it, since the loop
decides what an interrupt means. And a process whose parent is gone must go too, even when it
is deep in C code and can't notice a closed pipe: only the operating system can see to that.
"""

from __future__ import annotations

import ctypes
import signal
import sys

_PR_SET_PDEATHSIG = 1


def die_with_parent() -> None:
    """Have this process killed when the thread that made it ends (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def ignore_interrupts() -> None:
    """Leave SIGINT to the kernel."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def dask_setup(worker: object) -> None:
    """Set a worker process up; Dask calls this in the worker's main thread."""
    ignore_interrupts()
    die_with_parent()
