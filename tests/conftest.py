"""For all tests."""

from __future__ import annotations

import gc


def pytest_collection_finish() -> None:
    """Let the garbage collector leave alone what collection made: thousands of tests' worth."""
    gc.collect()
    gc.freeze()
