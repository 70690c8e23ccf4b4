"""What a plan says before anything runs: one cell against one line."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

import nbparallel
from nbparallel.plan.plan import Plan

DATA: dict[str, Any] = {
    "xs": [3, 1, 4],
    "table": np.arange(12.0).reshape(4, 3),
    "lookup": {"a": 1.0, "b": 2.0},
    "numbers": iter(range(5)),
    "nested": [[2, 1], [4, 3]],
}


def planned(cell: str) -> Plan:
    return nbparallel.analyze(cell, dict(DATA), workers=2)


def verdicts(cell: str) -> str:
    return " ".join(
        " ".join([loop.verdict, *dict.fromkeys(d.code.value for d in loop.diagnostics)])
        for loop in planned(cell).loops
    )


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("for x in xs:\n    y = x * x", "proven"),
        ("out = []\nfor x in xs:\n    out.append(x)", "proven"),
        ("previous = 0\nfor x in xs:\n    d = x - previous\n    previous = (x + previous) / 2", "serial NBP101"),
        ("import math\nys = [math.sqrt(x) for x in xs]", "proven"),
        ("def f(x, k=2):\n    return x * k\nys = [f(x) for x in xs]", "proven"),
        ("count = 0\ndef f(x):\n    global count\n    count = (count + x) % 7\nfor x in xs:\n    f(x)",
         "serial NBP107"),
        ("count = 0\ndef f(x):\n    global count\n    count += x\nfor x in xs:\n    f(x)", "proven"),
        ("best = float('-inf')\nfor x in xs:\n    if x > best:\n        best = x", "proven"),
        ("ys = list(map(abs, xs))\nfor y in ys:\n    z = y", "proven open"),
        ("out = helper()\nfor x in xs:\n    out.append(x)", "open"),
        ("for x in xs:\n    y = missing + x", "serial NBP110"),
        ("ys = [x for x in missing]", "serial NBP110"),
        ("ys = [x for x in [k * 2 for k in xs]]", "proven proven"),
        ("for y in map(lambda k: k * 2, xs):\n    z = y", "proven"),
        ("for number in numbers:\n    y = number", "serial NBP207"),
        ("for i in range(1, 4):\n    table[i] = table[i - 1] + 1", "serial NBP101"),
        ("for i in range(4):\n    table[i] = table[i] + 1", "proven"),
        ("for row in table:\n    total = 0.0\n    for v in row:\n        total += v",
         "proven open"),
        ("def f(rows):\n    out = []\n    for row in rows:\n        out.append(row)\n    return out\n"
         "f(xs)", "open"),
        ("for key, value in lookup.items():\n    y = value * 2", "proven"),
        ("for k in range(2):\n    nested[k].sort()", "proven"),
        ("x = 1", ""),
    ],
)  # fmt: skip
def test_verdicts(cell: str, said: str) -> None:
    assert verdicts(cell) == said


@pytest.mark.parametrize(
    ("cell", "iterations"),
    [
        ("for x in xs: pass", 3),
        ("for i in range(2, 9, 3): pass", 3),
        ("n = 7\nfor i in range(n): pass", 7),
        ("for i in range(len(xs)): pass", 3),
        ("for i, x in enumerate(xs): pass", 3),
        ("for x, row in zip(xs, table): pass", 3),
        ("for row in table: pass", 4),
        ("for k, v in lookup.items(): pass", 2),
        ("for n in numbers: pass", None),
        ("for x in sorted(xs): pass", 3),
        ("ys = make()\nfor y in ys: pass", None),
    ],
)
def test_iterations(cell: str, iterations: int | None) -> None:
    assert planned(cell).loops[0].gain.iterations == iterations


def test_the_gain_is_bounded_by_workers_and_by_iterations() -> None:
    assert planned("for x in xs: pass").loops[0].gain.bound == 2
    assert planned("for i in range(1): pass").loops[0].gain.bound == 1
    assert planned("for n in numbers: pass").loops[0].gain.bound == 2


def test_names_have_a_role_and_the_line_that_decides_it() -> None:
    plan = planned(
        "out, last = [], 0\nfor x in xs:\n    y = x - last\n    out.append(y)\n    last = (x + last) / 2"
    )
    names = {name.name: (name.role, name.lineno) for name in plan.loops[0].names}
    assert names == {
        "x": ("induction", 2),
        "y": ("private", 3),
        "last": ("carried", 3),
        "out": ("append", 4),
    }


def test_what_an_open_loop_waits_for_is_named_with_its_line() -> None:
    loop = planned("k = 1\nout = helper(k)\nfor x in xs:\n    out.append(x * k)").loops[0]
    assert loop.depends_on == {"out": 2}
    assert loop.roles["out"] == "undecided"


def test_a_loop_inside_a_proven_one_is_taken_along() -> None:
    plan = planned("for row in table:\n    ys = [v * 2 for v in row]")
    assert [loop.inside for loop in plan.loops] == [None, 1]


def test_conflicts_have_both_places() -> None:
    diagnostic, *_ = (
        planned("p = 0\nfor x in xs:\n    d = x - p\n    p = (x + p) / 2").loops[0].diagnostics
    )
    assert (diagnostic.span.lineno, diagnostic.span.column) == (3, 12)
    assert [(span.lineno, span.column) for span in diagnostic.related] == [(4, 4)]


def test_nothing_is_run_and_nothing_is_bound() -> None:
    namespace = dict(DATA)
    before = dict(namespace)
    nbparallel.analyze(
        "out = []\ndef f(x): return x\nfor x in xs:\n    out.append(f(x))", namespace
    )
    assert namespace == before
    assert next(DATA["numbers"]) == 0


def test_to_dict_is_json_safe() -> None:
    plan = planned(
        "p = 0\nfor x in xs:\n    d = x - p\n    p = (x + p) / 2\nys = [x for x in other]"
    )
    said = json.loads(json.dumps(plan.to_dict()))
    assert said["source"].startswith("p = 0\n")
    first, second = said["loops"]
    assert first["verdict"] == "serial"
    assert first["gain"] == {"iterations": 3, "workers": first["gain"]["workers"], "bound": 2}
    assert first["diagnostics"][0]["code"] == "NBP101"
    assert first["diagnostics"][0]["span"]["lineno"] == 3
    assert {"name": "x", "role": "induction", "lineno": 2} in first["names"]
    assert second["diagnostics"][0]["code"] == "NBP110"


def test_a_fault_of_the_analysis_is_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    from nbparallel.plan import plan as module

    def fail(*args: Any) -> None:
        raise RuntimeError("oh")

    monkeypatch.setattr(module, "_plan", fail)
    assert verdicts("for x in xs: pass") == "serial NBP209"
