"""For all tests."""

from __future__ import annotations

import gc
import logging
from collections.abc import Iterator

import pytest

from nbparallel import facts


def pytest_collection_finish() -> None:
    """Let the garbage collector leave alone what collection made: thousands of tests' worth."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def no_loggers_left() -> Iterator[None]:
    """Take what cells have hung onto their loggers off again: loggers outlive a namespace."""
    yield
    for name, logger in list(logging.root.manager.loggerDict.items()):
        if isinstance(logger, logging.Logger) and not facts.is_of_library(name):
            logger.handlers.clear()
            logger.filters.clear()
    for handler in list(logging.root.handlers):
        if facts.library_of(type(handler)) is None:
            logging.root.removeHandler(handler)
