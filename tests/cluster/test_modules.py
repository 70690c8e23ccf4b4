"""A module is imported anew on each worker: what a loop reads of it must be the same there."""

from __future__ import annotations

import importlib
import linecache
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import nbparallel

pytestmark = pytest.mark.cluster

MODULE = """
import math
import re
RATE = 2
TABLE = {"a": [1, 2]}
LOG = []

class Settings:
    scale = 3

    def scaled(self, x):
        return self.scale * x

class Counter:
    def __init__(self):
        self.n = 0

    def get(self):
        return self.n

counter = Counter()
PATTERN = re.compile("1")
source = (n for n in ())

def rated(x):
    return RATE * x + TABLE["a"][1]

def helped(x):
    return helper(x)

def helper(x):
    return x + 1

def matched(x):
    return bool(PATTERN.search(str(x)))

def sourced(x):
    return x if source is not None else 0

def counted(x):
    return counter.get() + x
"""


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    (tmp_path / "ourconf.py").write_text(MODULE)
    monkeypatch.syspath_prepend(str(tmp_path))
    yield importlib.import_module("ourconf")
    del sys.modules["ourconf"]


def run(cell: str, module: Any) -> tuple[Any, str, str]:
    """Run a loop; give its results, its mode, and what was said of it."""
    names = {"__name__": "__main__", "ourconf": module, "out": []}
    for name in ("rated", "helped", "counted", "matched", "sourced", "Settings"):
        names[name] = getattr(module, name)
    nbparallel.run(f"for x in range(40):\n    out.append({cell})\n", names, min_time=0)
    loop = nbparallel.last_run().loops[0]
    told = f"{loop.reason} {' '.join(loop.notes)}"
    return names["out"], loop.mode if loop.chunks else "serial", told


CELLS = {
    "rated(x)": lambda m: setattr(m, "RATE", 5),
    "ourconf.rated(x) + 1": lambda m: m.TABLE["a"].append(4) or m.TABLE["a"].reverse(),
    "helped(x)": lambda m: setattr(m, "helper", lambda x: x * 10),
    "Settings().scaled(x)": lambda m: setattr(m.Settings, "scale", 7),
    "ourconf.RATE * x": lambda m: setattr(m, "RATE", 5),
    "counted(x)": lambda m: setattr(m.counter, "n", 9),
    "matched(x)": lambda m: setattr(m, "PATTERN", re.compile("2")),
}


@pytest.mark.parametrize("cell", CELLS)
def test_what_was_changed_is_not_computed_with(settings: Any, cell: str) -> None:
    compute = eval(f"lambda x: {cell}", {**vars(settings), "ourconf": settings})
    found, mode, told = run(cell, settings)
    assert found == [compute(x) for x in range(40)]
    assert mode == "parallel", told
    CELLS[cell](settings)
    found, _, told = run(cell, settings)
    assert found == [compute(x) for x in range(40)]
    assert "ourconf." in told


def test_an_edited_file_is_noticed(settings: Any, tmp_path: Path) -> None:
    assert run("rated(x)", settings)[0][3] == 8
    (tmp_path / "ourconf.py").write_text(MODULE.replace("RATE * x", "RATE - x"))
    importlib.invalidate_caches()
    linecache.checkcache()
    importlib.reload(settings)
    found, _, told = run("rated(x)", settings)
    assert found[3] == 1
    assert "ourconf.rated" in told


def test_what_cannot_be_told_stays_in_the_kernel(settings: Any) -> None:
    found, mode, told = run("sourced(x)", settings)
    assert found == list(range(40))
    assert mode == "serial"
    assert "NBP206" in told


def test_a_librarys_variable_is_the_kernels(monkeypatch: pytest.MonkeyPatch) -> None:
    import string

    names: dict[str, Any] = {"__name__": "__main__", "string": string, "out": []}
    monkeypatch.setattr(string, "digits", "01")
    cell = "for x in range(40):\n    out.append(string.digits + str(x))\n"
    nbparallel.run(cell, names, min_time=0)
    assert names["out"][3] == "013"
