"""What runs chunks: a protocol, so that the semantics never know Dask.

`nbparallel.runtime.dispatch.DaskExecutor` is the real one; `InlineExecutor` runs chunks in
this process, from their bytes, and completes them in a shuffled order: the equivalence
tests' fast stand-in.
"""

from __future__ import annotations

import enum
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from nbparallel.events import WorkerInfo


class Status(enum.Enum):
    """How a chunk came back."""

    RETURNED = "returned"  # `data` is what `chunkrun.run_chunk` returned
    LOST = "lost"  # its worker died or the connection broke
    ERROR = "error"  # the machinery failed (bytes that cannot be loaded there, say)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One chunk, back from its worker."""

    chunk: int
    status: Status
    data: Sequence[bytes | memoryview]  # the pickle, then the buffers beside it
    worker: WorkerInfo | None
    began: float  # time.time() on the worker; 0.0 if unknown
    ended: float
    message: str = ""  # for LOST and ERROR: what is known

    @property
    def nbytes(self) -> int:
        """Bytes that came back."""
        return sum(map(len, self.data))


class Executor(Protocol):
    """Runs chunks of loops somewhere. Every method is called from one thread only."""

    def start(self) -> None:
        """Begin to bring workers up in the background; returns at once; idempotent."""

    def ready(self) -> bool:
        """Whether chunks submitted now start at once. Never blocks.

        Raises
        ------
        nbparallel.runtime.cluster.ClusterError
            If bringing the workers up failed; the message says why and what to do.
        """

    def wait_ready(self, timeout: float) -> bool:
        """Wait until `ready`, at most ``timeout`` seconds; same errors."""

    def workers(self) -> tuple[WorkerInfo, ...]:
        """The workers that are there now."""

    def open_loop(
        self,
        key: str,
        payload: bytes,
        buffers: list[memoryview],
        lanes: int = 1,
        *,
        alone: bool = False,
    ) -> None:
        """Make a loop's payload known to all workers, those that join later included.

        ``buffers`` are the payload's out-of-band pickle buffers (protocol 5), at most a
        copy of which is kept per host. A worker runs ``lanes`` chunks at a time where it
        can, and each in a process of its own if they are to be ``alone``.
        """

    def submit(self, key: str, chunk: int, data: bytes, seconds: float = 0.0) -> None:
        """Send one chunk of an open loop, predicted to take so long; returns at once."""

    def poll(self, timeout: float) -> list[Outcome]:
        """Give what has come back since the last poll, waiting at most ``timeout`` seconds."""

    def done_with(self, key: str, chunk: int) -> None:
        """Hear that nothing is read any more of what a chunk brought back."""

    def withdraw(self, key: str, chunks: Collection[int]) -> None:
        """Drop some of a loop's chunks: nothing is expected of them, those that run may end."""

    def cancel(self, key: str) -> None:
        """Drop the loop's chunks that are not yet back, and stop those that run (within 1 s)."""

    def watch_folder(self) -> str | None:
        """Give a folder in which workers may note what they run, before an alarm ends them.

        None where they must not be ended, or do not share our files.
        """

    def close_loop(self, key: str) -> None:
        """Forget a loop's payload everywhere and free its memory."""
