"""Every way in which two graphs of objects can differ is found, named, and nothing else is."""

from __future__ import annotations

import decimal
import random
from collections import Counter, OrderedDict, defaultdict, deque
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import pytest

from nbparallel.report import Difference
from nbparallel.verify.compare import Comparison

NAN = float("nan")


class Point:
    def __init__(self, x: Any, y: Any = 0) -> None:
        self.x, self.y = x, y


class Slots:
    __slots__ = ("x",)

    def __init__(self, x: Any) -> None:
        self.x = x


def compared(plain: dict[str, Any], parallel: dict[str, Any]) -> list[str]:
    comparison = Comparison()
    comparison.names(plain, parallel)
    return [f"{d.where}: {d.what}" for d in comparison.differences]


def draw(seed: int, count: int) -> random.Random:
    made = random.Random(seed)
    made.random() if count else None
    return made


def closure(value: Any) -> Any:
    return lambda: value


DIFFERENT = [
    (1, 2, "v: value"),
    (1, True, "v: type"),
    (1, 1.0, "v: type"),
    (0.0, -0.0, "v: value"),
    (0.1 + 0.2, 0.3, "v: value"),
    (complex(0, 0.0), complex(0, -0.0), "v: value"),
    ("a", "b", "v: value"),
    ([1, 2], [1, 3], "v[1]: value"),
    ([1, 2], [1], "v: length"),
    ([1, 2], (1, 2), "v: type"),
    ([[1], [2, [3]]], [[1], [2, [4]]], "v[1][1][0]: value"),
    ([0.5, 0.0], [0.5, -0.0], "v[1]: value"),
    ([1, True], [1, 1], "v[1]: type"),
    ({"a": 1}, {"a": 2}, "v['a']: value"),
    ({"a": 1, "b": 2}, {"b": 2, "a": 1}, "v: order"),
    ({"a": 1}, {"b": 1}, "v['a']: missing"),
    ({(1, 2): [1]}, {(1, 2): [2]}, "v[(1, 2)][0]: value"),
    (defaultdict(int, a=1), defaultdict(float, a=1), "v.default_factory: value"),
    (OrderedDict(a=1), {"a": 1}, "v: type"),
    (Counter("aab"), Counter("aa"), "v['b']: missing"),
    ({1, 2}, {1, 3}, "v: elements"),
    (deque([1], 3), deque([1], 4), "v.maxlen: value"),
    (Point(1), Point(2), "v.x: value"),
    (Slots(1), Slots(2), "v.x: value"),
    (np.arange(4), np.arange(4.0), "v: dtype"),
    (np.arange(4), np.arange(4).reshape(2, 2), "v: shape"),
    (np.arange(6).reshape(2, 3), np.array([[0, 1, 2], [3, 9, 5]]), "v[1, 1]: value"),
    (np.array([0.0]), np.array([-0.0]), "v[0]: value"),
    (np.float32(1), np.float64(1), "v: type"),
    (np.array([[1], None], dtype=object), np.array([[2], None], dtype=object), "v[0][0]: value"),
    (pd.Series([1, 2]), pd.Series([1, 3]), "v[1]: value"),
    (pd.DataFrame({"a": [1.5]}), pd.DataFrame({"a": [2.5]}), "v.iloc[:, 0][0]: value"),
    (pd.DataFrame({"a": [1]}), pd.DataFrame({"b": [1]}), "v.columns: value"),
    (draw(1, 0), draw(1, 1), "v: random state"),
    (np.random.default_rng(1), np.random.default_rng(2), "v.state['state']['state']: value"),
    (decimal.Decimal("1.0"), decimal.Decimal("1.00"), "v: value"),
    (bytearray(b"a"), bytearray(b"b"), "v: value"),
    (ValueError("a"), ValueError("b"), "v.args[0]: value"),
    (partial(print, 1), partial(print, 2), "v.args[0]: value"),
    (closure([1]), closure([2]), "v closure value[0]: value"),
    (Point(1).__init__, Point(2).__init__, "v.__self__.x: value"),
]


@pytest.mark.parametrize(("plain", "parallel", "expected"), DIFFERENT)
def test_what_differs_is_named(plain: Any, parallel: Any, expected: str) -> None:
    assert compared({"v": plain}, {"v": parallel})[0] == expected
    assert compared({"v": plain}, {"v": plain}) == []
    assert compared({"v": [parallel]}, {"v": [parallel]}) == []


def test_names_that_only_one_run_binds() -> None:
    assert compared({"a": 1, "b": 2}, {"b": 2, "c": 3}) == ["a: unbound", "c: unbound"]


def test_what_was_one_object_must_be_one() -> None:
    shared: list[int] = []
    assert compared({"v": [shared, shared]}, {"v": [[], []]}) == ["v[1]: identity"]
    assert compared({"v": [[], []]}, {"v": [shared, shared]}) == ["v[1]: identity"]
    assert compared({"v": [shared, shared]}, {"v": [shared[:]] * 2}) == []
    assert compared({"a": shared, "b": shared}, {"a": [], "b": []}) == ["b: identity"]


def test_nan_is_compared_by_its_bits() -> None:
    assert compared({"v": [NAN, 1.0]}, {"v": [float("nan"), 1.0]}) == []
    negative = np.copysign(np.array([NAN]), -1.0)
    assert compared({"v": negative}, {"v": np.array([NAN])}) == ["v[0]: value"]


def test_cycles_end() -> None:
    def ring(value: int) -> list[Any]:
        made: list[Any] = [value]
        made.append(made)
        return made

    assert compared({"v": ring(1)}, {"v": ring(1)}) == []
    assert compared({"v": ring(1)}, {"v": ring(2)}) == ["v[0]: value"]


def test_deep_structures_need_no_deep_stack() -> None:
    def chain(value: int) -> list[Any]:
        made: list[Any] = [value]
        for _ in range(100_000):
            made = [made]
        return made

    one, other = chain(1), chain(2)
    assert len(compared({"v": one}, {"v": other})) == 1
    for made in (one, other):
        while made:
            made = made.pop()  # freed from the inside out: Python's own deallocation recurses
            if isinstance(made, int):
                break


def test_shared_memory_of_arrays() -> None:
    def apart() -> list[Any]:
        return [np.zeros(4), np.zeros(2)]

    def together() -> list[Any]:
        base = np.zeros(4)
        return [base, base[1:3]]

    def elsewhere() -> list[Any]:
        base = np.zeros(4)
        return [base, base[2:4]]

    assert compared({"v": together()}, {"v": together()}) == []
    assert compared({"v": together()}, {"v": apart()}) == ["v[1]: shared memory"]
    assert compared({"v": together()}, {"v": elsewhere()}) == ["v[1]: shared memory"]


def test_sets_of_objects_have_no_order() -> None:
    def points() -> set[Point]:
        return {Point(i) for i in range(20)}

    assert compared({"v": points()}, {"v": points()}) == []
    assert compared({"v": points()}, {"v": {Point(i + 1) for i in range(20)}})


def test_known_pairs_tell_the_same_from_the_alike() -> None:
    original, copied = [1], [1]
    comparison = Comparison([(original, copied)])
    comparison.names({"v": original}, {"v": copied})
    assert comparison.differences == ()
    comparison = Comparison([(original, copied)])
    comparison.names({"v": original}, {"v": [1]})
    assert [d.what for d in comparison.differences] == ["identity"]


def test_many_differences_are_counted() -> None:
    comparison = Comparison()
    comparison.names({"v": list(range(1000))}, {"v": list(range(1, 1001))})
    *told, more = comparison.differences
    assert len(told) == 3
    assert more == Difference("v", "997 more differences", "", "")
    comparison = Comparison()
    comparison.names({"v": np.zeros(1000)}, {"v": np.ones(1000)})
    assert [d.where for d in comparison.differences][:3] == ["v[0]", "v[1]", "v[2]"]
    assert comparison.differences[-1].what == "997 more differences"
    comparison = Comparison()
    comparison.names({"v": [[i] for i in range(1000)]}, {"v": [[i + 1] for i in range(1000)]})
    assert len(comparison.differences) < 150
    assert comparison.differences[-1].what == "900 more differences"


def test_a_repr_that_raises_is_no_obstacle() -> None:
    class Shy:
        def __init__(self, x: int) -> None:
            self.x = x

        def __repr__(self) -> str:
            raise RuntimeError

    assert compared({"v": Shy(1)}, {"v": Shy(1)}) == []
    assert compared({"v": Shy(1)}, {"v": 1}) == ["v: type"]
