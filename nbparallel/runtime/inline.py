"""Chunks in this process: `InlineExecutor`, the fast stand-in of the equivalence tests.

Everything passes through bytes as it would on the way to a worker, and chunks come back in
a shuffled order, so that what depends on their order is found without a cluster.
"""

from __future__ import annotations

import importlib
import os
import random
import socket
import time
from collections.abc import Collection

from nbparallel.events import WorkerInfo
from nbparallel.runtime import buffers as sharing
from nbparallel.runtime import forked
from nbparallel.runtime.executor import Outcome, Status

ENGINE = "nbparallel.runtime.chunkrun"


class InlineExecutor:
    """Runs chunks in this process, a few at each `poll`.

    Parameters
    ----------
    workers : int
        Workers it claims to have; so many chunks at most run at one `poll`.
    seed : int
        Of the order in which chunks run and come back.
    lose : collection of int
        Chunks that are lost the first time they are sent.
    engine : str
        Name of the module whose ``install``, ``run_chunk`` and ``forget`` are called.
    """

    def __init__(
        self,
        workers: int = 3,
        seed: int = 0,
        lose: Collection[int] = (),
        engine: str = ENGINE,
    ) -> None:
        self._random = random.Random(seed)
        self._lose = set(lose)
        self._engine = importlib.import_module(engine)
        self._waiting: list[tuple[str, int, bytes]] = []
        self._alone: set[str] = set()  # loops whose chunks have processes of their own
        host, pid = socket.gethostname(), os.getpid()
        self._workers = tuple(WorkerInfo(f"inline-{n}", pid, host) for n in range(workers))

    def start(self) -> None:
        """Nothing needs to be brought up."""

    def ready(self) -> bool:
        """Be ready, always."""
        return True

    def wait_ready(self, timeout: float) -> bool:
        """Be ready at once."""
        return True

    def workers(self) -> tuple[WorkerInfo, ...]:
        """Give the pretended workers."""
        return self._workers

    def open_loop(
        self,
        key: str,
        payload: bytes,
        buffers: list[memoryview],
        lanes: int = 1,
        *,
        alone: bool = False,
    ) -> None:
        """Install the loop with copies of its buffers."""
        self._engine.install(key, bytes(payload), sharing.copies(sharing.flattened(buffers)))
        if alone:
            self._alone.add(key)
            self._engine.look(key)

    def submit(self, key: str, chunk: int, data: bytes, seconds: float = 0.0) -> None:
        """Keep the chunk until `poll`."""
        self._waiting.append((key, chunk, bytes(data)))

    def poll(self, timeout: float) -> list[Outcome]:
        """Run some of the waiting chunks, whichever, and give them in whatever order."""
        self._random.shuffle(self._waiting)
        count = min(len(self._waiting), self._random.randint(1, len(self._workers)))
        taken, self._waiting = self._waiting[:count], self._waiting[count:]
        return [self._run(*item) for item in taken]

    def done_with(self, key: str, chunk: int) -> None:
        """Nothing is shared."""

    def withdraw(self, key: str, chunks: Collection[int]) -> None:
        """Drop some of the loop's chunks."""
        self._waiting = [i for i in self._waiting if i[0] != key or i[1] not in chunks]

    def cancel(self, key: str) -> None:
        """Drop the loop's chunks."""
        self._waiting = [item for item in self._waiting if item[0] != key]

    def watch_folder(self) -> str | None:
        """Give none: this process must not be ended."""
        return None

    def close_loop(self, key: str) -> None:
        """Forget the loop."""
        self.cancel(key)
        self._engine.forget(key)

    def _answer(self, key: str, chunk: int, data: bytes) -> list[bytes]:
        def answer() -> list[bytes]:
            return [bytes(part) for part in self._engine.run_chunk(key, chunk, data)]

        if key in self._alone:
            answered: list[bytes] = forked.call(answer)
            return answered
        return answer()

    def _run(self, key: str, chunk: int, data: bytes) -> Outcome:
        worker = self._random.choice(self._workers)
        if chunk in self._lose:
            self._lose.discard(chunk)
            return Outcome(chunk, Status.LOST, [], worker, 0.0, 0.0, "lost on purpose")
        began = time.time()
        try:
            result = self._answer(key, chunk, data)
        except forked.Died as error:
            return Outcome(chunk, Status.LOST, [], worker, 0.0, 0.0, str(error))
        except Exception as error:
            message = f"{type(error).__name__}: {error}"
            return Outcome(chunk, Status.ERROR, [], worker, began, time.time(), message)
        return Outcome(chunk, Status.RETURNED, result, worker, began, time.time())
