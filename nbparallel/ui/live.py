"""The running card: widgets whose values the main thread replaces a few times a second."""

from __future__ import annotations

import contextlib
import importlib
import logging
import threading
from typing import Any, ClassVar, Final

from nbparallel.ui import bars, html, theme
from nbparallel.ui.bokehjs import BokehJS
from nbparallel.ui.cancel import Cancel
from nbparallel.ui.publish import NAME, wrapped
from nbparallel.ui.stream import Stream, height
from nbparallel.ui.svg import stream_img
from nbparallel.ui.timeline import State
from nbparallel.ui.view import View

_log: Final = logging.getLogger(__name__)
_LEGEND: Final = (
    State.TRANSFER,
    State.RAN,
    State.COMMITTED,
    State.COMMIT,
    State.KERNEL,
)
_STYLE: Final = (
    "<style>.nbp-card .widget-html-content{min-width:0}"  # long titles are cut, not the card
    ".nbp-stream:has(.bk-Figure)>.nbp-picture{display:none}"
    ".nbp-stream:not(:has(.bk-Figure))>.nbp-plot{height:0;visibility:hidden}</style>"
)
"""The still picture stands until the plot is really there, and for good where it never comes."""

_STATUS: Final = (
    '<span role="status" style="position:absolute;width:1px;height:1px;overflow:hidden;'
    'clip-path:inset(50%)">{}</span>'
)
_MIMETYPE: Final = "application/vnd.jupyter.widget-view+json"


class Plotting:
    """Imports Bokeh on a thread: a second during which chunks must still be committed."""

    def __init__(self) -> None:
        self.available: bool | None = None  # None while it is not known
        self._begun = False

    def begin(self) -> None:
        """Begin to import it, if that has not begun."""
        if not self._begun:
            self._begun = True
            # Here, not on the thread: who asks this thread's `sys.modules` for NumPy must not
            # be given one that is half imported.
            with contextlib.suppress(ImportError):
                importlib.import_module("numpy")
            threading.Thread(target=self._load, name="nbparallel-bokeh", daemon=True).start()

    def _load(self) -> None:
        try:
            for name in ("bokeh.plotting", "bokeh.resources", "jupyter_bokeh"):
                importlib.import_module(name)
        except Exception as error:  # an installation may be broken in any way: static pictures do
            _log.info("no live task stream: %r", error)
            self.available = False
        else:
            self.available = True


class Live:
    """One card's widgets.

    Parameters
    ----------
    token : str
        Tells this card's elements from those of other cards on the page.
    plotting : Plotting or None
        None for a card without a task stream.
    """

    _retired: ClassVar[list[Any]] = []

    def __init__(self, token: str, plotting: Plotting | None) -> None:
        import ipywidgets

        self._close_retired()
        self._token = token
        self._plotting = plotting
        self.cancel = Cancel(token)
        self._acknowledged = False
        self._finished = _html("nbp-rows", display="none")
        self._title = _html("nbp-head", flex="1 1 0%", min_width="0")
        self._button = _html("nbp-buttons", flex="0 0 auto", padding="0 0 0 12px")
        self._bar = _html("nbp-progress")
        self._status = _html("nbp-status")
        self._picture = _html("nbp-picture")
        self._plot = ipywidgets.VBox([])
        self._plot.add_class("nbp-plot")
        self._legend = _html("nbp-legend", display="none")
        self._button.value = self.cancel.html(acknowledged=False)
        head = ipywidgets.HBox(
            [self._title, self._button], layout=ipywidgets.Layout(align_items="center")
        )
        self._place = ipywidgets.VBox(
            [self._picture, self._plot],
            layout=ipywidgets.Layout(display="none", overflow="hidden"),
        )
        self._place.add_class("nbp-stream")
        self._style = _html("nbp-style", display="none")
        self._style.value = _STYLE
        self._hidden = ipywidgets.VBox(
            [self.cancel.button], layout=ipywidgets.Layout(display="none")
        )
        self._box = ipywidgets.VBox(
            [
                self._style,
                self._finished,
                head,
                self._bar,
                self._place,
                self._legend,
                self._status,
                self._hidden,
            ],
            layout=ipywidgets.Layout(
                border=f"1px solid {theme.LINE}", padding="8px 12px 6px", margin="2px 0",
                overflow="hidden",
            ),
        )  # fmt: skip
        self._box.add_class("nbp-card")
        self._bokehjs: BokehJS | None = None
        self._stream: Stream | None = None

    def bundle(self, text: str) -> dict[str, Any]:
        """Give what is to be displayed."""
        model = {"version_major": 2, "version_minor": 0, "model_id": self._box.model_id}
        said = f'<div style="{theme.BASE};color:{theme.QUIET}">{text}</div>'
        return {_MIMETYPE: model, "text/html": wrapped(said), "text/plain": f"{NAME}: {text}"}

    def acknowledge(self) -> None:
        """Show that the click on Cancel has arrived."""
        if not self._acknowledged:
            self._acknowledged = True
            self._button.value = self.cancel.html(acknowledged=True)

    def draw(self, view: View) -> None:
        """Bring the bars up to date."""
        loop = view.current
        if loop is None:
            return
        _set(self._title, bars.title_row(loop))
        _set(self._bar, bars.bar_row(view, loop, self._acknowledged))
        _set(self._status, _STATUS.format(bars.status(loop)))
        self._button.layout.visibility = "hidden" if loop.finished else None
        over = "".join(bars.finished_row(each) for each in view.loops if each is not loop)
        if over:
            _set(self._finished, over)
            self._finished.layout.display = None

    def draw_stream(self, view: View, now: float) -> None:
        """Bring the task stream up to date, as soon as there are workers to be drawn."""
        if self._plotting is None or not view.workers:
            return
        self._plotting.begin()
        if self._place.layout.display == "none":  # its room, once and for all
            self._place.layout.height = f"{height(len(view.lanes))}px"
            self._place.layout.display = None
            self._legend.layout.display = None
        _set(self._legend, html.legend({*_LEGEND, *(r.state for r in view.rectangles)}))
        if self._stream is not None:
            self._stream.update(view)
        elif self._plotting.available and self._bokehjs_ready(now):
            self._stream = Stream(view)
            self._plot.children = [self._stream.widget]
        if self._stream is None or not self._bokehjs_drew():
            _set(self._picture, stream_img(view.lanes, view.rectangles, until=view.elapsed))

    def _bokehjs_drew(self) -> bool:
        """Whether the page has said that the plot is there; until then the picture goes on."""
        return self._bokehjs is not None and self._bokehjs.drawn.is_set()

    def _bokehjs_ready(self, now: float) -> bool:
        if self._bokehjs is None:
            self._bokehjs = BokehJS(self._token, now)
            self._hidden.children = [self.cancel.button, *self._bokehjs.widgets]
        return self._bokehjs.ready(now)

    def retire(self) -> None:
        """Note that the display has been replaced; the widgets are closed by the next card.

        Not at once: a page that still draws the old display would say "model not found".
        """
        self._retired.append(self)

    @classmethod
    def _close_retired(cls) -> None:
        import ipywidgets

        while cls._retired:
            card = cls._retired.pop()
            pending = [card._box]
            while pending:
                widget = pending.pop()
                pending.extend(getattr(widget, "children", ()))
                # Not BokehModel's own close, which raises a KeyError.
                ipywidgets.Widget.close(widget)


def _html(css_class: str, **layout: Any) -> Any:
    import ipywidgets

    widget = ipywidgets.HTML(layout=ipywidgets.Layout(margin="0", **layout))
    widget.add_class(css_class)
    return widget


def _set(widget: Any, value: str) -> None:
    """Set a value if it is new: the page replaces elements even by equal ones."""
    if widget.value != value:
        widget.value = value
