"""Messages to `logging` from code that cannot be seen into: which there would be, and that none is.

The kernel's handlers are not on the worker. So loggers get the kernel's levels, and a message
that would reach a handler is refused like an act outside the process.

Runs on workers, so it imports the standard library only.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator
from typing import Any

from nbparallel.runtime.audit import Audit

Levels = tuple[int, dict[str, tuple[int, bool, bool]]]
"""What is disabled for all, and each logger's level, whether it is disabled, and propagates."""


def levels() -> Levels:
    """Tell which messages are made in this process."""
    return logging.root.manager.disable, {
        name: (one.level, one.disabled, one.propagate) for name, one in _loggers().items()
    }


def _loggers() -> dict[str, logging.Logger]:
    named = list(logging.root.manager.loggerDict.items())
    return {"": logging.root} | {n: one for n, one in named if isinstance(one, logging.Logger)}


def apply(wanted: Levels) -> None:
    """Let the same messages be made here."""
    logging.disable(wanted[0])
    for name in _loggers().keys() - wanted[1].keys():
        _set(logging.getLogger(name), logging.NOTSET, False, True)
    for name, settings in wanted[1].items():
        _set(logging.getLogger(name), *settings)


def _set(logger: logging.Logger, level: int, disabled: bool, propagate: bool) -> None:
    if logger.level != level:
        logger.setLevel(level)
    logger.disabled, logger.propagate = disabled, propagate


@contextlib.contextmanager
def refusing(audit: Audit) -> Iterator[None]:
    """Refuse messages that this process would handle."""
    handle = logging.Logger.handle

    def refused(self: logging.Logger, record: Any) -> None:
        audit.refuse("log a message")

    logging.Logger.handle = refused  # type: ignore[method-assign]
    try:
        yield
    finally:
        logging.Logger.handle = handle  # type: ignore[method-assign]
