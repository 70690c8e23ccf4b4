"""Loops whose iterations mostly wait: many chunks at a time on each worker, each in a process."""

from __future__ import annotations

import os
import pickle
import signal
from pathlib import Path

import psutil
import pytest

import nbparallel
from nbparallel.runtime.dispatch import DaskExecutor
from nbparallel.runtime.executor import Outcome, Status
from tests.cluster.conftest import Loop, wait_for

# Comes to its end only if so many run at the same time.
TOGETHER = """
import os, time
open(os.path.join({folder!r}, str(chunk)), "w").close()
deadline = time.monotonic() + 30
while len(os.listdir({folder!r})) < {count}:
    assert time.monotonic() < deadline
    time.sleep(0.01)
result = os.getpid()
"""


class Lanes(Loop):
    """A loop of which each worker runs 16 chunks at a time."""

    WIDTH = 16

    def __init__(self, executor: DaskExecutor, payload: bytes = b"", *views: memoryview) -> None:
        self.WIDTH = type(self).WIDTH
        opened = executor.open_loop

        def wide(key: str, payload: bytes, views: list[memoryview]) -> None:
            opened(key, payload, views, lanes=self.WIDTH)

        executor.open_loop = wide  # type: ignore[method-assign, assignment]
        try:
            super().__init__(executor, payload, *views)
        finally:
            del executor.open_loop


def results(back: list[Outcome]) -> list[object]:
    assert [one.message for one in back if one.message] == []
    return [pickle.loads(one.data[0]) for one in back]


def test_chunks_run_side_by_side_each_in_a_process_of_its_own(
    executor: DaskExecutor, tmp_path: Path
) -> None:
    chunk = TOGETHER.format(folder=str(tmp_path), count=24)
    back = Lanes(executor).run(*[chunk] * 24)
    assert len(set(results(back))) == 24
    assert len({one.worker.name for one in back if one.worker}) == 24


def test_more_chunks_than_lanes_wait_for_one(executor: DaskExecutor) -> None:
    back = Lanes(executor).run(*["import time; time.sleep(0.01); result = chunk"] * 150)
    assert results(back) == list(range(150))
    assert len({one.worker.name for one in back if one.worker}) <= 2 * Lanes.WIDTH


def test_what_a_chunk_does_to_its_process_no_other_sees(executor: DaskExecutor) -> None:
    chunk = (
        "import os\nresult = os.environ.get('LEFT')\nos.environ['LEFT'] = 'behind'\nos.chdir('/')"
    )
    assert results(Lanes(executor).run(*[chunk] * 40)) == [None] * 40


def test_buffers_and_large_results_travel(executor: DaskExecutor) -> None:
    loop = Lanes(executor, b"p" * 2_000_000, memoryview(bytes(range(250)) * 8000))
    chunk = "result = len(payload), bytes(buffers[0][chunk:chunk + 1]) * 3_000_000"
    back = loop.run(*[chunk] * 8)
    assert results(back) == [(2_000_000, bytes([n]) * 3_000_000) for n in range(8)]


def test_a_chunk_that_kills_its_process_is_lost_alone(executor: DaskExecutor) -> None:
    before = executor.workers()
    back = Lanes(executor).run("result = 1", "import os; os.kill(os.getpid(), 9)", "result = 3")
    assert [one.status for one in back] == [Status.RETURNED, Status.LOST, Status.RETURNED]
    assert "SIGKILL" in back[1].message
    assert executor.workers() == before


def test_cancelled_lanes_are_gone_at_once(executor: DaskExecutor) -> None:
    loop = Lanes(executor)
    loop.send(*["import time; time.sleep(600)"] * 20)
    wait_for(lambda: executor.poll(0.05) or len(below(executor)) >= 20)
    executor.cancel(loop.key)
    wait_for(lambda: len(below(executor)) <= 2)  # the roots
    assert {one.status for one in Loop(executor).run("pass", "pass")} == {Status.RETURNED}


def below(executor: DaskExecutor) -> list[psutil.Process]:
    """Give the processes below the workers."""
    workers = [psutil.Process(worker.pid) for worker in executor.workers()]
    return [child for worker in workers for child in worker.children(recursive=True)]


def test_lanes_end_with_their_worker(executor: DaskExecutor) -> None:
    loop = Lanes(executor)
    loop.send(*["import time; time.sleep(600)"] * 8)
    wait_for(lambda: executor.poll(0.05) or len(below(executor)) >= 8)
    family = below(executor)
    for worker in executor.workers():
        os.kill(worker.pid, signal.SIGKILL)
    wait_for(lambda: not [one for one in family if one.is_running()])
    assert {one.status for one in loop.receive(8)} == {Status.LOST}


@pytest.fixture
def names() -> dict[str, object]:
    namespace: dict[str, object] = {"__name__": "__main__"}
    exec("import time, os", namespace)
    return namespace


def test_a_loop_that_waits_is_found_and_gets_lanes(names: dict[str, object]) -> None:
    nbparallel.run("r = [i for i in range(4)]", names, min_time=0)  # workers are there
    cell = "out = []\nfor k in range(40):\n    time.sleep(0.1)\n    out.append(k)"
    nbparallel.run(cell, names)
    assert names["out"] == list(range(40))
    report = nbparallel.last_run()
    assert report is not None
    assert report.loops[0].workers > 8


def test_a_loop_that_computes_gets_none(names: dict[str, object]) -> None:
    cell = "out = []\nfor k in range(60):\n    out.append(sum(i * i for i in range(200_000)))"
    nbparallel.run(cell, names, min_time=0)
    report = nbparallel.last_run()
    assert report is not None
    assert report.loops[0].mode == "parallel"
    assert 1 <= report.loops[0].workers <= 2
