"""A file that a loop iterates over: lines drawn ahead are put back if the loop ends early."""

from __future__ import annotations

from typing import Any

from nbparallel.analysis import headers


class Rewind:
    """The place in a file at which a loop began.

    Parameters
    ----------
    iterable : object
        What the loop's header gave.
    """

    def __init__(self, iterable: Any) -> None:
        self._file = headers.file_under(iterable)
        self._began = self._file.tell() if self._file is not None else 0

    def back(self, lines: int) -> None:
        """Let the file stand behind a number of lines, as if no more had been drawn."""
        if self._file is None or self._file.closed:
            return
        self._file.seek(self._began)
        for _ in range(lines):
            next(self._file, None)
