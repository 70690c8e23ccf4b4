"""A cell stays a cell: everything IPython does with it, with and without the magic."""

from __future__ import annotations

import atexit
import io
import re
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from typing import Any

import pytest
from IPython.core.interactiveshell import InteractiveShell

import nbparallel
from nbparallel.runtime.inline import InlineExecutor
from tests.equivalence.harness import Cell, check_expectations, own_logging, read_cells

MAGIC = "%%parallel --min-time 0\n"


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch) -> Iterator[InteractiveShell]:
    """Give a fresh shell with the extension, whose chunks run in this process."""
    from nbparallel import pipeline

    monkeypatch.setenv("NBPARALLEL_NONINTERACTIVE", "1")
    monkeypatch.setattr(pipeline, "default_executor", lambda options: InlineExecutor(3, seed=5))
    monkeypatch.setattr(
        pipeline.Run.__init__, "__defaults__", (lambda options: InlineExecutor(3, seed=5),)
    )
    InteractiveShell.clear_instance()
    made = InteractiveShell.instance(colors="nocolor")
    made.history_manager.enabled = False
    made.run_line_magic("load_ext", "nbparallel")
    yield made
    made.run_line_magic("unload_ext", "nbparallel")
    forget(made)


def forget(shell: InteractiveShell) -> None:
    """Let a shell go: what it would do at the end of the process takes longer than its tests."""
    atexit.unregister(shell.atexit_operations)
    InteractiveShell.clear_instance()


def run(shell: InteractiveShell, cell: str) -> tuple[str, Any]:
    """Run a cell; give what it printed and its error's type."""
    stream = io.StringIO()
    with redirect_stdout(stream), redirect_stderr(stream):
        result = shell.run_cell(cell, store_history=True)
    error = result.error_before_exec or result.error_in_exec
    return re.sub(r"(In|Out)\s?\[\d+\]", r"\1[n]", stream.getvalue()), type(error)


def both(shell: InteractiveShell, body: str, before: str = "") -> tuple[Any, Any]:
    """Run a body plainly and under the magic, in the same shell; give both results."""
    results = []
    for magic in ("", MAGIC):
        shell.reset(new_session=False)
        run(shell, before or "pass")
        printed = run(shell, magic + body)
        names = {n: v for n, v in shell.user_ns.items() if not n.startswith("_")}
        kept = {
            n: repr(v).partition(" at 0x")[0]
            for n, v in names.items()
            if n not in shell.user_ns_hidden
        }
        results.append((printed, kept))
    return results[0], results[1]


@pytest.mark.parametrize(
    "body",
    [
        "out = [i * i for i in range(6)]\nout",
        "out = [i * i for i in range(6)]\nout;",
        "[i * i for i in range(6)]",
        "[i * i for i in range(6)];",
        "for i in range(5):\n    print(i)\n'shown'",
        "import asyncio\nawait asyncio.sleep(0)\nxs = [i + 1 for i in range(4)]\nxs",
        "import asyncio\nfor i in range(3):\n    await asyncio.sleep(0)\n    print(i)",
        "xs = [i for i in range(3)]  # the end",
        "for i in range(3):\n    x = i\n!echo hello",
        "where = %pwd\nys = [i for i in range(3)]",
        "\n\nfor i in range(4):\n    y = 1 / (2 - i)",
        "def f(x):\n    return 1 / (3 - x)\n\nzs = [f(i) for i in range(6)]",
        "for i in range(4):\n    z = undefined_name",
        "for i in range(3)\n    pass",
        "",
        "# nothing but a comment",
        "raise SystemError('own')",
        "x = 1\nx",
    ],
)
def test_as_the_plain_cell(shell: InteractiveShell, body: str) -> None:
    plain, parallel = both(shell, body)
    assert parallel == plain


def test_out_and_underscore(shell: InteractiveShell) -> None:
    run(shell, MAGIC + "[i for i in range(3)]")
    assert shell.user_ns["_"] == [0, 1, 2]
    assert list(shell.user_ns["Out"].values())[-1] == [0, 1, 2]
    assert shell.user_ns["In"][-1] == "[i for i in range(3)]\n"


def test_the_traceback_shows_the_cells_own_line(shell: InteractiveShell) -> None:
    text, error = run(shell, MAGIC + "for i in range(5):\n    a = i\n    b = 1 / (3 - i)")
    assert error is ZeroDivisionError
    assert re.search(r"-+> 3\s+b = 1 / \(3 - i\)", text)
    assert "nbparallel" not in text


def test_under_time_and_capture(shell: InteractiveShell) -> None:
    text, _ = run(shell, f"%%time\n{MAGIC}q = [i for i in range(4)]\nq")
    assert "Wall time" in text
    assert "[0, 1, 2, 3]" in text
    run(shell, f"%%capture cap\n{MAGIC}for i in range(3):\n    print(i)")
    assert shell.user_ns["cap"].stdout == "0\n1\n2\n"
    assert shell.user_ns["cap"].outputs == []
    text, _ = run(shell, f"{MAGIC}%%time\nr = [i for i in range(4)]")
    assert "Wall time" in text
    report = nbparallel.last_run()
    assert report is not None
    assert report.loops[0].mode == "parallel"


def test_run_cell_magic_called_by_hand(shell: InteractiveShell) -> None:
    value = shell.run_cell_magic("parallel", "--min-time 0", "xs = [i for i in range(4)]\nxs")
    assert value == [0, 1, 2, 3]


def test_one_statement(shell: InteractiveShell) -> None:
    run(shell, "%parallel --min-time 0 ys = [i ** 2 for i in range(5)]")
    assert shell.user_ns["ys"] == [0, 1, 4, 9, 16]
    report = nbparallel.last_run()
    assert report is not None
    assert report.loops[0].mode == "parallel"


@pytest.mark.parametrize("line", ["--bogus", "--workers 0", "--min-time -1", "--workers many"])
def test_bad_options_run_nothing(shell: InteractiveShell, line: str) -> None:
    text, _ = run(shell, f"%%parallel {line}\nran = True")
    assert "UsageError" in text
    assert "ran" not in shell.user_ns


def test_explain_runs_nothing(shell: InteractiveShell) -> None:
    text, _ = run(shell, "%%parallel --explain\nfor i in range(3):\n    p = p + i")
    assert "NBP101" in text
    assert "i" not in shell.user_ns


def test_explain_draws_the_plan_and_is_the_same_by_hand(shell: InteractiveShell) -> None:
    body = "q = 0\nfor i in range(3):\n    d = i - q\n    q = (i + q) / 2\nprint('ran')"
    text, _ = run(shell, f"%%parallel --explain --workers 1\n{body}")
    assert "serial ✗ 2 │ for i in range(3):" in text
    assert re.search(r"\^ NBP101 .*\n.*│ +q = \(i \+ q\) / 2\n.*- written here", text)
    assert "ran" not in text.splitlines()
    stream = io.StringIO()
    with redirect_stdout(stream):
        shell.run_cell_magic("parallel", "--explain --workers 1", body)
    assert stream.getvalue() == text


def test_explain_is_a_bundle_where_there_is_a_front_end(
    shell: InteractiveShell, monkeypatch: pytest.MonkeyPatch
) -> None:
    published: list[dict[str, str]] = []
    monkeypatch.setattr(shell, "kernel", object(), raising=False)
    monkeypatch.setattr(
        shell.display_pub, "publish", lambda data, **rest: published.append(data), raising=False
    )
    run(shell, "%%parallel --explain\nfor i in range(3): pass")
    (bundle,) = published
    assert "✓ 1 │ for i in range(3): pass" in bundle["text/plain"]
    assert "<script" not in bundle["text/html"]


def test_strict_raises_before_the_loop(shell: InteractiveShell) -> None:
    cell = "p, seen = 0, []\nfor i in range(4):\n    seen.append(i - p)\n    p = (i + p) / 2"
    text, error = run(shell, f"%%parallel --strict\n{cell}")
    assert error is nbparallel.NotParallelError
    assert "^ NBP101" in text
    assert re.search(r"-+> 2 for i in range\(4\):", text)
    assert shell.user_ns["seen"] == []
    run(shell, "%config NBParallel.strict = True")
    assert run(shell, f"%%parallel\n{cell}")[1] is nbparallel.NotParallelError
    assert run(shell, cell)[1] is type(None)


def test_assume_pure(shell: InteractiveShell) -> None:
    cell = "ys = [f(t) for t in ['1', '2', '3']]"
    run(shell, "f = eval")
    run(shell, f"%%parallel --min-time 0 --assume-pure f\n{cell}")
    report = nbparallel.last_run()
    assert report is not None
    assert (report.loops[0].mode, report.loops[0].notes) == ("parallel", ["assumed pure: `f`"])
    run(shell, "%config NBParallel.assume_pure = ['f']")
    run(shell, f"{MAGIC}{cell}")
    report = nbparallel.last_run()
    assert report is not None
    assert report.loops[0].mode == "parallel"
    run(shell, f"%parallel --assume-pure f --min-time 0 {cell}")
    assert shell.user_ns["ys"] == [1, 2, 3]


@pytest.mark.parametrize(
    "line", ["--assume-pure g", "--assume-pure f.g", "--explain --assume-pure g"]
)
def test_names_to_be_assumed_pure_must_be_known(shell: InteractiveShell, line: str) -> None:
    run(shell, "f = eval")
    text, _ = run(shell, f"%%parallel {line}\nran = True")
    assert "UsageError" in text
    assert "is known here, and the cell does not define it" in text
    assert "ran" not in shell.user_ns


def test_configured_defaults(shell: InteractiveShell) -> None:
    run(shell, "%config NBParallel.min_time = 0")
    run(shell, "%%parallel\nxs = [i for i in range(4)]")
    report = nbparallel.last_run()
    assert report is not None
    assert report.options["min_time"] == 0
    assert report.loops[0].mode == "parallel"


def test_reload_and_unload(shell: InteractiveShell) -> None:
    run(shell, "%reload_ext nbparallel")
    run(shell, MAGIC + "xs = [i for i in range(4)]")
    assert shell.user_ns["xs"] == [0, 1, 2, 3]
    run(shell, "%unload_ext nbparallel")
    text, _ = run(shell, "%%parallel\nys = 1")
    assert "not found" in text
    assert "ys" not in shell.user_ns
    run(shell, "%load_ext nbparallel")


def test_no_name_of_ours_is_left(shell: InteractiveShell) -> None:
    run(shell, "known = set(globals())")
    run(shell, MAGIC + "xs = [i for i in range(4)]\nfor x in xs:\n    y = x")
    left = set(shell.user_ns) - shell.user_ns["known"] - {"xs", "x", "y", "known"}
    assert not [name for name in left if not re.fullmatch(r"_i*\d*|_|__|___|_i+|_dh|_oh|_ih", name)]


def test_report_and_cluster_magics(shell: InteractiveShell, tmp_path: Any) -> None:
    run(shell, MAGIC + "xs = [i for i in range(4)]")
    text, _ = run(shell, "%parallel_report --json")
    assert '"mode": "parallel"' in text
    run(shell, f"%parallel_report --save {tmp_path / 'r.html'}")
    assert "<" in (tmp_path / "r.html").read_text()
    text, _ = run(shell, "%parallel_cluster bogus")
    assert "UsageError" in text
    text, _ = run(shell, "%parallel_cluster scale many")
    assert "UsageError" in text


@pytest.mark.parametrize(
    "cell",
    [c for c in read_cells() if "parallel" in c.expect and not c.under],
    ids=lambda c: c.name,
)
def test_verdicts_are_the_same_in_ipython(shell: InteractiveShell, cell: Cell) -> None:
    # IPython compiles statement by statement, with other instructions than a module's.
    with own_logging():
        run(shell, cell.setup or "pass")
        run(shell, MAGIC + cell.text)
    report = nbparallel.last_run()
    assert report is not None
    check_expectations(cell, report)


LOGGING = """\
import logging, sys
shown = "%(levelname)s %(name)s %(funcName)s %(lineno)d %(processName)s %(process)d %(threadName)s"
logging.basicConfig(force=True, level="INFO", stream=sys.stderr, format=shown + " %(message)s")
logger = logging.getLogger("tests.ipython")
def inverse(x):
    try:
        return 1 / x
    except ZeroDivisionError:
        logger.exception("no inverse of %d", x)
out = []
for i in range(6):
    print("before", i)
    logger.info("item %s", [i])
    logger.debug("never")
    out.append(inverse(i - 3))
    try:
        [][i]
    except IndexError:
        logging.error("none", exc_info=sys.exc_info())
"""


def test_records_are_shown_as_by_the_plain_cell(
    shell: InteractiveShell,
) -> None:
    with own_logging():
        plain, parallel = both(shell, LOGGING)
    report = nbparallel.last_run()
    assert report is not None
    assert [loop.mode for loop in report.loops] == ["parallel"], report.loops
    shown = [re.sub(r'File "[^"]*"', "File", printed) for (printed, _), _ in (plain, parallel)]
    assert re.search(r"in inverse(.|\n)*IndexError", shown[0])
    assert shown[0] == shown[1]
