"""The process that owns the default cluster: Dask's scheduler, its nannies, the fork server.

The kernel starts it as a child in a session of its own and talks to it in lines of JSON. A
process of its own, because in the kernel the scheduler would wait for the interpreter's lock
whenever a cell computes, its nannies would write to the user's `os.environ`, its logs would
land in the cell, and workers could only be spawned slowly (a kernel must never be forked).
From here workers are forked by a small, single-threaded server that has Dask imported.

It ends with the kernel, however that ends: the control pipe closes, or the kernel's process
is gone. Then every process below it and its folder are removed.
"""

from __future__ import annotations

import contextlib
import json
import logging
import multiprocessing
import multiprocessing.forkserver
import os
import queue
import select
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Callable
from typing import IO, TYPE_CHECKING, Any, NoReturn

import psutil

from nbparallel.runtime import lifetime

if TYPE_CHECKING:
    from distributed import LocalCluster, Nanny

METHOD = "forkserver" if sys.platform != "win32" else "spawn"

CONFIG: dict[str, Any] = {
    "distributed.worker.multiprocessing-method": METHOD,
    # A chunk must never be run again behind our back.
    "distributed.scheduler.allowed-failures": 0,
    "distributed.scheduler.work-stealing": False,  # chunks are placed by the kernel
    "distributed.scheduler.active-memory-manager.start": False,
    "distributed.scheduler.worker-ttl": None,  # C code that holds the lock is not death
    "distributed.scheduler.http.routes": [],
    "distributed.worker.http.routes": [],
    "distributed.worker.profile.enabled": False,
    "distributed.worker.preload": [lifetime.__name__],
    "distributed.worker.use-file-locking": False,
    # The processes look after themselves less often than Dask's defaults (20 to 500 ms), by
    # which an idle cluster of two workers takes a tenth of a core.
    "distributed.admin.tick.interval": "500ms",
    "distributed.admin.tick.limit": "10s",
    "distributed.admin.system-monitor.interval": "5s",
    "distributed.worker.memory.monitor-interval": "500ms",
    "distributed.admin.system-monitor.gil.enabled": False,
    "distributed.diagnostics.nvml": False,
    "distributed.comm.timeouts.connect": "30s",
}


class Channel:
    """Lines of JSON to the kernel."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream
        self._lock = threading.Lock()

    def say(self, what: str, **fields: object) -> None:
        """Send one message; a kernel that no longer listens is noticed elsewhere."""
        with self._lock:
            try:
                self._stream.write(json.dumps({"what": what, **fields}) + "\n")
                self._stream.flush()
            except (BrokenPipeError, ValueError):
                return


class Host:
    """One cluster and its processes.

    Parameters
    ----------
    options : dict
        What the kernel's first line said: ``kernel`` (its pid), ``scratch`` (our folder),
        ``workers``, ``dashboard``.
    channel : Channel
        To the kernel.
    """

    def __init__(self, options: dict[str, Any], channel: Channel) -> None:
        self._options = options
        self._channel = channel
        self._scratch: str = options["scratch"]
        self._cluster: LocalCluster | None = None

    def run(self, commands: queue.SimpleQueue[list[Any]]) -> None:
        """Bring the cluster up, then obey."""
        try:
            self._build()
        except Exception as error:
            self._channel.say("failed", message=f"{type(error).__name__}: {error}")
            self.end()
        while True:
            self._obey(commands.get())

    def _build(self) -> None:
        import dask
        import distributed.utils
        from distributed import LocalCluster, Security

        # Dask would import every optional package here only to have the fork server do it.
        if hasattr(distributed.utils, "_forkserver_preload_set"):
            distributed.utils._forkserver_preload_set = True
        dask.config.set({**CONFIG, "temporary-directory": self._scratch})
        logging.getLogger("distributed").setLevel(logging.ERROR)
        security = Security.temporary()
        dashboard = bool(self._options["dashboard"])
        self._cluster = LocalCluster(
            n_workers=self._options["workers"],
            threads_per_worker=1,
            worker_class=self._nanny_class(),
            host="127.0.0.1",
            security=security,
            dashboard_address="127.0.0.1:0" if dashboard else None,
            # Even without a dashboard the scheduler serves HTTP: it must be on loopback.
            scheduler_kwargs={"dashboard": dashboard, "dashboard_address": "127.0.0.1:0"},
            silence_logs=logging.ERROR,
            # Mapped input counts as each worker's own memory: a limit would kill the innocent.
            memory_limit=None,
            local_directory=self._scratch,
        )
        self._channel.say(
            "up",
            address=self._cluster.scheduler_address,
            dashboard=self._cluster.dashboard_link if dashboard else "",
            security={
                "ca": security.tls_ca_file,
                "cert": security.tls_client_cert,
                "key": security.tls_client_key,
            },
        )

    def _nanny_class(self) -> type[Nanny]:
        from distributed import Nanny

        channel = self._channel

        class ReportingNanny(Nanny):
            """A nanny that tells how its worker ended."""

            def _on_worker_exit_sync(self, exitcode: int) -> None:
                channel.say("exit", address=self.worker_address, code=exitcode)
                super()._on_worker_exit_sync(exitcode)

        return ReportingNanny

    def _obey(self, command: list[Any]) -> None:
        match command:
            case ["scale", count] if self._cluster is not None:
                self._cluster.scale(count)
            case ["kill", pid]:
                if pid in {child.pid for child in psutil.Process().children(recursive=True)}:
                    os.kill(pid, signal.SIGKILL)  # its nanny makes a new one

    def end(self) -> NoReturn:
        """Remove every process below this one and its folder, then this process."""
        loop = None if self._cluster is None else self._cluster.loop
        if loop is not None:  # or the nannies would make new workers
            loop.add_callback(loop.stop)
        ours = psutil.Process()
        near = ours.children()
        far = [child for child in ours.children(recursive=True) if child not in near]
        for family in (far, near):  # the fork server, which is near, reaps what is far
            for child in family:
                with contextlib.suppress(psutil.NoSuchProcess):
                    child.kill()
            psutil.wait_procs(family, timeout=1)
        shutil.rmtree(self._scratch, ignore_errors=True)
        if os.getpgid(0) == os.getpid():
            os.killpg(0, signal.SIGKILL)  # also what hid from the list of descendants
        os._exit(0)


def watch(
    control: int, kernel: int, command: Callable[[list[Any]], None], gone: Callable[[], None]
) -> None:
    """Read commands until the kernel is gone.

    The pipe alone would not do: a process that the kernel forked holds a copy of its end.
    """
    poll = select.poll()
    poll.register(control, select.POLLIN)
    if hasattr(os, "pidfd_open"):
        with contextlib.suppress(OSError):  # gone already, or not permitted: `getppid` tells
            poll.register(os.pidfd_open(kernel), select.POLLIN)
    pending = b""
    while os.getppid() == kernel:
        ready = {fd for fd, _ in poll.poll(1000)}
        if control in ready:
            data = os.read(control, 65536)
            if not data:
                break
            *lines, pending = (pending + data).split(b"\n")
            for line in lines:
                command(json.loads(line))
        elif ready:
            break
    gone()


def _first_line(fd: int) -> bytes:
    line = b""
    while not line.endswith(b"\n"):  # byte by byte: what follows belongs to `watch`
        byte = os.read(fd, 1)
        if not byte:
            os._exit(0)
        line += byte
    return line


def main() -> None:
    """Run until the kernel says stop or is gone."""
    control = os.dup(0)
    options = json.loads(_first_line(control))
    channel = Channel(os.fdopen(os.dup(1), "w"))
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(null, 1)  # workers inherit it; the channel is ours alone
    lifetime.ignore_interrupts()
    tempfile.tempdir = options["scratch"]
    host = Host(options, channel)
    signal.signal(signal.SIGTERM, lambda *_: host.end())
    commands: queue.SimpleQueue[list[Any]] = queue.SimpleQueue()
    threading.Thread(
        target=watch, args=(control, options["kernel"], commands.put, host.end), daemon=True
    ).start()
    if METHOD == "forkserver":
        multiprocessing.set_forkserver_preload([lifetime.__name__, "distributed"])
        multiprocessing.forkserver.ensure_running()  # imports Dask while we do
    host.run(commands)
