"""What ``%parallel_cluster`` does: a thin face of the default cluster."""

from __future__ import annotations

import os
from typing import Any

import psutil

from nbparallel.runtime.cluster import Cluster, ClusterError, default_cluster


def act(action: str, argument: str = "") -> dict[str, Any]:
    """Do one thing to the default cluster and tell how it is then.

    Parameters
    ----------
    action : str
        ``status``, ``start``, ``scale``, ``connect``, ``stop`` or ``dashboard``.
    argument : str
        The number for ``scale``, the address for ``connect``.

    Returns
    -------
    dict
        ``state``, ``address``, ``dashboard``, ``workers`` (a list of dicts) and ``error``.

    Raises
    ------
    ValueError
        If the argument is no number, or nobody answers at the address.
    """
    cluster = default_cluster()
    try:
        if action == "start":
            cluster.start()
            cluster.wait(60.0)
        elif action == "scale":
            if not argument.isdigit() or int(argument) < 1:
                raise ValueError(f"scale takes a number of workers, not {argument!r}")
            cluster.scale(int(argument))
            cluster.start()
            cluster.wait(60.0)
        elif action == "connect":
            _connect(argument)
        elif action == "dashboard":
            cluster.serve_dashboard()
        elif action == "stop":
            cluster.stop()
    except ClusterError as error:
        raise ValueError(str(error)) from error
    return status()


def _connect(address: str) -> None:
    """Use another scheduler; if nobody answers there, the default is in force again."""
    cluster = default_cluster()
    try:
        cluster.connect(address)
    except ClusterError:
        cluster.stop()
        raise


def status() -> dict[str, Any]:
    """Tell how the default cluster is."""
    cluster = default_cluster()
    seen = cluster.status()
    workers = _own_workers(cluster) if seen.owned else []
    if seen.workers and not seen.owned:
        infos = cluster.client.scheduler_info(n_workers=-1)["workers"]
        pids = cluster.client.run(os.getpid, on_error="ignore")
        workers = [
            {
                "name": address,
                "pid": pids.get(address),
                "host": info.get("host", ""),
                "threads": info.get("nthreads", 1),
                "memory": info.get("metrics", {}).get("memory"),
            }
            for address, info in sorted(infos.items())
        ]
    state = seen.state.value
    if state == "running" and not seen.owned:
        state = "connected"
    return {
        "state": state,
        "address": seen.address,
        "dashboard": seen.dashboard,
        "workers": workers,
        "error": seen.error,
    }


def _own_workers(cluster: Cluster) -> list[dict[str, Any]]:
    """Describe the workers of our own cluster, whose processes are on this machine."""
    return [
        {
            "name": peer.info.name,
            "pid": peer.info.pid,
            "host": "127.0.0.1",
            "threads": peer.info.threads,
            "memory": _memory(peer.info.pid),
        }
        for peer in sorted(cluster.peers(), key=lambda peer: peer.info.name)
    ]


def _memory(pid: int) -> int | None:
    try:
        return int(psutil.Process(pid).memory_info().rss)
    except psutil.Error:  # it has just ended
        return None
