"""Run one cell twice, plainly and under nbparallel, and record everything that can be told."""

from __future__ import annotations

import decimal
import itertools
import linecache
import logging
import os
import random
import re
import shutil
import sys
import tempfile
import traceback
import warnings
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np

import nbparallel
from nbparallel.report import Difference, RunReport
from nbparallel.runtime.executor import Executor
from nbparallel.verify import errors, observe
from nbparallel.verify.compare import Comparison
from nbparallel.verify.observe import Entry, Recorder
from tests.equivalence.circumstances import UNDER

CELLS = Path(__file__).parents[1] / "cells"
_numbers = itertools.count(1)
HIDDEN = {"__builtins__", "__name__", "__warningregistry__"}


@dataclass(frozen=True)
class Cell:
    """A setup, the cell under test, and what is expected of its loops."""

    name: str
    setup: str
    text: str
    expect: tuple[str, ...] = field(
        default=()
    )  # a mode for each loop: parallel, checked, serial, any
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


@dataclass(frozen=True)
class Record:
    """What one run left behind: alive, so that two can be compared."""

    names: dict[str, Any]
    before: dict[str, Any]  # what the setup made, by the way it is reached
    output: list[Entry]
    error: BaseException | None


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


@contextmanager
def _same_folder() -> Any:
    """Let the temporary files of both runs have the same names."""
    folder = Path(tempfile.gettempdir(), f"nbparallel-cells-{os.getpid()}")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    numbered = (f"{number:08}" for number in itertools.count())
    with (
        mock.patch.object(tempfile, "tempdir", str(folder)),
        mock.patch.object(tempfile, "_name_sequence", numbered),
    ):
        try:
            yield
        finally:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def own_logging() -> Any:
    """Let both runs find `logging` as it is in a fresh kernel, without pytest's handlers."""
    root, kept = logging.root, dict(logging.root.manager.loggerDict)
    before = root.handlers, root.level, root.filters, root.manager.disable
    root.handlers, root.filters = [], []
    root.setLevel(logging.WARNING)
    try:
        yield
    finally:
        for name in root.manager.loggerDict.keys() - kept.keys():
            del root.manager.loggerDict[name]
        root.handlers, level, root.filters, disabled = before
        root.setLevel(level)
        logging.disable(disabled)


def namespace(setup: str) -> dict[str, Any]:
    """Run a setup in a fresh namespace; its functions have their source known."""
    filename = f"<setup-{next(_numbers)}>"
    linecache.cache[filename] = (len(setup), None, setup.splitlines(True), filename)
    names: dict[str, Any] = {"__name__": "__main__"}
    exec(compile(setup, filename, "exec", dont_inherit=True), names)
    return names


def run(cell: Cell, execute: Callable[[str, dict[str, Any]], Any], filters: str) -> Record:
    """Run one way and record."""
    recorder = Recorder(shown=False)
    error: BaseException | None = None
    with _same_state(), _same_folder(), own_logging(), warnings.catch_warnings():
        names = namespace(cell.setup)
        before = _labels(names)
        warnings.simplefilter(filters)  # type: ignore[arg-type]
        recorder.start()
        try:
            execute(cell.text, names)
        except BaseException as raised:
            error = raised
        finally:
            recorder.stop()
    kept = {name: value for name, value in names.items() if name not in HIDDEN}
    return Record(kept, before, recorder.entries, error)


def _labels(names: dict[str, Any]) -> dict[str, Any]:
    """Give what a setup made, by the way it is reached."""
    found: dict[str, Any] = {}
    seen: set[int] = set()
    todo = [(name, value) for name, value in names.items() if name not in HIDDEN]
    while todo:
        path, value = todo.pop()
        if id(value) in seen or type(value).__name__ == "module":
            continue
        seen.add(id(value))
        found[path] = value
        if isinstance(value, list | tuple):
            todo += [(f"{path}[{i}]", part) for i, part in enumerate(value)]
        elif isinstance(value, dict):
            todo += [(f"{path}[{key!r}]", part) for key, part in value.items()]
        elif hasattr(value, "__dict__") and not isinstance(value, type):
            todo += [(f"{path}.{key}", part) for key, part in vars(value).items()]
    return found


def differences(plain: Record, parallel: Record) -> list[Difference]:
    """Compare two runs."""
    both = [path for path in plain.before if path in parallel.before]
    comparison = Comparison((plain.before[path], parallel.before[path]) for path in both)
    comparison.names(plain.names, parallel.names)
    errors.compare(comparison, plain.error, parallel.error, _frames)
    return [*comparison.differences, *observe.differences(plain.output, parallel.output)]


def _frames(error: BaseException) -> list[traceback.FrameSummary]:
    return [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename.startswith(("<setup", "<plain", "<nbparallel"))
    ]


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
    found = "\n".join(map(str, differences(plain, parallel)))
    modes = [(loop.lineno, loop.mode, loop.reason, loop.notes) for loop in report.loops]
    assert not found, f"{cell.name}: {found}\n{modes}\n{cell.setup}\n---\n{cell.text}"
    return report


def check_expectations(cell: Cell, report: RunReport) -> None:
    """Compare modes and codes with what the cell's header says."""
    loops = [loop for loop in report.loops if "NBP210" not in loop.codes]
    modes = [loop.mode for loop in loops]
    for position, (want, loop) in enumerate(zip(cell.expect, loops, strict=False)):
        if want == "checked" and loop.mode == "parallel":
            modes[position] = loop.verdict
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
