"""Results in segments: found where they were laid, and the memory is used again."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest

from nbparallel.runtime import segments
from nbparallel.runtime.buffers import Unreachable
from nbparallel.runtime.segments import Arena, Draft, Mapped, drafting


def laid(arena: Arena, name: tuple[str, int], *parts: bytes) -> list[segments.Place]:
    draft = Draft(arena)
    places = draft.finish(name, [memoryview(part) for part in parts])
    assert places is not None
    return places


def test_what_was_laid_down_is_read() -> None:
    parts = [b"abc", b"", os.urandom(3_000_000), b"x" * 20_000_000, b"y"]
    places = laid(Arena(), ("loop", 0), *parts)
    assert [bytes(view) for view in Mapped().views(places)] == parts


def test_another_process_reads_it() -> None:
    [place] = laid(Arena(), ("loop", 0), b"hello")
    code = (
        "from nbparallel.runtime.segments import Mapped, Place\n"
        f"print(bytes(Mapped().views([{place!r}])[0]).decode())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "hello\n"


def test_memory_is_used_again_once_it_was_read() -> None:
    arena, mapped = Arena(), Mapped()
    [first] = laid(arena, ("loop", 0), b"a" * 1000)
    [second] = laid(arena, ("loop", 1), b"b" * 1000)
    arena.give_back(("loop", 0))
    [third] = laid(arena, ("loop", 2), b"c" * 1000)
    assert third == first
    assert second != first
    assert [bytes(view[:1]) for view in mapped.views([second, third])] == [b"b", b"c"]


def test_what_a_chunk_stores_into_its_draft_is_not_copied_again() -> None:
    arena = Arena()
    with drafting(arena) as draft:
        room = segments.room(80_000)
        assert room is not None
        array = np.ndarray((100, 100), float, room)
        array[...] = 3.5
        places = draft.finish(("loop", 0), [memoryview(b"head"), memoryview(array.view(np.uint8))])
    assert places is not None
    assert places[1].start == segments._LINE
    head, body = Mapped().views(places)
    assert bytes(head) == b"head"
    assert np.array_equal(np.ndarray((100, 100), float, body), array)
    assert segments.room(10) is None


def test_a_draft_that_is_not_finished_gives_its_memory_back() -> None:
    arena = Arena()
    with drafting(arena):
        segments.room(100)
    assert len(arena._free) == 1
    assert not arena.lent("loop")


def test_what_is_too_large_travels_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segments, "HOARD", 10_000_000)
    arena = Arena()
    draft = Draft(arena)
    assert draft.finish(("loop", 0), [memoryview(bytes(20_000_000))]) is None
    assert draft.finish(("loop", 0), [memoryview(b"small")]) is not None


def held() -> int:
    return sum(
        os.readlink(f"/proc/self/fd/{fd}").startswith("/memfd:nbparallel")
        for fd in os.listdir("/proc/self/fd")
        if os.path.islink(f"/proc/self/fd/{fd}")
    )


def test_trimming_frees_what_nobody_reads() -> None:
    arena, before = Arena(), held()
    for chunk in range(5):
        laid(arena, ("loop", chunk), b"a")
    each = (held() - before) / 5
    for name in arena.lent("loop")[1:]:
        arena.give_back(name)
    arena.trim()
    assert held() - before == each * segments.KEPT / segments.SEGMENT
    assert arena.lent("loop") == [("loop", 0)]


def test_memory_that_is_gone_is_noticed() -> None:
    arena = Arena()
    [place] = laid(arena, ("loop", 0), b"a")
    arena.give_back(("loop", 0))
    segment = arena._free[0]
    segment.close()
    with pytest.raises(Unreachable, match="gone"):
        Mapped().views([place])
