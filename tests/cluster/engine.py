"""A stand-in for `nbparallel.runtime.chunkrun`: a chunk is a Python expression over the payload."""

from __future__ import annotations

import pickle
from typing import Any

_loops: dict[str, dict[str, Any]] = {}


class ChunkCancelled(BaseException):
    """Put into the thread that runs a chunk to stop it."""


def install(key: str, payload: bytes, buffers: list[memoryview]) -> None:
    """Make a loop's names known."""
    _loops[key] = {"payload": payload, "buffers": buffers}


def settle(key: str) -> None:
    """Nothing is to be done before a chunk is run in a fork."""


def run_chunk(key: str, chunk: int, data: bytes) -> list[bytes]:
    """Run a chunk's statements; the result is what they bind to ``result``."""
    names = {**_loops[key], "chunk": chunk, "result": None}
    exec(data.decode(), names)
    return [pickle.dumps(names["result"])]


def forget(key: str) -> None:
    """Forget a loop."""
    _loops.pop(key, None)


def watched(key: str) -> list[str]:
    """Give the modules that a loop's guards watch: none."""
    return []
