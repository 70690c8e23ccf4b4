"""The process that owns the default cluster: scheduler, nannies, fork server, and its client.

The kernel starts it as a child in a session of its own and sends it what is to be run as opaque
bytes. A process of its own, because in the kernel Dask would wait for the interpreter's lock
whenever a cell computes, and the cell for Dask, whose import alone takes a second; its nannies
would write to the user's `os.environ`, its logs would land in the cell, and workers could only
be spawned slowly (a kernel must never be forked). From here workers are forked by a small,
single-threaded server that has Dask imported.

It ends with the kernel, however that ends: their sockets close, or the kernel's process is
gone. Then every process below it and its folder are removed.
"""

from __future__ import annotations

import contextlib
import functools
import json
import logging
import os
import select
import shutil
import signal
import socket
import sys
import tempfile
import threading
import traceback
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NoReturn

import psutil

from nbparallel.runtime import lifetime
from nbparallel.runtime.errands import Arrival, Peer
from nbparallel.runtime.mailbox import Mailbox
from nbparallel.runtime.placement import Placement
from nbparallel.runtime.wire import Wire

if TYPE_CHECKING:
    from distributed import LocalCluster, Nanny

METHOD = "forkserver" if sys.platform != "win32" else "spawn"
INSIDE = "inproc://"
TICK_S = 1.0  # by then workers that do not come back are noticed

CONFIG: dict[str, Any] = {
    "distributed.worker.multiprocessing-method": METHOD,
    # A chunk must never be run again behind our back.
    "distributed.scheduler.allowed-failures": 0,
    "distributed.scheduler.work-stealing": False,  # chunks are placed by the kernel
    "distributed.scheduler.active-memory-manager.start": False,
    "distributed.scheduler.worker-ttl": None,  # C code that holds the lock is not death
    # The nannies bring lost workers back. After this time Dask closes, for good, the nanny of a
    # worker that was lost then and is away now, though it be another loss that is being mended.
    "distributed.deploy.lost-worker-timeout": "365 days",
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


class Host:
    """One cluster and its processes.

    Parameters
    ----------
    options : dict
        What the kernel said: ``kernel`` (its pid), ``scratch`` (our folder), ``workers``,
        ``dashboard``.
    wire : Wire
        To the kernel.
    """

    owned = True

    def __init__(self, options: dict[str, Any], wire: Wire) -> None:
        self._options = options
        self._wire = wire
        self._scratch: str = options["scratch"]
        self._mail = Mailbox()
        self._cluster: LocalCluster | None = None
        self._placement: Placement | None = None

    def run(self) -> NoReturn:
        """Bring the cluster up, then place what the kernel sends."""
        try:
            self._placement = self._build()
        except Exception as error:
            self._wire.send("failed", f"{type(error).__name__}: {error}")
            self.end()
        try:
            self._serve(self._placement)
        except Exception:
            traceback.print_exc()  # into our log, whose last line the kernel shows
        self.end()

    def _serve(self, placement: Placement) -> None:
        known: tuple[Peer, ...] = ()
        arrivals: list[Arrival] = []
        up = False
        while not placement.gone:
            peers = placement.peers()
            if peers != known:
                known = peers
                self._wire.send("peers", peers)
            if arrivals:
                self._wire.send("arrivals", arrivals)
            if not up:
                self._say_up()
                up = True
            arrivals = placement.poll(TICK_S)

    def read(self) -> None:
        """Take what the kernel sends, until it hangs up; on a thread of its own."""
        for name, *arguments in self._wire.messages():
            self._mail.order(functools.partial(self._obey, name, arguments))
        self.end()

    def _obey(self, name: str, arguments: list[Any]) -> None:
        if name == "scale":
            assert self._cluster is not None
            self._cluster.scale(*arguments)
        else:
            getattr(self._placement, name)(*arguments)

    def _build(self) -> Placement:
        import dask
        import distributed.utils
        from distributed import Client, LocalCluster, Security

        # Dask would import every optional package here only to have the fork server do it.
        if hasattr(distributed.utils, "_forkserver_preload_set"):
            distributed.utils._forkserver_preload_set = True
        dask.config.set({**CONFIG, "temporary-directory": self._scratch})
        logging.getLogger("distributed").setLevel(logging.ERROR)
        self._security = security = Security.temporary()
        dashboard = bool(self._options["dashboard"])
        self._cluster = LocalCluster(
            n_workers=self._options["workers"],
            threads_per_worker=1,
            worker_class=self._nanny_class(),
            host="127.0.0.1",
            security=security,
            dashboard_address="127.0.0.1:0" if dashboard else None,
            scheduler_kwargs={
                "dashboard": dashboard,
                # Even without a dashboard the scheduler serves HTTP: it must be on loopback.
                "dashboard_address": "127.0.0.1:0",
                # The client is in this process and needs no socket to the scheduler.
                "protocol": ["tls://", INSIDE],
                "host": ["127.0.0.1", None],
            },
            silence_logs=logging.ERROR,
            # Mapped input counts as each worker's own memory: a limit would kill the innocent.
            memory_limit=None,
            local_directory=self._scratch,
        )
        client = Client(
            self._inside(),
            security=security,
            set_as_default=False,
            direct_to_workers=True,
            name="nbparallel",
        )
        return Placement(client, self, self._mail)

    def _inside(self) -> str:
        """Give the scheduler's address for this process alone."""
        assert self._cluster is not None
        addresses = (each.contact_address for each in self._cluster.scheduler.listeners)
        return next(address for address in addresses if address.startswith(INSIDE))

    def _say_up(self) -> None:
        assert self._cluster is not None
        security, dashboard = self._security, self._options["dashboard"]
        self._wire.send(
            "up",
            {
                "address": self._cluster.scheduler_address,
                "dashboard": self._cluster.dashboard_link if dashboard else "",
                "security": {
                    "ca": security.tls_ca_file,
                    "cert": security.tls_client_cert,
                    "key": security.tls_client_key,
                },
            },
        )

    def _nanny_class(self) -> type[Nanny]:
        from distributed import Nanny

        mail = self._mail

        class ReportingNanny(Nanny):
            """A nanny that tells how its worker ended."""

            def _on_worker_exit_sync(self, exitcode: int) -> None:
                if self.worker_address:
                    mail.process_ended(self.worker_address, exitcode)
                super()._on_worker_exit_sync(exitcode)

        return ReportingNanny

    def kill_worker(self, pid: int) -> None:
        """Kill a worker; its nanny makes a new one."""
        if pid in {child.pid for child in psutil.Process().children(recursive=True)}:
            os.kill(pid, signal.SIGKILL)

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


def watch(kernel: int, gone: Callable[[], None]) -> None:
    """Wait until the kernel is gone.

    Its end of the socket alone would not do: a process that the kernel forked holds a copy.
    """
    poll = select.poll()
    if hasattr(os, "pidfd_open"):
        with contextlib.suppress(OSError):  # gone already, or not permitted: `getppid` tells
            poll.register(os.pidfd_open(kernel), select.POLLIN)
    while os.getppid() == kernel and not poll.poll(1000):
        continue
    gone()


def main() -> None:
    """Run until the kernel hangs up or is gone."""
    options = json.loads(sys.argv[1])
    end = socket.socket(fileno=options["wire"])
    end.set_inheritable(False)
    lifetime.ignore_interrupts()
    tempfile.tempdir = options["scratch"]
    if METHOD == "forkserver":
        from nbparallel.runtime import nursery  # imports Dask, once, for all workers

        nursery.open_nursery()
    host = Host(options, Wire(end))
    signal.signal(signal.SIGTERM, lambda *_: host.end())
    threading.Thread(target=watch, args=(options["kernel"], host.end), daemon=True).start()
    threading.Thread(target=host.read, daemon=True).start()
    host.run()
