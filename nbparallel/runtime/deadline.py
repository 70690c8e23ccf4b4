"""``--timeout`` on a worker: one chunk's iterations, none of which may take longer.

A thread looks how far the chunk has come. An iteration that takes too long gets an exception
put into its thread, which Python code sees at once. Code that waits in C does not see it: then
an alarm ends the process, whoever holds the interpreter's lock, and what the worker was
running stands in a file that the kernel reads.

Runs on workers, so it imports the standard library only.
"""

from __future__ import annotations

import contextlib
import ctypes
import glob
import operator
import os
import pickle
import signal
import threading
import time
from collections.abc import Iterator
from types import TracebackType
from typing import Any, Final

GRACE: Final = 0.5
"""Seconds after its time in which an iteration may still end by the exception."""


class DeadlinePassed(BaseException):
    """Put into the thread of an iteration that has taken too long."""


def latest(folder: str, pid: int) -> tuple[str, int, int] | None:
    """Give what a worker was ended for: a loop's key, a chunk, and an iteration counted in it.

    Of several things that it ran at once, that whose time was over first.
    """
    noted = []
    for path in glob.glob(os.path.join(glob.escape(folder), f"running-{pid}-*")):
        with (
            contextlib.suppress(OSError, EOFError, ValueError, pickle.UnpicklingError),
            open(path, "rb") as file,
        ):
            noted.append(pickle.load(file))
    if not noted:
        return None
    _, key, chunk, index = min(noted)
    return key, chunk, index


_due: dict[int, float] = {}  # when the alarm is to ring, for each watch in this process
_alarm = threading.Lock()


def _set_alarm(watch: int, due: float | None) -> None:
    """Let the process end at the earliest time that any watch has set."""
    with _alarm:
        if due is None:
            _due.pop(watch, None)
        else:
            _due[watch] = due
        seconds = max(0.001, min(_due.values()) - time.monotonic()) if _due else 0.0
        signal.setitimer(signal.ITIMER_REAL, seconds)


class Deadline:
    """Watches one chunk; without a limit it does nothing.

    Parameters
    ----------
    items : iterator
        The chunk's items, whose number left tells how far it has come.
    seconds : float or None
        What an iteration may take.
    folder : str or None
        Where to note what runs; None where the process must not be ended.
    key, chunk
        What runs.
    """

    def __init__(
        self, items: Iterator[Any], seconds: float | None, folder: str | None, key: str, chunk: int
    ) -> None:
        self._items = items
        self._seconds = seconds
        self._step = min(max((seconds or 0.0) / 5, 0.005), 0.1)
        name = f"running-{os.getpid()}-{threading.get_ident()}"
        self._file = os.path.join(folder, name) if folder is not None else None
        self._label = key, chunk
        self._total = operator.length_hint(items)
        self._thread = threading.get_ident()
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._late: int | None = None  # items left when the exception was put

    def __enter__(self) -> Deadline:
        """Begin to watch."""
        if self._seconds is not None:
            self._set_alarm(self._total)  # now: code that keeps the lock lets no thread run
            threading.Thread(target=self._watch, args=(self._seconds,), daemon=True).start()
        return self

    def __exit__(
        self,
        cls: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Watch no more."""
        self.close()

    def close(self) -> None:
        """Watch no more; an exception that was put but not yet raised is taken back."""
        if self._seconds is None or self._over.is_set():
            return
        with self._lock:
            self._over.set()
            _put(self._thread, None)
            if self._file is not None:
                _set_alarm(id(self), None)
                with contextlib.suppress(OSError):
                    os.unlink(self._file)

    def is_where_it_was_late(self) -> bool:
        """Whether the iteration that was late is the one in which the exception came out."""
        return self._late == operator.length_hint(self._items)

    def _watch(self, seconds: float) -> None:
        step = self._step
        left, since = self._total + 1, time.monotonic()
        while not self._over.wait(step):
            now = operator.length_hint(self._items)
            with self._lock:
                if self._over.is_set():
                    return
                if now != left:
                    left, since = now, time.monotonic()
                    self._set_alarm(now)
                elif time.monotonic() - since >= seconds:
                    self._late = now
                    _put(self._thread, DeadlinePassed)  # again and again: a body may catch it

    def _set_alarm(self, left: int) -> None:
        """Note what runs, and give it its time from now on."""
        if self._file is None or self._seconds is None:
            return
        due = time.monotonic() + self._seconds + self._step + GRACE
        _set_alarm(id(self), due)
        index = max(0, self._total - left - 1)
        with contextlib.suppress(OSError), open(self._file, "wb") as file:
            file.write(pickle.dumps((due, *self._label, index)))


def _put(thread: int, error: type[BaseException] | None) -> None:
    raised = None if error is None else ctypes.py_object(error)
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), raised)
