"""Every code is explained by a cell that gives it and, where there is one, by its mend.

Both are run, on the inline executor. The codes of the 5xx and NBP303 are about workers; there the
executor is one that has the trouble, and the mend runs on one that has not. What the same looks
like with real processes is tested in ``tests/cluster``.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell

import nbparallel
from nbparallel import pipeline
from nbparallel.diagnostic import Code
from nbparallel.report import RunReport
from nbparallel.runtime.executor import Executor
from nbparallel.runtime.inline import InlineExecutor
from tests.equivalence import harness
from tests.equivalence.circumstances import UNDER
from tests.equivalence.harness import codes_of
from tests.equivalence.test_ipython import forget

REASONS = Path(__file__).parents[1] / "docs" / "reasons.md"
NOTHING_TO_MEND = {"NBP210"}
TROUBLE = {"NBP501": "far", "NBP502": "lost", "NBP503": "nobody"}


def sections() -> dict[str, str]:
    parts = re.split(r"^## (NBP\d+)$", REASONS.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def block(text: str, kind: str) -> str:
    """Give the block of a kind in a section; empty if there is none."""
    found = re.findall(rf"^```python {kind}\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)
    assert len(found) <= 1
    return found[0] if found else ""


def run(setup: str, cell: str, executor: Executor) -> RunReport:
    """Run a cell, with the options of its magic line if it has one, else with ``--min-time 0``."""
    if "await" in cell:  # which only IPython takes at the top level
        return run_in_ipython(setup, cell, executor)
    options: dict[str, Any] = {"min_time": 0.0}
    if cell.startswith("%%parallel"):
        line, _, cell = cell.partition("\n")
        words = shlex.split(line)[1:]
        given = dict(zip(words[::2], words[1::2], strict=True))
        options = {name[2:].replace("-", "_"): value for name, value in given.items()}
        kinds = {"min_time": float, "workers": int, "assume_pure": str}
        options = {name: kinds[name](value) for name, value in options.items()}
    nbparallel.run(cell, harness.namespace(setup), executor=executor, **options)
    report = nbparallel.last_run()
    assert report is not None
    return report


def run_in_ipython(setup: str, cell: str, executor: Executor) -> RunReport:
    """Run a cell under the magic."""
    InteractiveShell.clear_instance()
    shell = InteractiveShell.instance(colors="nocolor")
    shell.history_manager.enabled = False
    with (
        mock.patch.object(pipeline.Run.__init__, "__defaults__", (lambda options: executor,)),
        mock.patch.dict("os.environ", {"NBPARALLEL_NONINTERACTIVE": "1"}),
    ):
        shell.run_line_magic("load_ext", "nbparallel")
        try:
            shell.run_cell(setup).raise_error()
            shell.run_cell(f"%%parallel --min-time 0\n{cell}").raise_error()
        finally:
            shell.run_line_magic("unload_ext", "nbparallel")
            forget(shell)
    report = nbparallel.last_run()
    assert report is not None
    return report


@pytest.fixture(autouse=True)
def _state_kept() -> Iterator[None]:
    before = np.geterr()
    yield
    np.seterr(**before)


def test_codes_and_sections_are_the_same() -> None:
    assert sorted(sections()) == sorted(code.value for code in Code)


def test_codes_are_stable_in_form() -> None:
    assert all(re.fullmatch(r"NBP[1-5]\d\d", code.value) for code in Code)


@pytest.mark.parametrize("code", [code.value for code in Code])
def test_the_cell_that_fails_gives_the_code(code: str) -> None:
    text = sections()[code]
    cell = block(text, "fails")
    assert cell
    executor = UNDER[TROUBLE[code]][0]() if code in TROUBLE else InlineExecutor(3)
    report = run(block(text, "setup"), cell, executor)
    assert code in codes_of(report), report.to_dict()


@pytest.mark.parametrize("code", [c.value for c in Code if c.value not in NOTHING_TO_MEND])
def test_the_mended_cell_runs_in_parallel_without_it(code: str) -> None:
    text = sections()[code]
    cell = block(text, "mended")
    assert cell
    report = run(block(text, "setup"), cell, InlineExecutor(3))
    assert [loop.mode for loop in report.loops if loop.iterations] == ["parallel"], report.to_dict()
    assert code not in codes_of(report)


def test_each_code_has_a_cell() -> None:
    covered = {code for cell in harness.read_cells() for code in cell.codes}
    in_ipython_alone = {"NBP201"}  # see the top-level await in test_ipython.py
    assert covered | in_ipython_alone == {code.value for code in Code}
