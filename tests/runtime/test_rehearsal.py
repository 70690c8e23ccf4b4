"""Cheap iterations are rehearsed: what does not gain stays in the kernel, and is right either way."""

from __future__ import annotations

from typing import Any

import pytest

import nbparallel
from nbparallel.report import LoopReport
from nbparallel.runtime import crew, rehearsal
from nbparallel.runtime.inline import InlineExecutor
from nbparallel.runtime.rehearsal import Rehearsal

CELL = """
out, seen, total = [], {}, 0
for i in range(400_000):
    pair = i % 7, str(i)
    if i % 5 == 0:
        fifth = i
    out.append(pair)
    seen[i % 1000] = i
    total += i
"""


def run(cell: str = CELL) -> tuple[dict[str, Any], LoopReport]:
    names: dict[str, Any] = {"__name__": "__main__"}
    report = nbparallel.run(cell, names, executor=InlineExecutor(workers=2, seed=1), min_time=0.001)
    return names, report.loops[0]


def plainly(cell: str = CELL) -> dict[str, Any]:
    names: dict[str, Any] = {"__name__": "__main__"}
    exec(cell, names)
    return names


@pytest.mark.parametrize(("kernel_s", "mode"), [(1e9, "serial"), (0.0, "parallel")])
def test_what_was_measured_decides(
    monkeypatch: pytest.MonkeyPatch, kernel_s: float, mode: str
) -> None:
    rehearse = rehearsal.rehearse

    def measured(*args: Any) -> Rehearsal | None:
        found = rehearse(*args)
        assert found is not None
        return Rehearsal(found.chunk, found.start, found.stop, 1e-9, kernel_s)

    monkeypatch.setattr(rehearsal, "rehearse", measured)
    monkeypatch.setattr(rehearsal, "GAIN", 1e-6)
    monkeypatch.setattr(rehearsal, "CHEAP_S", 1e9)  # however slow this machine is just now
    monkeypatch.setattr(crew, "ENOUGH_SEEN_S", 1e9)
    names, loop = run()
    assert loop.mode == mode
    assert loop.codes == (["NBP301"] if mode == "serial" else [])
    assert loop.iterations == 400_000
    expected = plainly()
    assert {name: names[name] for name in expected if name != "__builtins__"} == {
        name: value for name, value in expected.items() if name != "__builtins__"
    }
    assert list(names["seen"]) == list(expected["seen"])


def test_the_kernels_part_is_one_after_the_other() -> None:
    chunk: Any = None
    assert Rehearsal(chunk, 0, 1, worker_s=8.0, kernel_s=3.0).seconds(100) >= 3.0
    assert Rehearsal(chunk, 0, 1, worker_s=8.0, kernel_s=0.0).seconds(2) >= 4.0


def test_an_iteration_that_raises_raises_in_the_kernel() -> None:
    cell = "out = []\nfor i in range(400_000):\n    out.append(1 // (390_000 - i))\n"
    names: dict[str, Any] = {"__name__": "__main__"}
    with pytest.raises(ZeroDivisionError):
        nbparallel.run(cell, names, executor=InlineExecutor(workers=2, seed=1), min_time=0.001)
    assert len(names["out"]) == 390_000
    assert names["i"] == 390_000
