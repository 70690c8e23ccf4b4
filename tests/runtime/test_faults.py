"""A fault of ours is told as one, and the cell runs as it would without us."""

from __future__ import annotations

from typing import Any

import pytest

import nbparallel
from nbparallel.analysis import headers, legality
from nbparallel.runtime import drive, payload
from nbparallel.runtime.inline import InlineExecutor


def broken(*arguments: Any, **keywords: Any) -> Any:
    raise ZeroDivisionError("on purpose")


@pytest.mark.parametrize(
    ("module", "name"),
    [(legality, "judge"), (headers, "refusal"), (drive, "outline"), (payload, "build")],
)
def test_the_cell_runs_and_the_reason_is_told(
    monkeypatch: pytest.MonkeyPatch, module: Any, name: str
) -> None:
    monkeypatch.setattr(module, name, broken)
    names: dict[str, Any] = {"__name__": "__main__"}
    report = nbparallel.run(
        "ys = []\nfor x in range(5):\n    ys.append(x * x)\nlast = x",
        names,
        min_time=0,
        executor=InlineExecutor(),
    )
    assert names["ys"] == [0, 1, 4, 9, 16]
    assert names["last"] == 4
    assert report.loops[0].codes == ["NBP209"]
    assert "on purpose" in report.loops[0].reason
