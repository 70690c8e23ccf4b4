"""The Cancel button: must work while the kernel is busy with the very cell it cancels.

A click takes two ways. First it is passed on to a hidden widget button, whose message
kernels with subshells handle on another thread, while the cell runs: it only sets an event.
If the kernel has not taken note within a second (no subshells, or it is deep inside an
iteration), the page asks the server to interrupt the kernel, as the stop button does.
"""

from __future__ import annotations

import json
import re
import threading
from html import escape
from pathlib import Path
from typing import Any, Final

from nbparallel.ui import theme

PATIENCE_MS: Final = 1000

_STYLE: Final = (
    f"font-family:{theme.UI_FONT};font-size:12px;line-height:20px;height:24px;padding:0 10px;"
    f"border:1px solid {theme.LINE};border-radius:4px;color:{theme.TEXT};"
    "background:var(--jp-layout-color1, transparent);white-space:nowrap"
)
_CLICK: Final = """
(function (b) {
  b.disabled = true; b.textContent = 'Cancelling…';
  var passed = document.querySelector('button.' + %(passed)s);
  if (passed) passed.click();
  setTimeout(function () {
    if (!b.parentNode) return;
    var el = document.getElementById('jupyter-config-data');
    var config = el ? JSON.parse(el.textContent) : null;
    function failed() { b.textContent = 'Use the stop button'; }
    if (!config || !%(kernel)s) return failed();
    var xsrf = document.cookie.match('(?:^|; )_xsrf=([^;]*)');
    var headers = {'X-XSRFToken': xsrf ? xsrf[1] : ''};
    if (config.token) headers['Authorization'] = 'token ' + config.token;
    fetch(config.baseUrl + 'api/kernels/' + %(kernel)s + '/interrupt',
          {method: 'POST', credentials: 'same-origin', headers: headers})
      .then(function (r) { if (!r.ok) failed(); }, failed);
  }, %(patience)d);
})(this)
"""


class Cancel:
    """Hears of the click through a hidden widget button.

    Attributes
    ----------
    requested : threading.Event
        Set by a click, on whatever thread the kernel handles its message.
    """

    def __init__(self, token: str) -> None:
        self.requested = threading.Event()
        self.button = hidden_button(f"nbp-cancel-{token}", self.requested)
        self._html = button_html(f"nbp-cancel-{token}", kernel_id())

    def html(self, *, acknowledged: bool) -> str:
        """Give the visible button; a new element once the click has been taken note of."""
        return _disabled_html() if acknowledged else self._html


def hidden_button(css_class: str, event: threading.Event) -> Any:
    """Make an invisible widget button that a page's script clicks to tell the kernel something."""
    import ipywidgets

    button = ipywidgets.Button(
        description=css_class, layout=ipywidgets.Layout(display="none"), tooltip=""
    )
    button.add_class(css_class)
    button.on_click(lambda _: event.set())
    route_to_subshell(button)
    return button


def route_to_subshell(widget: Any) -> None:
    """Let a widget's messages be handled on the subshell that the front end sent them to.

    ipykernel 7.4 routes them to the shell that last wrote to the comm instead: the main one,
    busy with the cell. The method is private, so it is replaced only where it is there.
    """
    comm = getattr(widget, "comm", None)
    if comm is not None and callable(getattr(comm, "_reply_subshell_for", None)):
        comm._reply_subshell_for = lambda data, default: default


def kernel_id() -> str:
    """Give the id by which the Jupyter server knows this kernel; empty if it cannot be told."""
    try:
        from ipykernel.connect import get_connection_file

        name = Path(get_connection_file()).name
    except (ImportError, RuntimeError):
        return ""
    match = re.fullmatch(r"kernel-([0-9A-Za-z-]+)\.json", name)
    return match[1] if match else ""


def button_html(passed: str, kernel: str) -> str:
    """Give the visible button."""
    script = _CLICK % {
        "passed": json.dumps(passed),
        "kernel": json.dumps(kernel),
        "patience": PATIENCE_MS,
    }
    script = " ".join(script.split())
    return (
        f'<button type="button" class="nbp-cancel" style="{_STYLE};cursor:pointer" '
        f'aria-label="Cancel this cell\'s loop" onclick="{escape(script)}">Cancel</button>'
    )


def _disabled_html() -> str:
    return (
        f'<button type="button" class="nbp-cancel" disabled style="{_STYLE};opacity:0.6">'
        "Cancelling…</button>"
    )
