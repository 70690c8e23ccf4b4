"""Sharing of large buffers between processes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from nbparallel.runtime import buffers


def share(*views: memoryview, folder: Path | None = None) -> buffers.Shared:
    """Share, and be sure that it worked."""
    shared = buffers.share(views, None if folder is None else str(folder))
    assert shared is not None
    return shared


def test_what_is_attached_equals_what_was_shared() -> None:
    arrays = [np.arange(1000), np.zeros(0), np.asfortranarray(np.arange(6.0).reshape(2, 3))]
    shared = share(*(memoryview(array) for array in arrays))
    views = buffers.attach(shared.reference)
    assert [bytes(view) for view in views] == [array.tobytes(order="A") for array in arrays]


def test_writing_to_an_attached_buffer_does_not_reach_the_owner() -> None:
    shared = share(memoryview(bytearray(b"abc")))
    first, second = buffers.attach(shared.reference)[0], buffers.attach(shared.reference)[0]
    first[0] = 0
    assert bytes(second) == b"abc"


def test_a_buffer_that_was_read_only_stays_so() -> None:
    shared = share(memoryview(b"abc"), memoryview(bytearray(b"abc")))
    assert [view.readonly for view in buffers.attach(shared.reference)] == [True, False]
    flat = buffers.flattened([memoryview(b"abc"), memoryview(bytearray(b"abc"))])
    assert [view.readonly for view in buffers.copies(flat)] == [True, False]


def test_attached_memory_outlives_its_owner() -> None:
    shared = share(memoryview(b"abc"))
    view = buffers.attach(shared.reference)[0]
    shared.close()
    assert bytes(view) == b"abc"
    with pytest.raises(buffers.Unreachable):
        buffers.attach(shared.reference)


def test_another_process_attaches() -> None:
    shared = share(memoryview(b"abc"))
    code = (
        "from nbparallel.runtime.buffers import Reference, attach\n"
        f"print(bytes(attach({shared.reference!r})[0]).decode())"
    )
    root = str(Path(buffers.__file__).parents[2])
    done = subprocess.run(
        [sys.executable, "-c", code],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": root},
    )
    assert done.stdout.strip() == "abc", done.stderr


def test_memory_at_the_same_place_that_is_not_ours_is_refused() -> None:
    shared = share(memoryview(b"abc"))
    reference = shared.reference
    other = buffers.Reference(reference.paths, b"?" * 16, reference.size, reference.extents)
    with pytest.raises(buffers.Unreachable):
        buffers.attach(other)


def test_without_memfd_a_file_takes_its_place(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delattr(os, "memfd_create", raising=False)
    shared = share(memoryview(b"abc"), folder=tmp_path)
    assert bytes(buffers.attach(shared.reference)[0]) == b"abc"
    shared.close()
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_not_written_to(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delattr(os, "memfd_create", raising=False)
    full = SimpleNamespace(free=0)
    monkeypatch.setattr("nbparallel.runtime.buffers.shutil.disk_usage", lambda _: full)
    assert buffers.share([memoryview(b"abc")], str(tmp_path)) is None
