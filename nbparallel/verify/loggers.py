"""What `logging` keeps between two runs: levels, handlers and filters of every logger."""

from __future__ import annotations

import logging
from typing import Any

_FRESH = (logging.NOTSET, True, False, (), ())
"""What a logger is when it is made."""


class LoggerStates:
    """Every logger as it is now."""

    def __init__(self) -> None:
        self._disabled = logging.root.manager.disable
        self._states = {name: _state(logger) for name, logger in _every()}

    def restore(self) -> None:
        """Set loggers back, those that were made since to what a new one is."""
        logging.disable(self._disabled)
        for name, logger in _every():
            wanted = self._states.get(name, _FRESH)
            if _state(logger) != wanted:
                level, logger.propagate, logger.disabled, handlers, filters = wanted
                logger.handlers[:], logger.filters[:] = handlers, filters
                logger.setLevel(level)


def let_go(stream: Any, original: Any) -> None:
    """Let handlers that were given a stream which stood for another one write to that."""
    for _, logger in _every():
        for handler in logger.handlers:
            if getattr(handler, "stream", None) is stream:
                vars(handler)["stream"] = original


def _every() -> list[tuple[str, logging.Logger]]:
    known = list(logging.root.manager.loggerDict.items())
    found = [(name, logger) for name, logger in known if isinstance(logger, logging.Logger)]
    return [("root", logging.root), *found]


def _state(logger: logging.Logger) -> tuple[Any, ...]:
    handlers, filters = tuple(logger.handlers), tuple(logger.filters)
    return logger.level, logger.propagate, bool(logger.disabled), handlers, filters
