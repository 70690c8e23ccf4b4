"""Coarse iterations: 200 calls of about 20 ms of pure Python, on warm workers.

Every system runs once a round, in turn, so that a noisy moment hits all alike. What is given is
the median over the rounds of each round's ratio to its own plain cell: on a machine whose speed
wanders, only what ran within the same seconds compares. ``bare processes`` is what the
machine itself can give: the calls split in equal parts over forked processes, and nothing else.
``python benchmarks/coarse.py --help``.
"""

from __future__ import annotations

import argparse
import inspect
import json
import multiprocessing
import os
import platform
import statistics
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from work import work

os.environ["NBPARALLEL_NONINTERACTIVE"] = "1"

CALLS = 200
SIZE = 240_000
CELLS = {
    "call": f"""
out = []
for k in range({CALLS}):
    out.append(work({SIZE}))
""",
    "inline": f"""
out = []
for k in range({CALLS}):
    total = 0.0
    for i in range({SIZE}):
        total += i * 0.5 % 7
    out.append(total)
""",
}
EXPECTED = [work(SIZE)] * CALLS


def systems(workers: int, shape: str) -> dict[str, Callable[[], list[float]]]:
    """Give what is measured; each warm, each by its own best idiom."""
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell.instance()
    shell.run_line_magic("load_ext", "nbparallel")
    shell.run_cell(f"%parallel_cluster scale {workers}")
    shell.run_cell(inspect.getsource(work))

    def cell(magic: str) -> Callable[[], list[float]]:
        def run() -> list[float]:
            shell.run_cell(magic + CELLS[shape]).raise_error()
            result: list[float] = shell.user_ns["out"]
            return result

        return run

    found = {"plain cell": cell(""), "nbparallel": cell(f"%%parallel --workers {workers}")}
    found["bare processes"] = lambda: bare(workers)
    pool = multiprocessing.get_context("fork").Pool(workers)
    found["multiprocessing.Pool"] = lambda: pool.map(work, [SIZE] * CALLS)
    if find_spec("joblib"):
        from joblib import Parallel, delayed

        found["joblib"] = lambda: list(
            Parallel(n_jobs=workers)(delayed(work)(SIZE) for _ in range(CALLS))
        )
    if find_spec("mpire"):
        from mpire import WorkerPool

        mpire = WorkerPool(n_jobs=workers, keep_alive=True)
        found["mpire"] = lambda: mpire.map(work, [SIZE] * CALLS)
    return found


def bare(workers: int) -> list[float]:
    """Make the calls in forked processes that send nothing back: the machine's own ceiling."""
    forked = multiprocessing.get_context("fork")
    share, more = divmod(CALLS, workers)
    parts = [
        forked.Process(target=repeat, args=(share + (number < more),)) for number in range(workers)
    ]
    for part in parts:
        part.start()
    for part in parts:
        part.join()
    if any(part.exitcode for part in parts):
        raise RuntimeError("a bare process failed")
    return EXPECTED


def repeat(calls: int) -> None:
    """Make so many calls."""
    for _ in range(calls):
        work(SIZE)


def measure(rounds: int, workers: int, shape: str) -> dict[str, Any]:
    """Run all in turn, so many rounds after one to warm up."""
    found = systems(workers, shape)
    seconds: dict[str, list[float]] = {name: [] for name in found}
    for number in range(rounds + 1):
        for name, run in found.items():
            began = time.perf_counter()
            result = run()
            took = time.perf_counter() - began
            assert result == EXPECTED, f"{name} gives another result"
            if number:
                seconds[name].append(took)
    plain = statistics.median(seconds["plain cell"])
    return {
        "shape": f"{shape}: {CALLS} iterations of {plain / CALLS * 1000:.0f} ms",
        "workers": workers,
        "machine": f"{os.cpu_count()} CPUs, {platform.machine()}, "
        f"Python {platform.python_version()}",
        "seconds": seconds,
        "ratios": {
            name: statistics.median(
                base / time for base, time in zip(seconds["plain cell"], times, strict=True)
            )
            for name, times in seconds.items()
        },
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument(
        "--shape",
        choices=CELLS,
        default="call",
        help="whether the cell calls a function or has its lines in the loop's body",
    )
    parser.add_argument("--out", type=Path, help="a JSON file for the figures")
    given = parser.parse_args()
    found = measure(given.rounds, given.workers, given.shape)
    print(f"\n{found['shape']}, {found['workers']} warm workers; {found['machine']}")
    for name, ratio in found["ratios"].items():
        print(f"{name:>22}  {ratio:5.2f} x the plain cell")
    if given.out:
        given.out.write_text(json.dumps(found, indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()
