"""What ``%%parallel`` adds to a cell whose loop is not worth it, end to end in IPython.

The cell runs 20,000 bodies, a few ms in all. It is run plainly and under ``%%parallel`` in turn,
and what the medians differ by is what the magic adds: finding and rewriting the loop, timing its
first iterations, the report and the line of text. The first run of a fresh process is told apart:
then, what the extension has not imported yet is imported. ``python benchmarks/tiny.py --help``.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

CELLS = {
    "for": "out = []\nfor i in range(20_000):\n    out.append(i * i % 7)\n",
    "comprehension": "out = [i * i % 7 for i in range(20_000)]\n",
    "generator": "out = sum(i * i % 7 for i in range(20_000))\n",
    "nested": "out = []\nfor i in range(200):\n    for j in range(100):\n"
    "        out.append(i * j % 7)\n",
}


def shell() -> Any:
    """Give an IPython shell with the extension, whose history is not kept."""
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    made = InteractiveShell.instance(config=Config({"HistoryManager": {"enabled": False}}))
    made.run_cell("%load_ext nbparallel").raise_error()
    return made


def timed(made: Any, text: str) -> tuple[float, float]:
    """Run a cell; give its milliseconds on the clock and of processor time."""
    wall, cpu = time.perf_counter(), time.process_time()
    made.run_cell(text).raise_error()
    return (time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000


def first(pause: float) -> list[float]:
    """Time the first cell of this process, some seconds after the extension was loaded."""
    made = shell()
    timed(made, CELLS["for"])
    time.sleep(pause)
    with silence():
        plain, ours = timed(made, CELLS["for"]), timed(made, "%%parallel\n" + CELLS["for"])
    return [ours[0] - plain[0], ours[1] - plain[1]]


@contextlib.contextmanager
def silence() -> Any:
    """Send what is printed nowhere."""
    with (
        open(os.devnull, "w") as nowhere,
        contextlib.redirect_stdout(nowhere),
        contextlib.redirect_stderr(nowhere),
    ):
        yield


def warm(rounds: int) -> dict[str, dict[str, float]]:
    """Time the cells in turn, plainly and under the magic."""
    made, rows = shell(), {}
    for name, text in CELLS.items():
        plain, ours = [], []
        with silence():
            for _ in range(rounds):
                plain.append(timed(made, text))
                ours.append(timed(made, "%%parallel\n" + text))
        wall, cpu = (
            [statistics.median(one[kind] for one in part) for part in (plain, ours)]
            for kind in (0, 1)
        )
        rows[name] = {
            "plain_ms": wall[0],
            "parallel_ms": wall[1],
            "added_ms": wall[1] - wall[0],
            "added_cpu_ms": cpu[1] - cpu[0],
        }
    started = "distributed" in sys.modules
    assert not started, "a cluster was started, or nearly, for a cell that is not worth it"
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=41)
    parser.add_argument("--json", type=Path, help="write the numbers here as well")
    parser.add_argument("--first", type=float, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.first is not None:
        print(json.dumps(first(options.first)))
        return
    rows: dict[str, Any] = warm(options.rounds)
    print(f"{'milliseconds':16}{'plain':>8}{'%%parallel':>12}{'added':>8}{'of processor time':>20}")
    for name, row in rows.items():
        print(
            f"{name:16}{row['plain_ms']:8.2f}{row['parallel_ms']:12.2f}{row['added_ms']:8.2f}"
            f"{row['added_cpu_ms']:20.2f}"
        )
    # Modules are compiled beforehand, as an installation has them.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as cache:
        environment = {**os.environ, "PYTHONPYCACHEPREFIX": cache}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        for pause, label in ((0.0, "at once"), (1.0, "after a second")):
            command = [sys.executable, __file__, "--first", str(pause)]
            given = [
                json.loads(
                    subprocess.run(
                        command, capture_output=True, text=True, check=True, env=environment
                    ).stdout.splitlines()[-1]
                )
                for _ in range(6)
            ][1:]  # the first run compiles
            wall, cpu = (statistics.median(one[kind] for one in given) for kind in (0, 1))
            rows[f"first, {label}"] = {"added_ms": wall, "added_cpu_ms": cpu}
            print(f"{'first, ' + label:36}{wall:8.2f}{cpu:20.2f}")
    if options.json:
        options.json.write_text(json.dumps(rows))


if __name__ == "__main__":
    main()
