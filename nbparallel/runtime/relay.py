"""The kernel's hold on workers that the host process places chunks on.

What the kernel has to do with Dask then is none of its business: it neither imports Dask nor
runs its event loop, so while the cluster starts the loop's own iterations have the interpreter.
"""

from __future__ import annotations

import queue
from collections.abc import Sequence
from typing import Any

from nbparallel.runtime.errands import Arrival, Chunk, Peer, Terms
from nbparallel.runtime.wire import Outbox


class Relay:
    """A `Placement` in another process.

    Parameters
    ----------
    outbox : Outbox
        To the host process.
    """

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox
        self._arrivals: queue.SimpleQueue[list[Arrival]] = queue.SimpleQueue()
        self._peers: tuple[Peer, ...] = ()
        self._gone = False

    # ---- called by the thread that reads

    def hear(self, what: str, said: Any) -> None:
        """Take what the host process says of workers and chunks."""
        if what == "peers":
            self._peers = said
            self._arrivals.put([])  # someone may be waiting for workers
        elif what == "arrivals":
            self._arrivals.put(said)

    def end(self) -> None:
        """Take note that the host process is gone."""
        self._gone = True
        self._arrivals.put([])

    # ---- what a placement does

    @property
    def gone(self) -> bool:
        """Whether nothing will ever come back."""
        return self._gone

    def peers(self) -> tuple[Peer, ...]:
        """Give the workers that are there now."""
        return () if self._gone else self._peers

    def open(self, key: str, parcel: bytes, terms: Terms) -> None:
        """Make a loop known to all workers."""
        self._outbox.send("open", key, parcel, terms)

    def close(self, key: str) -> None:
        """Forget a loop everywhere."""
        self._outbox.send("close", key)

    def submit(self, key: str, chunks: list[Chunk], seconds: Sequence[float] = ()) -> None:
        """Send chunks of an open loop, with what they are predicted to take; returns at once."""
        self._outbox.send("submit", key, chunks, seconds)

    def fetched(self, worker: str, key: str, chunk: int) -> None:
        """Tell a worker that a result was read, and its memory may be used."""
        self._outbox.send("fetched", worker, key, chunk)

    def cancel(self, key: str) -> None:
        """Drop the loop's chunks that are not yet back, and stop those that run."""
        self._outbox.send("cancel", key)

    def poll(self, timeout: float) -> list[Arrival]:
        """Give what has come back, waiting at most ``timeout`` seconds for the first."""
        back: list[Arrival] = []
        try:
            back += self._arrivals.get(timeout=timeout) if timeout > 0 else []
            while True:
                back += self._arrivals.get_nowait()
        except queue.Empty:
            return back
