"""One thing changed at a time: body cost, items, result size, broadcast size.

``python benchmarks/sweep.py`` runs each point plainly and under ``%%parallel`` in turn, in one
IPython with warm workers, and gives the median of the rounds' ratios: above 1 is faster, 0.95 is
the worst that is promised for cells of more than a moment. Beside it stand what the plan predicted
for the loop and what it took. ``--help``.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from table import machine

os.environ["NBPARALLEL_NONINTERACTIVE"] = "1"

SETUP = """
import numpy as np
"""


@dataclass(frozen=True, slots=True)
class Point:
    """One cell of a sweep."""

    sweep: str
    at: str
    cell: str
    setup: str = ""


def points(quick: bool) -> Iterator[Point]:
    """Give all points, of a second or two each where the sweep allows it."""
    for cost, body in [
        (0.1e-6, "i * 0.5 % 7"),
        (0.3e-6, "(i * 0.5 % 7) ** 0.5 + abs(i - 9.5) % 3"),
        (
            1e-6,
            "sum((i, i * 2, i * 3, i % 7, i // 3, i % 11)) ** 0.5 + abs(i - 7.5)",
        ),
        (10e-6, "sum(k * i % 7 for k in range(350))"),
        (100e-6, "sum(k * i % 7 for k in range(3_500))"),
        (1e-3, "sum(k * i % 7 for k in range(35_000))"),
        (10e-3, "sum(k * i % 7 for k in range(350_000))"),
        (100e-3, "sum(k * i % 7 for k in range(3_500_000))"),
    ]:
        items = max(4, min(10_000_000, round((0.7 if quick else 1.5) / cost)))
        cell = f"out = []\nfor i in range({items}):\n    out.append({body})\n"
        yield Point("body cost", f"{cost * 1e6:g} µs", cell)
    yield Point(
        "body cost", "1 s", "out = [sum(k % 7 for k in range(28_000_000)) for i in range(3)]"
    )
    for items in (10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000):
        if quick and items > 1_000_000:
            continue
        cell = f"total = 0.0\nfor i in range({items}):\n    total += i * 0.5 % 7\n"
        yield Point("items", f"{items:,}", cell)
    for size in (1, 128, 16_384, 131_072, 1_048_576):
        count = max(100, min(400_000, 100_000_000 // size))
        cell = (
            f"out = []\nfor i in range({count}):\n"
            f"    out.append(np.sqrt(np.sin(np.arange({size}, dtype=float) + i) ** 2))\n"
        )
        yield Point("result size", f"{8 * size:,} B", cell)
    for megabytes in (1, 10, 100, 400) if quick else (1, 10, 100, 400, 2_000):
        setup = f"big = np.random.default_rng(1).random({megabytes * 125_000})"
        step = max(1, megabytes // 4)
        body = f"float(np.sort(big[k::{step}]).std())"
        cell = f"out = []\nfor k in range(200):\n    out.append({body})\n"
        yield Point("broadcast size", f"{megabytes:,} MB", cell, setup)


@dataclass(frozen=True, slots=True)
class Measured:
    """What a point gave."""

    sweep: str
    at: str
    plain_s: float
    ratio: float
    first: float
    mode: str
    predicted_s: float | None
    wall_s: float


def measure(shell: Any, point: Point, rounds: int) -> Measured:
    """Run a point in turn, plainly and in parallel."""
    import nbparallel

    if point.setup:
        shell.run_cell(point.setup).raise_error()
    plains, ratios = [], []
    for _ in range(rounds + 1):
        began = time.perf_counter()
        shell.run_cell(point.cell).raise_error()
        plain = time.perf_counter() - began
        began = time.perf_counter()
        shell.run_cell("%%parallel\n" + point.cell).raise_error()
        ratios.append(plain / (time.perf_counter() - began))
        plains.append(plain)
    loop = nbparallel.last_run().loops[0]
    return Measured(
        point.sweep,
        point.at,
        statistics.median(plains),
        statistics.median(ratios[1:]),
        ratios[0],
        loop.mode,
        getattr(loop, "predicted_s", None),
        loop.wall_s,
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--quick", action="store_true", help="leave the longest points out")
    parser.add_argument("--only", help="one sweep")
    parser.add_argument("--out", type=Path, help="a JSON file for the figures")
    given = parser.parse_args()
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell.instance()
    shell.run_line_magic("load_ext", "nbparallel")
    shell.run_cell(f"%parallel_cluster scale {given.workers}").raise_error()
    shell.run_cell(SETUP).raise_error()
    print(f"\n{machine()}; {given.workers} warm workers; median of {given.rounds} rounds in turn\n")
    print(f"{'':>16} {'':>12} {'plain':>9} {'ratio':>6} {'first':>6}  mode      predicted   took")
    found = []
    for point in points(given.quick):
        if given.only and point.sweep != given.only:
            continue
        each = measure(shell, point, given.rounds)
        found.append(each)
        predicted = f"{each.predicted_s:8.3g} s" if each.predicted_s else "         -"
        print(
            f"{each.sweep:>16} {each.at:>12} {each.plain_s:7.3g} s {each.ratio:6.2f} "
            f"{each.first:6.2f}  {each.mode:8} {predicted} {each.wall_s:6.3g} s"
            + ("   slower than is promised" if each.ratio < 0.95 and each.plain_s > 0.05 else ""),
            flush=True,
        )
    if given.out:
        figures = {"machine": machine(), "points": [asdict(each) for each in found]}
        given.out.write_text(json.dumps(figures, indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()
