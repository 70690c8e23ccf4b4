"""Checked loops on a real cluster: what the guards notice there, and what is left of it."""

from __future__ import annotations

import importlib
import json
import sys
import tempfile
from typing import Any

import purelib
import pytest
import sly

import nbparallel
from nbparallel.report import LoopReport
from nbparallel.runtime.dispatch import default_executor
from tests.equivalence import harness

pytestmark = pytest.mark.cluster

CHECKED = [
    cell
    for cell in harness.read_cells()
    if cell.name.startswith(("checked_", "tripped_")) and not cell.under
]
SETUP = (
    "import importlib, sly, purelib; xs = list(range(40)); [*map(importlib.reload, (sly, purelib))]"
)


@pytest.fixture(scope="module", autouse=True)
def _workers_that_can_be_replaced() -> None:
    """Start them before a cell has a folder for temporary files of its own, which goes with it."""
    executor = default_executor()
    executor.start()
    assert executor.wait_ready(60)


@pytest.fixture(autouse=True)
def _libraries_as_they_are_imported() -> None:
    for module in (purelib, sly):
        importlib.reload(module)


def run(cell: str, setup: str = SETUP) -> tuple[dict[str, Any], LoopReport]:
    names = harness.namespace(setup)
    nbparallel.run(cell, names, min_time=0)
    report = nbparallel.last_run()
    assert report is not None
    return names, report.loops[0]


def processes() -> set[int]:
    """Give the workers' processes, as a loop that does nothing else sees them."""
    names, _ = run("import os\npids = [os.getpid() for x in xs]\npids = set(pids)")
    return set(names["pids"])


@pytest.mark.parametrize("cell", CHECKED[::3], ids=lambda cell: cell.name)
def test_cells(cell: harness.Cell) -> None:
    harness.check_expectations(cell, harness.check(cell))


def test_what_a_tripped_chunk_has_done_is_gone_with_its_process() -> None:
    before = processes()
    names, loop = run("ys = [sly.counted(x) for x in xs]")
    assert names["ys"] == [x + x + 1 for x in range(40)]
    assert "NBP505" in loop.reason + "".join(loop.notes)
    names, loop = run("ys = [sly.with_unit(sly._calls) for x in xs]")
    assert names["ys"] == ["0 m"] * 40
    assert (loop.mode, loop.verdict, loop.retries, loop.reason) == ("parallel", "checked", 0, "")
    assert processes() == before


def test_state_that_only_the_kernel_has_is_noticed() -> None:
    names, loop = run("ys = [sly.with_unit(x) for x in xs]", f"{SETUP}; sly.set_unit('km')")
    assert names["ys"][-1] == "39 km"
    assert "not as in the kernel" in loop.reason


def test_what_the_standard_library_keeps_is_the_kernels() -> None:
    before = json._default_encoder
    json._default_encoder = json.JSONEncoder(sort_keys=True)
    try:
        names, loop = run("ys = [sly.as_json(x) for x in xs]")
    finally:
        json._default_encoder = before
    assert names["ys"] == [f'{{"a": 1, "b": {x}}}' for x in range(40)]
    assert "`json._default_encoder`, not as in the kernel" in loop.reason


def test_classes_that_the_user_has_registered_are_the_kernels() -> None:
    names, loop = run("ys = [sly.is_plugin(x) for x in xs]", f"{SETUP}; sly.Plugin.register(int)")
    assert names["ys"] == [True] * 40
    assert "`sly.Plugin`, not as in the kernel" in loop.reason


def test_code_is_told_what_the_kernel_would_tell_it() -> None:
    names, loop = run("ys = [(sly.argument(), sly.folder(), sly.of_sys()) for x in xs]")
    assert set(names["ys"]) == {(sys.argv[0], tempfile.gettempdir(), getattr(sys, "ps1", None))}
    assert (loop.mode, loop.verdict) == ("parallel", "checked")


def test_the_order_of_a_set_is_the_kernels() -> None:
    names, loop = run("ys = [sly.unordered(x) for x in xs]")
    assert names["ys"] == [sly.unordered(x) for x in range(40)]
    assert "NBP505" in loop.codes


def test_a_library_may_set_itself_up() -> None:
    names, loop = run("ys = [purelib.prepared(x) for x in xs]")
    assert names["ys"] == list(range(1, 41))
    assert (loop.mode, loop.verdict, loop.reason) == ("parallel", "checked", "")
