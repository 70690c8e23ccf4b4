"""What C code writes past Python's streams is noticed, and shown by nobody."""

from __future__ import annotations

import ctypes
import os
import sys

import pytest

from nbparallel.runtime import spilled


def test_what_c_writes_is_noticed(capfd: pytest.CaptureFixture[str]) -> None:
    libc = ctypes.CDLL(None)
    for write in (lambda: os.write(1, b"lost"), lambda: libc.printf(b"lost")):
        with spilled.watched(in_kernel=False) as wrote:
            assert not wrote()
            write()
            assert wrote()
    with spilled.watched(in_kernel=False) as wrote:
        sys.stderr.write("kept")
        assert not wrote()
    os.write(1, b"shown")
    assert capfd.readouterr() == ("shown", "kept")


def test_what_stood_in_a_buffer_is_not_lost(capfd: pytest.CaptureFixture[str]) -> None:
    ctypes.CDLL(None).printf(b"before")
    with spilled.watched(in_kernel=False) as wrote:
        assert not wrote()
    assert capfd.readouterr().out == "before"


def test_the_kernel_is_not_watched(capfd: pytest.CaptureFixture[str]) -> None:
    with spilled.watched(in_kernel=True) as wrote:
        os.write(1, b"shown")
        assert not wrote()
    assert capfd.readouterr().out == "shown"


def test_a_closed_output_is_not_watched() -> None:
    kept = os.dup(1)
    os.close(1)
    try:
        with spilled.watched(in_kernel=False) as wrote:
            assert not wrote()
    finally:
        os.dup2(kept, 1)
        os.close(kept)
