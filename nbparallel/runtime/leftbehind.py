"""Names whose values stayed on workers: what is drawn there cannot travel.

The next iteration that binds such a name settles it, as a rule the last one, which the kernel
runs. Where none does, because the loop ends early or binds the name on some paths only, the
iterations that did are run once more for it alone.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, MutableMapping
from dataclasses import dataclass
from typing import Any

from nbparallel.runtime.commit import Chunk

_MARK = object()


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    start: int
    items: Any
    again: bool  # whether it may be run once more


class LeftBehind:
    """The names of one loop.

    Parameters
    ----------
    namespace : mutable mapping
        Where they are bound.
    run_again : callable
        Runs a chunk, by its first iteration and its items, for what it binds; None if it cannot.
    """

    def __init__(
        self,
        namespace: MutableMapping[str, Any],
        run_again: Callable[[int, Any], dict[str, Any] | None],
    ) -> None:
        self._namespace = namespace
        self._run_again = run_again
        self._parts: dict[str, _Part] = {}

    def committed(self, chunk: Chunk, start: int, items: Callable[[], Any]) -> None:
        """Note what a chunk has bound, and what of it stayed behind."""
        for name in (*chunk.live_out, *chunk.deleted):
            self._parts.pop(name, None)
        if chunk.lost:
            part = _Part(start, items(), chunk.again)
            self._parts.update(dict.fromkeys(chunk.lost, part))

    @contextlib.contextmanager
    def while_kernel_runs(self) -> Iterator[None]:
        """Notice which of the names the kernel's iterations bind."""
        before = {name: self._namespace.get(name, _MARK) for name in self._parts}
        self._namespace.update(dict.fromkeys(before, _MARK))
        try:
            yield
        finally:
            for name, value in before.items():
                if self._namespace.get(name) is not _MARK:
                    del self._parts[name]
                elif value is _MARK:
                    del self._namespace[name]
                else:
                    self._namespace[name] = value

    def settle(self) -> list[str]:
        """Bind the names that nothing has bound since; give those for which that cannot be."""
        failed = []
        for part in dict.fromkeys(self._parts.values()):
            names = [name for name, each in self._parts.items() if each is part]
            found = self._run_again(part.start, part.items) if part.again else None
            for name in names:
                if found is None or name not in found:
                    failed.append(name)
                else:
                    self._namespace[name] = found[name]
        self._parts.clear()
        return failed
