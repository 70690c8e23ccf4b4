"""The line that stands above a traceback: which iteration, with which values, where."""

from __future__ import annotations

import reprlib
from collections.abc import Mapping
from typing import Any, Final

from nbparallel.events import WorkerInfo

_WIDTH: Final = 60
_LINE_WIDTH: Final = 240


class _Short(reprlib.Repr):
    """Short representations on one line; an object whose ``__repr__`` raises is named only."""

    def __init__(self) -> None:
        super().__init__()
        self.maxstring = self.maxother = _WIDTH
        self.maxlong = 24
        self.maxlist = self.maxtuple = self.maxset = self.maxfrozenset = 3
        self.maxdict = 2
        self.maxlevel = 2

    def repr_instance(self, x: Any, level: int) -> str:
        try:
            text = repr(x)
        except Exception as error:  # the user's own code: it may raise anything
            return f"<{type(x).__name__} whose repr raises {type(error).__name__}>"
        return _one_line(text, self.maxother)


def _one_line(text: str, width: int) -> str:
    text = " ".join(text.split())
    if len(text) <= width:
        return text
    head = (width - 1) * 2 // 3
    return f"{text[:head]}…{text[len(text) - (width - 1 - head) :]}"


def short_repr(value: object) -> str:
    """Give a value's representation in one short line; never raises."""
    try:
        return _one_line(_Short().repr(value), _WIDTH)
    except Exception as error:  # a container whose own methods raise
        return f"<{type(value).__name__} whose repr raises {type(error).__name__}>"


def iteration_line(
    iteration: int | None,
    variables: Mapping[str, object],
    worker: WorkerInfo | str | None = None,
) -> str:
    """Say which iteration failed: ``iteration 17: path='a.csv' (worker pid 4242)``.

    Parameters
    ----------
    iteration : int or None
        Its number, counted from 0; None where it is not known.
    variables : mapping
        The loop variables and their values.
    worker : WorkerInfo, str or None
        Where it ran, if that is worth saying.
    """
    values = ", ".join(f"{name}={short_repr(value)}" for name, value in variables.items())
    where = f"worker pid {worker.pid}" if isinstance(worker, WorkerInfo) else worker
    if iteration is None:
        line = f"the iteration with {values}" if values else "an iteration"
    else:
        line = f"iteration {iteration:,}: {values}" if values else f"iteration {iteration:,}"
    line = line if len(line) <= _LINE_WIDTH else line[: _LINE_WIDTH - 1] + "…"
    return f"{line} ({where})" if where else line
