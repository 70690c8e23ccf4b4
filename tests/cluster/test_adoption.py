"""The user's own cluster: used as it is, left as it was."""

from __future__ import annotations

import itertools
import pickle
from collections.abc import Iterator

import psutil
import pytest
from distributed import Client, LocalCluster

from nbparallel.runtime.cluster import Cluster, ClusterError, State
from nbparallel.runtime.dispatch import DaskExecutor
from nbparallel.runtime.executor import Status
from tests.cluster import engine
from tests.cluster.conftest import Loop, wait_for

# The users' workers, which lack the package.
LACKING = """
import sys
class Lacking:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("nbparallel", "tests"):
            raise ImportError(f"{name} is not installed here")
sys.meta_path.insert(0, Lacking())
"""


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    """Give a client with workers of the user's own making."""
    with (
        LocalCluster(
            n_workers=2,
            threads_per_worker=2,
            dashboard_address=None,
            preload=[LACKING],
            silence_logs=50,
        ) as cluster,
        Client(cluster) as client,
    ):
        yield client


@pytest.fixture
def adopted(client: Client) -> Iterator[DaskExecutor]:
    """Give an executor on the user's cluster, found as the default client."""
    cluster = Cluster()
    executor = DaskExecutor(cluster, engine=engine.__name__)
    executor.start()
    wait_for(lambda: executor.wait_ready(0.1) and len(executor.workers()) == 2)
    yield executor
    cluster.stop()


def test_a_client_in_the_notebook_is_used(adopted: DaskExecutor, client: Client) -> None:
    assert not adopted._cluster.owned
    assert {worker.name for worker in adopted.workers()} == set(client.scheduler_info()["workers"])


def test_workers_without_the_package_run_chunks(adopted: DaskExecutor) -> None:
    loop = Loop(adopted, b"hello", memoryview(bytes(2_000_000)))
    chunk = (
        "try:\n import nbparallel.options\n lacks = False\n"
        "except ImportError:\n lacks = True\n"
        "result = lacks, payload, len(buffers[0]), buffers[0].readonly"
    )
    back = loop.run(*[chunk] * 4)
    assert [one.message for one in back] == [""] * 4
    assert {pickle.loads(one.data[0]) for one in back} == {(True, b"hello", 2_000_000, True)}


def test_one_chunk_at_a_time_runs_in_a_process(adopted: DaskExecutor) -> None:
    back = Loop(adopted).run(*["import time; time.sleep(0.05)"] * 8)
    for worker in adopted.workers():
        mine = sorted((one.began, one.ended) for one in back if one.worker == worker)
        assert all(first[1] <= second[0] for first, second in itertools.pairwise(mine))


def test_a_killed_workers_chunk_does_not_run_again_elsewhere(adopted: DaskExecutor) -> None:
    back = Loop(adopted).run("import os; os._exit(1)")[0]
    assert back.status is Status.LOST
    wait_for(lambda: len(adopted.workers()) == 2)
    assert {one.status for one in Loop(adopted).run(*["pass"] * 4)} == {Status.RETURNED}


def test_cancel_leaves_the_users_processes_alive(adopted: DaskExecutor) -> None:
    before = adopted.workers()
    loop = Loop(adopted)
    loop.send("while True: pass", "while True: pass")
    adopted.poll(0.3)
    adopted.cancel(loop.key)
    assert {one.status for one in Loop(adopted).run("pass", "pass")} == {Status.RETURNED}
    assert adopted.workers() == before


def test_letting_go_leaves_the_users_cluster_running(client: Client) -> None:
    cluster = Cluster()
    cluster.connect(client)
    assert cluster.status().workers == 2
    cluster.stop()
    assert cluster.state is State.STOPPED
    assert client.submit(sum, (1, 2)).result() == 3


def test_the_users_cluster_is_not_scaled(client: Client) -> None:
    cluster = Cluster()
    cluster.connect(client)
    with pytest.raises(ClusterError, match="where it was made"):
        cluster.scale(1)
    cluster.stop()


def test_an_address_in_the_environment_is_used(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("distributed.default_client", no_client)
    monkeypatch.setenv("DASK_SCHEDULER_ADDRESS", client.scheduler.address)
    cluster = Cluster()
    cluster.start()
    assert cluster.wait(30)
    assert (cluster.owned, cluster.status().workers) == (False, 2)
    cluster.stop()


def no_client() -> Client:
    """Say that there is none."""
    raise ValueError("no client")


def test_workers_that_are_threads_of_the_kernel_are_refused() -> None:
    with (
        Client(processes=False, dashboard_address="127.0.0.1:0", set_as_default=False) as threads,
        pytest.raises(ClusterError, match="processes=True"),
    ):
        Cluster().connect(threads)


def test_an_address_where_nobody_answers_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nbparallel.runtime.cluster.CONNECT_TIMEOUT", 1.0)
    before = len(psutil.Process().children())
    with pytest.raises(ClusterError, match="no Dask scheduler answers"):
        Cluster().connect("tcp://127.0.0.1:1")
    assert len(psutil.Process().children()) == before
