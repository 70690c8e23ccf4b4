"""The kernel's hold on the process that owns the default cluster (`nbparallel.runtime.host`)."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from typing import Any

from nbparallel.runtime.relay import Relay
from nbparallel.runtime.wire import Outbox, Wire

LONGEST_FOLDER = 50  # bytes; what follows takes about 50 more
THREAD_CAPS = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "NUMEXPR_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
)


class Child:
    """A running host process and its folder.

    Parameters
    ----------
    workers : int
        Worker processes it is to start.
    dashboard : bool
        Whether it serves Dask's dashboard, on loopback.

    Raises
    ------
    OSError
        If no process or no folder can be made.
    """

    def __init__(self, workers: int, dashboard: bool) -> None:
        self.scratch = tempfile.mkdtemp(prefix="nbparallel-", dir=_folder())
        options = {"kernel": os.getpid(), "scratch": self.scratch}
        options |= {"workers": workers, "dashboard": dashboard}
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                self._process = _launch(options, theirs, os.path.join(self.scratch, "log"))
        except OSError:
            ours.close()
            shutil.rmtree(self.scratch, ignore_errors=True)
            raise
        self._wire = Wire(ours)
        self._outbox = Outbox(self._wire)
        self.relay = Relay(self._outbox)

    def tell(self, *command: Any) -> None:
        """Send a command; a process that is gone is noticed by who listens."""
        self._outbox.send(*command)

    def messages(self) -> Iterator[tuple[Any, ...]]:
        """Give what it says, until it ends."""
        return self._wire.messages()

    def last_words(self) -> str:
        """Give the last line of its log."""
        try:
            with open(os.path.join(self.scratch, "log")) as log:
                lines = log.read().strip().splitlines()
        except OSError:
            return ""
        return lines[-1] if lines else ""

    def end(self) -> None:
        """End its process group and see it gone; it cleans up itself if it still can."""
        self._wire.close()
        self._outbox.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(5)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(5)
        shutil.rmtree(self.scratch, ignore_errors=True)


def _folder() -> str:
    """Give the folder for temporary files, or a shorter one if its name is too long.

    The fork server listens on a socket in it, whose path may have 107 bytes (103 on macOS).
    """
    usual = tempfile.gettempdir()
    if len(os.fsencode(usual)) > LONGEST_FOLDER and os.access("/tmp", os.W_OK):
        return "/tmp"
    return usual


def _launch(options: dict[str, Any], wire: socket.socket, log: str) -> subprocess.Popen[bytes]:
    environment = {**os.environ, **dict.fromkeys(THREAD_CAPS, "1")}
    # The fork server takes its list of folders from nowhere else.
    environment["PYTHONPATH"] = os.pathsep.join(os.path.abspath(entry) for entry in sys.path)
    with open(log, "w") as stderr:
        return subprocess.Popen(
            [
                sys.executable,
                "-c",
                "from nbparallel.runtime.host import main; main()",
                json.dumps({**options, "wire": wire.fileno()}),
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=stderr,
            pass_fds=[wire.fileno()],
            env=environment,
            start_new_session=True,  # Jupyter's interrupt goes to the kernel's group
        )
