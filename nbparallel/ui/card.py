"""Which of the faces a run gets, and the two that a Jupyter front end shows.

Cheap to import: widgets and Bokeh are loaded when a card is really shown.
"""

from __future__ import annotations

import logging
import os
import sys
import time
import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from nbparallel.events import (
    Event,
    IterationFailed,
    KernelRan,
    LoopFinished,
    LoopStarted,
    RunFinished,
    Sink,
)
from nbparallel.options import Options
from nbparallel.ui.last import Unseen, keep
from nbparallel.ui.publish import can_display, publish
from nbparallel.ui.report import card_html, card_text
from nbparallel.ui.view import Recorder

if TYPE_CHECKING:
    from nbparallel.ui.live import Live, Plotting

NONINTERACTIVE: Final = "NBPARALLEL_NONINTERACTIVE"
"""Environment variable that turns every face off (for nbval, say)."""

DELAY_S: Final = 0.5
LEAST_LEFT_S: Final = 0.3
"""A card is not opened for less than this."""
BARS_S: Final = 0.125
STREAM_S: Final = 0.5
SHARE: Final = 0.03
"""Share of the kernel's time that drawing may take."""
SLOWEST_S: Final = 2.0
"""Even an expensive drawing is brought up to date this often."""

_log: Final = logging.getLogger(__name__)


def open_sink(options: Options, shell: Any = None) -> Sink:
    """Choose how a run is shown.

    Parameters
    ----------
    options : Options
        ``quiet`` shows nothing, ``no_plot`` no task stream.
    shell : IPython.core.interactiveshell.InteractiveShell or None
        Where the cell runs.

    Returns
    -------
    Sink
        A live card where a front end is connected; a final one where a Jupyter kernel runs
        without (nbclient, papermill); a bar or plain lines on a terminal.
    """
    if options.quiet or os.environ.get(NONINTERACTIVE, "0") not in ("", "0"):
        return Unseen()
    if not can_display(shell):
        from nbparallel.ui.text import TextSink

        return TextSink(sys.stderr)
    if not has_live_front_end(shell):
        return FinalCard(shell, plot=not options.no_plot)
    return LiveCard(shell, plot=not options.no_plot)


def has_live_front_end(shell: Any) -> bool:
    """Whether somebody looks on: a Jupyter server's session, VS Code or Colab.

    A kernel cannot ask; these leave a mark on it, whereas nbclient, papermill and
    ``jupyter execute`` do not. A wrong guess is harmless: the live card is replaced by the
    final one in any case.
    """
    return (
        "JPY_SESSION_NAME" in os.environ
        or "google.colab" in sys.modules
        or "__vsc_ipynb_file__" in getattr(shell, "user_ns", {})
    )


class FinalCard:
    """Shows a run when it is over, and which iteration failed before its traceback."""

    def __init__(self, shell: Any, *, plot: bool) -> None:
        self.recorder = Recorder()
        self._shell = shell
        self._plot = plot
        self._id = f"nbparallel-{uuid.uuid4().hex}"
        self._displayed = False

    def emit(self, event: Event) -> None:
        """Take an event; show what must be seen at once."""
        try:
            self.recorder.take(event)
            if isinstance(event, IterationFailed):
                self._show_failure()
            elif isinstance(event, RunFinished):
                self._show_end(event)
        except Exception:  # a card that cannot be drawn must not end the user's cell
            _log.exception("the card could not be drawn")

    def tick(self) -> None:
        """Draw nothing."""

    def cancel_requested(self) -> bool:
        """Nobody can press anything."""
        return False

    def _show_failure(self) -> None:
        """Say which iteration failed now, so that it stands above the traceback."""
        view = self.recorder.view(time.time())
        if not self._displayed:
            from nbparallel.ui.report import failure_html

            publish(self._shell, failure_html(view.failure), view.failure, self._id)
            self._displayed = True

    def _show_end(self, event: RunFinished) -> None:
        view = self.recorder.view(event.at)
        keep(view)
        html = card_html(event.report, view, plot=self._plot)
        text = card_text(event.report, view)
        if text or self._displayed:
            publish(self._shell, html, text, self._id, update=self._displayed)
            self._displayed = True


class LiveCard(FinalCard):
    """Shows a run while it goes on; at its end the widgets are replaced by the final card."""

    def __init__(self, shell: Any, *, plot: bool) -> None:
        super().__init__(shell, plot=plot)
        self._plotting: Plotting | None = None
        self._live: Live | None = None
        self._loop_since: float | None = None
        self._in_loops = 0.0  # seconds, in loops that are over
        self._bars = _Pace(BARS_S)
        self._stream = _Pace(STREAM_S)
        self._broken = False

    def emit(self, event: Event) -> None:
        """Take an event; draw at its next tick."""
        super().emit(event)
        now = time.monotonic()
        if isinstance(event, LoopStarted):
            self._loop_since = now
        elif isinstance(event, LoopFinished) and self._loop_since is not None:
            self._in_loops += now - self._loop_since
            self._loop_since = None
            self._draw(self._draw_all)
        elif isinstance(event, KernelRan):  # nobody waits then, so nobody ticks
            self.tick()

    def _draw(self, drawing: Callable[[Live, float], None]) -> None:
        """Draw, if there is anything to draw on."""
        if self._live is None or self._broken:
            return
        try:
            drawing(self._live, time.monotonic())
        except Exception:  # widgets may be broken in any way; the final card needs none
            self._broken = True
            _log.exception("the running card could not be drawn")

    def tick(self) -> None:
        """Draw what is due."""
        if self._live is not None:
            self._draw(self._redraw)
        elif not self._broken and self._is_worth_a_card():
            self._broken = True  # until it stands
            try:
                self._open()
            except Exception:  # widgets may be broken in any way; the final card needs none
                _log.exception("the running card could not be shown")
            else:
                self._broken = False

    def _is_worth_a_card(self) -> bool:
        """Whether it goes on long enough for a card not to flicker."""
        if self._loop_since is None:
            return False
        if self._in_loops + time.monotonic() - self._loop_since < DELAY_S:
            return False
        loop = self.recorder.view(time.time()).current
        return loop is None or loop.remaining is None or loop.remaining > LEAST_LEFT_S

    def cancel_requested(self) -> bool:
        """Whether Cancel was pressed; shown at once, so that the page does not insist."""
        if self._live is None or not self._live.cancel.requested.is_set():
            return False
        if not self._broken:
            self._live.acknowledge()
        return True

    def _open(self) -> None:
        from nbparallel.ui import live

        if self._plot:
            self._plotting = live.Plotting()
        self._live = live.Live(uuid.uuid4().hex[:12], self._plotting)
        self._live.draw(self.recorder.view(time.time()))
        bundle = self._live.bundle(
            "%%parallel is running; how it went is shown here when it is over"
        )
        self._shell.display_pub.publish(
            bundle, metadata={}, transient={"display_id": self._id}, update=self._displayed
        )
        self._displayed = True

    def _redraw(self, card: Live, now: float) -> None:
        if self._stream.due(now):
            self._draw_all(card, now)
        elif self._bars.due(now):
            card.draw(self.recorder.view(time.time()))
            self._bars.spent(now, time.monotonic() - now)

    def _draw_all(self, card: Live, now: float) -> None:
        view = self.recorder.view(time.time())
        card.draw(view)
        card.draw_stream(view, now)
        self._stream.spent(now, time.monotonic() - now)
        self._bars.spent(now, 0.0)

    def _show_end(self, event: RunFinished) -> None:
        super()._show_end(event)
        if self._live is not None:
            self._live.retire()


class _Pace:
    """When the next drawing is due: at an interval, longer where drawing is expensive.

    A single expensive one (the plot being made, a garbage collection) does not count.
    """

    def __init__(self, interval: float) -> None:
        self._interval = interval
        self._next = 0.0
        self._before = 0.0

    def due(self, now: float) -> bool:
        return now >= self._next

    def spent(self, now: float, cost: float) -> None:
        usual, self._before = min(cost, self._before), cost
        self._next = now + max(self._interval, min(usual / SHARE, SLOWEST_S))
