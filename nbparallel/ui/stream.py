"""The live task stream: a Bokeh plot in a widget, each update replacing all of its data.

Replacing needs no memory of what the page has: a view that is made late (a cell out of
sight, a second window) is right again after the next update. The number of rectangles is
bounded, so an update costs the kernel a few milliseconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from nbparallel.ui import theme
from nbparallel.ui.svg import band, lane_pitch
from nbparallel.ui.timeline import Lane, Rectangle, coarsen
from nbparallel.ui.view import View

MAX_RECTANGLES: Final = 800
_AXIS_HEIGHT: Final = 20
_COLUMNS: Final = (
    "left", "right", "top", "bottom", "colour", "state", "first", "last", "seconds",
    "sent", "received", "pid", "host", "message",
)  # fmt: skip
_CORNERS: Final = _COLUMNS[:4]
_TOOLTIPS: Final = [
    ("", "@state @message"),
    ("iterations", "@first{0,0} to @last{0,0}"),
    ("seconds", "@seconds{0.000}"),
    ("sent, received", "@sent{0.0 b}, @received{0.0 b}"),
    ("process", "@pid{0} on @host"),
]


def height(lanes: int) -> int:
    """Give the plot's height in pixels."""
    return round(lanes * lane_pitch(lanes)) + _AXIS_HEIGHT


class Stream:
    """One plot; made once the number of lanes is known.

    Attributes
    ----------
    widget : jupyter_bokeh.BokehModel
        To be displayed.
    """

    def __init__(self, view: View) -> None:
        from jupyter_bokeh import BokehModel

        self._plot = figure_of(view)
        self._lanes = len(view.lanes)
        self._sources = [renderer.data_source for renderer in self._plot.renderers]
        # Events of the page are combined: it echoes each patch, and a busy kernel would
        # find them all queued up at the end.
        self.widget: Any = BokehModel(self._plot, combine_events=True)
        # The echo must not be applied once more.
        self.widget.on_msg(self.widget._sync_model, remove=True)

    def update(self, view: View) -> None:
        """Show a view."""
        if len(view.lanes) != self._lanes:
            self._lanes = len(view.lanes)
            _label(self._plot, view.lanes)
        for source, data in zip(self._sources, _data(view, view.elapsed), strict=True):
            if source.data != data:
                source.data = data


def figure_of(view: View) -> Any:
    """Give a view's task stream as a Bokeh figure."""
    plot = _figure(_data(view), height(len(view.lanes)))
    _label(plot, view.lanes)
    return plot


def _label(plot: Any, lanes: tuple[Lane, ...]) -> None:
    every = max(1, round(12 / lane_pitch(len(lanes)) + 0.49))
    shown = range(0, len(lanes), every)
    plot.y_range.start, plot.y_range.end = len(lanes) - 0.5, -0.5
    plot.yaxis.ticker = list(shown)
    plot.yaxis.major_label_overrides = {i: lanes[i].label for i in shown}


def _data(view: View, until: float = 0.0) -> list[dict[str, list[Any]]]:
    """Give the columns of all rectangles, and the corners of those of each hatched state.

    A last one without colour or width takes the axis to ``until``.
    """
    drawn = coarsen(list(view.rectangles), MAX_RECTANGLES)
    last = [(until, until, 0, 0, "#00000000", "", 0, 0, 0, 0, 0, 0, "", "")] if until else []
    hatched = [[r for r in drawn if r.state is state] for state in theme.HATCHES]
    return [
        _columns(_COLUMNS, [*((*_corners(r), *_facts(r, view)) for r in drawn), *last]),
        *(_columns(_CORNERS, [_corners(r) for r in some]) for some in hatched),
    ]


def _columns(names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> dict[str, list[Any]]:
    return {name: [row[i] for row in rows] for i, name in enumerate(names)}


def _corners(r: Rectangle) -> tuple[Any, ...]:
    above, high = band(r.state)
    top = r.lane - 0.5 + above
    return round(r.begin, 4), round(r.end, 4), top, top + high


def _facts(r: Rectangle, view: View) -> tuple[Any, ...]:
    worker = view.lanes[r.lane].worker
    return (
        theme.COLOURS[r.state],
        r.state.value,
        r.start,
        r.stop - 1,
        round(r.end - r.begin, 4),
        r.bytes_in,
        r.bytes_out,
        worker.pid if worker is not None else 0,
        worker.host if worker is not None else "",
        r.message[:200],
    )


def _figure(data: Sequence[dict[str, list[Any]]], pixels: int) -> Any:
    from bokeh.models import (
        ColumnDataSource,
        HoverTool,
        PrintfTickFormatter,
        Range1d,
        WheelZoomTool,
    )
    from bokeh.plotting import figure

    plot: Any = figure(
        height=pixels,
        sizing_mode="stretch_width",
        y_range=Range1d(0.5, -0.5),
        tools="xpan,xbox_zoom,reset",
        active_drag="xpan",
        toolbar_location="right",
        toolbar_inner=True,
        output_backend="canvas",
    )
    sources = [ColumnDataSource(columns) for columns in data]
    corners = {name: name for name in _CORNERS}
    quads = plot.quad(**corners, color="colour", line_color=None, source=sources[0])
    # Patterns are drawn over them, one for each state: BokehJS makes a canvas for each rectangle
    # where they come from a column, which at 800 rectangles stops the page.
    for pattern, source in zip(theme.HATCHES.values(), sources[1:], strict=True):
        plot.quad(
            **corners, fill_color=None, line_color=None, hatch_pattern=pattern,
            hatch_color="white", hatch_alpha=0.75, hatch_scale=6, source=source,
        )  # fmt: skip
    # With a modifier only: the page must still scroll over the plot.
    zoom = WheelZoomTool(dimensions="width", modifiers={"shift": True})
    plot.add_tools(zoom, HoverTool(tooltips=_TOOLTIPS, renderers=[quads]))
    plot.toolbar.active_scroll = zoom
    plot.toolbar.logo = None
    plot.toolbar.autohide = True
    _plain(plot)
    plot.xaxis.formatter = PrintfTickFormatter(format="%.10g s")
    plot.x_range.start = 0
    plot.x_range.range_padding = 0.0
    return plot


def _plain(plot: Any) -> None:
    """Leave only what carries meaning, in a grey that is legible on light and dark."""
    plot.background_fill_color = plot.border_fill_color = plot.outline_line_color = None
    plot.grid.visible = False
    plot.min_border = 0
    plot.min_border_left = 72
    plot.axis.axis_line_color = None
    plot.axis.major_tick_line_color = None
    plot.axis.minor_tick_line_color = None
    plot.axis.major_tick_out = 0
    plot.axis.major_label_standoff = 4
    plot.xaxis.axis_line_color = theme.GREY
    plot.xaxis.axis_line_alpha = 0.5
    plot.axis.major_label_text_color = theme.GREY
    plot.axis.major_label_text_font_size = "11px"
