"""Records of ``logging`` that chunks make: decided by the kernel's levels, handled in the kernel.

Runs on workers, so it imports the standard library only.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

CONFIGURE: Final = "configure logging"
RECORD: Final = "record"
NAMED: Final = "logger"
UNSHOWN: Final = "unshown record"
REPLAYED: Final = frozenset({CONFIGURE, RECORD, NAMED})

_CONFIGURING: Final = frozenset(
    function.__code__
    for function in (
        logging.debug,
        logging.info,
        logging.warning,
        logging.error,
        logging.critical,
        logging.log,
    )
)


@dataclass(frozen=True, slots=True)
class Levels:
    """What decides which records are made.

    Attributes
    ----------
    threshold : int
        What `logging.disable` was given.
    root : int
        The root logger's level.
    own : dict
        Level, and whether it is disabled, of each logger by name.
    """

    threshold: int
    root: int
    own: dict[str, tuple[int, bool]]

    def let(self, name: str, level: int) -> bool:
        """Tell whether a logger makes a record of a level, as `logging.Logger.isEnabledFor`."""
        if self.own.get(name, (0, False))[1] or self.threshold >= level:
            return False
        return level >= self.of(name)

    def of(self, name: str) -> int:
        """Give a logger's level, as `logging.Logger.getEffectiveLevel`."""
        while name:
            own = self.own.get(name, (0, False))[0]
            if own:
                return own
            name = name.rpartition(".")[0]
        return self.root


def levels() -> dict[str, Any]:
    """Record the levels of this process, in a way that travels."""
    own = {
        name: (logger.level, logger.disabled)
        for name, logger in list(logging.root.manager.loggerDict.items())
        if isinstance(logger, logging.Logger)
    }
    own[logging.root.name] = logging.root.level, logging.root.disabled
    return {"threshold": logging.root.manager.disable, "root": logging.root.level, "own": own}


class Patched:
    """The methods of `logging` while any thread runs a chunk.

    Parameters
    ----------
    log_of_thread : callable
        Gives the log of the thread that asks, and the levels; None if it runs no chunk.
    """

    def __init__(self, log_of_thread: Callable[[], tuple[list[Any], Levels] | None]) -> None:
        self._of_thread = log_of_thread
        self._saved: list[tuple[Any, str, Any]] = []

    def enter(self) -> None:
        """Replace them."""
        self._saved = [(place, name, getattr(place, name)) for place, name in _REPLACED]
        asked, effective, handled, named, configured = (original for *_, original in self._saved)
        of_thread = self._of_thread

        def is_enabled_for(logger: logging.Logger, level: int) -> bool:
            found = of_thread()
            if found is None:
                return bool(asked(logger, level))
            log, kernels = found
            by = sys._getframe(1).f_back
            if by is not None and by.f_code in _CONFIGURING:
                log.append((CONFIGURE, None))
            return kernels.let(logger.name, level)

        def get_effective_level(logger: logging.Logger) -> int:
            found = of_thread()
            return int(effective(logger)) if found is None else found[1].of(logger.name)

        def handle(logger: logging.Logger, record: logging.LogRecord) -> None:
            found = of_thread()
            if found is None:
                handled(logger, record)
            else:
                found[0].append(_entry(record))

        def get_logger(manager: logging.Manager, name: str) -> logging.Logger:
            found = of_thread()
            if found is not None and name not in found[1].own:
                found[0].append((NAMED, name))
            logger: logging.Logger = named(manager, name)
            return logger

        def basic_config(**kwargs: Any) -> None:
            if of_thread() is None:
                configured(**kwargs)

        new = is_enabled_for, get_effective_level, handle, get_logger, basic_config
        for (place, name), function in zip(_REPLACED, new, strict=True):
            setattr(place, name, function)

    def leave(self) -> None:
        """Give them back."""
        for place, name, original in self._saved:
            setattr(place, name, original)


_REPLACED: Final[tuple[tuple[Any, str], ...]] = (
    (logging.Logger, "isEnabledFor"),
    (logging.Logger, "getEffectiveLevel"),
    (logging.Logger, "handle"),
    (logging.Manager, "getLogger"),
    (logging, "basicConfig"),
)


def _entry(record: logging.LogRecord) -> tuple[str, Any]:
    """Give what the kernel needs to make the record: texts, since objects may change."""
    try:
        text = record.getMessage()
    except Exception as error:
        return UNSHOWN, f"{type(error).__name__}: {error}"
    trace = logging.Formatter().formatException(record.exc_info) if record.exc_info else None
    where = record.pathname, record.lineno, record.funcName
    return RECORD, (record.name, record.levelno, *where, text, trace)


def replay(kind: str, entry: Any) -> None:
    """Handle in the kernel what a chunk logged."""
    if kind == CONFIGURE:
        if not logging.root.handlers:
            logging.basicConfig()
        return
    if kind == NAMED:
        logging.getLogger(entry)
        return
    name, level, path, line, function, text, trace = entry
    logger = logging.getLogger(None if name == logging.root.name else name)
    record = logger.makeRecord(name, level, path, line, text, (), None, function)
    record.exc_text = trace
    logger.handle(record)
