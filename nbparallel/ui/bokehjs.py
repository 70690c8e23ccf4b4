"""BokehJS in the page: asked for first, sent only where it is missing.

jupyter_bokeh's front-end extension does not bring BokehJS along. It is sent through a
widget's value, never as an output, so that its megabyte does not end up in the notebook.
A page's script answers by clicking hidden buttons, which the kernel hears on a subshell while
the cell runs; a kernel without subshells hears nothing, and after a while simply sends it.
"""

from __future__ import annotations

import enum
import json
import threading
from html import escape
from typing import Any, Final

from nbparallel.ui.cancel import hidden_button

SILENCE_S: Final = 1.5
"""Seconds after which no answer means that none will come."""

_TELL: Final = """
  (function tell(n) {
    var b = document.querySelector('button.' + (window.Bokeh ? %(there)s : %(missing)s));
    if (b) b.click(); else if (n) setTimeout(tell, 100, n - 1);
  })(20);
"""
_RUN: Final = """
  if (!window.Bokeh) {
    var s = document.createElement('script');
    s.textContent = this.previousElementSibling.textContent;
    document.head.appendChild(s); s.remove();
  }
"""


_LOOK: Final = """
  (function look(n) {
    var b = document.querySelector('button.' + %(drawn)s);
    if (b && b.closest('.nbp-card').querySelector('.nbp-plot .bk-Figure')) b.click();
    else if (n) setTimeout(look, 200, n - 1);
  })(50);
"""


class _Stage(enum.Enum):
    ASKED = enum.auto()
    SENT = enum.auto()
    THERE = enum.auto()


class BokehJS:
    """Brings BokehJS into the page, step by step, from the main thread.

    Attributes
    ----------
    widgets : list
        Invisible; to be displayed with the card.
    drawn : threading.Event
        Set when the page has drawn a plot.
    """

    def __init__(self, token: str, now: float) -> None:
        import ipywidgets

        self._there, self._missing = threading.Event(), threading.Event()
        self.drawn = threading.Event()
        names = {word: f"nbp-{word}-{token}" for word in ("there", "missing", "drawn")}
        quoted = {word: json.dumps(name) for word, name in names.items()}
        self._tell, self._look = _TELL % quoted, _LOOK % quoted
        layout = ipywidgets.Layout(display="none")
        self._page = ipywidgets.HTML(value=_on_load(self._tell), layout=layout)
        self.widgets: list[Any] = [
            hidden_button(names["there"], self._there),
            hidden_button(names["missing"], self._missing),
            hidden_button(names["drawn"], self.drawn),
            self._page,
        ]
        self._stage = _Stage.ASKED
        self._since = now

    def ready(self, now: float) -> bool:
        """Take the next step if it is due; whether a plot can be displayed now."""
        waited = now - self._since
        if self._stage is _Stage.ASKED:
            if self._there.is_set():
                self._finish()
            elif self._missing.is_set() or waited > SILENCE_S:
                self._missing.clear()
                self._page.value = _script() + _on_load(_RUN + self._tell)
                self._stage, self._since = _Stage.SENT, now
        elif self._stage is _Stage.SENT and (self._there.is_set() or waited > SILENCE_S):
            self._finish()
        return self._stage is _Stage.THERE

    def _finish(self) -> None:
        self._stage = _Stage.THERE
        self._page.value = _on_load(self._look)


def _on_load(script: str) -> str:
    """Give HTML that runs a script when it is put into a page, as ``<script>`` would not."""
    return f'<img alt="" src="data:," onerror="{escape(" ".join(script.split()))}">'


def _script() -> str:
    from bokeh.resources import Resources

    # Of type text/plain: kept as text for the handler above, not run where it stands.
    parts = Resources(mode="inline", components=["bokeh"], minified=True).js_raw
    return '<script type="text/plain">' + "\n".join(parts) + "</script>"
