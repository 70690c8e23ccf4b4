"""The task stream's rectangles: what each worker did when, kept to a bounded number."""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace
from typing import Final

from nbparallel.events import WorkerInfo

LIMIT: Final = 1500
"""Rectangles kept; beyond it neighbours are merged. The browser stays smooth far above."""


LEAST_TRANSFER_S: Final = 0.002
"""Shorter ones are not drawn."""


class State(enum.Enum):
    """What a rectangle shows."""

    TRANSFER = "transfer"  # on its way to an idle worker, or back to the kernel
    RAN = "computed"  # back, not yet committed
    COMMITTED = "committed"
    ROLLED_BACK = "rolled back"  # thrown away: an earlier iteration failed or left the loop
    FAILED = "failed"  # raised, lost, or not to be had from a worker
    KERNEL = "in the kernel"  # iterations that the kernel ran itself
    COMMIT = "commit"  # the kernel replaying effects


@dataclass(frozen=True, slots=True)
class Lane:
    """One horizontal line: the kernel, or one thread of a worker."""

    label: str
    worker: WorkerInfo | None = None


@dataclass(frozen=True, slots=True)
class Rectangle:
    """One thing done, from ``begin`` to ``end`` (seconds since the run began)."""

    lane: int
    begin: float
    end: float
    state: State
    loop: int
    start: int  # iterations [start, stop)
    stop: int
    bytes_in: int = 0
    bytes_out: int = 0
    message: str = ""


class Timeline:
    """Lanes and rectangles of one run, in the order they came.

    Lane 0 is the kernel. A worker with several threads gets a lane for each thread that is
    seen working at the same time.
    """

    def __init__(self) -> None:
        self.lanes: list[Lane] = [Lane("kernel")]
        self.rectangles: list[Rectangle] = []
        self._of_worker: dict[str, list[int]] = {}
        self._until: list[float] = [0.0]  # when each lane was last busy
        self._chunks: dict[tuple[int, int], int] = {}
        self._numbers = 0

    def add_worker(self, worker: WorkerInfo) -> int:
        """Give a worker's first lane, made if it is new.

        A process that runs chunks in its worker's stead gets that one's lane if it is unused.
        """
        unused = self._of_worker.get(worker.of)
        if worker.name not in self._of_worker and unused and not self._until[unused[0]]:
            self._of_worker[worker.name] = self._of_worker.pop(worker.of)
        if worker.name not in self._of_worker:
            self._numbers += 1
            self._of_worker[worker.name] = [self._new_lane(f"worker {self._numbers}", worker)]
        return self._of_worker[worker.name][0]

    def add_kernel(self, rectangle: Rectangle) -> None:
        """Add what the kernel did; runs of the same are drawn as one."""
        last = self.rectangles[-1] if self.rectangles else None
        if last is not None and _continues(last, rectangle):
            self.rectangles[-1] = _merged(last, rectangle)
        else:
            self._append(rectangle)
        self._until[0] = max(self._until[0], rectangle.end)

    def add_chunk(
        self,
        key: tuple[int, int],
        worker: WorkerInfo,
        sent: float,
        arrived: float,
        rectangle: Rectangle,
    ) -> None:
        """Add a chunk that ran on a worker, with its ways there and back.

        The way there counts as far as the worker had nothing else to do.
        """
        lane = self._free_lane(worker, rectangle.begin)
        rectangle = replace(rectangle, lane=lane)
        self._add_transfer(rectangle, max(sent, self._until[lane]), rectangle.begin)
        self._append(rectangle)
        self._chunks[key] = len(self.rectangles) - 1
        self._add_transfer(rectangle, rectangle.end, arrived)
        self._until[lane] = max(self._until[lane], rectangle.end)

    def _add_transfer(self, chunk: Rectangle, begin: float, end: float) -> None:
        if end - begin > LEAST_TRANSFER_S:
            self._append(replace(chunk, begin=begin, end=end, state=State.TRANSFER, message=""))

    def change(self, key: tuple[int, int], state: State, message: str = "") -> bool:
        """Give a chunk's rectangle another state; False if it has none."""
        index = self._chunks.pop(key, None)
        if index is None:
            return False
        self.rectangles[index] = replace(self.rectangles[index], state=state, message=message)
        return True

    def _free_lane(self, worker: WorkerInfo, begin: float) -> int:
        lanes = self._of_worker.get(worker.name)
        if lanes is None:
            return self.add_worker(worker)
        for lane in lanes:
            if self._until[lane] <= begin + 1e-3:
                return lane
        if len(lanes) < worker.threads:
            lanes.append(self._new_lane(f"{self.lanes[lanes[0]].label}.{len(lanes) + 1}", worker))
            return lanes[-1]
        return min(lanes, key=self._until.__getitem__)

    def _new_lane(self, label: str, worker: WorkerInfo) -> int:
        self.lanes.append(Lane(label, worker))
        self._until.append(0.0)
        return len(self.lanes) - 1

    def _append(self, rectangle: Rectangle) -> None:
        self.rectangles.append(rectangle)
        if len(self.rectangles) > LIMIT:
            self._coarsen()

    def _coarsen(self) -> None:
        """Halve the number of rectangles; those that may still change are left alone."""
        open_ = set(self._chunks.values())
        pending = [self.rectangles[index] for index in sorted(open_)]
        settled = [r for index, r in enumerate(self.rectangles) if index not in open_]
        self.rectangles = coarsen(settled, LIMIT // 2) + pending
        keys = sorted(self._chunks, key=self._chunks.__getitem__)
        first = len(self.rectangles) - len(pending)
        self._chunks = {key: first + place for place, key in enumerate(keys)}


def coarsen(rectangles: list[Rectangle], limit: int) -> list[Rectangle]:
    """Merge neighbours in the same lane and state until at most ``limit`` are left.

    The gaps that are closed are the shortest that will do. Failures are merged with failures
    only, so that none disappears; should states alternate too quickly for that to be enough,
    the shortest transfers and commits are dropped.
    """
    if len(rectangles) <= limit:
        return rectangles
    span = max(r.end for r in rectangles) - min(r.begin for r in rectangles)
    gap = span / 8192
    while len(rectangles) > limit and gap < 2 * span:
        rectangles = _merge_within(rectangles, gap)
        rectangles = [r for r in rectangles if r.end - r.begin >= gap / 4 or _must_stay(r)]
        gap *= 2
    return rectangles


def _merge_within(rectangles: list[Rectangle], gap: float) -> list[Rectangle]:
    last_in_lane: dict[tuple[int, State], int] = {}
    kept: list[Rectangle] = []
    for rectangle in rectangles:
        key = rectangle.lane, rectangle.state
        index = last_in_lane.get(key)
        if (
            index is not None
            and kept[index].loop == rectangle.loop
            and 0 <= rectangle.begin - kept[index].end + gap <= 2 * gap
            and kept[index].end - kept[index].begin < 16 * gap
        ):
            kept[index] = _merged(kept[index], rectangle)
        else:
            last_in_lane[key] = len(kept)
            kept.append(rectangle)
    return kept


def _must_stay(rectangle: Rectangle) -> bool:
    return rectangle.state not in (State.TRANSFER, State.COMMIT)


def _continues(last: Rectangle, following: Rectangle) -> bool:
    return (
        last.lane == following.lane
        and last.loop == following.loop
        and last.state is following.state
        and following.state in (State.KERNEL, State.COMMIT)
        and -0.001 <= following.begin - last.end < 0.02
    )


def _merged(first: Rectangle, second: Rectangle) -> Rectangle:
    return replace(
        first,
        begin=min(first.begin, second.begin),
        end=max(first.end, second.end),
        start=min(first.start, second.start),
        stop=max(first.stop, second.stop),
        bytes_in=first.bytes_in + second.bytes_in,
        bytes_out=first.bytes_out + second.bytes_out,
        message=second.message or first.message,
    )
