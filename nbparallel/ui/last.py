"""What was seen of the last run, for ``%parallel_report``; kept though nothing was shown."""

from __future__ import annotations

from nbparallel.events import Event, RunFinished, Silence
from nbparallel.report import RunReport
from nbparallel.ui.view import Recorder, View

_last: View | None = None


def keep(view: View) -> None:
    """Remember a run that is over."""
    global _last
    _last = view


def view_of(report: RunReport) -> View | None:
    """Give what was seen of a run, if it was the last one that was seen."""
    return _last if _last is not None and _last.report is report else None


class Unseen(Silence):
    """A sink that shows nothing but can be asked afterwards."""

    def __init__(self) -> None:
        self._recorder = Recorder()

    def emit(self, event: Event) -> None:
        """Take an event."""
        self._recorder.take(event)
        if isinstance(event, RunFinished):
            keep(self._recorder.view(event.at))
