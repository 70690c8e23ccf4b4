"""Pieces of HTML that the live card and the static one share; all that is the user's is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from nbparallel.ui import theme
from nbparallel.ui.timeline import State


def code(text: str, style: str = "") -> str:
    """Give a stretch of the user's code."""
    title = escape(text)
    return f'<code style="{theme.CODE};{style}" title="{title}">{title}</code>'


def badge(verdict: str) -> str:
    """Give a verdict's badge."""
    colour = theme.VERDICTS.get(verdict, theme.QUIET)
    dot = f'<span aria-hidden="true" style="color:{colour};margin-right:4px">●</span>'
    return f'<span class="nbp-verdict" style="{theme.BADGE}">{dot}{escape(verdict)}</span>'


def prose(text: str) -> str:
    """Give a sentence, with what stands between backquotes in the code font.

    The user's own text may hold backquotes too: it is escaped first, so a stray one can
    only misplace the font.
    """
    return re.sub(r"`([^`]+)`", lambda m: _inline_code(m[1]), escape(text))


def _inline_code(escaped: str) -> str:
    return (
        f'<code style="font-family:{theme.CODE_FONT};font-size:0.92em;background:none;'
        f'padding:0;color:inherit">{escaped}</code>'
    )


def excerpt(text: str) -> str:
    """Give an excerpt of the user's cell, drawn in a monospaced font."""
    return (
        f'<pre style="font-family:{theme.CODE_FONT};font-size:12px;line-height:16px;margin:2px 0 '
        f'8px;padding:2px 0 2px 16px;background:none;color:{theme.TEXT};overflow-x:auto">'
        f"{escape(text)}</pre>"
    )


def _swatch(state: State) -> str:
    colour = theme.COLOURS[state]
    if state not in theme.HATCHES:
        return colour
    return f"repeating-linear-gradient(135deg,{colour} 0 2px,#fff 2px 3px)"


def legend(states: Iterable[State]) -> str:
    """Say which colour means what."""
    entries = "".join(
        '<span style="display:inline-block;white-space:nowrap;margin-right:14px">'
        '<span style="display:inline-block;width:9px;height:9px;border-radius:2px;'
        f'margin-right:5px;background:{_swatch(state)}"></span>{state.value}</span>'
        for state in State
        if state in set(states)
    )
    return f'<div style="font-size:11px;line-height:16px;color:{theme.QUIET}">{entries}</div>'
