"""The task stream as a static picture, small enough to be saved with the notebook."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from html import escape
from typing import Final

from nbparallel.ui import theme
from nbparallel.ui.timeline import Lane, Rectangle, State, coarsen

MAX_RECTANGLES: Final = 800
WIDTH: Final = 900
LEGIBLE: Final = 560
"""Narrower pictures would have letters too small: they scroll."""
_LEFT: Final = 72
_BOTTOM: Final = 18
_MAX_HEIGHT: Final = 420
_PATTERNS: Final = "<defs>{}</defs>".format(
    "".join(
        f"<pattern id='{name}' width='5' height='5' patternUnits='userSpaceOnUse'>"
        f"<path d='{lines}' stroke='#fff' stroke-opacity='.75'/></pattern>"
        for name, lines in (
            ("right_diagonal_line", "M-1 6L6 -1"),
            ("diagonal_cross", "M-1 6L6 -1M-1 -1L6 6"),
        )
    )
)
_FONT: Final = "font-family='system-ui,sans-serif' font-size='11'"


def stream_svg(
    lanes: Sequence[Lane],
    rectangles: Sequence[Rectangle],
    most: int = MAX_RECTANGLES,
    until: float = 0.0,
) -> str:
    """Draw the task stream as an SVG document, to its last rectangle or to ``until``.

    Rectangles are merged until at most ``most`` are left: 800 take some 15 kB.
    """
    drawn = coarsen(list(rectangles), most)
    span = max(until, *(r.end for r in drawn), 0.0) or 1.0
    pitch = lane_pitch(len(lanes))
    height = len(lanes) * pitch + _BOTTOM
    scale = (WIDTH - _LEFT - 2) / span
    body = _PATTERNS if any(r.state in theme.HATCHES for r in drawn) else ""
    body += "".join(_labels(lanes, pitch)) + _axis(span, scale, len(lanes) * pitch)
    body += "".join(_path(drawn, state, scale, pitch) for state in State)
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {height:g}' "
        f"width='{WIDTH}' height='{height:g}'>{body}</svg>"
    )


def stream_img(
    lanes: Sequence[Lane],
    rectangles: Sequence[Rectangle],
    most: int = MAX_RECTANGLES,
    until: float = 0.0,
) -> str:
    """Draw the task stream as an ``<img>``: kept where inline SVG is not (untrusted notebooks)."""
    data = base64.b64encode(stream_svg(lanes, rectangles, most, until).encode()).decode()
    return (
        '<div style="overflow-x:auto"><img alt="task stream: what the kernel and each of '
        f'{len(lanes) - 1} workers did when" style="display:block;width:100%;'
        f'min-width:{LEGIBLE}px;max-width:{WIDTH}px;height:auto;margin:4px 0" '
        f'src="data:image/svg+xml;base64,{data}"></div>'
    )


def lane_pitch(lanes: int) -> float:
    """Give the height of a lane: 20 pixels, less where there are many."""
    return min(20.0, max(3.0, _MAX_HEIGHT / max(1, lanes)))


def band(state: State) -> tuple[float, float]:
    """Give where in a lane a state is drawn: from the top, and how high, in parts of the lane.

    Transfers are a line below the computing, which goes on meanwhile.
    """
    return (0.82, 0.14) if state is State.TRANSFER else (0.1, 0.66)


def _labels(lanes: Sequence[Lane], pitch: float) -> list[str]:
    every = max(1, round(12 / pitch + 0.49))
    return [
        f"<text x='{_LEFT - 8}' y='{(index + 0.5) * pitch + 4:g}' text-anchor='end' "
        f"fill='{theme.GREY}' {_FONT}>{escape(lane.label)}</text>"
        for index, lane in enumerate(lanes)
        if index % every == 0
    ]


def _axis(span: float, scale: float, top: float) -> str:
    step = tick_step(span)
    parts = [
        f"<path d='M{_LEFT} {top + 0.5:g}H{WIDTH}' stroke='{theme.GREY}' stroke-opacity='.5'/>"
    ]
    tick = 0
    while tick * step <= span * 1.0001:
        x = _LEFT + tick * step * scale
        anchor = "end" if x > WIDTH - 24 else "start" if tick == 0 else "middle"
        parts.append(
            f"<text x='{x:.0f}' y='{top + 14:g}' text-anchor='{anchor}' fill='{theme.GREY}' "
            f"{_FONT}>{tick * step:g} s</text>"
        )
        tick += 1
    return "".join(parts)


def tick_step(span: float) -> float:
    """Give a round step that puts four to eight ticks on an axis."""
    power = 1e-6
    while True:
        for factor in (1, 2, 5):
            if span / (factor * power) <= 8:
                return factor * power
        power *= 10


def _path(rectangles: Sequence[Rectangle], state: State, scale: float, pitch: float) -> str:
    """Draw all rectangles of one colour as one path: a few bytes each."""
    above, high = band(state)
    steps = []
    for r in rectangles:
        if r.state is not state:
            continue
        width = (r.end - r.begin) * scale
        width = max(0.6, width - 0.8 if width > 2.5 else width)  # a hair between two chunks
        top, tall = (r.lane + above) * pitch, high * pitch
        steps.append(
            f"M{_LEFT + r.begin * scale:.1f} {top:.1f}h{width:.1f}v{tall:.1f}h-{width:.1f}z"
        )
    if not steps:
        return ""
    path = f"d='{''.join(steps)}'"
    hatch = f"<path fill='url(#{theme.HATCHES[state]})' {path}/>" if state in theme.HATCHES else ""
    return f"<path fill='{theme.COLOURS[state]}' {path}/>{hatch}"
