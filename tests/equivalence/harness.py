"""Run one cell twice, plainly and under nbparallel, and record everything that can be told."""

from __future__ import annotations

import decimal
import itertools
import linecache
import random
import re
import sys
import traceback
import warnings
from collections.abc import Callable
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

import nbparallel
from nbparallel.report import RunReport
from nbparallel.runtime.executor import Executor
from tests.equivalence.circumstances import UNDER
from tests.equivalence.compare import Portrait, Record, difference

CELLS = Path(__file__).parents[1] / "cells"
_numbers = itertools.count(1)
HIDDEN = {"__builtins__", "__name__", "__warningregistry__"}


@dataclass(frozen=True)
class Cell:
    """A setup, the cell under test, and what is expected of its loops."""

    name: str
    setup: str
    text: str
    expect: tuple[str, ...] = field(default=())  # a mode for each loop: parallel, serial, any
    codes: tuple[str, ...] = ()
    under: str = ""  # the circumstances in which alone it says something


def read_cell(path: Path) -> Cell:
    """Read a cell file: ``# expect:``, ``# codes:``, ``# under:``, then ``# setup`` and ``# cell`` parts."""
    head, _, rest = path.read_text(encoding="utf-8").partition("# setup\n")
    setup, _, text = rest.partition("# cell\n")
    said = {
        line[2:].partition(":")[0]: tuple(line.partition(":")[2].split())
        for line in head.splitlines()
        if line.startswith("# ") and ":" in line
    }
    under = " ".join(said.get("under", ()))
    return Cell(path.stem, setup, text, said.get("expect", ()), said.get("codes", ()), under)


def read_cells() -> list[Cell]:
    """Read all of them."""
    return [read_cell(path) for path in sorted(CELLS.glob("*.py"))]


class _Tee:
    """Both streams in one log, in order."""

    encoding = "utf-8"

    def __init__(self, name: str, log: list[tuple[str, str]]) -> None:
        self.name, self.log = name, log

    def write(self, text: str) -> int:
        if self.log and self.log[-1][0] == self.name:
            self.log[-1] = self.name, self.log[-1][1] + text
        elif text:
            self.log.append((self.name, text))
        return len(text)

    def flush(self) -> None:
        """Everything is there already."""


@contextmanager
def _same_state() -> Any:
    """Let both runs start from the same process-wide state."""
    kept = random.getstate(), np.random.get_state()
    random.seed(11)
    np.random.seed(11)
    try:
        with decimal.localcontext(decimal.DefaultContext):
            yield
    finally:
        random.setstate(kept[0])
        np.random.set_state(kept[1])


def namespace(setup: str) -> dict[str, Any]:
    """Run a setup in a fresh namespace; its functions have their source known."""
    filename = f"<setup-{next(_numbers)}>"
    linecache.cache[filename] = (len(setup), None, setup.splitlines(True), filename)
    names: dict[str, Any] = {"__name__": "__main__"}
    exec(compile(setup, filename, "exec", dont_inherit=True), names)
    return names


def run(cell: Cell, execute: Callable[[str, dict[str, Any]], Any], filters: str) -> Record:
    """Run one way and record."""
    names = namespace(cell.setup)
    labels, alive = _labels(names)
    log: list[tuple[str, str]] = []
    shown: list[Any] = []

    def show(message: Any, category: Any, filename: str, lineno: int, *rest: Any) -> None:
        shown.append((category.__name__, str(message), lineno))

    error: BaseException | None = None
    with (
        _same_state(),
        warnings.catch_warnings(),
        redirect_stdout(_Tee("out", log)),
        redirect_stderr(_Tee("err", log)),
    ):  # type: ignore[type-var]
        warnings.simplefilter(filters)  # type: ignore[arg-type]
        warnings.showwarning = show
        try:
            execute(cell.text, names)
        except BaseException as raised:
            error = raised
    portrait = Portrait(labels)
    kept = {name: value for name, value in names.items() if name not in HIDDEN}
    assert len(alive) == len(labels)
    # In which order names that only some iterations bind came to be is not compared.
    pictured = tuple((name, portrait.of(kept[name])) for name in sorted(kept))
    return Record(pictured, tuple(log), tuple(shown), _error(error, portrait))


def _labels(names: dict[str, Any]) -> tuple[dict[int, str], list[Any]]:
    """Label what a setup made, by the way it is reached; ids last as long as their objects."""
    labels: dict[int, str] = {}
    alive: list[Any] = []
    todo = [(name, value) for name, value in names.items() if name not in HIDDEN]
    while todo:
        path, value = todo.pop()
        if id(value) in labels or type(value).__name__ == "module":
            continue
        labels[id(value)] = path
        alive.append(value)
        if isinstance(value, list | tuple):
            todo += [(f"{path}[{i}]", part) for i, part in enumerate(value)]
        elif isinstance(value, dict):
            todo += [(f"{path}[{key!r}]", part) for key, part in value.items()]
        elif hasattr(value, "__dict__") and not isinstance(value, type):
            todo += [(f"{path}.{key}", part) for key, part in vars(value).items()]
    return labels, alive


def _error(error: BaseException | None, portrait: Portrait) -> Any:
    if error is None:
        return None
    frames = [
        (frame.name, frame.lineno, frame.line)
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename.startswith(("<setup", "<plain", "<nbparallel"))
    ]
    cause = _error(error.__cause__, portrait)
    notes = tuple(getattr(error, "__notes__", ()))
    return type(error).__name__, tuple(map(portrait.of, error.args)), notes, cause, tuple(frames)


def plainly(text: str, names: dict[str, Any]) -> None:
    """Execute as a plain cell."""
    filename = f"<plain-{next(_numbers)}>"
    linecache.cache[filename] = (len(text), None, text.splitlines(True), filename)
    exec(compile(text, filename, "exec", dont_inherit=True), names)


def check(cell: Cell, executor: Executor | None = None) -> RunReport:
    """Run both ways; fail with the first difference."""
    # A chunk changes the filters of its process for a while, and Python forgets then what it has
    # warned of once. In this process every warning is compared, on a cluster those shown.
    filters = "default" if executor is None else "always"
    options: dict[str, Any] = {"min_time": 0}
    if cell.under:
        make, options = UNDER[cell.under]
        executor = make()
    plain = run(cell, plainly, filters)
    parallel = run(
        cell,
        lambda text, names: nbparallel.run(text, names, executor=executor, **options),
        filters,
    )
    report = nbparallel.last_run()
    assert report is not None
    found = difference(plain, parallel)
    modes = [(loop.lineno, loop.mode, loop.reason, loop.notes) for loop in report.loops]
    assert not found, f"{cell.name}: {found}\n{modes}\n{cell.setup}\n---\n{cell.text}"
    return report


def check_expectations(cell: Cell, report: RunReport) -> None:
    """Compare modes and codes with what the cell's header says."""
    loops = [loop for loop in report.loops if "NBP210" not in loop.codes]
    modes = [loop.mode for loop in loops]
    wanted = [
        want if want != "any" else mode for want, mode in zip(cell.expect, modes, strict=False)
    ]
    reasons = "\n".join(f"{loop.lineno}: {loop.reason} {loop.notes}" for loop in loops)
    assert modes[: len(wanted)] == wanted, f"{cell.name}: {reasons}"
    if cell.codes:
        found = codes_of(report)
        assert set(cell.codes) <= found, f"{cell.name}: {found}\n{reasons}"


def codes_of(report: RunReport) -> set[str]:
    """Give the codes of a run's reasons and notes."""
    said = [*report.loops, *(note for loop in report.loops for note in loop.notes)]
    return {
        code
        for part in said
        for code in (re.findall(r"NBP\d+", part) if isinstance(part, str) else part.codes)
    }


assert sys.flags.optimize == 0, "the harness relies on assert"
