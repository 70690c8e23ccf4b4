"""Copies of large buffers that stay: known by content, given up when they are too old or too much."""

from __future__ import annotations

import numpy as np
import pytest

from nbparallel.runtime import buffers, kept
from nbparallel.runtime.buffers import Reference, Unreachable
from nbparallel.runtime.kept import Kept

SIZE = 200_000


def copied(keeper: Kept, array: np.ndarray) -> Reference:
    reference = keeper.copy_of(memoryview(array), None)
    assert reference is not None
    return reference


def content(reference: Reference) -> bytes:
    return bytes(buffers.attach(reference)[0])


def test_the_same_bytes_are_copied_once() -> None:
    keeper = Kept()
    first = copied(keeper, np.arange(SIZE))
    keeper.release([first])
    assert copied(keeper, np.arange(SIZE)) == first
    assert content(first) == np.arange(SIZE).tobytes()


@pytest.mark.parametrize("at", [0, SIZE // 2, SIZE - 1])
def test_a_changed_array_is_copied_anew(at: int) -> None:
    keeper, array = Kept(), np.arange(SIZE)
    first = copied(keeper, array)
    array[at] += 1
    second = copied(keeper, array)
    assert second != first
    assert content(second) == array.tobytes()
    assert content(first) == np.arange(SIZE).tobytes()


def test_what_cannot_be_written_is_another_copy() -> None:
    keeper, array = Kept(), np.arange(SIZE)
    first = copied(keeper, array)
    array.flags.writeable = False
    second = copied(keeper, array)
    assert second != first
    assert [buffers.attach(each)[0].readonly for each in (first, second)] == [False, True]


@pytest.mark.parametrize("change", [None, 0, 70_000_000, 99_999_999])
def test_long_stretches_are_copied_and_compared_in_parts(change: int | None) -> None:
    keeper, array = Kept(), np.arange(100_000_000, dtype=np.uint8)
    first = copied(keeper, array)
    if change is not None:
        array[change] ^= 1
    assert (copied(keeper, array) == first) == (change is None)
    if change is None:
        assert np.array_equal(np.frombuffer(buffers.attach(first)[0], np.uint8), array)


def test_copies_are_given_up_when_many_loops_have_not_read_them() -> None:
    keeper = Kept()
    old = copied(keeper, np.arange(SIZE))
    keeper.release([old])
    for _ in range(kept.IDLE_LOOPS):
        assert content(old)
        keeper.release([])
    with pytest.raises(Unreachable):
        content(old)


def test_the_oldest_go_first_where_there_is_too_much_but_none_that_is_read() -> None:
    keeper = Kept(limit=2 * SIZE * 8)
    arrays = [np.arange(SIZE) + n for n in range(5)]
    copies = [copied(keeper, array) for array in arrays]
    for copy in copies[1:]:
        keeper.release([copy])
    assert content(copies[0])
    assert content(copies[-1])
    with pytest.raises(Unreachable):
        content(copies[1])


def test_clearing_leaves_what_an_open_loop_reads() -> None:
    keeper = Kept()
    read, idle = copied(keeper, np.arange(SIZE)), copied(keeper, np.ones(SIZE))
    keeper.release([idle])
    keeper.clear()
    assert content(read)
    with pytest.raises(Unreachable):
        content(idle)
