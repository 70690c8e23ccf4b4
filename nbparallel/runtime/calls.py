"""Calls to workers outside of Dask's task scheduling."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from nbparallel.runtime.cluster import ADVICE, ClusterError

if TYPE_CHECKING:
    from distributed import Client

ATTEMPTS = 5


def persist(call: Callable[[Client], object], client: Client) -> None:
    """Make a call that reaches all workers; one that dies meanwhile makes Dask give up.

    Raises
    ------
    ClusterError
        If it fails again and again.
    """
    for attempt in range(ATTEMPTS):
        try:
            call(client)
        except OSError as error:
            if attempt == ATTEMPTS - 1:
                raise ClusterError(f"the workers do not answer: {error}; {ADVICE}") from error
            time.sleep(0.1 * 2**attempt)
        else:
            return


def ask_to_stop(
    client: Client, key: str, address: str, patience: float, timeout: float | None
) -> bool:
    """Ask a worker to stop what it runs of a loop; whether it says that it has."""
    from nbparallel.runtime import plugin

    try:
        answers = client.run(
            plugin.ByValue(plugin.call_async),
            "stop",
            key,
            patience,
            workers=[address],
            on_error="ignore",
            callback_timeout=timeout,
        )
    except Exception:
        return False
    return bool(answers.get(address, False))


def tell_to_drop(client: Client, key: str, addresses: list[str]) -> None:
    """Have workers forget a loop; returns at once, and a worker that is gone has forgotten."""
    from nbparallel.runtime import plugin

    def run() -> None:
        with contextlib.suppress(Exception):
            client.run(
                plugin.ByValue(plugin.call), "drop_loop", key, workers=addresses, on_error="ignore"
            )

    threading.Thread(target=run, daemon=True).start()
