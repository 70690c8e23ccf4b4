"""Whole cells on a real cluster: killed workers, interrupts, partial state, what is left behind."""

from __future__ import annotations

import decimal
import os
import signal
import threading
from collections.abc import Callable
from typing import Any

import pytest

import nbparallel
from nbparallel.events import ChunkCommitted, ClusterReady, Event, Silence, WorkerInfo

pytestmark = pytest.mark.cluster

CELL = """
def work(n):
    s = 0.0
    for i in range(n):
        s += i * 0.5 % 7
    return s
out = []
for k in range(120):
    out.append((k, work(60000)))
    tmp = k
"""


class Actor(Silence):
    """Acts when a chunk was committed; remembers the events."""

    def __init__(self, act: Callable[[Actor], None], after: int = 1) -> None:
        self.events: list[Event] = []
        self.committed = 0
        self._act, self._after = act, after
        self.cancelled = False

    def emit(self, event: Event) -> None:
        self.events.append(event)
        if isinstance(event, ChunkCommitted):
            self.committed += 1
            if self.committed == self._after:
                self._act(self)

    def cancel_requested(self) -> bool:
        return self.cancelled

    def workers(self) -> tuple[WorkerInfo, ...]:
        return [e for e in self.events if isinstance(e, ClusterReady)][-1].workers


def plain(cell: str) -> dict[str, Any]:
    names: dict[str, Any] = {"__name__": "__main__"}
    exec(cell, names)
    return names


def parallel(cell: str, sink: Silence) -> dict[str, Any]:
    names: dict[str, Any] = {"__name__": "__main__"}
    nbparallel.run(cell, names, sink=sink, min_time=0)
    return names


@pytest.fixture(scope="module")
def expected() -> list[Any]:
    out: list[Any] = plain(CELL)["out"]
    return out


@pytest.mark.parametrize("count", [1, 2])
def test_killed_workers_change_nothing(expected: list[Any], count: int) -> None:
    def kill(actor: Actor) -> None:
        for worker in actor.workers()[:count]:
            os.kill(worker.pid, signal.SIGKILL)

    names = parallel(CELL, Actor(kill))
    assert names["out"] == expected
    report = nbparallel.last_run()
    assert report is not None
    loop = report.loops[-1]
    assert loop.iterations == 120
    assert any("NBP502" in note and "iterations" in note for note in loop.notes)


@pytest.mark.parametrize("how", ["signal", "cancel"])
def test_an_interrupt_leaves_whole_iterations(expected: list[Any], how: str) -> None:
    def stop(actor: Actor) -> None:
        if how == "signal":
            threading.Timer(0.05, os.kill, (os.getpid(), signal.SIGINT)).start()
        else:
            actor.cancelled = True

    names: dict[str, Any] = {"__name__": "__main__"}
    with pytest.raises(KeyboardInterrupt):
        nbparallel.run(CELL, names, sink=Actor(stop), min_time=0)
    done = len(names["out"])
    assert 0 < done < 120
    assert names["out"] == expected[:done]
    assert names["tmp"] == names["k"] == done - 1
    # the next cell works at once
    assert parallel("r = [i * i for i in range(50)]", Silence())["r"] == [i * i for i in range(50)]


def test_large_temporaries_are_there_when_an_iteration_fails() -> None:
    cell = """
import numpy as np
out = []
for k in range(60):
    if k == 41:
        raise ValueError(k)
    big = np.full(100_000, k)
    out.append(k)
"""
    names: dict[str, Any] = {"__name__": "__main__"}
    with pytest.raises(ValueError, match="41"):
        nbparallel.run(cell, names, min_time=0)
    assert names["out"] == list(range(41))
    assert names["big"][0] == 40


def test_a_second_cell_reuses_the_cluster() -> None:
    pids = []
    for _ in range(2):
        actor = Actor(lambda actor: None)
        parallel("r = [i + 1 for i in range(30)]", actor)
        pids.append({worker.pid for worker in actor.workers()})
    assert pids[0] == pids[1]


def test_environment_of_the_kernel_reaches_the_body(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NBP_TEST_VALUE", "17")
    monkeypatch.setattr(decimal.getcontext(), "prec", 40)
    cell = """
import decimal, os
out = []
for k in range(3, 9):
    out.append((os.environ.get("NBP_TEST_VALUE"), os.getcwd(), decimal.Decimal(1) / k))
"""
    assert parallel(cell, Silence())["out"] == plain(cell)["out"]
    report = nbparallel.last_run()
    assert report is not None
    assert report.loops[0].mode == "parallel", report.loops[0].reason
