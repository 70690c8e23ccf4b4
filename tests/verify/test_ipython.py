"""``%%parallel --verify`` in a notebook: the cell stays a cell, and runs once to the eye."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from IPython.core.interactiveshell import InteractiveShell

import nbparallel
from tests.equivalence.test_ipython import run, shell

__all__ = ["shell"]
VERIFY = "%%parallel --min-time 0 --verify\n"


@pytest.fixture(autouse=True)
def _shown(shell: InteractiveShell, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("NBPARALLEL_NONINTERACTIVE", "0")
    yield
    assert "showtraceback" not in vars(shell)
    assert "publish" not in vars(shell.display_pub)


def verdict(text: str) -> str:
    found = re.search(r"^(verified|not identical).*$", text, re.MULTILINE)
    assert found is not None, text
    return found[0]


def cells_own(text: str) -> str:
    """Leave out what nbparallel says of itself."""
    kept = [
        line
        for line in text.splitlines(keepends=True)
        if not re.match(
            r"verified|iteration \d|line \d|\d+ iterations? on|.* after .* on \d|.*ran serially|no loop found",
            line,
        )
    ]
    return "".join(kept)


@pytest.mark.parametrize(
    "body",
    [
        "out = [i * i for i in range(6)]\nout",
        "out = [i * i for i in range(6)]\nout;",
        "for i in range(3):\n    print(i)\n'shown'",
        "import asyncio\nawait asyncio.sleep(0)\nxs = [i + 1 for i in range(4)]\nxs",
        "import asyncio\nfor i in range(3):\n    await asyncio.sleep(0)\n    print(i)",
        "for i in range(3):\n    x = i\n!echo hello",
        "where = %pwd\nys = [i for i in range(3)]",
        "%time zs = [i for i in range(3)]\nzs",
        "\n\nfor i in range(4):\n    y = 1 / (2 - i)",
        "def f(x):\n    return 1 / (3 - x)\n\nzs = [f(i) for i in range(6)]",
        "display('a')\nfor i in range(2):\n    print(i)\ndisplay(i)",
        "import logging\nlogging.getLogger('x').error('once')\ny = [i for i in range(3)]",
        "import warnings\nwarnings.warn('mind')\ny = [i for i in range(3)]",
        "raise SystemError('own')",
        "x = 1\nx",
        "import random\nr = [random.random() for _ in range(3)]\nr",
    ],
)
def test_as_the_plain_cell_and_identical(shell: InteractiveShell, body: str) -> None:
    run(shell, "import random\nrandom.seed(4)")
    plain, plain_error = run(shell, body)
    shell.reset(new_session=False)
    run(shell, "import random\nrandom.seed(4)")
    text, error = run(shell, VERIFY + body)
    assert verdict(text).startswith("verified: identical"), text
    assert error is plain_error
    if "%time" not in body:
        assert cells_own(text).rstrip() == plain.rstrip()
    report = nbparallel.last_run()
    assert report is not None
    assert report.verify is not None
    assert report.verify.same


def test_out_history_and_underscore(shell: InteractiveShell) -> None:
    run(shell, "kept = [1]")
    run(shell, "kept")
    run(shell, VERIFY + "_.append(2)\n[Out[2][i] for i in range(2)]")
    assert shell.user_ns["_"] == [1, 2]
    assert shell.user_ns["kept"] == [1, 2]
    assert shell.user_ns["Out"][2] is shell.user_ns["kept"]
    assert shell.user_ns["In"][-1].startswith("_.append(2)")


def test_a_difference_is_a_table(shell: InteractiveShell) -> None:
    run(shell, "seen = []\ndef f(x):\n    seen.append(x)\n    return len(seen)")
    cell = "out = [f(x) for x in range(5)]\nout"
    text, _ = run(shell, f"%%parallel --min-time 0 --verify --assume-pure f\n{cell}")
    assert verdict(text).startswith("not identical: ")
    assert re.search(r"where +differs in +plain +parallel", text)
    assert re.search(r"^ +out\[2\] +value +3 +\d", text, re.MULTILINE)
    assert re.search(r"^ +seen +length +5 elements: \[0, 1, 2, 3, 4\]", text, re.MULTILINE)
    assert shell.user_ns["out"] == [1, 2, 3, 4, 5]
    text, _ = run(shell, "%parallel_report")
    assert "not identical" in text


def test_silence_does_not_hide_a_difference(shell: InteractiveShell) -> None:
    run(shell, "seen = []\ndef f(x):\n    seen.append(x)\n    return len(seen)")
    cell = "out = [f(x) for x in range(5)]"
    line = "%%parallel --quiet --min-time 0 --verify --assume-pure f"
    with pytest.warns(UserWarning, match=r"--verify found differences: .*seen \(length\)"):
        run(shell, f"{line}\n{cell}")


def test_what_cannot_run_twice_is_refused(shell: InteractiveShell) -> None:
    run(shell, "g = (i for i in range(3))")
    text, error = run(shell, VERIFY + "ran = [i for i in g]")
    assert error is nbparallel.VerifyError
    assert "nothing was run" in text
    assert "ran" not in shell.user_ns
    assert list(shell.user_ns["g"]) == [0, 1, 2]


def test_the_traceback_is_the_plain_cells(shell: InteractiveShell) -> None:
    text, error = run(shell, VERIFY + "for i in range(5):\n    a = i\n    b = 1 / (3 - i)")
    assert error is ZeroDivisionError
    assert text.count("ZeroDivisionError: division by zero") == 1
    assert re.search(r"-+> 3\s+b = 1 / \(3 - i\)", text)
    assert "During handling" not in text


def test_the_line_magic_and_configuration(shell: InteractiveShell) -> None:
    text, _ = run(shell, "%parallel --verify --min-time 0 ys = [i ** 2 for i in range(5)]")
    assert verdict(text).startswith("verified: identical")
    assert shell.user_ns["ys"] == [0, 1, 4, 9, 16]
    run(shell, "%config NBParallel.verify = True")
    text, _ = run(shell, "%%parallel --min-time 0\nzs = [i for i in range(4)]")
    assert verdict(text).startswith("verified: identical")


def test_under_time(shell: InteractiveShell) -> None:
    text, _ = run(shell, f"%%time\n{VERIFY}q = [i for i in range(4)]\nq")
    assert "Wall time" in text
    assert "[0, 1, 2, 3]" in text
    assert verdict(text).startswith("verified: identical")


def test_notebook_functions_see_the_copies(shell: InteractiveShell) -> None:
    run(shell, "rows = []\ndef add(x):\n    rows.append(x)\nfor i in range(2):\n    add(i)")
    text, _ = run(shell, VERIFY + "for i in range(4):\n    add(i)\nrows")
    assert verdict(text).startswith("verified: identical")
    assert shell.user_ns["rows"] == [0, 1, 0, 1, 2, 3]
