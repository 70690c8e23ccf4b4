"""Filters of warnings and streams that a body sets for a while, and only for itself."""

from __future__ import annotations

import ast
import contextlib
import io
import warnings
from typing import Any, Final

from nbparallel.analysis.callees import Arguments
from nbparallel.analysis.scope import walk
from nbparallel.analysis.values import ATOM, SHELL, Owner, Value, container_of

_KEYWORDS: Final = frozenset("record action category lineno append".split())


def sets_filter(live: Any) -> bool:
    """Whether a function adds a filter of warnings."""
    return live is warnings.simplefilter or live is warnings.filterwarnings


def manager(live: Any, arguments: Arguments) -> Value | None:
    """Give the context manager that a call makes; None if it is none of these."""
    if live is warnings.catch_warnings:
        fits = arguments.exact and not arguments.positional
        fits = fits and arguments.keywords.keys() <= _KEYWORDS
        return Value(Owner.FRESH, warnings.catch_warnings) if fits else None
    if live is contextlib.redirect_stdout and len(arguments.positional) == 1:
        (stream,) = arguments.positional
        if stream.type is io.StringIO and stream.owner is Owner.FRESH:
            return Value(Owner.FRESH, contextlib.redirect_stdout, elements=stream)
    return None


def entered(made: Value, node: ast.With, item: ast.withitem) -> Value | None:
    """Give what entering such a manager gives; None if it is not known what that does.

    Where warnings are recorded, which of them are depends on what was shown before, but for the
    filter that always shows them. A generator would leave the filters to whoever draws from it.
    """
    if any(isinstance(part, ast.Yield | ast.YieldFrom) for part in walk(node)):
        return None
    if made.type is contextlib.redirect_stdout:
        return made.elements
    keywords = item.context_expr.keywords if isinstance(item.context_expr, ast.Call) else []
    record = next((k.value for k in keywords if k.arg == "record"), None)
    if record is None or (isinstance(record, ast.Constant) and not record.value):
        return ATOM
    return container_of(list, SHELL) if _always(node.body[0]) else None


def _always(statement: ast.stmt) -> bool:
    call = statement.value if isinstance(statement, ast.Expr) else None
    return (
        isinstance(call, ast.Call)
        and ast.unparse(call.func) in ("warnings.simplefilter", "simplefilter")
        and len(call.args) == 1
        and not call.keywords
        and isinstance(call.args[0], ast.Constant)
        and call.args[0].value == "always"
    )


MANAGERS: Final = (warnings.catch_warnings, contextlib.redirect_stdout)
