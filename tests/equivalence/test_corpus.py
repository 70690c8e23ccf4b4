"""The measure: many small loops of known nature, and how many of them the analysis gets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from nbparallel.report import RunReport
from nbparallel.runtime.inline import InlineExecutor
from tests.equivalence.harness import Cell, check

CORPUS = Path(__file__).parents[1] / "corpus"
LABELS = ("parallel", "serial", "random", "files", "any")
MEASURED = ("parallel", "serial")  # of the others only the result is compared


@dataclass(frozen=True, slots=True)
class Block:
    """A loop, or a nest of them, and whether one of its loops may run apart."""

    cell: Cell
    label: str


def read_blocks(path: Path) -> Iterator[Block]:
    """Read ``=== name | label``, the setup, ``---``, the cell; block by block."""
    for part in path.read_text(encoding="utf-8").split("=== ")[1:]:
        head, _, rest = part.partition("\n")
        name, _, label = head.partition(" | ")
        setup, _, text = rest.partition("---\n")
        yield Block(Cell(f"{path.stem}-{name}", setup, text), label)


BLOCKS = [block for path in sorted(CORPUS.glob("*.txt")) for block in read_blocks(path)]
_reports: dict[str, RunReport] = {}


def _report(block: Block) -> RunReport:
    name = block.cell.name
    if name not in _reports:
        _reports[name] = check(block.cell, InlineExecutor(workers=3, seed=1))
    return _reports[name]


def _is_parallel(report: RunReport) -> bool:
    return any(loop.mode == "parallel" for loop in report.loops)


def _described(block: Block) -> str:
    loops = (f"{loop.lineno}: {loop.mode} {loop.reason}" for loop in _report(block).loops)
    return f"{block.cell.name}: " + "; ".join(loops)


def test_blocks_are_many_and_well_formed() -> None:
    assert len(BLOCKS) >= 250
    assert len({block.cell.name for block in BLOCKS}) == len(BLOCKS)
    assert all(block.label in LABELS and block.cell.text for block in BLOCKS)
    for label in MEASURED:
        assert sum(block.label == label for block in BLOCKS) >= 250


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.cell.name)
def test_same_result(block: Block) -> None:
    _report(block)  # raises if anything differs


@pytest.mark.parametrize("label", MEASURED)
def test_most_labels_are_found(label: str) -> None:
    labelled = [block for block in BLOCKS if block.label == label]
    missed = [block for block in labelled if _is_parallel(_report(block)) != (label == "parallel")]
    listed = "\n".join(map(_described, missed))
    assert len(missed) <= 0.05 * len(labelled), f"{len(missed)} missed:\n{listed}"
