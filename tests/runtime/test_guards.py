"""What the guards notice, one at a time."""

from __future__ import annotations

import contextlib
import functools
import importlib
import os
import random
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import purelib
import pytest
import sly

import nbparallel
from nbparallel.plan import guardprice
from nbparallel.runtime import forked
from nbparallel.runtime.audit import Audit, Refused
from nbparallel.runtime.inline import InlineExecutor
from nbparallel.runtime.processwatch import ProcessWatch
from nbparallel.runtime.snapshot import Digests, Snapshot, held_by


class Thing:
    shared: list[int] = []

    def __init__(self) -> None:
        self.parts = [1, {"a": 2.0}]
        self.array = np.arange(4.0)


class Slotted:
    __slots__ = ("value",)


def after(obj: Any, change: Callable[[Any], object]) -> str:
    """Tell what a snapshot says after a change."""
    snapshot = Snapshot([("it", obj)], frozenset())
    change(obj)
    return snapshot.changed()


@pytest.mark.parametrize(
    ("obj", "change"),
    [
        ([1, 2], lambda o: o.append(3)),
        ([1, [2]], lambda o: o[1].append(3)),
        ([3, 2], lambda o: o.sort()),
        ({"a": [1]}, lambda o: o["a"].clear()),
        ({"a": 1}, lambda o: o.update(a=2)),
        ({1, 2}, lambda o: o.add(3)),
        (bytearray(b"ab"), lambda o: o.append(1)),
        (Thing(), lambda o: setattr(o, "parts", [])),
        (Thing(), lambda o: o.parts[1].update(b=1)),
        (Thing(), lambda o: o.array.fill(0)),
        (np.arange(6.0), lambda o: o.__setitem__(2, 9)),
        (np.arange(6.0)[::2], lambda o: o.__setitem__(2, 9)),
        (np.array([[1], [2]], dtype=object), lambda o: o.__setitem__((0, 0), 2)),
        (np.array([[], None], dtype=object), lambda o: o[0].append(2)),
        (pd.DataFrame({"a": [1, 2]}), lambda o: o.__setitem__("b", 3)),
        (pd.Series([1, 2]), lambda o: o.__setitem__(0, 3)),
        (np.random.default_rng(1), lambda o: o.random()),
        (functools.partial(sorted, [1]), lambda o: o.args[0].append(1)),
    ],
    ids=lambda part: type(part).__name__,
)
def test_changes_are_noticed(obj: Any, change: Callable[[Any], object]) -> None:
    assert after(obj, change) == "it"


def test_a_slot_is_noticed() -> None:
    assert after(Slotted(), lambda o: setattr(o, "value", 1)) == "it"


@pytest.mark.parametrize(
    ("obj", "change"),
    [
        ([1, 2], lambda o: o.append(o.pop())),
        ({"a": 1.0}, lambda o: o.update(a=float("1.0"))),
        (Thing(), lambda o: o.parts[0] + 1),
        (pd.DataFrame({"a": [1, 2]}), lambda o: (o["a"].mean(), o.describe(), o[o.a > 1])),
        (np.arange(6.0), lambda o: o[::2] + 1),
    ],
    ids=lambda part: type(part).__name__,
)
def test_reading_is_no_change(obj: Any, change: Callable[[Any], object]) -> None:
    assert after(obj, change) == ""


def module(name: str, text: str) -> types.ModuleType:
    made = types.ModuleType(name)
    exec(text, vars(made))
    return made


def of_module(text: str, change: str) -> str:
    made = module("unknown", text)
    snapshot = Snapshot([("unknown", made)], frozenset({"unknown"}))
    exec(change, vars(made))
    return snapshot.changed()


@pytest.mark.parametrize(
    ("text", "change", "said"),
    [
        ("n = 0", "n = 1", "unknown.n"),
        ("kept = []", "kept.append(1)", "unknown.kept"),
        ("def f(): pass", "f.calls = 1", "unknown.f"),
        ("def f(a=[]): return a", "f().append(1)", "unknown.f"),
        ("def f():\n n = 0\n def g():\n  nonlocal n; n += 1\n return g\ng = f()", "g()", "unknown.g"),
        ("class C: n = 0", "C.n = 1", "unknown.C"),
        ("def f(): pass", "def f(): return 1", "unknown.f"),
        ("seen = []; note = seen.append; del seen", "note(1)", "unknown.note"),
        ("n = 0", "n = 0", ""),
        ("_cache = {}", "_cache[1] = 2", "unknown._cache"),
        ("import functools\n@functools.cache\ndef f(x): return x", "f(1)", ""),
    ],
)  # fmt: skip
def test_the_state_of_a_library_is_watched(text: str, change: str, said: str) -> None:
    assert of_module(text, change) == said


def digests(made: types.ModuleType) -> dict[str, int]:
    found = Digests()
    found.walk([(made.__name__, made)], frozenset({made.__name__}))
    return found.found


def test_two_processes_are_compared_by_digests() -> None:
    text = "names = {'b', 'a', 'c'}; table = {'x': [1.0, 2]}\nclass C:\n unit = 'm'\nc = C()"
    code = (
        "import types; from nbparallel.runtime.snapshot import Digests\n"
        f"m = types.ModuleType('unknown'); exec({text!r}, vars(m))\n"
        "d = Digests(); d.walk([('unknown', m)], frozenset({'unknown'})); print(d.found)"
    )
    here = digests(module("unknown", text))
    for secret in ("1", "2"):
        environ = {**os.environ, "PYTHONHASHSEED": secret}
        there = subprocess.run([sys.executable, "-c", code], env=environ, capture_output=True)
        assert there.stdout.decode().strip() == str(here), there.stderr
    assert digests(module("unknown", text.replace("'m'", "'km'"))) != here


def test_what_caches_keep_is_held() -> None:
    text = "import functools\n@functools.cache\ndef f(x): return [x]\n_cache = {1: [2]}"
    made = module("unknown", text)
    held = held_by([("unknown", made)], frozenset({"unknown"}))
    assert id(made._cache[1]) in held
    assert id(made.f(3)) not in held
    assert id(made.f(3)) in held_by([("unknown", made)], frozenset({"unknown"}))


def refused(act: str) -> str:
    """Tell what the audit refuses, in a process of its own: a hook cannot be taken away."""

    def tried() -> str:
        audit = Audit()
        folder = tempfile.mkdtemp()
        names = {
            "os": os, "socket": socket, "subprocess": subprocess, "sqlite3": sqlite3,
            "threading": threading, "Path": Path, "folder": folder, "file": f"{folder}/a.txt",
        }  # fmt: skip
        Path(folder, "a.txt").write_text("old")
        with audit.listening(), contextlib.suppress(Refused):
            exec(act, names)
        assert Path(folder, "a.txt").read_text() == "old"
        assert os.listdir(folder) == ["a.txt"]
        return audit.refused

    said: str = forked.call(tried)
    return said


@pytest.mark.parametrize(
    "act",
    [
        "open(file, 'w')",
        "open(file, 'r+')",
        "open(folder + '/b', 'xb')",
        "os.open(folder + '/b', os.O_CREAT)",
        "Path(folder, 'b').touch()",
        "os.remove(file)",
        "os.rename(file, file + 'x')",
        "os.mkdir(folder + '/b')",
        "os.symlink(file, folder + '/b')",
        "os.system('touch ' + folder + '/b')",
        "subprocess.run(['touch', folder + '/b'])",
        "socket.socket().connect(('127.0.0.1', 9))",
        "socket.socket().bind(('127.0.0.1', 0))",
        "sqlite3.connect(folder + '/b')",
        "os.kill(os.getpid(), 0)",
        "threading.Thread(target=print).start()",
        "import shutil; shutil.rmtree(folder)",
        "try:\n open(file, 'w')\nexcept:\n pass",
    ],
)
def test_acts_outside_the_process_are_refused(act: str) -> None:
    assert refused(act)


@pytest.mark.parametrize(
    "act",
    [
        "open(file).read()",
        "os.listdir(folder)",
        "os.makedirs(folder, exist_ok=True)",
        "open(os.devnull, 'w').close()",
        "sqlite3.connect(':memory:').execute('select 1')",
        "import colorsys, fractions, statistics",
    ],
)
def test_what_only_reads_is_let_through(act: str) -> None:
    assert refused(act) == ""


@pytest.mark.parametrize(
    "act",
    [
        "sys.path.append('x')",
        "sys.setrecursionlimit(5000)",
        "import warnings; warnings.simplefilter('ignore')",
        "import signal; signal.signal(signal.SIGUSR1, signal.SIG_IGN)",
        "import logging; logging.getLogger('x').setLevel(10); logging.root.setLevel(7)",
        "import numpy; numpy.seterr(all='ignore')",
        "import numpy; numpy.set_printoptions(precision=3)",
        "import os; os.umask(0o77)",
        "import os; os.write(1, b'')",
        "import builtins; builtins.more = 1",
        "import pandas; pandas.set_option('display.precision', 3)",
        "import gc; gc.disable()",
        "import atexit; atexit.register(print)",
    ],
)
def test_settings_of_the_process_are_watched(act: str) -> None:
    def tried() -> str:
        watch = ProcessWatch()
        exec(act, {"sys": sys})
        return watch.changed()

    assert forked.call(tried)


def test_new_loggers_are_no_change() -> None:
    def tried() -> str:
        watch = ProcessWatch()
        __import__("logging").getLogger("brand.new")
        return watch.changed()

    assert forked.call(tried) == ""


def loop_of(text: str, **options: Any) -> tuple[dict[str, Any], Any]:
    names = {"__name__": "__main__", "sly": sly, "purelib": purelib, "xs": list(range(40))}
    nbparallel.run(text, names, executor=InlineExecutor(workers=3, seed=1), **options)
    report = nbparallel.last_run()
    assert report is not None
    return names, report.loops[0]


def test_a_loop_whose_first_iteration_changes_what_all_share_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(guardprice.Prices, "of", lambda *_: guardprice.FREE)
    importlib.reload(sly)
    text = "import time\nout = []\nfor x in xs:\n    time.sleep(0.004)\n    out.append(sly.environment(x))"
    try:
        names, loop = loop_of(text, min_time=0.01)
    finally:
        os.environ.pop("SLY_SEEN", None)
    assert names["out"] == list(range(40))
    assert (loop.mode, loop.codes, loop.iterations) == ("serial", ["NBP505"], 40)


def test_guards_that_cost_more_than_they_save_are_not_set_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(guardprice, "FORK_S", 60.0)
    text = "import time\nout = []\nfor x in xs:\n    time.sleep(0.004)\n    out.append(purelib.squared(x))"
    names, loop = loop_of(text, min_time=0.01)
    assert len(names["out"]) == 40
    assert (loop.mode, loop.codes, loop.iterations) == ("serial", ["NBP301"], 40)


@pytest.mark.parametrize("options", [{"on_error": "collect"}, {"retries": 2}, {"seed": 3}])
@pytest.mark.parametrize("called", ["counted", "keeps", "default", "draws"])
def test_with_other_options_state_is_noticed_too(called: str, options: dict[str, Any]) -> None:
    text = f"out = [sly.{called}(x) for x in xs]"
    found = []
    for min_time in (1e9, 0):
        importlib.reload(sly)
        random.seed(5)
        names, _ = loop_of(text, min_time=min_time, **options)
        found.append(names["out"])
    assert found[0] == found[1]
