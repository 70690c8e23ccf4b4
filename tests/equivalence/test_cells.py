"""The gate: every cell, plainly and under nbparallel, compared wholly."""

from __future__ import annotations

import pytest

from nbparallel.runtime.inline import InlineExecutor
from tests.equivalence.harness import Cell, check, check_expectations, read_cells

CELLS = read_cells()
ON_CLUSTER = [cell for cell in CELLS if cell.expect[:1] == ("parallel",)][::3] + [
    cell for cell in CELLS if not cell.expect
][::2]
ON_CLUSTER += [cell for cell in CELLS if cell.name == "numpy_warning"]
ON_CLUSTER = [cell for cell in ON_CLUSTER if not cell.under]


def test_there_are_cells() -> None:
    assert len(CELLS) >= 150


@pytest.mark.parametrize("cell", CELLS, ids=lambda cell: cell.name)
def test_in_this_process(cell: Cell) -> None:
    report = check(cell, InlineExecutor(workers=3, seed=1))
    check_expectations(cell, report)


@pytest.mark.parametrize("part", range(8))
def test_in_other_orders(part: int) -> None:
    mine = CELLS[part::8]
    guarded = [cell for cell in mine if cell.name.startswith(("checked_", "tripped_"))]
    # Their chunks have processes of their own, which takes most of the time of all cells.
    for cell in [cell for cell in mine if cell not in guarded] + guarded[part % 3 :: 3]:
        check(cell, InlineExecutor(workers=2 + part % 4, seed=part))


@pytest.mark.parametrize("part", range(4))
def test_with_lost_chunks(part: int) -> None:
    for cell in [cell for cell in CELLS if cell.expect[:1] == ("parallel",)][part::8]:
        check(cell, InlineExecutor(workers=2, seed=4, lose={0, 2}))


@pytest.mark.cluster
@pytest.mark.parametrize("cell", ON_CLUSTER, ids=lambda cell: cell.name)
def test_on_a_cluster(cell: Cell) -> None:
    check_expectations(cell, check(cell))
