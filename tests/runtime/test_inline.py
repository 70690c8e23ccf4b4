"""The executor without a cluster."""

from __future__ import annotations

import pickle

from nbparallel.runtime.executor import Outcome, Status
from nbparallel.runtime.inline import InlineExecutor
from tests.cluster import engine


def all_of(executor: InlineExecutor, count: int) -> list[Outcome]:
    """Poll until so many chunks are back."""
    back: list[Outcome] = []
    while len(back) < count:
        back += executor.poll(0)
    return back


def test_chunks_come_back_in_another_order_that_the_seed_fixes() -> None:
    orders = []
    for seed in (1, 1, 2):
        executor = InlineExecutor(seed=seed, engine=engine.__name__)
        executor.open_loop("k", b"", [])
        for chunk in range(20):
            executor.submit("k", chunk, b"result = chunk")
        back = all_of(executor, 20)
        assert [pickle.loads(outcome.data[0]) for outcome in back] == [o.chunk for o in back]
        orders.append([outcome.chunk for outcome in back])
    assert orders[0] == orders[1] != orders[2]
    assert orders[0] != sorted(orders[0])


def test_a_chunk_is_lost_once() -> None:
    executor = InlineExecutor(lose={0}, engine=engine.__name__)
    executor.open_loop("k", b"", [])
    executor.submit("k", 0, b"")
    assert [outcome.status for outcome in all_of(executor, 1)] == [Status.LOST]
    executor.submit("k", 0, b"")
    assert [outcome.status for outcome in all_of(executor, 1)] == [Status.RETURNED]


def test_buffers_are_copies() -> None:
    executor, mine = InlineExecutor(engine=engine.__name__), bytearray(b"abc")
    executor.open_loop("k", b"", [memoryview(mine)])
    executor.submit("k", 0, b"buffers[0][0] = 0")
    assert all_of(executor, 1)[0].status is Status.RETURNED
    assert mine == b"abc"


def test_cancelled_chunks_do_not_come_back() -> None:
    executor = InlineExecutor(engine=engine.__name__)
    executor.open_loop("k", b"", [])
    executor.submit("k", 0, b"")
    executor.cancel("k")
    assert executor.poll(0) == []
    executor.close_loop("k")
