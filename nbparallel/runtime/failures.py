"""Iterations that fail: tried again, left out and listed, or stopped for taking too long.

``--on-error collect`` is the loop over the items that do not fail: what a failing iteration did
on a worker is thrown away with its chunk. In the kernel, where effects are not logged, what it
had done when it raised stays.
"""

from __future__ import annotations

import ast
import operator
import reprlib
import signal
import threading
import traceback
from collections.abc import Callable, Iterator
from types import FrameType
from typing import TYPE_CHECKING, Any, Final

from nbparallel.report import Failure
from nbparallel.runtime import deadline
from nbparallel.runtime.commit import Trouble
from nbparallel.runtime.state import Cause, Rules

if TYPE_CHECKING:
    from nbparallel.options import Options
    from nbparallel.runtime.drive import LoopRun
    from nbparallel.runtime.executor import Executor, Outcome


_SHOWN: Final = 5
"""Iterations of which a note says that they were tried again."""


def rules_of(options: Options) -> Rules:
    """Give what becomes of iterations that fail, by the options."""
    return Rules(options.retries, options.on_error == "collect")


class Failures:
    """What is known of one loop's failing iterations, and what the workers are told of them.

    Parameters
    ----------
    run : LoopRun
        The loop's execution.
    executor : Executor
        Who runs its chunks.
    """

    def __init__(self, run: LoopRun, executor: Executor) -> None:
        options = run.session.options
        self._run = run
        self._timeout = options.timeout
        self._folder = executor.watch_folder() if options.timeout is not None else None
        self._collects = options.on_error == "collect"
        self._retries = options.retries
        self._troubles: dict[int, Trouble] = {}  # of iterations, the last each had
        self._attempts: dict[int, int] = {}

    @property
    def terms(self) -> dict[str, Any]:
        """What a chunk is to be told; see `payload.pack_items`."""
        return {"errors": self._collects, "timeout": self._timeout, "folder": self._folder}

    def met(self, start: int, stop: int, trouble: Trouble, cause: Cause) -> int | None:
        """Take note of a chunk that failed; give the iteration, where it is known."""
        if stop - start > 1 and trouble.at is None:
            return None
        number = start + (trouble.at or 0)
        if cause is not Cause.LEFT and (trouble.sure or stop - start == 1):
            late = cause is Cause.TIMED_OUT
            self._attempts[number] = self._attempts.get(number, 0) + 1
            self._troubles[number] = self._late(number) if late else trouble
        return number

    def tell(self) -> None:
        """Say which iterations were tried again, and for what."""
        tried = {n: count for n, count in sorted(self._attempts.items()) if self._retries}
        if not tried:
            return
        said = [
            f"{number} ({min(count, self._retries)}×, {self._troubles[number].message})"
            for number, count in list(tried.items())[:_SHOWN]
        ]
        more = f" and {len(tried) - _SHOWN} more" if len(tried) > _SHOWN else ""
        which = "iteration" if len(tried) == 1 else "iterations"
        self._run.tally.notes.append(f"tried again: {which} {', '.join(said)}{more}")

    def killed(self, outcome: Outcome) -> int | None:
        """Give the iteration for which a worker ended itself, counted in the chunk."""
        if self._folder is None or outcome.worker is None or "SIGALRM" not in outcome.message:
            return None
        noted = deadline.latest(self._folder, outcome.worker.pid)
        if noted is None or noted[1] != outcome.chunk:
            return None
        return noted[2]

    def _late(self, number: int) -> Trouble:
        assert self._timeout is not None
        error = too_late(number, self._values(number), self._timeout)
        return Trouble(str(error), 0, error, f"TimeoutError: {error}\n")

    def leave_out(self, number: int) -> None:
        """List an iteration that has failed for good."""
        trouble = self._troubles[number]
        error = trouble.exception or RuntimeError(trouble.message)  # it could not be sent
        attempts = self._attempts.get(number, 1)
        failure = made(number, self._values(number), error, trouble.traceback, attempts)
        self._run.tally.failures.append(failure)

    def stopped(self, number: int) -> TimeoutError:
        """Give what is to be raised for an iteration that took too long; bind its variables."""
        assert self._timeout is not None
        run = self._run
        if isinstance(run.loop.node, ast.For):
            values = self._values(number)
            run.namespace.update({n: v for n, v in values.items() if n in names_in(run.target)})
        return too_late(number, self._values(number), self._timeout)

    def _values(self, number: int) -> dict[str, Any]:
        return values_of(self._run.target, self._run.source.between(number, number + 1)[0])


def made(
    number: int | None,
    values: dict[str, Any],
    error: BaseException,
    text: str = "",
    attempts: int = 1,
) -> Failure:
    """Make the record of an iteration that failed."""
    shown = {name: reprlib.repr(value) for name, value in values.items()}
    text = text or "".join(traceback.format_exception(error))
    return Failure(number, shown, values, error, text, attempts)


def too_late(number: int | None, values: dict[str, Any], seconds: float) -> TimeoutError:
    """Make the error of an iteration that took too long."""
    which = "an iteration" if number is None else f"iteration {number}"
    items = ", ".join(f"{name}={reprlib.repr(value)}" for name, value in values.items())
    named = f"{which} ({items})" if items else which
    return TimeoutError(f"{named} took longer than {seconds:g} s (--timeout)")


def names_in(target: ast.expr) -> set[str]:
    """Give the names that a target binds."""
    return {node.id for node in ast.walk(target) if isinstance(node, ast.Name)}


def values_of(target: ast.expr, item: Any) -> dict[str, Any]:
    """Give the loop variables' values for an item, without running anybody's code."""
    if isinstance(target, ast.Name):  # those of a `map` are ours
        return {target.id.removeprefix("__nbp_"): item}
    if isinstance(target, ast.Tuple | ast.List) and type(item) in (tuple, list):
        parts = target.elts
        starred = next((k for k, p in enumerate(parts) if isinstance(p, ast.Starred)), None)
        if starred is None and len(parts) == len(item):
            found: dict[str, Any] = {}
            for part, value in zip(parts, item, strict=True):
                found.update(values_of(part, value))
            return found
    return {"item": item}


class Timed:
    """A block of items for the kernel's own loop, none of which may take too long.

    An alarm raises in the iteration itself. Signals come to the main thread only; elsewhere
    there is no limit.

    Parameters
    ----------
    items : iterator
        The block.
    seconds : float or None
        What an iteration may take.
    error : callable
        Makes the error.

    Attributes
    ----------
    given : int
        Items that have been asked for.
    """

    def __init__(
        self, items: Iterator[Any], seconds: float | None, error: Callable[[], TimeoutError]
    ) -> None:
        self.given = 0
        self._items = items
        self._seconds = seconds
        self._error = error
        self._previous: Any = None
        self._armed = False
        self._left = 0.0  # of an alarm that somebody else has set

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        self.disarm()
        item = next(self._items)
        self.given += 1
        self._arm()
        return item

    def __length_hint__(self) -> int:
        return operator.length_hint(self._items)

    def _arm(self) -> None:
        in_main = threading.current_thread() is threading.main_thread()
        if self._seconds is not None and in_main:
            self._previous = signal.signal(signal.SIGALRM, self._ring)
            self._left = signal.setitimer(signal.ITIMER_REAL, self._seconds)[0]
            self._armed = True

    def disarm(self) -> None:
        """Give the alarm back."""
        if self._armed:
            self._armed = False
            signal.signal(signal.SIGALRM, self._previous)
            signal.setitimer(signal.ITIMER_REAL, self._left)

    def _ring(self, signum: int, frame: FrameType | None) -> None:
        self.disarm()
        raise self._error()
