"""The cluster that chunks run on: our own on this machine, or the user's.

Our own is a Dask `LocalCluster` in a child process (`nbparallel.runtime.host`), started in
the background while the kernel goes on, reachable on loopback only and with TLS. Its client
lives there, too, and this process does not import Dask. A `Client` that already lives in the
notebook, or ``DASK_SCHEDULER_ADDRESS``, is used instead.
"""

from __future__ import annotations

import atexit
import contextlib
import enum
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nbparallel.loaded import loaded
from nbparallel.runtime.child import Child
from nbparallel.runtime.cpus import available_cpus
from nbparallel.runtime.errands import Peer
from nbparallel.runtime.mailbox import Mailbox
from nbparallel.runtime.relay import Relay

if TYPE_CHECKING:
    from distributed import Client

    from nbparallel.runtime.placement import Placement

START_TIMEOUT = 60.0  # seconds; a cold import of Dask over a network disk is slow
CONNECT_TIMEOUT = 10.0
ADVICE = "run `%parallel_cluster stop` and then `%parallel_cluster start` to try again"


class ClusterError(RuntimeError):
    """The cluster cannot do what was asked; the message says why and what to do."""


class State(enum.Enum):
    """Where a cluster is in its life."""

    STOPPED = "stopped"
    STARTING = "starting"
    RUNNING = "running"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Status:
    """What ``%parallel_cluster status`` shows."""

    state: State
    owned: bool
    address: str
    workers: int
    dashboard: str
    error: str = ""


class Cluster:
    """One cluster and the client connected to it.

    Parameters
    ----------
    workers : int, optional
        Worker processes of our own cluster; as many as there are CPUs by default.
    dashboard : bool
        Whether our own cluster serves Dask's dashboard, on loopback.
    """

    def __init__(self, workers: int | None = None, dashboard: bool = False) -> None:
        self._wanted = workers
        self._dashboard_wanted = dashboard
        self._lock = threading.RLock()
        self._settled = threading.Event()
        self._state = State.STOPPED
        self._error = ""
        self._client: Client | None = None
        self._child: Child | None = None
        self._placement: Placement | Relay | None = None
        self._address = ""
        self._security: dict[str, str] = {}
        self._dashboard = ""

    # ---- what is asked

    @property
    def state(self) -> State:
        """Where it is in its life."""
        return self._state

    @property
    def owned(self) -> bool:
        """Whether the processes are ours (the user's own cluster is never stopped)."""
        return self._child is not None

    @property
    def scratch(self) -> str | None:
        """A folder that is removed when the cluster ends, however that happens."""
        return self._child.scratch if self._child is not None else None

    @property
    def client(self) -> Client:
        """A client in this process; our own cluster's is opened only when it is asked for.

        Raises
        ------
        ClusterError
            If the cluster is not running.
        """
        self._insist()
        if self._client is None:
            client = _open_client(self._address, _security(self._security), direct=True)
            with self._lock:
                self._client = client
        return self._client

    def placement(self) -> Placement | Relay:
        """Give what places chunks on its workers.

        Raises
        ------
        ClusterError
            If the cluster is not running.
        """
        self._insist()
        if self._placement is None:
            from nbparallel.runtime.placement import Placement

            self._placement = Placement(self.client, self, Mailbox())
        if self._placement.gone:
            self._state = State.FAILED
            self._error = f"the connection to the Dask scheduler broke; {ADVICE}"
            self._insist()
        return self._placement

    def _insist(self) -> None:
        if self._state is not State.RUNNING:
            raise ClusterError(self._error or f"no Dask cluster is running; {ADVICE}")

    def ready(self) -> bool:
        """Whether it is connected. Never blocks.

        Raises
        ------
        ClusterError
            If bringing it up failed.
        """
        if self._state is State.FAILED:
            raise ClusterError(self._error)
        return self._state is State.RUNNING

    def wait(self, timeout: float) -> bool:
        """Wait until `ready`, at most ``timeout`` seconds; same errors."""
        self._settled.wait(timeout)
        return self.ready()

    def status(self) -> Status:
        """Tell how it is; asks the scheduler if it is the user's own."""
        address, workers, dashboard = "", 0, self._dashboard
        if self._state is State.RUNNING and self._child is not None:
            address, workers = self._address, len(self.peers())
        elif self._state is State.RUNNING:
            address = _address(self.client)
            workers = len(self.client.scheduler_info(n_workers=-1)["workers"])
            dashboard = str(self.client.dashboard_link or "")
        return Status(self._state, self.owned, address, workers, dashboard, self._error)

    def peers(self) -> tuple[Peer, ...]:
        """Give the workers of our own cluster that are there now."""
        return self._child.relay.peers() if self._child is not None else ()

    # ---- what is done

    def start(self) -> None:
        """Bring it up in the background; returns at once; idempotent."""
        with self._lock:
            if self._state in (State.STARTING, State.RUNNING):
                return
            self._begin()
            target = self._connect_found if _found() else self._start_host
            self._in_background(target)

    def connect(self, to: str | Client) -> None:
        """Use another cluster from now on: a scheduler's address or a `Client`.

        Raises
        ------
        ClusterError
            If nobody answers there, or its workers are threads of this process.
        """
        self.stop()
        with self._lock:
            self._begin()
            try:
                self._attach(to)
            except ClusterError as error:
                self._fail(str(error))
                raise

    def scale(self, count: int, timeout: float = 30.0) -> None:
        """Change the number of workers of our own cluster and wait until they are there.

        Raises
        ------
        ClusterError
            If the cluster is the user's own, or the workers did not come.
        """
        if count < 1:
            raise ClusterError(f"a cluster needs 1 worker or more, not {count}")
        self._wanted = count
        if self._state is State.STOPPED:
            return
        self.wait(START_TIMEOUT)
        if self._child is None:
            raise ClusterError(
                "this cluster was not started by nbparallel; scale it where it was made "
                "(`client.cluster.scale(...)`)"
            )
        self._child.tell("scale", count)
        deadline = time.monotonic() + timeout
        while len(self.peers()) != count:
            if time.monotonic() > deadline:
                raise ClusterError(f"{count} workers did not come in {timeout:.0f} s; {ADVICE}")
            time.sleep(0.05)

    def serve_dashboard(self) -> None:
        """Serve Dask's dashboard on loopback; our own cluster is started anew for it."""
        self._dashboard_wanted = True
        if self.owned and not self._dashboard:
            self.stop()
        self.start()
        self.wait(START_TIMEOUT)

    def kill_worker(self, pid: int) -> None:
        """Leave a worker process of the user's own as it is; ours are replaced by the host."""

    def stop(self) -> None:
        """Let go: our own cluster ends, the user's own is left as it is."""
        with self._lock:
            client, child = self._client, self._child
            self._client, self._child, self._placement = None, None, None
            self._state, self._error, self._dashboard = State.STOPPED, "", ""
        if client is not None:
            _close(client)
        if child is not None:
            child.end()

    # ---- bringing it up, in a background thread

    def _begin(self) -> None:
        self._state, self._error = State.STARTING, ""
        self._settled.clear()

    def _in_background(self, target: Callable[[], None]) -> None:
        def run() -> None:
            try:
                target()
            except ClusterError as error:
                self._fail(str(error))
            except Exception as error:
                self._fail(f"the Dask cluster did not start: {error!r}; {ADVICE}")

        threading.Thread(target=run, name="nbparallel-cluster", daemon=True).start()

    def _fail(self, message: str) -> None:
        with self._lock:
            if self._state is State.STARTING:
                self._state, self._error = State.FAILED, message
            self._settled.set()

    def _connect_found(self) -> None:
        found = _found()
        if found is None:
            self._start_host()
        else:
            self._attach(found)

    def _attach(self, to: str | Client) -> None:
        """Open a connection of our own: neither side's handlers or end disturb the other."""
        address = to if isinstance(to, str) else _address(to)
        security = None if isinstance(to, str) else to.security
        if address.startswith("inproc://"):
            raise ClusterError(
                "this client's workers are threads of the kernel, where a loop's iterations "
                "would meet each other; use `Client(processes=True)`"
            )
        self._run_with(_open_client(address, security, direct=False))

    def _run_with(self, client: Client) -> None:
        with self._lock:
            if self._state is State.STARTING:
                self._client, self._state = client, State.RUNNING
                self._settled.set()
                return
        _close(client)  # stopped meanwhile

    def _start_host(self) -> None:
        try:
            child = Child(self._wanted or available_cpus(), self._dashboard_wanted)
        except OSError as error:
            raise ClusterError(f"no process could be started: {error}; {ADVICE}") from error
        with self._lock:
            if self._state is not State.STARTING:  # stopped meanwhile
                child.end()
                return
            self._child = child
        _owned.add(self)
        threading.Thread(
            target=self._listen, args=(child,), name="nbparallel-host", daemon=True
        ).start()

    def _listen(self, child: Child) -> None:
        """Hear the host process out until it ends."""
        for what, said in child.messages():
            if what == "up":
                self._up(child, said)
            elif what == "failed":
                self._fail(f"the Dask cluster did not start: {said}; {ADVICE}")
            else:
                child.relay.hear(what, said)
        child.relay.end()
        with self._lock:
            if self._child is not child:
                return  # stopped on purpose
            client, self._client, self._child = self._client, None, None
            self._placement = None
            if self._state is not State.FAILED:
                said = child.last_words()
                self._state = State.FAILED
                self._error = f"the Dask cluster's process ended; {ADVICE}"
                if said:
                    self._error += f" (its last words: {said})"
            self._settled.set()
        if client is not None:
            _close(client)
        child.end()

    def _up(self, child: Child, said: dict[str, Any]) -> None:
        with self._lock:
            if self._state is State.STARTING and self._child is child:
                self._address, self._security = said["address"], said["security"]
                self._dashboard = said["dashboard"]
                self._placement = child.relay
                self._state = State.RUNNING
                self._settled.set()


_default: Cluster | None = None
_owned: set[Cluster] = set()


def default_cluster() -> Cluster:
    """Give the cluster that cells run on; made on first use, not started."""
    global _default
    if _default is None:
        _default = Cluster()
    return _default


def use(client: Client | str) -> None:
    """Run cells on the user's own cluster from now on.

    Raises
    ------
    ClusterError
        If nobody answers there, or its workers are threads of this process.
    """
    default_cluster().connect(client)


def _found() -> Client | str | None:
    """Give the cluster the user already has: a live `Client`, or the environment's address."""
    distributed = loaded("distributed")
    if distributed is not None:
        with contextlib.suppress(ValueError):  # there is none
            client: Client = distributed.default_client()
            if client.status == "running" and not _address(client).startswith("inproc://"):
                return client
    return os.environ.get("DASK_SCHEDULER_ADDRESS") or None


def _address(client: Client) -> str:
    return "" if client.scheduler is None else str(client.scheduler.address)


def _security(pem: dict[str, str]) -> Any:
    from distributed import Security

    return Security(
        require_encryption=True,
        tls_ca_file=pem["ca"],
        tls_client_cert=pem["cert"],
        tls_client_key=pem["key"],
    )


def _open_client(address: str, security: Any, direct: bool) -> Client:
    from distributed import Client

    try:
        return Client(
            address,
            security=security,
            set_as_default=False,
            direct_to_workers=direct or None,
            timeout=CONNECT_TIMEOUT,
            name="nbparallel",
        )
    except (OSError, TypeError, ValueError) as error:  # TypeError: TLS without a certificate
        raise ClusterError(
            f"no Dask scheduler answers at {address}: {error}; check the address, and that the "
            "scheduler runs and takes this client's security settings"
        ) from error


def _close(client: Client) -> None:
    with contextlib.suppress(OSError, TimeoutError, RuntimeError):  # it may be half gone
        client.close(timeout=2)


@atexit.register
def _stop_owned() -> None:
    for cluster in list(_owned):
        cluster.stop()


if hasattr(os, "register_at_fork"):
    # A child that the user forks must not end its parent's cluster.
    os.register_at_fork(after_in_child=_owned.clear)
