"""Chunks on real workers: what comes back, what is lost, what is shared."""

from __future__ import annotations

import os
import pickle
import signal

import numpy as np
import pytest

from nbparallel.runtime import segments
from nbparallel.runtime.cluster import Cluster
from nbparallel.runtime.dispatch import DaskExecutor
from nbparallel.runtime.executor import Status
from tests.cluster.conftest import Loop, wait_for

WHO = "import os\nresult = os.getpid()"


def test_chunks_come_back_with_their_worker_and_its_clock(executor: DaskExecutor) -> None:
    loop = Loop(executor, b"hello")
    back = loop.run(*["import os, time; time.sleep(0.05); result = payload, os.getpid()"] * 4)
    assert [one.chunk for one in back] == [0, 1, 2, 3]
    for one in back:
        assert one.status is Status.RETURNED
        assert one.worker is not None
        assert pickle.loads(one.data[0]) == (b"hello", one.worker.pid)
        assert one.ended - one.began >= 0.05
    assert {one.worker for one in back} == set(executor.workers())


def test_a_bound_on_the_workers_holds(executor: DaskExecutor) -> None:
    executor.limit = 1
    try:
        assert len({one.worker for one in Loop(executor).run(*[WHO] * 6)}) == 1
        assert len(executor.workers()) == 1
    finally:
        executor.limit = None


def test_a_broken_engine_is_an_error_with_its_message(executor: DaskExecutor) -> None:
    back = Loop(executor).run("1 / 0")[0]
    assert (back.status, back.message) == (Status.ERROR, "ZeroDivisionError: division by zero")


def test_a_killed_workers_chunk_is_lost_and_its_end_named(executor: DaskExecutor) -> None:
    loop = Loop(executor)
    back = loop.run("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "pass")
    assert [one.status for one in back] == [Status.LOST, Status.RETURNED]
    assert back[0].worker is not None
    assert str(back[0].worker.pid) in back[0].message
    assert "SIGKILL" in back[0].message


def test_a_lost_chunk_does_not_run_again(
    executor: DaskExecutor, tmp_path: os.PathLike[str]
) -> None:
    log = os.path.join(tmp_path, "log")
    chunk = f"open({log!r}, 'a').write('x')\nimport os\nos._exit(3)"
    back = Loop(executor).run(chunk)[0]
    assert "exit code 3" in back.message
    wait_for(lambda: len(executor.workers()) == 2)
    Loop(executor).run(*["pass"] * 6)
    with open(log) as file:
        assert file.read() == "x"


def test_a_worker_that_joins_later_knows_the_loop(executor: DaskExecutor) -> None:
    array = np.arange(500_000.0)
    loop = Loop(executor, b"p" * 3_000_000, memoryview(array))
    old = {worker.pid for worker in executor.workers()}
    for pid in old:
        os.kill(pid, signal.SIGKILL)
    wait_for(lambda: len(new_pids(executor) - old) == 2)
    back = loop.run(*["result = len(payload), buffers[0].nbytes"] * 4)
    assert {pickle.loads(one.data[0]) for one in back} == {(3_000_000, 4_000_000)}


def new_pids(executor: DaskExecutor) -> set[int]:
    """Give the pids of the workers that are there."""
    executor.poll(0)
    return {worker.pid for worker in executor.workers()}


def test_a_large_buffer_is_one_copy_for_all_workers(executor: DaskExecutor) -> None:
    array = np.ones(25_000_000)
    loop = Loop(executor, b"", memoryview(array))
    chunk = (
        "import numpy, time\n"
        "total = float(numpy.frombuffer(buffers[0]).sum())\n"
        "maps = open('/proc/self/smaps').read().split('memfd:nbparallel')[1]\n"
        "fields = dict(line.split(':') for line in maps.splitlines()[1:18])\n"
        "result = total, fields['Anonymous'].split()[0], fields['Rss'].split()[0]\n"
        "time.sleep(0.1)"
    )
    back = loop.run(chunk, chunk)
    assert len({one.worker for one in back}) == 2
    for one in back:
        total, own, resident = pickle.loads(one.data[0])
        assert total == 25e6
        assert int(own) == 0
        assert int(resident) > 190_000


def test_what_a_chunk_writes_to_a_buffer_stays_with_it(executor: DaskExecutor) -> None:
    array = np.zeros(500_000)
    fixed = np.zeros(500_000)
    fixed.flags.writeable = False
    loop = Loop(executor, b"", memoryview(array), memoryview(fixed))
    back = loop.run("buffers[0][0:8] = b'12345678'; result = [b.readonly for b in buffers]")[0]
    assert pickle.loads(back.data[0]) == [False, True]
    assert not array.any()


@pytest.mark.parametrize("size", [10, 5_000_000])
def test_data_and_results_of_any_size_travel(executor: DaskExecutor, size: int) -> None:
    loop = Loop(executor)
    comment = "#" * size
    back = loop.run(*[f"result = bytes([{n}]) * {size}  {comment}" for n in range(4)])
    assert [pickle.loads(one.data[0]) for one in back] == [bytes([n]) * size for n in range(4)]


def test_closed_loops_leave_no_memory_behind(executor: DaskExecutor) -> None:
    executor._kept.clear()
    before = open_memory()
    loop = Loop(executor, b"p" * 2_000_000, memoryview(np.zeros(500_000)))
    assert open_memory() > before
    loop.run(*["result = bytes(3_000_000)"] * 4)
    executor.close_loop(loop.key)
    executor._kept.clear()  # what stays on purpose, for loops that read the same
    assert open_memory() == before
    count = (
        "import os\n"
        "names = [os.readlink(f'/proc/self/fd/{fd}') for fd in os.listdir('/proc/self/fd')"
        " if os.path.islink(f'/proc/self/fd/{fd}')]\n"
        "result = sum('memfd' in name for name in names)"
    )
    # Some of it a worker keeps for its next results; mapped memory has a descriptor of its own.
    kept = 2 * segments.KEPT // segments.SEGMENT
    for _ in range(3):
        loop = Loop(executor)
        assert len(loop.run(*["result = bytes(30_000_000)"] * 4)) == 4
        executor.close_loop(loop.key)
    assert all(pickle.loads(one.data[0]) <= kept for one in Loop(executor).run(*[count] * 4))


def open_memory() -> int:
    """Count this process's shared memory files."""
    folder = f"/proc/{os.getpid()}/fd"
    links = (os.path.join(folder, fd) for fd in os.listdir(folder))
    return sum("memfd:nbparallel" in os.readlink(link) for link in links if os.path.islink(link))


@pytest.mark.parametrize(
    "body",
    [
        "while True: pass",
        "import time; time.sleep(600)",
        "while True:\n try:\n  while True: pass\n except BaseException: pass",
    ],
    ids=["busy", "waits-in-c", "catches-everything"],
)
def test_cancel_stops_what_runs(executor: DaskExecutor, body: str) -> None:
    loop = Loop(executor)
    loop.send(*[body] * 6)
    executor.poll(0.3)
    executor.cancel(loop.key)
    executor.close_loop(loop.key)
    assert {one.status for one in Loop(executor).run(*[WHO] * 4)} == {Status.RETURNED}
    assert executor.poll(0) == []


def test_scaling_changes_the_number_of_workers(executor: DaskExecutor, cluster: Cluster) -> None:
    cluster.scale(3)
    wait_for(lambda: len(new_pids(executor)) == 3)
    cluster.scale(2)
    wait_for(lambda: len(new_pids(executor)) == 2)
    assert Loop(executor).run(WHO)[0].status is Status.RETURNED
