"""Modules that are being imported are not there yet."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import pytest

from nbparallel.loaded import loaded


def test_a_module_that_a_thread_is_importing_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "slowly_made.py").write_text(
        "import builtins\nbuiltins.begun.set()\nbuiltins.go_on.wait(60)\nname = 1\n"
    )
    begun, go_on = threading.Event(), threading.Event()
    monkeypatch.setattr("builtins.begun", begun, raising=False)
    monkeypatch.setattr("builtins.go_on", go_on, raising=False)
    monkeypatch.syspath_prepend(str(tmp_path))
    thread = threading.Thread(target=__import__, args=("slowly_made",))
    thread.start()
    assert begun.wait(60)
    assert "slowly_made" in sys.modules
    assert loaded("slowly_made") is None
    go_on.set()
    thread.join()
    assert loaded("slowly_made").name == 1
    del sys.modules["slowly_made"]


def test_what_was_never_imported_is_not_there() -> None:
    assert loaded("no_such_module") is None
    assert loaded("sys") is sys
