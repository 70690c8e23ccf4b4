"""What the kernel and whatever places its chunks on workers say to each other."""

from __future__ import annotations

from dataclasses import dataclass

from nbparallel.events import WorkerInfo
from nbparallel.runtime.buffers import Reference

Chunk = tuple[int, bytes | Reference]
"""Its number, and its data or where they are."""


@dataclass(frozen=True, slots=True)
class Peer:
    """A worker, and whether it is on the kernel's host."""

    info: WorkerInfo
    near: bool


@dataclass(frozen=True, slots=True)
class Terms:
    """How a loop's chunks are run."""

    engine: str
    limit: int | None = None  # workers used, at most
    lanes: int = 1  # chunks a worker runs at a time
    alone: bool = False  # whether each has a process of its own
    shared: bool = True  # results may come back through shared memory


@dataclass(frozen=True, slots=True)
class Arrival:
    """Chunks that came back together, or are lost."""

    key: str
    chunks: tuple[int, ...]
    worker: WorkerInfo | None
    answers: bytes = b""  # pickled list of `remote.Answer`; empty if there are none
    error: str = ""  # Dask itself could not run them
    lost: str = ""  # how they were lost
