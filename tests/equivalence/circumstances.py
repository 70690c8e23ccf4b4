"""Executors that have the trouble some reasons tell of, for cells that say ``# under:``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from unittest import mock

from nbparallel.runtime.cluster import ClusterError
from nbparallel.runtime.executor import Executor, Outcome
from nbparallel.runtime.inline import InlineExecutor


class FarExecutor(InlineExecutor):
    """Workers on a machine where none of the kernel's files is found."""

    def _run(self, key: str, chunk: int, data: bytes) -> Outcome:
        missing = FileNotFoundError(2, "No such file or directory")
        with mock.patch("io.open", side_effect=missing):
            return super()._run(key, chunk, data)


class NoExecutor(InlineExecutor):
    """Nobody answers."""

    def start(self) -> None:
        raise ClusterError("nobody answers at tcp://nobody:8786")


UNDER: dict[str, tuple[Callable[[], Executor], dict[str, Any]]] = {
    "far": (FarExecutor, {"min_time": 0}),
    "lost": (lambda: InlineExecutor(3, lose={0}), {"min_time": 0}),
    "nobody": (NoExecutor, {"min_time": 0}),
    "alone": (lambda: InlineExecutor(3), {"min_time": 0.02, "workers": 1}),
    "default": (lambda: InlineExecutor(3), {}),
}
"""What a cell's header names: the executor, and the options it runs with."""
