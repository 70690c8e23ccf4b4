"""Colours and inline styles; JupyterLab's own variables first, so that themes are followed.

Everything is inline: an untrusted notebook loses ``<style>``. A host that knows none of the
variables gets the fallbacks, which are legible on white and on black.
"""

from __future__ import annotations

from typing import Final

from nbparallel.ui.timeline import State

# Okabe and Ito's palette: told apart with any common colour vision, on light and on dark.
COLOURS: Final = {
    State.TRANSFER: "#cc79a7",
    State.RAN: "#56b4e9",
    State.COMMITTED: "#0072b2",
    State.ROLLED_BACK: "#999999",
    State.FAILED: "#d55e00",
    State.KERNEL: "#009e73",
    State.COMMIT: "#e69f00",
}
HATCHES: Final = {State.ROLLED_BACK: "right_diagonal_line", State.FAILED: "diagonal_cross"}
"""Patterns (by Bokeh's names) of what came to nothing, so that colour is not all that tells."""

GREY: Final = "#808080"  # 4:1 against white and 5:1 against black: an SVG image knows no theme

TEXT: Final = "var(--jp-ui-font-color1, inherit)"
QUIET: Final = "var(--jp-ui-font-color2, #767676)"
LINE: Final = "var(--jp-border-color2, #80808055)"
TRACK: Final = "var(--jp-layout-color2, #80808030)"
UI_FONT: Final = "var(--jp-ui-font-family, system-ui, sans-serif)"
CODE_FONT: Final = "var(--jp-code-font-family, Menlo, Consolas, 'DejaVu Sans Mono', monospace)"
BAR: Final = COLOURS[State.COMMITTED]
WARN: Final = COLOURS[State.FAILED]
VERDICTS: Final = {"proven": "#009e73", "checked": "#0072b2", "serial": WARN}

BASE: Final = (
    f"font-family:{UI_FONT};font-size:13px;line-height:20px;color:{TEXT};"
    "font-variant-numeric:tabular-nums"
)
CODE: Final = (
    f"font-family:{CODE_FONT};font-size:12px;background:none;padding:0;color:{TEXT};"
    "white-space:pre;overflow:hidden;text-overflow:ellipsis"
)
BADGE: Final = (
    f"font-size:11px;line-height:16px;padding:0 6px;border-radius:8px;border:1px solid {LINE};"
    f"color:{QUIET};white-space:nowrap"
)
