"""What a run lets be seen: written text, warnings, log records and displays, in one log."""

from __future__ import annotations

import logging
import re
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from nbparallel.report import Difference
from nbparallel.verify.loggers import let_go
from nbparallel.verify.values import short

_LINES = 3
_TIMES = re.compile(r"^(CPU times|Wall time): .*\n?", re.MULTILINE)
_DISPLAYED = ("text/plain", "text/html", "text/markdown", "text/latex", "application/json")


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was to be seen."""

    kind: str  # stdout, stderr, warning, log, display
    text: str


class Recorder:
    """Records what is written, warned, logged and displayed.

    Parameters
    ----------
    shown : bool
        Whether it is passed on as well.
    shell : object, optional
        IPython's shell, for what is displayed.
    """

    def __init__(self, *, shown: bool, shell: Any = None) -> None:
        self.entries: list[Entry] = []
        self._shown = shown
        self._publisher = getattr(shell, "display_pub", None)
        self._aside = 0
        self._undo: list[Callable[[], None]] = []
        self.streams: tuple[_Stream, _Stream] | None = None

    def start(self) -> None:
        """Listen from now on."""
        self.streams = _Stream(self, "stdout", sys.stdout), _Stream(self, "stderr", sys.stderr)
        self._replace(sys, "stdout", self.streams[0])
        self._replace(sys, "stderr", self.streams[1])
        self._warned_before = warnings.showwarning
        self._replace(warnings, "showwarning", self._warned)
        self._logged_before = logging.Logger.callHandlers
        recorder = self

        def call_handlers(logger: logging.Logger, record: logging.LogRecord) -> None:
            recorder._logged(logger, record)

        self._replace(logging.Logger, "callHandlers", call_handlers)
        if self._publisher is not None:
            publisher, publish = self._publisher, self._publisher.publish

            def displayed(*args: Any, **kwargs: Any) -> None:
                recorder._displayed(publish, args, kwargs)

            publisher.publish = displayed
            self._undo.append(lambda: delattr(publisher, "publish"))

    def stop(self) -> None:
        """Leave everything as it was; a second call does nothing."""
        for stream in self.streams or ():
            let_go(stream, stream.original)
        while self._undo:
            self._undo.pop()()

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Let through, unrecorded, what our own card shows meanwhile."""
        self._aside += 1
        try:
            yield
        finally:
            self._aside -= 1

    def _replace(self, place: Any, name: str, new: Any) -> None:
        before = getattr(place, name)
        setattr(place, name, new)

        def undo() -> None:
            if getattr(place, name) is new:  # else the cell has put its own there
                setattr(place, name, before)

        self._undo.append(undo)

    def take(self, kind: str, text: str) -> bool:
        """Record something; whether it is to be passed on."""
        if self._aside:
            return True
        last = self.entries[-1] if self.entries else None
        if last is not None and last.kind == kind and kind in ("stdout", "stderr"):
            self.entries[-1] = Entry(kind, last.text + text)
        elif text:
            self.entries.append(Entry(kind, text))
        return self._shown

    def _warned(
        self, message: Any, category: Any, filename: str, lineno: int, file: Any = None,
        line: Any = None,
    ) -> None:  # fmt: skip
        if self.take("warning", f"{category.__name__}: {message} (line {lineno})"):
            with self.aside():
                self._warned_before(message, category, filename, lineno, file, line)

    def _logged(self, logger: logging.Logger, record: logging.LogRecord) -> None:
        try:
            text = record.getMessage()
        except Exception as error:  # its handlers say so, or nobody looks at it
            text = f"{record.msg} ({type(error).__name__})"
        trace = record.exc_text
        if record.exc_info and not trace:
            trace = logging.Formatter().formatException(record.exc_info)
        raised = f" ({trace.splitlines()[-1]})" if trace else ""
        where = f"{record.funcName}, line {record.lineno}"
        if self.take("log", f"{record.levelname}:{record.name}:{text}{raised} in {where}"):
            with self.aside():
                self._logged_before(logger, record)

    def _displayed(self, publish: Any, args: Any, kwargs: Any) -> None:
        data = kwargs.get("data") or (args[0] if args else {})
        said = {kind: data[kind] for kind in _DISPLAYED if kind in data}
        others = sorted(kind for kind in data if kind not in _DISPLAYED)
        if self.take("display", _without_addresses(f"{said} {others}")):
            with self.aside():
                publish(*args, **kwargs)


class _Stream:
    """Stands for a standard stream: the same in everything, but that what is written is noted."""

    def __init__(self, recorder: Recorder, kind: str, original: Any) -> None:
        self._recorder = recorder
        self._kind = kind
        self.original = original

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        if self._recorder.take(self._kind, text):
            self.original.write(text)
        return len(text)

    def writelines(self, lines: Any) -> None:
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.original, name)


def differences(plain: list[Entry], parallel: list[Entry]) -> list[Difference]:
    """Compare two logs: the first lines that differ, with where they stand."""
    one, other = _lines(plain), _lines(parallel)
    if one == other:
        return []
    found = []
    longest = max(len(one), len(other))
    for number in range(longest):
        a = one[number] if number < len(one) else None
        b = other[number] if number < len(other) else None
        if a != b:
            kind = (a or b or Entry("", "")).kind
            where = f"{kind}, line {number + 1} of the output"
            found.append(Difference(where, "output", _said(a, b), _said(b, a)))
        if len(found) == _LINES:
            break
    return found


def _said(entry: Entry | None, other: Entry | None) -> str:
    if entry is None:
        return "nothing"
    text = short(entry.text)
    return text if other is None or other.kind == entry.kind else f"{entry.kind} {text}"


def _lines(entries: list[Entry]) -> list[Entry]:
    return [
        Entry(entry.kind, line)
        for entry in entries
        for line in _settled(entry).splitlines(keepends=True)
    ]


def _settled(entry: Entry) -> str:
    """Leave out what tells the time: progress bars, and the lines that ``%time`` writes."""
    text = entry.text
    if entry.kind in ("stdout", "stderr") and "Wall time:" in text:
        text = _TIMES.sub("", text)
    if entry.kind not in ("stdout", "stderr") or ("\r" not in text and "it" not in text):
        return text
    text = text.replace("\r\n", "\n")
    return "".join(_uncovered(line) for line in text.splitlines(keepends=True))


_BAR: Final = re.compile(r"\[\d+:\d\d[^\]]*(it/s|s/it)")


def _uncovered(line: str) -> str:
    if _BAR.search(line):
        return ""
    if "\r" not in line:
        return line
    return "" if re.search(r"it/s|s/it|\d%", line) else line.split("\r")[-1]


def _without_addresses(text: str) -> str:
    return re.sub(r" (at|@) 0x[0-9a-fA-F]+", "", text)
