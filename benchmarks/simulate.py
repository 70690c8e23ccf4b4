"""The scheduling of one loop on paper: 1 to 2,000 simulated workers against a simulated clock.

The planner and the state machine are the real ones (`nbparallel.plan.chunks`,
`nbparallel.runtime.state`); simulated are the kernel's thread that sends, decodes and commits,
the scheduler that handles one task after the other, the wires, and the workers. For each number
of workers and each shape of work the table gives the efficiency, the tasks the scheduler sees each
second and how busy it and the kernel are. The ideal is that whoever is free takes the next
iteration, at no cost whatever.

``python benchmarks/simulate.py`` prints the table of docs/performance.md; ``--help`` lists what
can be given, ``--json FILE`` writes it down, ``--measure`` times the kernel's part on this machine.
"""

from __future__ import annotations

import argparse
import heapq
import itertools
import json
import pickle
import random
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from nbparallel.plan.assignment import earliest
from nbparallel.plan.chunks import Grain
from nbparallel.runtime.commit import Chunk
from nbparallel.runtime.state import (
    Commit,
    Committed,
    Finish,
    Instruction,
    LoopState,
    Returned,
    Send,
)

DEPTH = 2  # chunks that a worker has at most, as in `nbparallel.runtime.placement`
WORKERS = (1, 2, 8, 32, 128, 512, 1000, 2000)


@dataclass(frozen=True, slots=True)
class Costs:
    """Seconds and bytes that the parts of a run cost.

    Attributes
    ----------
    task : float
        The scheduler's work for a task: it is sent on, and its answer comes by.
    latency : float
        One way between two processes.
    bandwidth : float
        Bytes a second of the kernel's wire.
    start : float
        What a worker spends on a chunk besides its iterations.
    send, take, commit : float
        What the kernel spends on a chunk: to pack it, to decode it, to commit it.
    effect : float
        What the kernel spends on committing one iteration's effect.
    nbytes : float
        Bytes that an iteration's result takes.
    """

    task: float = 0.001
    latency: float = 0.001
    bandwidth: float = 1e9
    start: float = 0.0005
    send: float = 0.0001
    take: float = 0.0001
    commit: float = 0.00005
    effect: float = 1e-7
    nbytes: float = 9.0


@dataclass(frozen=True, slots=True)
class Work:
    """A loop: what each of its iterations costs."""

    name: str
    until: list[float]  # seconds of the iterations before each, and of all

    @property
    def total(self) -> int:
        """The number of iterations."""
        return len(self.until) - 1

    def seconds(self, start: int, stop: int) -> float:
        """Give the cost of some iterations."""
        return self.until[stop] - self.until[start]

    def ideal(self, workers: int) -> float:
        """Give the time without any overhead: whoever is free takes the next iteration."""
        free = [0.0] * workers
        for before, after in itertools.pairwise(self.until):
            heapq.heapreplace(free, free[0] + after - before)
        return max(free)


def work(name: str, total: int, seconds: float, seed: int = 1) -> Work:
    """Make a loop of a shape, with so many iterations that cost so many seconds on average."""
    rng = random.Random(seed)
    shapes: dict[str, Callable[[int], float]] = {
        "constant": lambda i: 1.0,
        "linear": lambda i: i + 1.0,
        "falling": lambda i: float(total - i),
        "heavy-tailed": lambda i: rng.paretovariate(1.5),
        "bimodal": lambda i: 20.0 if rng.random() < 0.05 else 1.0,
    }
    costs = [shapes[name](i) for i in range(total)]
    scale = seconds * total / sum(costs)
    return Work(name, [0.0, *itertools.accumulate(cost * scale for cost in costs)])


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a simulated run has come to."""

    workers: int
    shape: str
    iterations: int
    chunks: int
    seconds: float
    ideal: float
    efficiency: float
    tasks_per_second: float  # in the busiest second after the first ones were sent
    scheduler: float  # share of the time that it is busy
    kernel: float  # share of the time that the kernel's thread is busy
    longest_chunk: float
    last_wait: float  # between the time the first worker had nothing more to do and the end


@dataclass(slots=True)
class Queue:
    """What a worker has to do, as it is known where chunks are placed."""

    worker: int
    load: int = 0
    free_at: float = 0.0
    seconds: dict[int, float] = field(default_factory=dict)

    def take(self, chunk: int, seconds: float, now: float) -> None:
        """Take one more."""
        self.seconds[chunk] = seconds
        self.load += 1
        self.free_at = max(self.free_at, now) + seconds

    def land(self, chunk: int, now: float) -> None:
        """Be through with one."""
        del self.seconds[chunk]
        self.load -= 1
        self.free_at = now + sum(self.seconds.values())


class Simulation:
    """One loop on simulated workers; commits are checked to be whole and in order."""

    def __init__(self, loop: Work, workers: int, costs: Costs, grain: Grain | None = None) -> None:
        self.loop, self.workers, self.costs = loop, workers, costs
        measured = min(loop.total, max(1, loop.total // 1000))  # what the kernel began with
        estimate = loop.seconds(0, measured) / measured
        self.state = LoopState(0, loop.total, estimate, workers, grain)
        self.now = 0.0  # at the kernel
        self._events: list[tuple[float, int, str, int]] = []
        self._order = itertools.count()
        self._bounds: dict[int, tuple[int, int]] = {}
        self._place: dict[int, int] = {}
        self._waiting: deque[int] = deque()  # chunks that no worker has been given yet
        self._foretold: dict[int, float] = {}
        self._queues = [Queue(worker) for worker in range(workers)]
        self._free_at = [0.0] * workers
        self._scheduler_free = 0.0
        self._kernel_busy = self._scheduler_busy = 0.0
        self._handled: list[float] = []  # when the scheduler sent each task on
        self._committed = 0
        self._longest = 0.0
        self._arrived: deque[int] = deque()

    def run(self) -> Outcome:
        """Simulate it all."""
        todo = deque(self.state.begin())
        while True:
            while todo:
                instruction = todo.popleft()
                if isinstance(instruction, Finish):
                    return self._outcome()
                todo.extend(self._carry_out(instruction))
            self._await_arrival()
            while self._arrived:
                todo.extend(self._take(self._arrived.popleft()))

    # -- the kernel's thread -----------------------------------------------------------------

    def _spend(self, seconds: float) -> None:
        self.now += seconds
        self._kernel_busy += seconds

    def _carry_out(self, instruction: Instruction) -> list[Instruction]:
        if isinstance(instruction, Send):
            self._spend(self.costs.send)
            self._bounds[instruction.chunk] = instruction.start, instruction.stop
            self._foretold[instruction.chunk] = self.state.foretold(
                instruction.start, instruction.stop
            )
            self._at(self.now + self.costs.latency, "chunk", instruction.chunk)
            return []
        assert isinstance(instruction, Commit), instruction
        start, stop = self._bounds.pop(instruction.chunk)
        assert start == self._committed, (start, self._committed)
        self._committed = stop
        self._spend(self.costs.commit + (stop - start) * self.costs.effect)
        return self.state.handle(Committed(instruction.chunk))

    def _take(self, chunk: int) -> list[Instruction]:
        self._spend(self.costs.take)
        start, stop = self._bounds[chunk]
        seconds = self.loop.seconds(start, stop) + self.costs.start
        nbytes = round((stop - start) * self.costs.nbytes)
        return self.state.handle(Returned(chunk, seconds, nbytes))

    def _await_arrival(self) -> None:
        """Let the world go on until something has arrived at the kernel."""
        while not self._arrived or (self._events and self._events[0][0] <= self.now):
            at, _, what, chunk = heapq.heappop(self._events)
            if what == "answer":
                self.now = max(self.now, at)
                self._arrived.append(chunk)
            else:
                getattr(self, f"_{what}")(at, chunk)

    # -- the rest of the world ---------------------------------------------------------------

    def _at(self, when: float, what: str, chunk: int) -> None:
        heapq.heappush(self._events, (when, next(self._order), what, chunk))

    def _chunk(self, at: float, chunk: int) -> None:
        """A chunk arrives where they are placed."""
        self._waiting.append(chunk)
        self._assign(at)

    def _assign(self, at: float, chunk: int = -1) -> None:
        """A worker has room again, as far as is known where chunks are placed."""
        while self._waiting:
            queue = earliest(self._queues, at, DEPTH)
            if queue is None:
                return
            chunk = self._waiting.popleft()
            self._place[chunk] = queue.worker
            queue.take(chunk, self._foretold.pop(chunk), at)
            self._task(at, chunk)

    def _task(self, at: float, chunk: int) -> None:
        """The scheduler sends a task on."""
        self._scheduler_free = max(self._scheduler_free, at) + self.costs.task
        self._scheduler_busy += self.costs.task
        self._handled.append(self._scheduler_free)
        self._at(self._scheduler_free + self.costs.latency, "start", chunk)

    def _start(self, at: float, chunk: int) -> None:
        """A task arrives at its worker, which runs one after the other."""
        worker = self._place[chunk]
        start, stop = self._bounds[chunk]
        seconds = self.loop.seconds(start, stop)
        self._longest = max(self._longest, seconds)
        self._free_at[worker] = max(self._free_at[worker], at) + self.costs.start + seconds
        self._at(self._free_at[worker], "end", chunk)

    def _end(self, at: float, chunk: int) -> None:
        """A worker is through with a chunk; its answer travels."""
        self._queues[self._place.pop(chunk)].land(chunk, at)
        self._at(at + self.costs.latency, "assign", chunk)
        start, stop = self._bounds[chunk]
        travel = (stop - start) * self.costs.nbytes / self.costs.bandwidth
        self._at(at + 2 * self.costs.latency + travel, "answer", chunk)

    # -- the result --------------------------------------------------------------------------

    def _outcome(self) -> Outcome:
        loop = self.loop
        assert self._committed == loop.total, (self._committed, loop.total)
        assert not self._bounds
        ideal = loop.ideal(self.workers)
        return Outcome(
            workers=self.workers,
            shape=loop.name,
            iterations=loop.total,
            chunks=len(self._handled),
            seconds=self.now,
            ideal=ideal,
            efficiency=ideal / self.now,
            tasks_per_second=busiest(self._handled, self.now),
            scheduler=self._scheduler_busy / self.now,
            kernel=self._kernel_busy / self.now,
            longest_chunk=self._longest,
            last_wait=self.now - min(self._free_at),
        )


def busiest(times: list[float], whole: float, window: float = 5.0) -> float:
    """Give the tasks a second in the busiest stretch of some seconds, the first one left out.

    The first chunks of all workers are sent at once, as fast as the scheduler takes them.
    """
    if whole <= 2 * window:
        return len(times) / whole
    counts: dict[int, int] = {}
    for at in times:
        counts[int(at / window)] = counts.get(int(at / window), 0) + 1
    return max((n for slot, n in counts.items() if slot), default=0) / window


def measured(costs: Costs) -> Costs:
    """Take what the kernel spends from its own code: an append of a float an iteration."""
    from nbparallel.analysis.accumulators import Accumulator, Adds
    from nbparallel.runtime.commit import Committer

    count = 200_000
    values = [i * 0.5 for i in range(count)]
    began = time.perf_counter()
    decoded = pickle.loads(pickle.dumps(values))
    names: dict[str, Any] = {"out": []}
    committer = Committer(names, [Accumulator("out", Adds.LIST)])
    committer.commit(Chunk([decoded], [], [], {}, [], True, []))
    return replace(costs, effect=(time.perf_counter() - began) / count)


SHAPES = ("constant", "linear", "falling", "heavy-tailed", "bimodal")
PER_WORKER_S = 60.0
ITERATION_S = 0.05


def table(
    shapes: tuple[str, ...], workers: tuple[int, ...], costs: Costs, per_worker: float, each: float
) -> Iterator[Outcome]:
    """Simulate every shape on every number of workers."""
    for shape in shapes:
        for count in workers:
            total = max(1, round(per_worker * count / each))
            yield Simulation(work(shape, total, each), count, costs).run()


HEAD = (
    "shape", "workers", "iterations", "chunks", "time", "ideal", "efficiency", "tasks/s",
    "scheduler", "kernel",
)  # fmt: skip


def row(outcome: Outcome) -> tuple[str, ...]:
    """Give a row of the printed table."""
    return (
        outcome.shape,
        f"{outcome.workers:,}",
        f"{outcome.iterations:,}",
        f"{outcome.chunks:,}",
        f"{outcome.seconds:.1f} s",
        f"{outcome.ideal:.1f} s",
        f"{outcome.efficiency:.2f}",
        f"{outcome.tasks_per_second:,.0f}",
        f"{outcome.scheduler:.0%}",
        f"{outcome.kernel:.0%}",
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("--workers", type=int, nargs="+", default=WORKERS)
    parser.add_argument("--shapes", nargs="+", choices=SHAPES, default=SHAPES)
    parser.add_argument("--per-worker", type=float, default=PER_WORKER_S, help="seconds of work")
    parser.add_argument("--iteration", type=float, default=ITERATION_S, help="seconds on average")
    for name, value in asdict(Costs()).items():
        parser.add_argument(f"--{name}", type=float, default=value)
    parser.add_argument("--measure", action="store_true", help="measure --effect here")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    costs = Costs(**{name: getattr(given, name) for name in asdict(Costs())})
    if given.measure:
        costs = measured(costs)
        print(f"measured: {costs.effect * 1e9:.0f} ns to decode and commit an iteration's float")
    widths = (13, 8, 11, 8, 9, 9, 10, 8, 9, 7)
    print("  ".join(h.rjust(w) for h, w in zip(HEAD, widths, strict=True)))
    outcomes = []
    shapes, workers = tuple(given.shapes), tuple(given.workers)
    for outcome in table(shapes, workers, costs, given.per_worker, given.iteration):
        outcomes.append(outcome)
        print("  ".join(c.rjust(w) for c, w in zip(row(outcome), widths, strict=True)), flush=True)
    if given.json:
        said = {"costs": asdict(costs), "outcomes": [asdict(outcome) for outcome in outcomes]}
        given.json.write_text(json.dumps(said, indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()
