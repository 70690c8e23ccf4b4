"""Copies are what the originals are, share what the originals share, and leave them alone."""

from __future__ import annotations

import io
import random
import threading
from typing import Any

import numpy as np
import pandas as pd
import pytest

from nbparallel.verify.compare import Comparison
from nbparallel.verify.copies import Copies, VerifyError

SETUP = """
import collections, dataclasses, enum, functools, random, threading, weakref
import numpy as np
import pandas as pd

class Plain:
    kept = []
    def __init__(self, x):
        self.x = x

class Locked(Plain):
    def __init__(self, x):
        super().__init__(x)
        self.lock = threading.Lock()

class Forgets(Plain):
    def __getstate__(self):
        return {}

class Slotted:
    __slots__ = ("x", "y")
    def __init__(self, x):
        self.x = x

class Stack(list):
    def append(self, value):
        raise RuntimeError("not while it is copied")

class Celsius(float):
    def __new__(cls, f):
        return float.__new__(cls, (f - 32) / 1.8)

class Tagged(np.ndarray):
    pass

def tagged():
    made = np.arange(5.0).view(Tagged)
    made.tag = [7]
    return made

class Once(dict):
    def __setitem__(self, key, value):
        assert key not in self
        dict.__setitem__(self, key, value)

class Pair(tuple):
    def __new__(cls, a, b):
        return tuple.__new__(cls, (a, b))

class Fault(Exception):
    def __init__(self, a, b):
        super().__init__(a)
        self.b = b

class Colour(enum.Enum):
    RED = [1]

@dataclasses.dataclass(frozen=True)
class Frozen:
    x: list

def counts(seen=[]):
    seen.append(1)
    return len(seen)

def outer():
    state = []
    def inner(x):
        state.append(x)
        return state
    return inner
"""


def copied(text: str) -> tuple[dict[str, Any], dict[str, Any], Copies]:
    names: dict[str, Any] = {"__name__": "__main__"}
    exec(SETUP + text, names)
    copies = Copies(names)
    return names, copies.take([name for name in names if name != "__builtins__"]), copies


VALUES = [
    "[1, [2.5, 'a'], (3, [4])]",
    "{'a': [1], 2: {3: {4}}}",
    "collections.OrderedDict(a=[1], b=2)",
    "collections.defaultdict(list, a=[1])",
    "collections.Counter('abca')",
    "collections.deque([[1], 2], maxlen=3)",
    "Plain([1])",
    "Locked([1]).x",
    "Forgets([1])",
    "Slotted([1])",
    "Stack([[1], 2])",
    "Frozen([1])",
    "Celsius(3.5)",
    "tagged()",
    "Once(a=[1])",
    "Pair([1], 2)",
    "Fault([1], [2])",
    "[Colour.RED, Colour.RED]",
    "np.arange(12.0).reshape(3, 4).T",
    "np.array([[1], None, 'a'], dtype=object)",
    "np.zeros((0, 3))",
    "np.float32(1.5)",
    "np.random.default_rng(3)",
    "np.random.RandomState(3)",
    "random.Random(3)",
    "pd.DataFrame({'a': [1, 2], 'b': ['x', [1]]})",
    "pd.Series([1.5, None], index=['p', 'q'], name='s')",
    "functools.partial(print, [1], end='')",
    "Plain([1]).__init__",
    "[1, 2].append",
    "iter([1, 2])",
    "ValueError('a', [1])",
    "bytearray(b'abc')",
]


@pytest.mark.parametrize("text", VALUES)
def test_copies_are_alike(text: str) -> None:
    names, made, copies = copied(f"v = {text}\nw = [v, v]")
    comparison = Comparison()
    comparison.names({"w": names["w"]}, {"w": made["w"]})
    assert comparison.differences == ()
    assert copies.shared == {}
    assert made["w"][0] is made["w"][1]
    assert made["w"][0] is made["v"]


@pytest.mark.parametrize(
    "text", [v for v in VALUES if v not in ("np.float32(1.5)", "[1, 2].append")]
)
def test_copies_are_copies(text: str) -> None:
    names, made, _ = copied(f"v = {text}")
    if "Colour" not in text:
        assert made["v"] is not names["v"]


def test_cycles_and_what_is_shared() -> None:
    names, made, _ = copied("a = []\na.append(a)\nt = (a,)\na.append(t)\np = Plain(a)\na.append(p)")
    comparison = Comparison()
    comparison.names({n: names[n] for n in ("a", "t", "p")}, {n: made[n] for n in ("a", "t", "p")})
    assert comparison.differences == ()
    assert made["a"][0] is made["a"]
    assert made["a"][1][0] is made["a"]
    assert made["p"].x is made["a"]


def test_views_stay_views() -> None:
    text = "a = np.zeros((4, 5))\nrow = a[1]\nback = a[::-1, 1:3]\nwhole = a.T\nraw = a.view('u1')"
    names, made, _ = copied(text)
    made["a"][1, 2] = 7.0
    assert made["row"][2] == 7.0
    assert made["back"][2, 1] == 7.0
    assert made["whole"][2, 1] == 7.0
    assert np.shares_memory(made["raw"], made["a"])
    assert not names["a"].any()
    names, made, _ = copied("a = np.array([[1], [2], 3], dtype=object)\nv = a[1:]")
    made["v"][1] = 4
    assert made["a"][2] == 4
    assert made["v"][0] is made["a"][1]


def test_read_only_arrays_stay_so() -> None:
    _, made, _ = copied("a = np.zeros(3)\nv = a[1:]\na.flags.writeable = False")
    assert not made["a"].flags.writeable
    assert made["v"].flags.writeable  # it was taken while that was allowed
    made["v"][0] = 1.0
    assert made["a"][1] == 1.0


def test_sets_keep_their_order_or_tell() -> None:
    rng = random.Random(1)
    kept = 0
    for size in (3, 5, 10, 20, 60, 300) * 5:
        numbers = [rng.randrange(10**9) for _ in range(size)]
        names, made, copies = copied(f"s = set()\nfor n in {numbers}:\n    s.add(n)\nu = s.copy()")
        for name in ("s", "u"):
            same = list(made[name]) == list(names[name])
            assert same or f"`{name}` (the order of a set" in str(copies.shared.values())
            kept += same
    assert kept > 40


def test_what_functions_and_classes_keep_is_held() -> None:
    names, _, copies = copied("f = outer()\nf([1])\ncounts()\nPlain.kept.append(2)\nq = Plain(1)")
    held = {holder.label: contents for holder, contents in copies.holders}
    assert held["outer.<locals>.inner.state"] == {"value": [[1]]}
    assert held["counts"]["__defaults__"] == ([1],)
    assert held["counts"]["__defaults__"][0] is not names["counts"].__defaults__[0]
    assert held["Plain"] == {"kept": [2]}


def test_what_cannot_be_copied_is_shared_and_told() -> None:
    names, made, copies = copied("p = Locked([1])\nlock = threading.Lock()")
    assert made["p"] is not names["p"]
    assert made["p"].x is not names["p"].x
    assert made["p"].lock is names["p"].lock
    told = [text for _, text in copies.shared.values()]
    assert sorted(told) == ["`lock` (lock)", "`p` (lock)"]


def test_an_object_of_c_code_is_shared() -> None:
    names, made, copies = copied("import sqlite3\ncon = sqlite3.connect(':memory:')")
    assert made["con"] is names["con"]
    assert [text for _, text in copies.shared.values()] == ["`con` (Connection)"]


def test_a_librarys_object_is_shared_whole() -> None:
    names, made, copies = copied(
        "from concurrent.futures import ThreadPoolExecutor\npool = ThreadPoolExecutor(1)"
    )
    assert made["pool"] is names["pool"]
    assert "`pool` (ThreadPoolExecutor)" in [text for _, text in copies.shared.values()]


@pytest.mark.parametrize(
    "value",
    ["(i for i in range(3))", "open(__import__('os').devnull)", "[iter(open('/dev/null'))]"],
)
def test_what_would_be_used_up_is_refused(value: str) -> None:
    with pytest.raises(VerifyError, match=r"`v` holds a .*nothing was run"):
        copied(f"v = {value}")


def test_only_what_is_reached_is_copied() -> None:
    names: dict[str, Any] = {"__name__": "__main__"}
    exec("far = [1]\nnear = [2]\nother = (i for i in ())\ndef f():\n    return far", names)
    made = Copies(names).take({"f"})
    assert made["far"] is not names["far"]
    assert made["near"] is names["near"]
    assert made["other"] is names["other"]
    del names["other"]
    made = Copies(names).take({"eval"})
    assert made["near"] is not names["near"]


def test_known_objects_stand_for_others() -> None:
    here, there = io.StringIO(), io.StringIO()
    names: dict[str, Any] = {"stream": [here]}
    assert Copies(names, [(here, there)]).take({"stream"})["stream"][0] is there


def test_long_chains_need_no_deep_stack() -> None:
    chain: list[Any] = []
    for _ in range(50_000):
        chain = [chain]
    made = Copies({"chain": chain}).take({"chain"})["chain"]
    depth = 0
    while made:
        (made,), depth = made, depth + 1
    assert depth == 50_000
    while chain:
        chain = chain.pop()


def test_frames_share_memory_with_arrays() -> None:
    values = np.arange(6.0).reshape(3, 2)
    frame = pd.DataFrame(values, copy=False)
    made = Copies({"v": values, "f": frame}).take({"v", "f"})
    shared = np.shares_memory(frame.to_numpy(), values)
    assert np.shares_memory(made["f"].to_numpy(), made["v"]) == shared
    assert not np.shares_memory(made["f"].to_numpy(), values)


def test_a_threads_event_is_shared() -> None:
    event = threading.Event()
    copies = Copies({"e": event})
    assert copies.take({"e"})["e"] is event
    assert copies.shared


def test_frames_that_share_memory_until_one_is_changed() -> None:
    names: dict[str, Any] = {}
    exec(
        "import pandas as pd\ndf = pd.DataFrame({'a': [1.0, 2.0]})\ncol = df['a']\n"
        "part = df[:1]\nplain = df['a'].to_numpy()",
        names,
    )
    made = Copies(names).take(["df", "col", "part", "plain"])
    made["df"].loc[0, "a"] = 9.0
    assert made["col"].tolist() == [1.0, 2.0]
    assert made["part"]["a"].tolist() == [1.0]
    assert names["df"].loc[0, "a"] == 1.0
