"""A run in a terminal: a bar while it goes on, and the same lines at its end."""

from __future__ import annotations

import time
from typing import Any, Final, TextIO

from nbparallel.events import (
    ChunkFailed,
    ChunkRan,
    Event,
    IterationFailed,
    LoopFinished,
    LoopStarted,
    RunFinished,
)
from nbparallel.ui import wording
from nbparallel.ui.last import keep
from nbparallel.ui.report import card_text
from nbparallel.ui.view import LoopView, Recorder, View

DELAY_S: Final = 0.5
INTERVAL_S: Final = 0.125
_FORMAT: Final = "{desc} {percentage:3.0f}%|{bar}| {n_fmt}/{total_fmt}{postfix}"


class TextSink:
    """Writes to a stream: a bar if it is a terminal, else only lines, once all is over.

    The bar is taken away whenever effects may be about to be committed, so that what the
    cell prints never lands in its middle.
    """

    def __init__(self, stream: TextIO) -> None:
        self.recorder = Recorder()
        self._stream = stream
        self._terminal = bool(getattr(stream, "isatty", lambda: False)())
        self._bar: Any = None
        self._since: float | None = None
        self._drawn = 0.0
        self._failed = False

    def emit(self, event: Event) -> None:
        """Take an event; write what is to be read."""
        self.recorder.take(event)
        if isinstance(event, LoopStarted):
            self._since = time.monotonic()
        elif isinstance(event, ChunkRan | ChunkFailed) and self._bar is not None:
            self._bar.clear()
            self._drawn = 0.0  # it comes back with the next tick
        elif isinstance(event, LoopFinished | IterationFailed | RunFinished):
            self._close_bar()
        if isinstance(event, IterationFailed):
            self._failed = True
            self._write(self.recorder.view(event.at).failure)
        elif isinstance(event, RunFinished):
            self._write(self._ending(event))

    def tick(self) -> None:
        """Draw the bar if it is due."""
        now = time.monotonic()
        if not self._terminal or self._since is None or now - self._since < DELAY_S:
            return
        if now - self._drawn < INTERVAL_S:
            return
        view = self.recorder.view(time.time())
        loop = view.current
        if loop is not None and loop.in_flight:
            self._drawn = now
            self._draw(view, loop)

    def cancel_requested(self) -> bool:
        """Ctrl-C does that here."""
        return False

    def _draw(self, view: View, loop: LoopView) -> None:
        if self._bar is None:
            self._bar = _open_bar(loop, self._stream)
        self._bar.n = loop.done
        self._bar.set_postfix_str(_pace(view, loop), refresh=False)
        self._bar.refresh()

    def _close_bar(self) -> None:
        if self._bar is not None:
            self._bar.close()
            self._bar = None
        self._since = None

    def _ending(self, event: RunFinished) -> str:
        view = self.recorder.view(event.at)
        keep(view)
        said = card_text(event.report, view)
        if self._failed and view.failure:  # it stands above already
            said = said.removesuffix(view.failure).rstrip("\n")
        return said

    def _write(self, text: str) -> None:
        if not text:
            return
        encoding = getattr(self._stream, "encoding", None) or "utf-8"
        self._stream.write(text.encode(encoding, "replace").decode(encoding) + "\n")
        self._stream.flush()


def _open_bar(loop: LoopView, stream: TextIO) -> Any:
    from tqdm import tqdm

    class Bar(tqdm):
        monitor_interval = 0  # no thread: this sink decides when to draw

    return Bar(
        total=loop.total,
        desc=wording.shorten(loop.title, 40),
        initial=loop.done,
        file=stream,
        leave=False,
        dynamic_ncols=True,
        mininterval=0,
        bar_format=_FORMAT if loop.total else None,
    )


def _pace(view: View, loop: LoopView) -> str:
    facts = [f"{view.busy}/{view.workers} busy"]
    if loop.failures:
        facts.append(f"{loop.failures} failed")
    if loop.rate is not None:
        facts.append(wording.rate(loop.rate))
    of = "" if loop.predicted is None else f" of {wording.seconds(loop.predicted)}"
    facts.append(f"{wording.seconds(loop.elapsed)}{of}")
    if loop.remaining is not None:
        facts.append(f"{wording.seconds(loop.remaining)} left")
    return ", ".join(facts)
