"""Waiting is told from computing, and from wanting to compute."""

from __future__ import annotations

import subprocess
import sys
import time

from nbparallel.runtime.waiting import Waiting


def share(act: object) -> float:
    """Give the part of its time for which something waits."""
    waiting = Waiting()
    waiting.begin()
    began = time.perf_counter()
    act()  # type: ignore[operator]
    return waiting.end() / (time.perf_counter() - began)


def test_sleeping_is_waiting() -> None:
    assert share(lambda: time.sleep(0.2)) > 0.8


def test_computing_is_not() -> None:
    assert share(lambda: sum(i * i for i in range(1_000_000))) < 0.5


def test_waiting_for_a_child_that_computes_is_not() -> None:
    code = "import time\nwhile time.process_time() < 1: pass"

    waiting = Waiting()
    waiting.begin()
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    # However long the machine made it wait, the second that the child computed does not count.
    assert waiting.end() <= time.perf_counter() - began - 0.9


def test_blocks_that_are_short_are_not_looked_at() -> None:
    waiting = Waiting()
    waiting.note(0.0001)
    waiting.begin()
    time.sleep(0.01)
    assert waiting.end() == 0.0
