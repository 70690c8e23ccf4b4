"""The kernel's hold on the process that owns the default cluster (`nbparallel.runtime.host`)."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from typing import Any

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
        try:
            self._process = _launch(os.path.join(self.scratch, "log"))
        except OSError:
            shutil.rmtree(self.scratch, ignore_errors=True)
            raise
        self._say(
            {
                "kernel": os.getpid(),
                "scratch": self.scratch,
                "workers": workers,
                "dashboard": dashboard,
            }
        )

    def tell(self, *command: object) -> None:
        """Send a command; a process that is gone is noticed by who listens."""
        self._say(list(command))

    def _say(self, message: object) -> None:
        assert self._process.stdin is not None
        with contextlib.suppress(BrokenPipeError, ValueError):
            self._process.stdin.write(json.dumps(message) + "\n")
            self._process.stdin.flush()

    def messages(self) -> Iterator[dict[str, Any]]:
        """Give what it says, until it ends."""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            yield json.loads(line)

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
        if self._process.stdin is not None:
            with contextlib.suppress(OSError):
                self._process.stdin.close()
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


def _launch(log: str) -> subprocess.Popen[str]:
    environment = {**os.environ, **dict.fromkeys(THREAD_CAPS, "1")}
    # The fork server takes its list of folders from nowhere else.
    environment["PYTHONPATH"] = os.pathsep.join(os.path.abspath(entry) for entry in sys.path)
    with open(log, "w") as stderr:
        return subprocess.Popen(
            [sys.executable, "-c", "from nbparallel.runtime.host import main; main()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=stderr,
            env=environment,
            start_new_session=True,  # Jupyter's interrupt goes to the kernel's group
            text=True,
        )
