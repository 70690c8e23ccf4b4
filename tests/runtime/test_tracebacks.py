"""Tracebacks that travelled show what the originals show."""

from __future__ import annotations

import pickle
import traceback
import types

import pytest

from nbparallel.runtime import tracebacks
from nbparallel.runtime.logs import Appended


def first(n: int) -> float:
    return second(n) + 1


def second(n: int) -> float:
    return max(
        1,
        *[1 / (n - m) for m in range(n + 1)],
    )


def raised(n: int) -> types.TracebackType:
    with pytest.raises(ZeroDivisionError) as caught:
        first(n)
    trace = caught.tb.tb_next
    assert trace is not None
    return trace


def test_it_shows_the_same() -> None:
    trace = raised(3)
    again = tracebacks.rebuilt(pickle.loads(pickle.dumps(tracebacks.places(trace))))
    assert traceback.format_tb(again) == traceback.format_tb(trace)
    assert len(traceback.format_tb(again)) == 3
    assert tracebacks.places(again) == tracebacks.places(trace)


def test_its_frames_keep_nothing_alive() -> None:
    frame = tracebacks.rebuilt(tracebacks.places(raised(3))).tb_frame
    assert frame.f_globals is globals()
    assert not frame.f_locals
    around = []
    while frame.f_back is not None:
        frame = frame.f_back
        around.append(frame.f_code.co_name)
    assert "test_its_frames_keep_nothing_alive" not in around


def test_a_module_sees_its_globals_as_locals() -> None:
    names = {"__name__": __name__}
    with pytest.raises(ZeroDivisionError) as caught:
        exec(compile("1 / 0", "<cell>", "exec"), names)
    trace = caught.tb
    while trace.tb_next is not None:
        trace = trace.tb_next
    assert tracebacks.rebuilt(tracebacks.places(trace)).tb_frame.f_locals is globals()


def test_frames_of_ours_are_refused() -> None:
    with pytest.raises(AttributeError) as caught:
        Appended.content(None)  # type: ignore[arg-type]
    with pytest.raises(pickle.PicklingError):
        tracebacks.places(caught.tb)
