"""A cell's source with a gutter, in preformatted text: verdicts on the left, carets below.

Both the text form of a plan and the fold of a finished card are made of these rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Final

from nbparallel.excerpt import Mark, marks
from nbparallel.plan.plan import LoopPlan, Plan
from nbparallel.ui import theme, wording

SIGNS: Final = {"proven": "✓", "checked": "✓", "inside": "✓", "serial": "✗", "open": "?"}
COLOURS: Final = {**theme.VERDICTS, "inside": theme.VERDICTS["proven"], "open": "#999999"}
MARKS_SHOWN: Final = 4  # under one line
_WIDTH: Final = 300


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the source with its gutter."""

    number: int
    text: str
    verdicts: tuple[str, ...]  # of the loops that begin here
    verdict: str  # of the innermost loop that this line belongs to
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One row as drawn: a line of the source, or the marks under it."""

    words: str
    sign: str
    verdict: str
    number: str
    code: str  # or the space before the carets
    mark: Mark | None = None
    carets: str = ""

    def text(self) -> str:
        """Give the row as text."""
        label = f"{self.carets} {self.mark.label}" if self.mark is not None else ""
        return f"{self.words} {self.sign} {self.number} │ {self.code}{label}"

    def html(self) -> str:
        """Give the row as HTML, for a ``<pre>``."""
        sign = self.sign
        if self.verdict:
            sign = f'<span style="color:{COLOURS[self.verdict]}">{sign}</span>'
        left = f'{self.words} {sign} <span style="color:{theme.QUIET}">{self.number} │</span> '
        if self.mark is None:
            return left + escape(wording.shorten(self.code, _WIDTH))
        colour = theme.WARN if self.mark.primary else theme.QUIET
        return (
            f'{left}{escape(self.code)}<span style="color:{colour}">{self.carets}</span> '
            f"{escape(self.mark.label)}"
        )


def verdict(loop: LoopPlan) -> str:
    """Give the word that stands in the gutter for a loop."""
    return "inside" if loop.inside is not None else loop.verdict


def annotated(plan: Plan) -> list[Line]:
    """Give the source's lines with what is to be said of each."""
    lines = plan.source.splitlines()
    marked: dict[int, list[Mark]] = {}
    for mark in marks((d for loop in plan.loops for d in loop.diagnostics), lines):
        marked.setdefault(mark.lineno, []).append(mark)
    begins: dict[int, list[str]] = {}
    covered = [""] * (len(lines) + 1)
    for loop in plan.loops:  # inner loops come after those around them
        begins.setdefault(loop.lineno, []).append(verdict(loop))
        for number in range(loop.lineno, min(loop.end_lineno, len(lines)) + 1):
            covered[number] = verdict(loop)
    return [
        Line(
            number,
            text,
            tuple(dict.fromkeys(begins.get(number, []))),
            covered[number],
            tuple(marked.get(number, [])),
        )
        for number, text in enumerate(lines, 1)
    ]


def rows(plan: Plan) -> Iterator[Row]:
    """Give the source row by row."""
    lines = annotated(plan)
    margin = len(str(len(lines)))
    width = max((len(" ".join(line.verdicts)) for line in lines), default=0)
    for line in lines:
        sign = SIGNS[line.verdicts[-1]] if line.verdicts else ("│" if line.verdict else " ")
        words = f"{' '.join(line.verdicts):>{width}}"
        yield Row(words, sign, line.verdict, f"{line.number:>{margin}}", line.text)
        empty = " " * width, "│" if line.verdict else " ", line.verdict, " " * margin
        for mark in line.marks[:MARKS_SHOWN]:
            before, carets = mark.drawn(line.text)
            yield Row(*empty, before, mark, carets)
        if len(line.marks) > MARKS_SHOWN:
            yield Row(*empty, f"… and {len(line.marks) - MARKS_SHOWN} more")


def source_pre(plan: Plan, most: int) -> str:
    """Draw the source as preformatted HTML.

    Parameters
    ----------
    plan : Plan
        The plan.
    most : int
        Characters of HTML after which the rest is left out.
    """
    shown: list[str] = []
    length = left = 0
    for row in rows(plan):
        drawn = row.html()
        length += len(drawn)
        if length <= most:
            shown.append(drawn)
        else:
            left += row.mark is None
    more = f"\n… and {wording.count(left, 'more line')}" if left else ""
    return (
        f'<pre tabindex="0" aria-label="the cell and its loops" style="font-family:'
        f"{theme.CODE_FONT};font-size:12px;line-height:17px;margin:0;padding:0;background:none;"
        f'color:{theme.TEXT};overflow-x:auto">{chr(10).join(shown)}{more}</pre>'
    )
