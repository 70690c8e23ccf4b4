"""A run as one self-contained page: the report, with the task stream to be zoomed into."""

from __future__ import annotations

from html import escape
from typing import Final

from nbparallel.report import RunReport
from nbparallel.ui import folds, html, wording
from nbparallel.ui.report import framed, totals
from nbparallel.ui.view import View

_DETAIL: Final = folds.Detail(rows=1000, source=500_000)
_STYLE: Final = """
:root { color-scheme: light dark; --jp-ui-font-color1: #1b1b1b; --jp-ui-font-color2: #636363;
  --jp-border-color2: #d6d6d6; --jp-layout-color1: #fff; background: #fff }
@media (prefers-color-scheme: dark) { :root { --jp-ui-font-color1: #e8e8e8;
  --jp-ui-font-color2: #a0a0a0; --jp-border-color2: #444; --jp-layout-color1: #171717;
  background: #171717 } }
body { max-width: 1100px; margin: 32px auto; padding: 0 20px }
"""


def report_page(report: RunReport, view: View | None) -> str:
    """Give the page; with Bokeh it is interactive, without it has the still picture."""
    stream, resources = _interactive(view)
    body = framed(report, view, stream, _DETAIL, is_open=True)
    title = escape(wording.summary(report, totals(view)))
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{_STYLE}</style>{resources}</head>"
        f"<body>{body}</body></html>\n"
    )


def _interactive(view: View | None) -> tuple[str, str]:
    """Give the task stream's fold and what it needs in the page's head."""
    if view is None or not view.rectangles:
        return "", ""
    try:
        from bokeh.embed import components
        from bokeh.resources import Resources

        from nbparallel.ui.stream import figure_of
    except ImportError:
        return folds.stream_fold(view, _DETAIL), ""
    script, place = components(figure_of(view))
    resources = Resources(mode="inline", components=["bokeh"], minified=True)
    states = {rectangle.state for rectangle in view.rectangles}
    body = place + script + html.legend(states)
    return folds.fold("task stream", body, is_open=True), resources.render()
