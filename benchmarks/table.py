"""Every shape of work, with every tool, beside the plain cell: ``python benchmarks/table.py``.

Each system lives in a process of its own and is warm. The systems take turns, shape by shape and
round by round (A B C A B C), so that a noisy moment of the machine hits all alike. Given is the
median over the rounds of each round's ratio to its own plain cell: above 1 is faster. A system
that takes longer than the limit is stopped and not asked again for that shape.

Memory is the peak above what was there before the shape began, in the driver and over all processes
of the system, by proportional set size where the platform tells (shared pages count once).
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import platform
import statistics
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
from shapes import BY_NAME, SHAPES
from systems import OURS, PLAIN, available, serve

MEGABYTE = 2**20


class System:
    """One system in its process."""

    def __init__(self, name: str, workers: int) -> None:
        self.name, self.workers = name, workers
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=serve, args=(name, workers, theirs))
        self.process.start()
        theirs.close()
        assert self.pipe.recv() == "ready"

    def run(self, shape: str, limit: float) -> tuple[float, str, int] | None:
        """Run a shape; None if it takes longer than the limit, or fails."""
        self.pipe.send(shape)
        if not self.pipe.poll(limit):
            return None
        try:
            found: tuple[float, str, int] = self.pipe.recv()
        except EOFError:  # its process ended; what it had to say is on standard error
            return None
        return found

    def memory(self) -> int:
        """Bytes that the system's processes use together."""
        root = psutil.Process(self.process.pid)
        return sum(_used(process) for process in [root, *root.children(recursive=True)])

    def stop(self) -> None:
        """End the process and all that it started."""
        try:
            family = psutil.Process(self.process.pid).children(recursive=True)
        except psutil.NoSuchProcess:
            family = []
        self.pipe.close()
        self.process.join(1)
        for process in family:
            try:
                process.kill()
            except psutil.NoSuchProcess:
                continue
        if self.process.is_alive():
            self.process.kill()
        self.process.join()


def _used(process: psutil.Process) -> int:
    try:
        found = process.memory_full_info()
        return int(getattr(found, "pss", found.rss))
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return 0


class Watched:
    """The most memory that a system uses while a block runs."""

    def __init__(self, system: System) -> None:
        self.system, self.peak, self.over = system, 0, threading.Event()
        self.thread = threading.Thread(target=self._watch)

    def __enter__(self) -> Watched:
        self.before = self.peak = self.system.memory()
        self.thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self.over.set()
        self.thread.join()

    def _watch(self) -> None:
        while not self.over.wait(0.1):
            self.peak = max(self.peak, self.system.memory())


@dataclass
class Found:
    """What one system took for one shape."""

    seconds: list[float] = field(default_factory=list)
    ratios: list[float] = field(default_factory=list)
    first: float | None = None
    too_long: bool = False
    same: bool = True
    more_memory: int = 0

    def to_dict(self) -> dict[str, Any]:
        """Give the figures."""
        return {
            "ratio": statistics.median(self.ratios) if self.ratios else None,
            "ratios": self.ratios,
            "first_ratio": self.first,
            "seconds": self.seconds,
            "over_the_limit": self.too_long,
            "same_bits_as_plain": self.same,
            "more_memory_bytes": self.more_memory,
        }


def measure(
    shape: str, names: list[str], workers: int, rounds: int, limit: float
) -> dict[str, Found]:
    """Run one shape by every system in turn; the first round, which warms up, is kept apart."""
    systems = {name: System(name, workers) for name in names}
    found = {name: Found() for name in names}
    try:
        for number in range(rounds + 1):
            base, right = 0.0, ""
            for name in names:
                each = found[name]
                if each.too_long:
                    continue
                if number == rounds:  # watching takes time, so the last round's memory only
                    with Watched(systems[name]) as watched:
                        answer = systems[name].run(shape, limit)
                    each.more_memory = watched.peak - watched.before
                else:
                    answer = systems[name].run(shape, limit)
                if answer is None:
                    each.too_long = True
                    systems[name].stop()
                    continue
                seconds, digest, _ = answer
                if name == PLAIN:
                    base, right = seconds, digest
                each.same &= digest == right
                if number == 0:
                    each.first = base / seconds
                elif number < rounds or rounds == 1:
                    each.seconds.append(seconds)
                    each.ratios.append(base / seconds)
    finally:
        for system in systems.values():
            system.stop()
    return found


def show(shape: str, found: dict[str, Found]) -> None:
    """Print one shape's row."""
    plain = statistics.median(found[PLAIN].seconds)
    print(f"\n{shape}: {BY_NAME[shape].what}; plain cell {plain:.3g} s", flush=True)
    for name, each in found.items():
        if each.too_long:
            print(f"{name:>22}  over the limit, or failed")
            continue
        ratio = statistics.median(each.ratios)
        bits = "" if each.same else "   other bits than the plain cell"
        first = f"   first time {each.first:5.2f}" if each.first else ""
        memory = f"   +{each.more_memory / MEGABYTE:5.0f} MB"
        print(f"{name:>22}  {ratio:5.2f} x{first}{memory}{bits}", flush=True)


def plot(figures: dict[str, Any], path: Path) -> None:
    """Draw the table."""
    from bokeh.io import save
    from bokeh.layouts import column
    from bokeh.plotting import figure
    from bokeh.resources import INLINE

    drawn = []
    for shape, systems in figures.items():
        ratios = {name: each["ratio"] or 0.0 for name, each in systems.items()}
        names = list(reversed(ratios))
        part = figure(y_range=names, height=190, width=640, title=shape, toolbar_location=None)
        part.hbar(
            y=names,
            right=[ratios[name] for name in names],
            height=0.7,
            color=["#0072b2" if name == OURS else "#999999" for name in names],
        )
        part.xaxis.axis_label = "times the plain cell"
        drawn.append(part)
    save(column(*drawn), filename=path, resources=INLINE, title="nbparallel and others")


def machine() -> str:
    """Describe what it ran on, without naming it."""
    memory = psutil.virtual_memory().total / 2**30
    return (
        f"{os.cpu_count()} CPUs, {platform.machine()}, {memory:.0f} GiB, "
        f"Python {platform.python_version()}"
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--limit", type=float, default=45.0, help="seconds")
    parser.add_argument("--shapes", nargs="+", choices=BY_NAME, default=[s.name for s in SHAPES])
    parser.add_argument("--systems", nargs="+", choices=available(), default=available())
    parser.add_argument("--out", type=Path, help="a JSON file for the figures")
    parser.add_argument("--plot", type=Path, help="an HTML file for a plot")
    given = parser.parse_args()
    # Tools that start processes of their own let these import the shapes from here.
    here = str(Path(__file__).parent)
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [here, os.environ.get("PYTHONPATH")]))
    names = [PLAIN, *(name for name in given.systems if name != PLAIN)]
    print(f"{machine()}; {given.workers} warm workers; median of {given.rounds} rounds in turn")
    figures: dict[str, Any] = {}
    for shape in given.shapes:
        began = time.perf_counter()
        found = measure(shape, names, given.workers, given.rounds, given.limit)
        show(shape, found)
        figures[shape] = {name: each.to_dict() for name, each in found.items()}
        figures[shape]["_took_s"] = time.perf_counter() - began
    taken = {shape: each.pop("_took_s") for shape, each in figures.items()}
    if given.out:
        whole = {"machine": machine(), "workers": given.workers, "shapes": figures, "took_s": taken}
        given.out.write_text(json.dumps(whole, indent=2), encoding="utf-8")
    if given.plot:
        plot(figures, given.plot)


if __name__ == "__main__":
    main()
