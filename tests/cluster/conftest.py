"""A cluster of our own for the whole folder, and ways to run chunks on it."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from nbparallel.runtime.cluster import Cluster
from nbparallel.runtime.dispatch import DaskExecutor
from nbparallel.runtime.executor import Outcome
from tests.cluster import engine

ROOT = Path(__file__).parents[2]
_keys = (f"loop{number}" for number in itertools.count())
_opened: list[Loop] = []


def wait_for(condition: Callable[[], object], seconds: float = 30.0) -> None:
    """Wait until a condition holds; a bound, so that a failure is not a hang."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not come to be"
        time.sleep(0.02)


def _lives(process: psutil.Process) -> bool:
    """Whether a process is there and not merely unburied; it may go while it is asked."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


class Loop:
    """An open loop whose chunks are Python statements."""

    def __init__(self, executor: DaskExecutor, payload: bytes = b"", *views: memoryview) -> None:
        self.executor = executor
        self.key = next(_keys)
        executor.open_loop(self.key, payload, list(views))
        _opened.append(self)

    def send(self, *chunks: str) -> None:
        """Send chunks, numbered from 0."""
        for number, text in enumerate(chunks):
            self.executor.submit(self.key, number, text.encode())

    def receive(self, count: int) -> list[Outcome]:
        """Wait for so many chunks; give them by number."""
        back: list[Outcome] = []
        wait_for(lambda: back.extend(self.executor.poll(0.1)) or len(back) >= count)
        return sorted(back, key=lambda outcome: outcome.chunk)

    def run(self, *chunks: str) -> list[Outcome]:
        """Send chunks and wait for all of them."""
        self.send(*chunks)
        return self.receive(len(chunks))


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """Give a running cluster of two workers."""
    cluster = Cluster(workers=2)
    cluster.start()
    yield cluster
    cluster.stop()


@pytest.fixture(scope="session")
def shared_executor(cluster: Cluster) -> DaskExecutor:
    """Give the executor that all tests share."""
    executor = DaskExecutor(cluster, engine=engine.__name__)
    executor.start()
    return executor


@pytest.fixture
def executor(shared_executor: DaskExecutor) -> Iterator[DaskExecutor]:
    """Give the executor with both workers there, whatever the test before did to them."""
    wait_for(lambda: shared_executor.wait_ready(0.1) and len(shared_executor.workers()) == 2)
    yield shared_executor
    while _opened:
        loop = _opened.pop()
        loop.executor.close_loop(loop.key)


class Kernel:
    """A process that plays the kernel: it starts a cluster, says so, and waits."""

    def __init__(self, code: str, folder: Path) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, "-c", code],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(folder)},
            start_new_session=True,
        )
        assert self.process.stdout is not None
        self.first_line = self.process.stdout.readline().strip()
        self.family = psutil.Process(self.process.pid).children(recursive=True)

    def living(self) -> list[psutil.Process]:
        """Give the processes below it that are still there."""
        return [one for one in self.family if _lives(one)]

    def end(self) -> None:
        """End it for good."""
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def kernel() -> Iterator[Callable[[str], Kernel]]:
    """Give a way to start kernels; pytest's own folder has too long a name for sockets."""
    made: list[Kernel] = []
    with tempfile.TemporaryDirectory(prefix="k-") as folder:

        def make(code: str) -> Kernel:
            made.append(Kernel(code, Path(folder)))
            return made[-1]

        yield make
        for one in made:
            one.end()
