"""Tables of short cells, as text and as HTML; columns that are empty throughout are left out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from html import escape
from typing import Final

from nbparallel.ui import theme

Rows = Sequence[Sequence[str]]

_CELL: Final = "padding:1px 10px 1px 0;white-space:nowrap"


def _used(columns: Sequence[str], rows: Rows) -> list[int]:
    return [i for i in range(len(columns)) if any(row[i] for row in rows)]


def text_table(columns: Sequence[str], rows: Rows, left: Collection[str] = ()) -> list[str]:
    """Give the lines of a table; columns are aligned to the right but for those in ``left``."""
    used = _used(columns, rows)
    whole = [columns, *rows]
    widths = {i: max(len(row[i]) for row in whole) for i in used}
    return [
        "  ".join(
            row[i].ljust(widths[i]) if columns[i] in left else row[i].rjust(widths[i]) for i in used
        ).rstrip()
        for row in whole
    ]


def html_table(
    columns: Sequence[str],
    rows: Rows,
    left: Collection[str] = (),
    code: Collection[str] = (),
    label: str = "",
) -> str:
    """Give the same as HTML that scrolls by itself where it is too wide.

    Parameters
    ----------
    columns : sequence of str
        The headings.
    rows : sequence of sequence of str
        The cells' text; escaped here.
    left : collection of str
        Columns aligned to the left.
    code : collection of str
        Columns that hold the user's code.
    label : str
        What a screen reader calls the table.
    """
    used = _used(columns, rows)
    if not used:
        return ""
    head = "".join(_cell("th", columns[i] in left, escape(columns[i])) for i in used)
    body = "".join(
        "<tr>"
        + "".join(
            _cell("td", columns[i] in left, _content(row[i], columns[i] in code)) for i in used
        )
        + "</tr>"
        for row in rows
    )
    return (
        f'<div style="overflow-x:auto"><table aria-label="{escape(label)}" style="margin:2px 0 6px;'
        f'font-size:12px;line-height:18px;border-collapse:collapse;color:{theme.TEXT}">'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _content(text: str, is_code: bool) -> str:
    if not is_code:
        return escape(text)
    return f'<code style="{theme.CODE}">{escape(text)}</code>'


def _cell(tag: str, left: bool, content: str) -> str:
    side = f"text-align:{'left' if left else 'right'}"
    if tag == "td":
        return f'<td style="{_CELL};{side}">{content}</td>'
    quiet = f"font-weight:normal;color:{theme.QUIET}"
    return f'<th scope="col" style="{_CELL};{side};{quiet}">{content}</th>'
