"""A cell's text and its syntax tree; `Span` is the one place that knows line numbers.

Lines are counted as in the plain cell: from 1, the ``%%parallel`` line not counted.
Columns are in characters, from 0, though `ast` counts UTF-8 bytes.
"""

from __future__ import annotations

import ast
import contextlib
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

HOOK: Final = "__nbparallel__"
"""The name by which rewritten cells reach the runtime; it lives in `builtins`."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of the cell: ``[lineno, end_lineno]`` and ``[column, end_column)``."""

    lineno: int
    column: int = 0
    end_lineno: int = 0
    end_column: int = 0

    def contains(self, other: Span) -> bool:
        """Whether another stretch lies wholly within this one."""
        return (self.lineno, self.column) <= (other.lineno, other.column) and (
            other.end_lineno,
            other.end_column,
        ) <= (self.end_lineno, self.end_column)

    def to_dict(self) -> dict[str, object]:
        """Give the span as JSON-safe values."""
        return {
            "lineno": self.lineno,
            "column": self.column,
            "end_lineno": self.end_lineno,
            "end_column": self.end_column,
        }


@contextlib.contextmanager
def unwarned() -> Iterator[None]:
    """Drop the warnings of what the plain cell would not do, such as compiling a loop again.

    Not by `warnings.catch_warnings`, which makes Python forget what it has warned of once.
    """
    show = warnings.showwarning
    warnings.showwarning = lambda *arguments, **keywords: None
    try:
        yield
    finally:
        warnings.showwarning = show


class Source:
    """One piece of Python text with its tree.

    Parameters
    ----------
    text : str
        Plain Python (IPython's own syntax already transformed).
    filename : str
        What tracebacks call it; `linecache` is expected to know it.
    tree : ast.Module, optional
        The tree, where it was already parsed.

    Raises
    ------
    SyntaxError
        If the text does not parse.
    """

    def __init__(self, text: str, filename: str, tree: ast.Module | None = None) -> None:
        self.text = text
        self.filename = filename
        self.tree = tree if tree is not None else ast.parse(text, filename)

    @cached_property
    def lines(self) -> list[str]:
        """The text's lines without their ends."""
        return self.text.splitlines()

    def span(self, node: ast.AST) -> Span:
        """Where a node stands."""
        lineno: int = getattr(node, "lineno", 1)
        end: int = getattr(node, "end_lineno", None) or lineno
        return Span(
            lineno,
            self._characters(lineno, getattr(node, "col_offset", 0)),
            end,
            self._characters(end, getattr(node, "end_col_offset", None) or 0),
        )

    def title(self, node: ast.AST) -> str:
        """The first line of a node's text, stripped, as the card shows it."""
        lineno: int = getattr(node, "lineno", 1)
        return self.lines[lineno - 1].strip() if lineno <= len(self.lines) else ""

    def _characters(self, lineno: int, offset: int) -> int:
        if not 1 <= lineno <= len(self.lines):
            return offset
        line = self.lines[lineno - 1]
        if line.isascii():
            return min(offset, len(line))
        return len(line.encode()[:offset].decode(errors="ignore"))
