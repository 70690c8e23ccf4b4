"""What running a cell both ways has shown: a line, and a table of the differences."""

from __future__ import annotations

from typing import Final

from nbparallel.report import Difference, VerifyReport
from nbparallel.ui import html, theme, wording
from nbparallel.ui.tables import html_table, text_table

_COLUMNS: Final = ("where", "differs in", "plain", "parallel")
_WIDTH: Final = 60
_HTML_WIDTH: Final = 200


def headline(verify: VerifyReport) -> str:
    """Say in one line how the two runs compare."""
    times = (
        f"{wording.seconds(verify.plain_s)} plainly, "
        f"{wording.seconds(verify.parallel_s)} in parallel"
    )
    if verify.same:
        return f"verified: identical, {verify.speedup:.1f}× ({times})"
    number = wording.count(len(verify.differences), "difference")
    return (
        f"not identical: {number} between the plain run, whose result stands, and the parallel "
        f"one ({times})"
    )


def lines(verify: VerifyReport | None) -> list[str]:
    """Give all there is to say as lines of text; none of a cell that ran once."""
    if verify is None:
        return []
    rows = [_cells(each, _WIDTH) for each in verify.differences]
    table = text_table(_COLUMNS, rows, _COLUMNS) if rows else []
    return [headline(verify), *_shared(verify), *(f"  {line}" for line in table)]


def card(verify: VerifyReport | None) -> str:
    """Give the same as HTML."""
    if verify is None:
        return ""
    colour = theme.QUIET if verify.same else theme.WARN
    said = f'<div style="color:{colour}">{html.prose(headline(verify))}</div>'
    said += "".join(f"<div>{html.prose(line)}</div>" for line in _shared(verify))
    rows = [_cells(each, _HTML_WIDTH) for each in verify.differences]
    said += html_table(_COLUMNS, rows, _COLUMNS, _COLUMNS, "differences") if rows else ""
    style = f"{theme.BASE};font-size:12px;color:{theme.QUIET}"
    return f'<div class="nbp-verify" style="{style}">{said}</div>'


def _shared(verify: VerifyReport) -> list[str]:
    if not verify.shared:
        return []
    return [f"shared by both runs, since it cannot be copied: {', '.join(verify.shared)}"]


def _cells(difference: Difference, width: int) -> tuple[str, ...]:
    parts = difference.where, difference.what, difference.plain, difference.parallel
    return tuple(wording.shorten(part, width) for part in parts)
