"""The scheduling policy against a simulated clock: nothing lost, and no shape of work left behind.

The clock is simulated, so these figures are exact: they differ only if the policy does.
"""

from __future__ import annotations

import json
import runpy
import sys
from pathlib import Path
from typing import Any

import pytest

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "simulate.py"
simulate: Any = runpy.run_path(str(SCRIPT))
Costs, Simulation, work = simulate["Costs"], simulate["Simulation"], simulate["work"]


@pytest.mark.parametrize("shape", simulate["SHAPES"])
@pytest.mark.parametrize("workers", [1, 2, 7, 64])
def test_every_shape_keeps_the_workers_busy(shape: str, workers: int) -> None:
    """That each iteration is committed once and in order is asserted by the simulation."""
    outcome = Simulation(work(shape, 400 * workers, 0.05), workers, Costs()).run()
    assert outcome.iterations == 400 * workers
    assert outcome.efficiency > 0.88
    assert outcome.chunks >= min(outcome.iterations, 8 * workers)


def test_one_scheduler_keeps_up_with_two_thousand_workers() -> None:
    outcome = Simulation(work("constant", 200 * 2000, 0.3), 2000, Costs()).run()
    assert outcome.efficiency > 0.9
    assert outcome.tasks_per_second < 1000
    assert outcome.kernel < 0.5


def test_a_long_iteration_does_not_stop_the_others() -> None:
    """What comes behind it waits for its commit only, and the loop ends soon after it does."""
    loop = work("constant", 8000, 0.05)
    late = [at + (40.0 if i > 100 else 0.0) for i, at in enumerate(loop.until)]
    outcome = Simulation(simulate["Work"]("one long", late), 8, Costs()).run()
    assert outcome.seconds < outcome.ideal + 1.5


def test_a_misleading_start_costs_little() -> None:
    """The first iterations, which the kernel has measured, take next to nothing."""
    loop = work("constant", 4000, 0.05)
    cheap = [at * (0.001 if i < 400 else 1.0) for i, at in enumerate(loop.until)]
    cheap = [at if i < 400 else at - loop.until[400] + cheap[399] for i, at in enumerate(cheap)]
    outcome = Simulation(simulate["Work"]("late", cheap), 8, Costs()).run()
    assert outcome.efficiency > 0.9


def test_slow_commits_are_the_limit_and_are_seen_as_such() -> None:
    outcome = Simulation(work("constant", 8000, 0.01), 32, Costs(effect=0.001)).run()
    assert outcome.kernel > 0.9
    assert outcome.seconds == pytest.approx(8.0, rel=0.1)


def test_the_same_run_gives_the_same_figures() -> None:
    one, other = (Simulation(work("heavy-tailed", 2000, 0.02), 8, Costs()).run() for _ in range(2))
    assert one == other


def test_the_script(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "out.json"
    line = ["simulate.py", "--workers", "2", "--per-worker", "2", "--measure", "--json", str(path)]
    monkeypatch.setattr(sys, "argv", line)
    runpy.run_path(str(SCRIPT), run_name="__main__")
    printed = capsys.readouterr().out
    assert "efficiency" in printed
    said = json.loads(path.read_text())
    assert len(said["outcomes"]) == len(simulate["SHAPES"])
    assert 0 < said["costs"]["effect"] < 1e-4
