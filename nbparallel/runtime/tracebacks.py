"""Tracebacks that travel: as the places they name, rebuilt where they arrive.

An exception that a body catches and keeps (``errors.append((i, error))``) has a traceback,
which pickle leaves out. Its frames cannot travel; what is shown of them can: file, function,
line and columns. So frames are made anew, of code that stands at these places. Their locals
are gone, as those of any frame are that was cleared (`traceback.clear_frames`).

Runs on workers, so it imports the standard library only.
"""

from __future__ import annotations

import ast
import functools
import itertools
import pickle
import sys
import threading
import types
from typing import Any

Place = tuple[str, str, str, str, int, tuple[int | None, int | None, int | None, int | None]]
"""Of a frame: its module, file, function (name, qualified name), line, and the place's ends."""

_OURS = __name__.rpartition(".runtime.")[0] + "."


def places(trace: types.TracebackType | None) -> list[Place]:
    """Say where a traceback's frames stand.

    Raises
    ------
    pickle.PicklingError
        If one of them is ours: in the plain cell, there would be another.
    """
    found: list[Place] = []
    while trace is not None:
        code = trace.tb_frame.f_code
        module = trace.tb_frame.f_globals.get("__name__")
        if not isinstance(module, str):
            module = ""
        if module.startswith(_OURS):
            raise pickle.PicklingError("an exception that is kept was raised in what logs")
        positions = code.co_positions()
        ends = next(itertools.islice(positions, trace.tb_lasti // 2, None), (None,) * 4)
        place = module, code.co_filename, code.co_name, code.co_qualname
        found.append((*place, trace.tb_lineno, ends))
        trace = trace.tb_next
    return found


def rebuilt(frames: list[Place]) -> types.TracebackType:
    """Make a traceback that shows the same; of at least one frame."""
    made: list[types.TracebackType] = []
    # In a thread: a frame keeps the one that called it, and with it all that stands there.
    thread = threading.Thread(target=_rebuild, args=(frames, made), daemon=True)
    thread.start()
    thread.join()
    return made[-1]


def _rebuild(frames: list[Place], made: list[types.TracebackType]) -> None:
    below: types.TracebackType | None = None
    for place in reversed(frames):
        module, _, name, _, line, _ = place
        known = vars(sys.modules[module]) if module in sys.modules else {}
        try:
            # The locals of a module are its globals.
            exec(_code(place), known, known if name == "<module>" else {})
        except ZeroDivisionError as error:
            here = error.__traceback__
            assert here is not None
            assert here.tb_next is not None
            raised = here.tb_next
        below = types.TracebackType(below, raised.tb_frame, raised.tb_lasti, line)
        made.append(below)


@functools.lru_cache(maxsize=512)
def _code(place: Place) -> types.CodeType:
    """Compile an expression that raises, at a place."""
    _, file, name, qualified, line, (first, last, start, end) = place
    where: dict[str, Any] = {"lineno": first or line}
    if first is not None and None not in (last, start, end):
        where.update(end_lineno=last, col_offset=start, end_col_offset=end)
    else:
        where.update(end_lineno=where["lineno"], col_offset=0, end_col_offset=0)
    raising = ast.BinOp(ast.Constant(1), ast.Div(), ast.Constant(0))
    module = ast.Module([ast.Expr(raising)], [])
    for node in ast.walk(module):
        for attribute, value in where.items():
            if "lineno" in node._attributes:
                setattr(node, attribute, value)
    code = compile(module, file, "exec", dont_inherit=True, optimize=0)
    return code.replace(co_name=name, co_qualname=qualified)
