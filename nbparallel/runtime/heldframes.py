"""Frames of whose memory somebody else holds a part: pandas then stores elsewhere, not in place.

A group of ``df.groupby(...)``, a slice, a frame of which a column has a name: on a worker nobody
else would hold a part of its copy. So one of the same memory is kept beside it.

Used on both sides, so it imports the standard library only.
"""

from __future__ import annotations

import weakref
from typing import Any

from nbparallel.loaded import loaded


def is_held(obj: Any) -> bool:
    """Whether an object is a frame, and not the only one with its memory."""
    pandas = loaded("pandas")
    if pandas is None or type(obj) is not pandas.DataFrame:
        return False
    manager = getattr(obj, "_mgr", None)
    asks = getattr(manager, "_has_no_reference_block", None)
    if manager is None or asks is None:  # an old pandas copies otherwise
        return False
    return not all(map(asks, range(len(manager.blocks))))


def hold(frame: Any) -> None:
    """Hold a frame's memory for as long as there is the frame."""
    weakref.finalize(frame, _let_go, frame.copy(deep=False)).atexit = False


def _let_go(_: Any) -> None:
    """Forget what was held."""


def reduced(frame: Any) -> Any:
    """Reduce such a frame."""
    made, arguments, state, *_ = frame.__reduce_ex__(5)
    return made, arguments, state, None, None, _set_and_hold


def _set_and_hold(frame: Any, state: Any) -> None:
    frame.__setstate__(state)
    hold(frame)
