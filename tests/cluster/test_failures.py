"""Failing iterations on real workers: those that wait in C are ended with their worker."""

from __future__ import annotations

import time
from typing import Any

import psutil
import pytest

import nbparallel
from nbparallel.report import LoopReport

pytestmark = pytest.mark.cluster


def run(cell: str, **options: Any) -> tuple[dict[str, Any], LoopReport]:
    """Run a cell on the default cluster."""
    names: dict[str, Any] = {"__name__": "__main__"}
    chosen: dict[str, Any] = {"min_time": 0, "on_error": "collect", **options}
    nbparallel.run(cell, names, **chosen)
    report = nbparallel.last_run()
    assert report is not None
    return names, report.loops[0]


@pytest.mark.parametrize(
    "body",
    [
        "time.sleep(3600)",  # waits in C without the interpreter's lock
        "re.match('(a+)+$', 'a' * 50 + 'b')",  # and with it
        "while True: pass",
    ],
)
def test_an_iteration_that_hangs_is_left_out(body: str) -> None:
    cell = (
        f"import re, time\nout = []\nfor k in range(12):\n    out.append(k)\n    if k == 7: {body}"
    )
    if "while" in body:
        cell = cell.replace("if k == 7: while True", "while k == 7")
    names, loop = run(cell, timeout=0.5)
    assert names["out"] == [k for k in range(12) if k != 7]
    assert [failure.iteration for failure in loop.failures] == [7]
    assert isinstance(loop.failures[0].exception, TimeoutError)


def test_or_it_raises_and_the_next_cell_works_at_once() -> None:
    cell = "import time\nout = []\nfor k in range(12):\n    out.append(k)\n    if k == 7: time.sleep(3600)"
    names: dict[str, Any] = {"__name__": "__main__"}
    with pytest.raises(TimeoutError, match="iteration 7"):
        nbparallel.run(cell, names, min_time=0, timeout=0.5)
    assert names["out"] == list(range(7))
    names, loop = run("out = [k * k for k in range(40)]")
    assert names["out"] == [k * k for k in range(40)]
    assert loop.mode == "parallel"


def test_exceptions_come_back_as_they_were() -> None:
    cell = """
out = []
for k in range(30):
    if k % 10 == 4:
        try:
            {}[k]
        except KeyError as error:
            raise ValueError(k) from error
    out.append(k)
"""
    names, loop = run(cell)
    assert loop.mode == "parallel", loop.reason
    assert names["out"] == [k for k in range(30) if k % 10 != 4]
    for failure, k in zip(loop.failures, (4, 14, 24), strict=True):
        assert failure.exception.args == (k,)
        assert repr(failure.exception.__cause__) == f"KeyError({k})"
        assert "The above exception was the direct cause" in failure.traceback


def test_no_process_is_left_over() -> None:
    run("out = [k for k in range(40)]")
    before = len(psutil.Process().children(recursive=True))
    run("import time\nfor k in range(6):\n    if k == 2: time.sleep(3600)", timeout=0.3)
    deadline = time.monotonic() + 30
    while len(psutil.Process().children(recursive=True)) > before:
        assert time.monotonic() < deadline
        time.sleep(0.1)
