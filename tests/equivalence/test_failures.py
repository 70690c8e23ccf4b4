"""``--on-error collect``, ``--retries`` and ``--timeout``: the loop over the items that do not fail."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import Any

import pytest

import nbparallel
from nbparallel.report import LoopReport
from nbparallel.runtime.inline import InlineExecutor
from nbparallel.ui.report import card_text, report_html, report_text
from nbparallel.ui.view import Recorder
from tests.equivalence.harness import namespace

FAILS = "1 // (k % 5)"


def collected(cell: str, setup: str = "", **options: Any) -> tuple[dict[str, Any], LoopReport]:
    """Run a cell that goes on over failures; give its names and its first loop's report."""
    names = namespace(setup)
    chosen: dict[str, Any] = {"min_time": 0, "on_error": "collect", **options}
    nbparallel.run(cell, names, executor=InlineExecutor(3, seed=2), **chosen)
    report = nbparallel.last_run()
    assert report is not None
    return names, report.loops[0]


@pytest.mark.parametrize("min_time", [0, 0.5])
@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("out = []\nfor k in range(20):\n    out.append(k)\n    1 // (k % 5)", "[k for k in range(20) if k % 5]"),
        ("out = [1 // (k % 5) for k in range(20)]", "[1 // (k % 5) for k in range(20) if k % 5]"),
        ("out = {1 // (k % 5): k for k in range(20)}", "{1: 16, 0: 19}"),
        ("out = {1 // (k % 5) for k in range(20)}", "{0, 1}"),
        ("out = sum(1 // (k % 5) for k in range(20))", "4"),
        ("out = list(map(lambda k: 1 // (k % 5), range(20)))", "[1, 0, 0, 0] * 4"),
        ("out = 0.0\nfor k in range(20):\n    out += 1 / (k % 5)", "sum(1 / (k % 5) for k in range(20) if k % 5)"),
        ("out = {}\nfor k in range(20):\n    out[k] = 1\n    out[k] = 1 // (k % 5)",
         "{k: 1 // (k % 5) for k in range(20) if k % 5}"),
    ],
)  # fmt: skip
def test_a_failing_iteration_contributes_nothing(cell: str, value: str, min_time: float) -> None:
    names, loop = collected(cell, min_time=min_time)
    assert names["out"] == eval(value)
    assert loop.mode == "parallel"
    assert [failure.iteration for failure in loop.failures] == [0, 5, 10, 15]
    assert loop.iterations == 16


def test_its_record_says_all() -> None:
    setup = (
        "class Bad(Exception):\n    pass\ndef f(k, v):\n    if v > 2:\n        raise Bad(k, [v])\n"
    )
    cell = "out = []\nfor k, v in zip('abcd', range(4)):\n    f(k, v)\n    out.append(k)"
    names, loop = collected(cell, setup)
    (failure,) = loop.failures
    assert (failure.iteration, failure.items) == (3, {"k": "'d'", "v": "3"})
    assert failure.values == {"k": "d", "v": 3}
    assert type(failure.exception) is names["Bad"]
    assert failure.exception.args == ("d", [3])
    assert "line 3, in <module>" in failure.traceback
    assert "line 5, in f" in failure.traceback
    assert "nbparallel" not in failure.traceback.replace("<nbparallel", "")
    assert failure.to_dict()["error"] == "Bad: ('d', [3])"
    assert names["k"] == "c"


def test_an_exception_that_cannot_be_sent_is_told() -> None:
    cell = """
out = []
for k in range(4):
    if k == 2:
        error = ValueError('cannot travel')
        error.with_lambda = lambda: k
        raise error
    out.append(k)
"""
    names, loop = collected(cell)
    assert names["out"] == [0, 1, 3]
    assert [f.error for f in loop.failures] == ["RuntimeError: ValueError: cannot travel"]
    assert "cannot travel" in loop.failures[0].traceback


def test_a_loop_in_the_kernel_goes_on_as_well() -> None:
    cell = "out, t = [], 0\nfor k in range(20):\n    t = (3 * t + k) % 17\n    out.append(t)\n    1 // (k % 5)"
    cell = cell.replace("t = (3", "t = len(out) + (3")
    names, loop = collected(cell)
    assert loop.mode == "serial"
    assert len(names["out"]) == 20  # what it had done before it raised cannot be undone there
    assert [failure.iteration for failure in loop.failures] == [0, 5, 10, 15]


def test_a_comprehension_in_the_kernel_leaves_the_items_out() -> None:
    names, loop = collected(
        "out = [next(it) + 1 // (k % 5) for k in range(10)]", "it = iter(range(99))"
    )
    assert loop.mode == "serial"
    assert names["out"] == [2, 2, 3, 4, 7, 7, 8, 9]
    assert [failure.items for failure in loop.failures] == [{"k": "0"}, {"k": "5"}]


def test_break_still_leaves() -> None:
    cell = "out = []\nfor k in range(20):\n    if k == 13:\n        break\n    out.append(1 // (k % 5))\nelse:\n    out = None"
    names, loop = collected(cell)
    assert names["out"] == [1 // (k % 5) for k in range(13) if k % 5]
    assert [failure.iteration for failure in loop.failures] == [0, 5, 10]


def test_what_ends_the_cell_is_not_collected() -> None:
    with pytest.raises(SystemExit):
        collected("for k in range(9):\n    if k == 5:\n        raise SystemExit(2)")


def test_the_loop_that_runs_apart_goes_on() -> None:
    cell = """
out = []
for k in range(6):
    row = []
    for j in range(3):
        row.append(1 // (k - j))
    out.append(row)
"""
    names, loop = collected(cell)
    assert loop.mode == "parallel"
    assert [failure.iteration for failure in loop.failures] == [0, 1, 2]
    assert len(names["out"]) == 3


def test_retries_are_counted_and_told() -> None:
    names, loop = collected(
        f"out = []\nfor k in range(9):\n    {FAILS}\n    out.append(k)", retries=2
    )
    assert names["out"] == [1, 2, 3, 4, 6, 7, 8]
    assert [failure.attempts for failure in loop.failures] == [3, 3]
    assert loop.retries == 4
    assert any("tried again: iterations 0 (2×, ZeroDivisionError" in note for note in loop.notes)


def test_an_iteration_that_succeeds_when_tried_again_counts(tmp_path: Path) -> None:
    setup = f"""
from pathlib import Path
def fetch(k):
    mark = Path({str(tmp_path)!r}) / str(k)
    if k % 3 == 1 and not mark.exists():
        mark.touch()
        raise OSError("busy")
    return k
"""
    cell = "out = []\nfor k in range(6):\n    out.append(fetch(k))"
    names, loop = collected(cell, setup, on_error="raise", retries=1, assume_pure=["fetch"])
    assert names["out"] == list(range(6))
    assert loop.mode == "parallel"
    assert loop.retries == 2
    assert not loop.failures


def test_after_its_retries_an_iteration_raises_from_its_own_line() -> None:
    names: dict[str, Any] = {"__name__": "__main__"}
    cell = "out = []\nfor k in range(9):\n    out.append(k)\n    1 // (k - 4)"
    with pytest.raises(ZeroDivisionError) as caught:
        nbparallel.run(cell, names, executor=InlineExecutor(3), min_time=0, retries=3)
    assert names["out"] == [0, 1, 2, 3, 4]
    assert caught.traceback[-1].lineno + 1 == 4
    report = nbparallel.last_run()
    assert report is not None
    assert report.loops[0].retries == 3


HANGS = "out = []\nfor k in range(12):\n    out.append(k)\n    while k == 7:\n        pass"


def test_an_iteration_that_takes_too_long_is_left_out() -> None:
    names, loop = collected(HANGS, timeout=0.2)
    assert names["out"] == [k for k in range(12) if k != 7]
    assert loop.failures[0].error == (
        "TimeoutError: iteration 7 (k=7) took longer than 0.2 s (--timeout)"
    )


def test_or_it_raises() -> None:
    names: dict[str, Any] = {"__name__": "__main__"}
    with pytest.raises(TimeoutError, match=r"iteration 7 \(k=7\) took longer than 0.2 s") as caught:
        nbparallel.run(HANGS, names, executor=InlineExecutor(3), min_time=0, timeout=0.2)
    assert names["out"] == list(range(7))
    assert names["k"] == 7
    assert [str(entry.path) for entry in caught.traceback][-1].startswith("<nbparallel")


def test_in_the_kernel_it_raises_where_it_is() -> None:
    alarm = signal.getitimer(signal.ITIMER_REAL)[0]
    before = signal.getsignal(signal.SIGALRM)
    names: dict[str, Any] = {"__name__": "__main__"}
    cell = "import time\nt = []\nfor k in range(9):\n    t.append(len(t))\n    if k == 3:\n        time.sleep(9)"
    with pytest.raises(TimeoutError, match="iteration 3") as caught:
        nbparallel.run(cell, names, executor=InlineExecutor(3), min_time=0, timeout=0.2)
    assert caught.traceback[-1].lineno + 1 == 6
    assert signal.getsignal(signal.SIGALRM) == before
    assert signal.getitimer(signal.ITIMER_REAL)[0] == pytest.approx(alarm, abs=60)


def test_the_report_shows_what_was_left_out() -> None:
    collected("out = [1 // (k % 5) for k in range(20)]")
    report = nbparallel.last_run()
    assert report is not None
    said = "4 iterations failed and were left out: 0 (k=0) ZeroDivisionError"
    assert said in card_text(report, Recorder().view(0.0))
    assert "k=15" in report_text(report)
    html = report_html(report)
    assert "4 iterations left out" in html
    assert "Traceback (most recent call last)" in html
