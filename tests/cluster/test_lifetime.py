"""How the cluster starts, what it leaves alone, and that it ends with the kernel."""

from __future__ import annotations

import os
import pickle
import signal
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from nbparallel.runtime.cluster import Cluster, ClusterError, State
from nbparallel.runtime.dispatch import DaskExecutor
from nbparallel.runtime.executor import Outcome
from tests.cluster.conftest import Kernel, Loop, wait_for

START = """
import os, sys, time
before = dict(os.environ)
from nbparallel.runtime.cluster import Cluster
assert "distributed" not in sys.modules
cluster = Cluster(workers=2)
cluster.start()
assert cluster.wait(60)
while cluster.status().workers < 2:
    time.sleep(0.02)
assert dict(os.environ) == before, "the environment changed"
assert "distributed" not in sys.modules, "the kernel imported Dask"
print("ready", flush=True)
"""


def test_every_socket_listens_on_loopback(executor: DaskExecutor, cluster: Cluster) -> None:
    ours = psutil.Process()
    addresses = {
        connection.laddr.ip
        for process in [ours, *ours.children(recursive=True)]
        for connection in process.net_connections("inet")
        if connection.status == psutil.CONN_LISTEN
    }
    assert addresses == {"127.0.0.1"}


def test_connections_are_encrypted_and_strangers_are_turned_away(cluster: Cluster) -> None:
    assert cluster.client.scheduler.address.startswith("tls://")
    with pytest.raises(ClusterError, match="security"):
        Cluster().connect(cluster.client.scheduler.address)


def test_workers_run_one_thread_and_know_no_main(executor: DaskExecutor) -> None:
    chunk = (
        "import os, sys\n"
        "main = sys.modules['__main__']\n"
        "result = os.environ['OMP_NUM_THREADS'], hasattr(main, '__file__')"
    )
    loop = Loop(executor)
    assert [eval_of(one) for one in loop.run(chunk, chunk)] == [("1", False)] * 2
    assert [worker.threads for worker in executor.workers()] == [1, 1]


def test_workers_import_from_the_kernels_folders(
    executor: DaskExecutor, tmp_path: os.PathLike[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NBPARALLEL_TEST", "seen")
    with open("only_here.py", "w") as file:
        file.write("value = 42\n")
    chunk = (
        "import only_here, os\nresult = only_here.value, os.getcwd(), os.environ['NBPARALLEL_TEST']"
    )
    assert eval_of(Loop(executor).run(chunk)[0]) == (42, str(tmp_path), "seen")


def test_an_interrupt_of_the_whole_family_leaves_the_workers_alive(
    executor: DaskExecutor,
) -> None:
    before = executor.workers()
    family = psutil.Process().children(recursive=True)
    for process in family:
        process.send_signal(signal.SIGINT)
    loop = Loop(executor)
    assert {outcome.status.name for outcome in loop.run(*["pass"] * 4)} == {"RETURNED"}
    assert executor.workers() == before
    assert all(process.is_running() for process in family)


def test_the_kernels_process_group_does_not_hold_the_workers(
    kernel: Callable[[str], Kernel],
) -> None:
    patient = "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)\n"
    one = kernel(patient + START + "sys.stdin.read()")
    assert one.first_line == "ready"
    os.killpg(one.process.pid, signal.SIGINT)
    time.sleep(0.3)
    assert len(one.living()) == len(one.family) >= 4


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_a_killed_kernel_leaves_nothing(kernel: Callable[[str], Kernel], how: int) -> None:
    one = kernel(START + "sys.stdin.read()")
    assert one.first_line == "ready"
    one.process.send_signal(how)
    wait_for(lambda: not one.living() and not list(one.folder.iterdir()))


def test_a_kernel_killed_while_it_starts_leaves_nothing(
    kernel: Callable[[str], Kernel],
) -> None:
    one = kernel(
        "from nbparallel.runtime.cluster import Cluster\nimport sys, time\n"
        "cluster = Cluster(workers=2)\ncluster.start()\n"
        "while not cluster.owned: time.sleep(0.01)\n"
        "time.sleep(0.3)\nprint('starting', flush=True)\nsys.stdin.read()"
    )
    assert one.first_line == "starting"
    one.process.kill()
    wait_for(lambda: not one.living() and not list(one.folder.iterdir()))


def test_busy_workers_end_with_the_kernel(kernel: Callable[[str], Kernel]) -> None:
    busy = "chunks = [cluster.client.submit(time.sleep, 600 + n) for n in range(2)]\n"
    one = kernel(START.replace("print(", busy + "print(") + "sys.stdin.read()")
    assert one.first_line == "ready"
    one.process.kill()
    wait_for(lambda: not one.living() and not list(one.folder.iterdir()))


def test_a_kernel_that_ends_by_itself_ends_in_silence(kernel: Callable[[str], Kernel]) -> None:
    one = kernel(START)
    assert one.first_line == "ready"
    out, err = one.process.communicate()
    assert (out, err, one.process.returncode) == ("", "", 0)
    wait_for(lambda: not one.living() and not list(one.folder.iterdir()))


def test_a_dead_cluster_says_what_to_do_and_can_be_started_again() -> None:
    cluster = Cluster(workers=1)
    cluster.start()
    assert cluster.wait(60)
    executor = DaskExecutor(cluster, engine="tests.cluster.engine")
    wait_for(executor.ready)
    loop = Loop(executor)
    loop.send("import time; time.sleep(60)", "pass", "pass")
    assert cluster._child is not None
    cluster._child._process.kill()
    assert {outcome.status.name for outcome in loop.receive(3)} == {"LOST"}
    wait_for(lambda: cluster.state is State.FAILED)
    with pytest.raises(ClusterError, match="parallel_cluster start"):
        executor.ready()
    loop.executor.close_loop(loop.key)
    cluster.start()
    wait_for(executor.ready)
    assert Loop(executor).run("pass")[0].status.name == "RETURNED"
    cluster.stop()


def test_workers_lost_time_and_again_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    # Dask's timer, that of one loss, which ends while another is mended; 15 s where not set.
    monkeypatch.setenv("DASK_DISTRIBUTED__DEPLOY__LOST_WORKER_TIMEOUT", "20ms")
    cluster = Cluster(workers=1)
    cluster.start()
    assert cluster.wait(60)
    killed: set[int] = set()
    while len(killed) < 8:
        wait_for(lambda: {peer.info.pid for peer in cluster.peers()} - killed)
        pid = cluster.peers()[0].info.pid
        os.kill(pid, signal.SIGKILL)
        killed.add(pid)
    wait_for(lambda: {peer.info.pid for peer in cluster.peers()} - killed)
    cluster.stop()


def test_stopping_removes_processes_and_folder() -> None:
    before = set(psutil.Process().children(recursive=True))
    cluster = Cluster(workers=1)
    cluster.start()
    assert cluster.wait(60)
    folder = cluster.scratch
    assert folder is not None
    cluster.stop()
    assert set(psutil.Process().children(recursive=True)) <= before
    assert not os.path.exists(folder)
    assert cluster.status().state is State.STOPPED


def eval_of(outcome: Outcome) -> object:
    """Give what a chunk bound to ``result``."""
    return pickle.loads(outcome.data[0])


def test_a_long_name_of_the_temporary_folder_does_not_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = tmp_path / ("x" * 100)
    long.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(long))
    cluster = Cluster(workers=1)
    cluster.start()
    assert cluster.wait(60)
    cluster.stop()
