"""Excerpts of a cell with the places that a reason is about marked, as compilers draw them.

The place itself gets carets, those that take part in it get dashes::

    4 |     gaps.append(x - level)
      |                     ^^^^^ NBP101 needs what an earlier iteration left
    5 |     level = smoothed(level, x)
      |     ----- written here
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nbparallel.diagnostic import Diagnostic
from nbparallel.source import Span


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """One marked stretch of one line."""

    lineno: int
    column: int
    end_column: int
    label: str
    primary: bool = True

    def drawn(self, line: str) -> tuple[str, str]:
        """Give the space before the carets, and the carets, to stand under the line."""
        before = "".join(c if c == "\t" else " " * _width(c) for c in line[: self.column])
        under = sum(_width(c) for c in line[self.column : self.end_column])
        return before, ("^" if self.primary else "-") * max(1, under)


def marks(diagnostics: Iterable[Diagnostic], lines: Sequence[str]) -> list[Mark]:
    """Give what is to be marked, in the order of the text; nothing twice."""
    found: dict[Mark, None] = {}
    places: set[tuple[int, int, int]] = set()
    for diagnostic in diagnostics:
        mark = _mark(diagnostic.span, diagnostic.label, lines, primary=True)
        places.add((mark.lineno, mark.column, mark.end_column))
        found[mark] = None
        for span in diagnostic.related:
            found[_mark(span, diagnostic.related_label, lines, primary=False)] = None
    return sorted(
        mark
        for mark in found
        if 1 <= mark.lineno <= len(lines)
        # `x` of `x += 1` is read and written at one place: the carets say it.
        and (mark.primary or (mark.lineno, mark.column, mark.end_column) not in places)
    )


def excerpt(diagnostic: Diagnostic, lines: Sequence[str]) -> str:
    """Draw the lines that a reason is about, with what is marked in them."""
    marked = marks([diagnostic], lines)
    numbers = sorted({mark.lineno for mark in marked})
    margin = len(str(numbers[-1])) if numbers else 0
    drawn = []
    previous = None
    for number in numbers:
        if previous is not None and number > previous + 1:
            drawn.append("." * max(3, margin))
        previous = number
        line = lines[number - 1]
        drawn.append(f"{number:>{margin}} | {line}")
        for mark in marked:
            if mark.lineno == number:
                drawn.append(f"{'':{margin}} | {''.join(mark.drawn(line))} {mark.label}")
    return "\n".join(drawn)


def _mark(span: Span, label: str, lines: Sequence[str], *, primary: bool) -> Mark:
    end = span.end_column
    if span.end_lineno != span.lineno and 1 <= span.lineno <= len(lines):
        end = len(lines[span.lineno - 1].partition("#")[0].rstrip())  # of its first line
    return Mark(span.lineno, span.column, max(end, span.column + 1), label, primary)


def _width(character: str) -> int:
    """Columns that a character takes in a monospaced font."""
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
