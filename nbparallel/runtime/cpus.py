"""How many processors this process may really use."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from pathlib import Path


def available_cpus() -> int:
    """Give the number of CPUs: affinity, and the quota of a container if there is one.

    A quota of 1.5 CPUs gives 2 workers: each gets most of a CPU.
    """
    if hasattr(os, "sched_getaffinity"):
        count = len(os.sched_getaffinity(0))
    else:
        count = os.cpu_count() or 1
    quotas = [math.ceil(quota) for quota in _quotas()]
    return max(1, min([count, *quotas]))


def _quotas(
    membership: Path = Path("/proc/self/cgroup"), root: Path = Path("/sys/fs/cgroup")
) -> Iterator[float]:
    """Give the CPU quotas of this process's control groups, versions 1 and 2, in CPUs."""
    try:
        lines = membership.read_text().splitlines()
    except OSError:  # not Linux
        return
    for line in lines:
        _, _, rest = line.partition(":")
        controllers, _, path = rest.partition(":")
        if not controllers:  # version 2
            for folder in _upwards(root, path):
                quota = _numbers(folder / "cpu.max")
                if len(quota) == 2:
                    yield quota[0] / quota[1]
        elif "cpu" in controllers.split(","):  # version 1
            for folder in _upwards(root / "cpu", path):
                quota = _numbers(folder / "cpu.cfs_quota_us")
                period = _numbers(folder / "cpu.cfs_period_us")
                if quota and period and quota[0] > 0:
                    yield quota[0] / period[0]


def _upwards(root: Path, path: str) -> Iterator[Path]:
    # A parent's quota binds its children. In a container the path may be the host's:
    # folders that do not exist read as no quota, and the root is the container's own.
    folder = root / path.lstrip("/")
    yield folder
    while folder != root:
        folder = folder.parent
        yield folder


def _numbers(file: Path) -> list[float]:
    try:
        words = file.read_text().split()
    except OSError:
        return []
    return [float(word) for word in words if word.lstrip("-").isdigit()]
