"""A run that never was: the events of simulated workers, all at once or in real time.

    python -m tests.ui.replay notebook.ipynb

writes a notebook whose cells show every state of the card, without a cluster.
"""

from __future__ import annotations

import heapq
import json
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

from nbparallel import events as ev
from nbparallel.events import Event, Sink, WorkerInfo
from nbparallel.options import Options
from nbparallel.plan.plan import Name
from nbparallel.report import LoopReport, RunReport

SOURCE = """\
for seed in range(1200):
    walk = simulate(seed, steps=500)
    results.append(walk.max())
    total += walk.mean()
"""
TITLE = "for seed in range(1200):"
NAMES = (
    Name("seed", "induction", 1), Name("walk", "private", 2), Name("results", "append", 3),
    Name("total", "reduction", 4), Name("simulate", "broadcast", 2),
)  # fmt: skip


@dataclass(frozen=True)
class Script:
    """What is to happen."""

    title: str = TITLE
    total: int | None = 1200
    first: int = 40  # iterations the kernel does before
    chunk: int = 20
    seconds: float = 0.25  # of a chunk
    workers: int = 2
    verdict: str = "proven"
    fail_at: int | None = None  # the chunk with this iteration raises
    lost_at: int | None = None
    loop: int = 0
    lineno: int = 1
    start_s: float = 0.4  # seconds the workers take to start
    predicted_s: float | None = None
    prints: int = 0  # lines a chunk


def crew(number: int) -> tuple[WorkerInfo, ...]:
    """Name some workers."""
    return tuple(
        WorkerInfo(f"tls://127.0.0.1:{40000 + i}", 4200 + i, "localhost") for i in range(number)
    )


def events(script: Script, t0: float = 1000.0, seed: int = 1) -> Iterator[tuple[float, Event]]:
    """Give one loop's events with their times, as the runtime would send them."""
    rng = random.Random(seed)
    s, workers = script, crew(script.workers)
    yield (
        t0,
        ev.LoopStarted(s.loop, s.lineno, s.title, s.total, s.verdict, t0, s.first, s.predicted_s),
    )
    if s.start_s:
        yield t0, ev.ClusterStarting(t0)
    now = t0 + s.start_s
    yield now, ev.ClusterReady(workers, now)
    last = s.total if s.total is not None else 1200
    starts = list(range(s.first, last, s.chunk))
    running: list[tuple[float, int, float, int]] = []  # (ended, chunk, began, worker)
    free = [now] * s.workers
    committed, back, sent = 0, dict[int, int](), 0
    while committed < len(starts):
        while sent < len(starts) and len(running) < 2 * s.workers:
            start = starts[sent]
            stop = min(start + s.chunk, last)
            yield now, ev.ChunkSent(s.loop, sent, start, stop, 700 + 8 * s.chunk, now)
            worker = min(range(s.workers), key=free.__getitem__)
            began = max(free[worker], now) + 0.004
            ended = began + s.seconds * rng.uniform(0.7, 1.4)
            free[worker] = ended
            heapq.heappush(running, (ended, sent, began, worker))
            sent += 1
        ended, chunk, began, worker = heapq.heappop(running)
        start, stop = starts[chunk], min(starts[chunk] + s.chunk, last)
        now = max(now, ended + 0.002)
        info = workers[worker]
        if s.lost_at is not None and start <= s.lost_at < stop:
            message = f"worker {info.pid} died (SIGKILL) in iterations {start} to {stop - 1}"
            yield now, ev.WorkerLost(info, message, now)
            yield (
                now,
                ev.ChunkFailed(
                    s.loop, chunk, start, stop, info, "lost", message, now, began, ended
                ),
            )
            yield now, ev.KernelRan(s.loop, start, stop, now, now + 0.2)
            now += 0.2
            back[chunk] = -1
        elif s.fail_at is not None and start <= s.fail_at < stop:
            yield (
                now,
                ev.ChunkFailed(
                    s.loop,
                    chunk,
                    start,
                    stop,
                    info,
                    "raised",
                    "ValueError: bad <b>",
                    now,
                    began,
                    ended,
                ),
            )
            for other in [*back, *(each[1] for each in running)]:
                a, b = starts[other], min(starts[other] + s.chunk, last)
                if other > chunk:
                    yield (
                        now,
                        ev.ChunkFailed(
                            s.loop, other, a, b, None, "cancelled", "no longer needed", now
                        ),
                    )
            stop = s.fail_at
            yield now, ev.KernelRan(s.loop, start, stop, now, now + 0.1)
            now += 0.1
            values = {"path": "a <i>.csv", "k": stop}
            yield now, ev.IterationFailed(s.loop, stop, values, now)
            yield now, ev.LoopFinished(report_of(s, now - t0, stop), now)
            return
        else:
            yield now, ev.ChunkRan(s.loop, chunk, start, stop, info, began, ended, 800, now)
            back[chunk] = chunk
        while committed in back:
            if back.pop(committed) >= 0:
                a, b = starts[committed], min(starts[committed] + s.chunk, last)
                yield now, ev.ChunkCommitted(s.loop, committed, a, b, now, now + 0.003, s.prints)
                now += 0.003
            committed += 1
    yield now, ev.LoopFinished(report_of(s, now - t0, last), now)


def report_of(script: Script, wall: float, iterations: int) -> LoopReport:
    """Report a loop as its events told it."""
    serial = iterations / script.chunk * script.seconds * 1.02
    chunks = (iterations - script.first) // script.chunk
    speedup = serial / wall
    return LoopReport(
        "parallel", script.verdict, "", [], script.lineno, script.title, iterations, chunks, wall,
        serial, speedup, speedup / script.workers, 700 * chunks, 80_000 * chunks, script.workers,
        notes=["a worker died; its chunk was run again"] if script.lost_at is not None else [],
        end_lineno=script.lineno + 3, names=NAMES,
    )  # fmt: skip


SERIAL = LoopReport(
    "serial", "serial",
    "NBP101 `prev` is read at line 5 before it is written (edit: keep the values in a list and "
    "take differences afterwards)",
    ["NBP101"], 4, "for x in xs:", 300, wall_s=0.41,
)  # fmt: skip
SHORT = LoopReport(
    "serial", "serial",
    "NBP301 the loop took 12 ms in the kernel, less than what is worth handing over "
    "(--min-time 0.5)",
    ["NBP301"], 2, "for y in range(10):", 10, wall_s=0.012,
)  # fmt: skip


def play(
    sink: Sink, *scripts: Script, others: tuple[LoopReport, ...] = (), error: str = ""
) -> None:
    """Send the events in real time, as the runtime does: polls of 20 ms, a tick after each."""
    began = time.time()
    reports: list[LoopReport] = []
    for script in scripts:
        for at, event in events(script, time.time()):
            while time.time() < at:
                time.sleep(min(0.02, max(0.0, at - time.time())))
                sink.tick()
                if sink.cancel_requested():
                    _cancelled(sink, script, began)
            if isinstance(event, ev.LoopFinished):
                reports.append(event.report)
            sink.emit(event)
    wall = time.time() - began
    sink.emit(ev.RunFinished(RunReport([*reports, *others], wall, {}, error, SOURCE), time.time()))


def _cancelled(sink: Sink, script: Script, began: float) -> None:
    time.sleep(0.3)
    sink.tick()
    report = report_of(script, time.time() - began, 480)
    sink.emit(ev.LoopFinished(report, time.time()))
    finished = RunReport([report], time.time() - began, {}, "KeyboardInterrupt")
    sink.emit(ev.RunFinished(finished, time.time()))
    raise KeyboardInterrupt


def in_notebook(*scripts: Script, options: Options | None = None, **rest: object) -> None:
    """Play in the notebook this is called from."""
    from IPython import get_ipython

    from nbparallel.ui.card import open_sink

    sink = open_sink(options or Options(), get_ipython())
    try:
        play(sink, *scripts, **rest)  # type: ignore[arg-type]
    except KeyboardInterrupt:
        finish = getattr(sink, "recorder", SimpleNamespace()).view(time.time()).report
        if finish is None:
            report = report_of(scripts[0], 1.0, 480)
            ended = ev.RunFinished(RunReport([report], 1.0, {}, "KeyboardInterrupt"), time.time())
            sink.emit(ended)
        print("interrupted")


CELLS = (
    "from tests.ui.replay import *",
    "in_notebook(Script())",
    "in_notebook(Script(title='for path in sorted(paths):  # <script>alert(1)</script>', "
    "workers=8, total=600, first=8, chunk=6, lost_at=200), "
    "Script(title='squares = {key: fit(table, key) for key in keys}', loop=1, lineno=7, "
    "verdict='checked', workers=8, total=400, first=8, chunk=6, start_s=0), others=(SERIAL, SHORT))",
    "in_notebook(Script(fail_at=400), error='ValueError')",
    "in_notebook(others=(SERIAL, SHORT))",
    "in_notebook(others=(SHORT,))",
    "print('before'); in_notebook(Script(total=None, workers=4), options=Options(no_plot=True)); "
    "print('after')",
)


def write_notebook(path: Path, cells: tuple[str, ...] = CELLS) -> None:
    """Write a notebook that shows every state."""
    notebook = {
        "nbformat": 4, "nbformat_minor": 5, "metadata": {},
        "cells": [
            {"cell_type": "code", "id": f"cell-{i}", "metadata": {}, "outputs": [],
             "execution_count": None, "source": source}
            for i, source in enumerate(cells)
        ],
    }  # fmt: skip
    path.write_text(json.dumps(notebook, indent=1), encoding="utf-8")


if __name__ == "__main__":
    write_notebook(Path(sys.argv[1]), tuple(sys.argv[2:]) or CELLS)
