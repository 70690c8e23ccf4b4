"""The kernel draws ahead: a loop's skeleton tells where the random states will be."""

from __future__ import annotations

import contextlib
import io
import logging
import time
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from nbparallel.runtime.randomstate import Key, State, read, write

States = dict[Key, State]


class Ahead:
    """Tells the states by drawing what the iterations draw, on the user's own generators.

    They are the ones that the user's functions draw from; each time they are put back.

    Parameters
    ----------
    run : callable
        The skeleton: takes items and the number of the first.
    items : callable
        Gives the items between two iterations.
    generators : mapping
        The generators whose states are told.
    """

    def __init__(
        self,
        run: Callable[[Sequence[Any], int], object],
        items: Callable[[int, int], Sequence[Any]],
        generators: Mapping[Key, Any],
    ) -> None:
        self._run = run
        self._items = items
        self._generators = generators
        self.seconds = 0.0
        self.iterations = 0

    def after(self, states: States, start: int, stop: int) -> States | None:
        """Give the states some iterations on; None if an iteration raised."""
        kept = [(g, read(g)) for g in self._generators.values()]
        try:
            for key, generator in self._generators.items():
                write(generator, states[key])
            items = self._items(start, stop)
            with _silence():
                began = time.perf_counter()
                self._run(items, start)
                self.seconds += time.perf_counter() - began
                self.iterations += stop - start
            return {key: read(generator) for key, generator in self._generators.items()}
        except Exception:  # the cell's own: an iteration will raise it, where it is told
            return None
        finally:
            for generator, state in reversed(kept):
                write(generator, state)

    @property
    def per_iteration(self) -> float:
        """Seconds of one iteration."""
        return self.seconds / max(1, self.iterations)


@contextlib.contextmanager
def _silence() -> Iterator[None]:
    """Drop what is written and warned of: the iterations themselves will say it.

    The filter is put into the list as it is: to tell `warnings` of it would make it forget what it
    has shown once.
    """
    ignore: Any = ("ignore", None, Warning, None, 0)
    filters: Any = warnings.filters
    filters.insert(0, ignore)
    disabled = logging.root.manager.disable
    logging.disable()
    sink = io.StringIO()
    try:
        with contextlib.redirect_stdout(sink), contextlib.redirect_stderr(sink):
            yield
    finally:
        logging.disable(disabled)
        filters.remove(ignore)
