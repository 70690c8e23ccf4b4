"""News from Dask's threads, kept until the thread that places chunks reads them."""

from __future__ import annotations

import contextlib
import queue
import signal
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class WorkerExit:
    """One of our own worker processes ended."""

    address: str
    code: int

    def __str__(self) -> str:
        if self.code >= 0:
            return f"exit code {self.code}"
        with contextlib.suppress(ValueError):
            return f"signal {signal.Signals(-self.code).name}"
        return f"signal {-self.code}"


@dataclass(frozen=True, slots=True)
class TaskEnded:
    """A Dask task of ours is over, well or not."""

    name: str


@dataclass(frozen=True, slots=True)
class WorkerJoined:
    """The scheduler has a new worker."""

    address: str


@dataclass(frozen=True, slots=True)
class WorkerLeft:
    """The scheduler lost a worker."""

    address: str


@dataclass(frozen=True, slots=True)
class WorkerStopped:
    """A worker runs nothing of a cancelled loop any more."""

    address: str


@dataclass(frozen=True, slots=True)
class Order:
    """Something to be done by the thread that reads."""

    act: Callable[[], None]


Letter = TaskEnded | WorkerJoined | WorkerLeft | WorkerStopped | WorkerExit | Order


class Mailbox:
    """A queue that threads put into and one thread reads."""

    def __init__(self) -> None:
        self._queue: queue.SimpleQueue[Letter] = queue.SimpleQueue()
        self._unread: deque[Letter] = deque()
        self._exits: dict[str, WorkerExit] = {}

    # ---- called from other threads

    def task_ended(self, name: str) -> None:
        """Take note that a task is over."""
        self._queue.put(TaskEnded(name))

    def worker_stopped(self, address: str) -> None:
        """Take note that a worker has stopped what it was asked to stop."""
        self._queue.put(WorkerStopped(address))

    def process_ended(self, address: str, code: int) -> None:
        """Take note of a worker process's end."""
        self._queue.put(WorkerExit(address, code))

    def order(self, act: Callable[[], None]) -> None:
        """Have something done by the thread that reads."""
        self._queue.put(Order(act))

    def scheduler_event(self, event: tuple[float, Any]) -> None:
        """Take note of what the scheduler logs under "all"."""
        message = event[1]
        kind = message.get("action") if isinstance(message, dict) else None
        if kind == "remove-worker":
            self._queue.put(WorkerLeft(message["worker"]))
        elif kind == "add-worker":
            self._queue.put(WorkerJoined(message["worker"]))

    # ---- called from the thread that reads

    def next(self, timeout: float) -> Letter | None:
        """Give the oldest letter, waiting at most ``timeout`` seconds; None if there is none."""
        if self._unread:
            return self._unread.popleft()
        return self._receive(timeout)

    def exit_of(self, address: str, patience: float) -> WorkerExit | None:
        """Give how a worker of ours ended; that news may come a moment after its end."""
        deadline = time.monotonic() + patience
        while address not in self._exits:
            letter = self._receive(deadline - time.monotonic())
            if letter is None:
                return None
            self._unread.append(letter)
        return self._exits[address]

    def _receive(self, timeout: float) -> Letter | None:
        try:
            letter = self._queue.get(timeout=timeout) if timeout > 0 else self._queue.get_nowait()
        except queue.Empty:
            return None
        if isinstance(letter, WorkerExit):
            self._exits[letter.address] = letter
        return letter
