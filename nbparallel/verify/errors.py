"""Two runs' exceptions: type, arguments, notes, cause, and the lines of the cell."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable
from typing import Any

from nbparallel.verify.compare import Comparison
from nbparallel.verify.values import attributes, name_of

Place = tuple[str, int | None, str | None]


def compare(
    comparison: Comparison,
    plain: BaseException | None,
    parallel: BaseException | None,
    frames: Callable[[BaseException], Iterable[traceback.FrameSummary]],
    where: str = "exception",
) -> None:
    """Compare what two runs have raised.

    Parameters
    ----------
    comparison : Comparison
        Takes the differences.
    plain, parallel : BaseException or None
        What ended each run.
    frames : callable
        Gives the frames of a traceback that are the cell's, and of what it calls.
    """
    if plain is None or parallel is None:
        if plain is not parallel:
            comparison.differ(where, "exception", _said(plain), _said(parallel))
        return
    one, other = type(plain), type(parallel)
    if (one.__module__, one.__qualname__) != (other.__module__, other.__qualname__):
        comparison.differ(where, "type", _said(plain), _said(parallel))
        return
    comparison.values(f"{where}.args", plain.args, parallel.args)
    for name, value in _attributes(plain).items():
        comparison.values(f"{where}.{name}", value, _attributes(parallel).get(name))
    notes = [tuple(getattr(error, "__notes__", ())) for error in (plain, parallel)]
    comparison.values(f"{where}.__notes__", *notes)
    places = [_places(error, frames) for error in (plain, parallel)]
    if places[0] != places[1]:
        comparison.differ(where, "lines", *("; ".join(map(_line, each)) for each in places))
    causes = plain.__cause__, parallel.__cause__
    compare(comparison, *causes, frames, f"{where}.__cause__")
    if isinstance(plain, BaseExceptionGroup) and isinstance(parallel, BaseExceptionGroup):
        members = zip(plain.exceptions, parallel.exceptions, strict=False)
        for number, (a, b) in enumerate(members):
            compare(comparison, a, b, frames, f"{where}.exceptions[{number}]")


def _attributes(error: BaseException) -> dict[str, Any]:
    return {n: v for n, v in attributes(error).items() if n != "__notes__"}


def _said(error: BaseException | None) -> str:
    if error is None:
        return "none"
    text = "".join(traceback.format_exception_only(error)).strip()
    return text or name_of(type(error))


def _places(
    error: BaseException, frames: Callable[[BaseException], Iterable[traceback.FrameSummary]]
) -> tuple[Place, ...]:
    return tuple((frame.name, frame.lineno, frame.line) for frame in frames(error))


def _line(place: Place) -> str:
    name, lineno, line = place
    return f"{name} line {lineno} `{line}`"
