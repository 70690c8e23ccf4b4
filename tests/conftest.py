"""For all tests."""

from __future__ import annotations

import gc
import logging
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from nbparallel import facts


def pytest_collection_finish() -> None:
    """Let the garbage collector leave alone what collection made: thousands of tests' worth."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="module", autouse=True)
def others_garbage_left_alone() -> None:
    """Let it leave alone, too, what the modules before have made: cells are collected one by one."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def no_loggers_left() -> Iterator[None]:
    """Forget the loggers of cells: they outlive a namespace, and pytest listens to some of them."""
    yield
    made = logging.root.manager.loggerDict
    for name in [name for name in made if not facts.is_of_library(name)]:
        del made[name]


# Libraries that nobody knows, installed as far as the analysis can tell.
sys.path.append(str(Path(__file__).parent / "libraries" / "site-packages"))
