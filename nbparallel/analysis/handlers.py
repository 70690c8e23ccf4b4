"""Whether the kernel's handlers show a log record alike, whenever it is handed to them.

Workers make the records, the kernel handles them at the commit. What a handler or a filter of the
user's does may be seen by the body, and a formatter may look at objects that have changed since:
only what is known to write the record's text to a standard stream is let through.
"""

from __future__ import annotations

import logging
import re
import sys
from typing import Any, Final

from nbparallel import facts
from nbparallel.analysis.knowledge.vocabulary import ATOM, BOOL, INT, Does, Known, table

FUNCTIONS: Final = (
    logging.debug,
    logging.info,
    logging.warning,
    logging.error,
    logging.exception,
    logging.critical,
    logging.log,
)
"""Functions that log to the root logger."""

LOGGED: Final = Known(
    Does.PRINTS,
    ATOM.gives,
    type=type(None),
    traces=True,
    unless=("extra", "stack_info", "stacklevel"),
)

METHODS: Final = table(
    ("debug info warning error exception critical log", LOGGED),
    ("isEnabledFor", BOOL),
    ("getEffectiveLevel", INT),
)

OF_KERNEL: Final = frozenset(
    """level disabled propagate parent handlers filters manager root _cache hasHandlers getChild
    getChildren""".split()
)
"""Attributes that a logger has in the kernel, not in a worker."""

_STYLES: Final[tuple[Any, ...]] = tuple(style for style, _ in logging._STYLES.values())
_ARGUMENTS: Final = re.compile(r"\b(msg|args|exc_info)\b")


def is_logger(cls: type | None) -> bool:
    """Whether objects of a type are the standard library's loggers."""
    return cls in (logging.Logger, logging.RootLogger)


def trouble(logger: Any) -> str:
    """Say why a logger's records cannot be handled at the commit; empty if they can.

    Parameters
    ----------
    logger : logging.Logger or None
        None if it may be any.
    """
    if logging.getLogRecordFactory() is not logging.LogRecord:
        return "records are made by a factory of yours"
    if logging.getLoggerClass() is not logging.Logger:
        return "loggers are of a class of yours"
    # A library's own handlers and filters read nothing that the body changes.
    every = logging.root.manager.loggerDict.items()
    found = [each for name, each in every if not facts.is_of_library(name)]
    found.append(logging.root)
    if logger is not None:
        found = []
        while logger is not None:
            found.append(logger)
            logger = logger.parent if logger.propagate else None
    each = (_of_logger(one) for one in found if isinstance(one, logging.Logger))
    return next(filter(None, each), "")


def _of_logger(logger: logging.Logger) -> str:
    own = {"handle", "isEnabledFor", "callHandlers", "makeRecord", "filter"} & vars(logger).keys()
    if not is_logger(type(logger)) or own:
        return f"`{logger.name}` is a logger of another kind"
    if logger.filters:
        return f"logger `{logger.name}` has a filter"
    return next(filter(None, map(_of_handler, logger.handlers)), "")


def _of_handler(handler: logging.Handler) -> str:
    kind = type(handler)
    if kind is logging.NullHandler:
        return ""
    if kind not in (logging.StreamHandler, type(logging.lastResort)):
        return f"a `{kind.__name__}` would see the records later"
    stream = getattr(handler, "stream", None)
    if not any(stream is known for known in _streams()):
        return "a handler writes to a stream of its own"
    if handler.filters or vars(handler).keys() & {"emit", "format", "handle", "filter"}:
        return "a handler has a filter"
    formatter = handler.formatter
    if formatter is None:
        return ""
    plain = type(formatter) is logging.Formatter and type(formatter._style) in _STYLES
    own = {"format", "formatTime", "formatException", "formatMessage"} & vars(formatter).keys()
    if not plain or own or _ARGUMENTS.search(formatter._fmt or ""):
        return "a handler has a formatter of its own"
    return ""


def _streams() -> list[Any]:
    current = [sys.stdout, sys.stderr]
    behind = [getattr(stream, "original", None) for stream in current]
    return [s for s in (*current, *behind, sys.__stdout__, sys.__stderr__) if s is not None]
