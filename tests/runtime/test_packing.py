"""Packing is exact: types, values, every bit, and what is folded without unpacking."""

from __future__ import annotations

import functools
import math
import operator
import pickle
import struct
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbparallel.runtime.packing import Packed, pack, unpacked

FLOATS = [float(i) / 3 for i in range(40)]
plain = st.one_of(
    st.floats(), st.integers(), st.booleans(), st.none(), st.text(max_size=3), st.binary(max_size=9)
)
nested = st.recursive(plain, lambda inner: st.tuples(inner, inner), max_leaves=6)


def told(value: Any) -> Any:
    """Everything that can be told of a value that has no identity."""
    if type(value) is tuple:
        return tuple(map(told, value))
    return type(value), struct.pack("d", value) if type(value) is float else value


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (FLOATS, float),
        ([-0.0, math.inf, -math.inf, 5e-324, *FLOATS], float),
        (list(range(-9, 40)), int),
        ([1 << 31, *range(20)], None),
        ([1, 2.0, True, None, "a", b"b", *FLOATS], None),
        ([(i, f"{i}") for i in range(20)], None),
        ([((i, i), 0.5) for i in range(20)], None),
    ],
)
def test_plain_values_are_packed(values: list[Any], kind: type | None) -> None:
    packed = pack(values)
    assert isinstance(packed, Packed)
    assert packed.kind is kind
    assert list(map(told, packed.tolist())) == list(map(told, values))
    assert len(packed) == len(values)


@pytest.mark.parametrize(
    "odd",
    [
        math.nan,
        np.float64(2.0),
        np.int64(3),
        np.bool_(True),
        [1.0],
        (1.0, [2]),
        (1.0, math.nan),
        1j,
        bytearray(b"g" * 9),
        type("Real", (float,), {})(1.0),
        type("Text", (str,), {})("g"),
    ],
    ids=repr,
)
@pytest.mark.parametrize("at", [0, 5, -1])
@pytest.mark.parametrize("others", [FLOATS, list(range(40)), [(1, 2)] * 40], ids=str)
def test_whatever_has_an_identity_is_left_to_the_pickler(
    odd: Any, at: int, others: list[Any]
) -> None:
    values = list(others)
    values[at] = odd
    assert pack(values) is values


@given(st.one_of(st.lists(nested, max_size=30), st.lists(st.floats()), st.lists(st.integers())))
def test_what_is_packed_comes_out_the_same(values: list[Any]) -> None:
    packed = pack(values)
    assert list(map(told, unpacked(packed))) == list(map(told, values))
    beside: list[pickle.PickleBuffer] = []
    data = pickle.dumps(packed, 5, buffer_callback=beside.append)
    sent = pickle.loads(data, buffers=[buffer.raw() for buffer in beside])
    assert list(map(told, unpacked(sent))) == list(map(told, values))


@pytest.mark.parametrize("name", ["add", "sub", "mul", "truediv"])
@pytest.mark.parametrize("length", [8, 1000, 2**15, 2**15 + 1, 70_000])
@pytest.mark.parametrize("start", [0.1, -0.0, 7, True, 1e308])
def test_folds_are_the_plain_loops_bit_for_bit(name: str, length: int, start: Any) -> None:
    random = np.random.default_rng(length)
    for values in (
        random.normal(1, 0.01, length).tolist(),
        random.integers(1, 99, length).tolist(),
    ):
        packed = pack(values)
        assert isinstance(packed, Packed)
        small = packed if name != "mul" or type(values[0]) is float else pack(values[:40])
        plainly = functools.reduce(getattr(operator, name), small.tolist(), start)
        assert told(small.fold(name, start)) == told(plainly)
