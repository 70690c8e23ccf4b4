"""One call in a forked process: what it changes dies with it.

For tests without a cluster. A chunk under guards may do anything to the process it runs in, so
that the kernel's own would be the wrong one.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from typing import Any


class Died(Exception):
    """The process ended before it had an answer."""


def call(function: Callable[[], Any]) -> Any:
    """Call a function in a forked process and give what it returns.

    Raises
    ------
    Died
        If the process ended without an answer.
    Exception
        What the function raised.
    """
    reads, writes = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reads)
        _answer(function, writes)
    os.close(writes)
    with os.fdopen(reads, "rb") as file:
        answer = file.read()
    os.waitpid(pid, 0)
    if not answer:
        raise Died("the process died")
    raised, result = pickle.loads(answer)
    if raised:
        raise result
    return result


def _answer(function: Callable[[], Any], writes: int) -> None:
    """Write the answer and end, without what a process does at its end."""
    try:
        try:
            answer = pickle.dumps((False, function()))
        except Exception as error:
            answer = pickle.dumps((True, RuntimeError(f"{type(error).__name__}: {error}")))
        with os.fdopen(writes, "wb") as file:
            file.write(answer)
    finally:
        os._exit(0)
