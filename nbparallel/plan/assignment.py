"""Which worker takes the next chunk: the one that is predicted to be through with it first.

This is list scheduling by earliest finish time. Where chunks cost about the same it deals
them out in turn; where they do not, a worker with one long chunk gets no second one behind it
while others are about to be free.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol, TypeVar


class Queue(Protocol):
    """What one worker has to do."""

    load: int
    """Chunks that it runs or that wait on it."""
    free_at: float
    """When it is predicted to be through with them."""


_Q = TypeVar("_Q", bound=Queue)


def earliest(queues: Collection[_Q], now: float, room: int) -> _Q | None:
    """Give the worker that takes the next chunk; None if it had better wait.

    Parameters
    ----------
    queues : collection
        The workers; may be empty.
    now : float
        The time, on the clock of their ``free_at``.
    room : int
        Chunks that a worker may have at a time.
    """
    best = min(queues, key=lambda queue: (max(queue.free_at, now), queue.load), default=None)
    if best is None or best.load < room:
        return best
    if best.free_at > now:  # it is soon through with one: that is earlier than any other
        return None
    # It should have been through by now, so that nothing is known of it.
    return min((q for q in queues if q.load < room), key=lambda queue: queue.load, default=None)
