"""A rehearsal: a few iterations as a worker would run them, in the kernel, before any is sent.

What a loop gains is not what its iterations cost in the kernel, divided by the workers: on a
worker they are logged, what they give travels, and the kernel has to apply it. For iterations of a
microsecond that may be more than they are worth. So some milliseconds of them are run with the very
body, packed, unpacked and committed, as real work; then all that is to be predicted was measured.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from nbparallel.runtime import chunkrun, commit, payload
from nbparallel.runtime.commit import Chunk
from nbparallel.runtime.cpus import available_cpus

if TYPE_CHECKING:
    from nbparallel.runtime.crew import Crew

CHEAP_S: Final = 50e-6
"""Seconds of an iteration from which what is logged does not matter."""

REHEARSED_S: Final = 0.003
"""Seconds in the kernel of the iterations that are rehearsed."""

LARGE: Final = 256 * 1024
"""Bytes of a payload that would take longer to unpickle than a rehearsal may."""

GAIN: Final = 1.1
"""Times faster that a loop has to be predicted to be worth handing over."""


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What iterations have cost.

    Attributes
    ----------
    chunk : Chunk
        Their effects.
    start, stop : int
        Their numbers.
    worker_s, kernel_s : float
        Seconds for each on a worker; and in the kernel, to send them and to apply their effects.
    """

    chunk: Chunk
    start: int
    stop: int
    worker_s: float
    kernel_s: float

    def seconds(self, workers: int) -> float:
        """Predict the seconds of one iteration with so many workers at it.

        The kernel's part is one after the other, and takes turns with the workers where there are
        no more processors than these.
        """
        processors = max(1, available_cpus())
        together = (self.worker_s + self.kernel_s) / min(processors, workers + 1)
        return max(self.worker_s / workers, self.kernel_s, together)


def suits(crew: Crew) -> bool:
    """Whether a loop's iterations are cheap, and may be run as on a worker in this process."""
    judgement, seconds = crew.judgement, crew.run.cost.per_iteration
    return (
        crew.session.options.min_time > 0
        and not crew.session.options.retries
        and crew.session.options.on_error == "raise"
        and crew.session.options.timeout is None
        and 0 < seconds < CHEAP_S
        and not judgement.guarded
        and crew.ownership is None
        and not judgement.writes
        and not judgement.figures
        and crew.streams is None
        and len(crew.payload.data) < LARGE
        # Here the buffers are the user's own memory, not copies of it.
        and not (judgement.sections and crew.payload.buffers)
    )


def rehearse(crew: Crew, first: int) -> Rehearsal | None:
    """Run a few iterations; None if they did not go through: the kernel's loop will see.

    Nothing is committed yet.
    """
    source = crew.run.source
    stop = first + max(1, round(REHEARSED_S / crew.run.cost.per_iteration))
    drawn = source.between(first, stop)
    if source.total is not None and stop >= source.total:
        return None  # it is all there is
    count = stop - first
    items = crew.run.sent(drawn)
    began = time.perf_counter()
    data, by_index, new = payload.pack_items(
        items, crew.payload, False, None, crew.starts.of(first)
    )
    sent = time.perf_counter()
    if crew.may_send(new):
        return None
    installed = chunkrun.Installed(crew.payload.data, list(crew.payload.buffers))
    ready = time.perf_counter()
    parts = chunkrun.run_installed(crew.key, installed, -1, data)
    ran = time.perf_counter()
    _, _, chunk = commit.decode(parts, crew.payload.by_index, by_index, crew.payload.nans.known)
    if chunk is None:
        return None
    decoded = time.perf_counter()
    kernel_s = (sent - began) + (decoded - ran)
    return Rehearsal(chunk, first, stop, (ran - ready) / count, kernel_s / count)
