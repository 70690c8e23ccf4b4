"""Counting the processors of a container."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from nbparallel.runtime import cpus


@pytest.mark.parametrize(
    ("membership", "files", "quotas"),
    [
        ("0::/", {"cpu.max": "150000 100000"}, [1.5]),
        ("0::/", {"cpu.max": "max 100000"}, []),
        ("0::/a/b", {"a/cpu.max": "200000 100000", "a/b/cpu.max": "max 100000"}, [2.0]),
        (
            "3:cpu,cpuacct:/x",
            {"cpu/x/cpu.cfs_quota_us": "50000", "cpu/x/cpu.cfs_period_us": "100000"},
            [0.5],
        ),
        ("3:cpu:/", {"cpu/cpu.cfs_quota_us": "-1", "cpu/cpu.cfs_period_us": "100000"}, []),
        ("", {}, []),
    ],
)
def test_quotas(
    tmp_path: Path, membership: str, files: dict[str, str], quotas: list[float]
) -> None:
    (tmp_path / "self").write_text(membership)
    for name, text in files.items():
        file = tmp_path / "cgroup" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    assert list(cpus._quotas(tmp_path / "self", tmp_path / "cgroup")) == quotas


def test_a_quota_binds_and_is_rounded_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(8)), raising=False)
    monkeypatch.setattr(cpus, "_quotas", lambda: iter([1.5]))
    assert cpus.available_cpus() == 2


def test_affinity_binds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {3}, raising=False)
    assert cpus.available_cpus() == 1
