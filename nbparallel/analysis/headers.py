"""A loop's header: may its items be taken ahead of the iterations, and what are they like."""

from __future__ import annotations

import ast
import csv
import gc
import io
import types
from typing import Any, Final

from nbparallel import facts
from nbparallel.analysis import knowledge, scope, values
from nbparallel.analysis.context import Context
from nbparallel.analysis.frames import Frame
from nbparallel.analysis.loops import Loop
from nbparallel.analysis.statements import Statements
from nbparallel.analysis.values import Owner
from nbparallel.analysis.vouched import NOTHING, Vouched
from nbparallel.diagnostic import Code, Diagnostic
from nbparallel.source import Source


def refusal(
    loop: Loop, source: Source, namespace: Any, iterable: Any, vouched: Vouched = NOTHING
) -> list[Diagnostic]:
    """Say why items must not be taken ahead of the iterations; empty if they may be.

    Whether the body changes what is iterated is the judgement's to find.
    """
    cls = type(iterable)
    if cls in facts.REITERABLE or cls in facts.VIEWS or facts.is_ndarray(iterable):
        return []
    span = source.span(loop.iterable)

    def reason(message: str, hint: str = "make it a list before the loop") -> list[Diagnostic]:
        return [Diagnostic(Code.ITERATOR, message, span, hint=hint)]

    if not facts.is_one_shot(iterable):
        if knowledge.is_known_library(facts.library_of(cls)):
            return []
        return reason(f"iterating a `{cls.__qualname__}` runs code that is not seen")
    file = file_under(iterable)
    header = _header(loop, source, namespace, vouched, file)
    if isinstance(header, list):
        return header
    if header.owner is Owner.SHARED and file is None:
        return reason(
            "the loop's items come from an iterator that lives longer than the loop: taking them "
            "ahead would show"
        )
    if not _gives_lasting_items(iterable, header):
        return reason(
            f"the items of a `{cls.__qualname__}` may change when the next is drawn",
            "make a list of copies before the loop",
        )
    return []


_LASTING: Final = frozenset(
    """builtins itertools re csv _csv io _io collections pathlib glob os nt posix pandas sklearn
    heapq string difflib json numpy fileinput""".split()
)
"""Libraries whose iterators give each item as an object of its own, but for `_REUSING`."""

_REUSING: Final = frozenset({"groupby", "nditer", "_grouper", "walk", "fwalk"})
"""Iterators that change an item when the next is drawn, or look at what was made of it."""


def _gives_lasting_items(iterator: Any, header: values.Value) -> bool:
    """Whether an item stays what it is when the next is drawn.

    A generator of the user's may go on changing what it has given; what a generator expression
    gives was made by functions that change nothing others see.
    """
    cls = type(iterator)
    if isinstance(iterator, types.GeneratorType):
        code = iterator.gi_code
        if facts.is_library_file(code.co_filename):
            top = iterator.gi_frame.f_globals.get("__name__", "") if iterator.gi_frame else ""
            return top.partition(".")[0] in _LASTING
        held = values.iterated(header)
        immutable = held.type is tuple and values.element_of(held).owner is Owner.ATOM
        return code.co_name == "<genexpr>" or held.owner is Owner.ATOM or immutable
    if cls.__name__ in _REUSING:
        return False
    if cls.__module__ == "builtins":
        return True  # map, zip, enumerate: what the header calls was looked at
    return cls.__module__.partition(".")[0] in _LASTING


def _is_reusing(node: ast.AST, namespace: Any) -> bool:
    """Whether a name is that of an iterator in `_REUSING`; frames have a ``groupby``, too."""
    if isinstance(node, ast.Name):
        return node.id in _REUSING
    if not isinstance(node, ast.Attribute) or node.attr not in _REUSING:
        return False
    root = facts.lookup(namespace, node.value.id)[1] if isinstance(node.value, ast.Name) else None
    return node.attr != "groupby" or isinstance(root, types.ModuleType)


def draws_quietly(iterable: Any) -> bool:
    """Whether an item is drawn without code of the user's, which might look at other items."""
    cls = type(iterable)
    if isinstance(iterable, types.GeneratorType):
        return facts.is_library_file(iterable.gi_code.co_filename)
    if cls in (enumerate, zip, map, reversed):
        parts = iterable.__reduce__()[1]
        function = parts[0] if cls is map else None
        inner = parts[1:] if cls is map else parts[:1] if cls is enumerate else parts
        known = function is None or isinstance(function, type | types.MethodDescriptorType)
        return (
            known
            and (function is None or facts.library_of(function) is not None)
            and all(map(draws_quietly, inner))
        )
    if cls.__module__ in ("csv", "_csv"):
        return _reads_quietly(iterable)
    if cls.__module__ == "builtins":
        of_container = cls.__name__.endswith("iterator") and cls.__name__ != "callable_iterator"
        return of_container or cls in facts.REITERABLE or cls in facts.VIEWS
    return knowledge.is_known_library(facts.library_of(cls)) and not facts.is_one_shot(iterable)


def _reads_quietly(reader: Any) -> bool:
    """Whether rows are read of lines that nobody's code makes."""
    rows = reader.reader if type(reader) is csv.DictReader else reader
    if (type(rows).__module__, type(rows).__name__) != ("_csv", "reader"):
        return False
    lines = [held for held in gc.get_referents(rows) if facts.is_one_shot(held)]
    return all(type(each) in _LINES or draws_quietly(each) for each in lines)


_LINES: Final = (io.StringIO, io.TextIOWrapper)


def element(
    loop: Loop,
    source: Source,
    namespace: Any,
    vouched: Vouched = NOTHING,
    iterable: Any = None,
) -> values.Value | None:
    """Give what is known of the items from the header alone."""
    header = _header(loop, source, namespace, vouched, file_under(iterable))
    return None if isinstance(header, list) else values.iterated(header)


def _without_bar(header: ast.expr, namespace: Any) -> ast.expr:
    """Give what a tqdm bar stands around."""
    while isinstance(header, ast.Call) and header.args:
        name = header.func
        live = facts.lookup(namespace, name.id)[1] if isinstance(name, ast.Name) else None
        if facts.library_of(live) != "tqdm":
            break
        header = header.args[0]
    return header


def file_under(iterable: Any) -> Any:
    """Give the open file whose lines a loop draws, if lines drawn ahead can be put back."""
    if type(iterable) is enumerate:
        iterable = iterable.__reduce__()[1][0]
    if type(iterable) not in (io.TextIOWrapper, io.BufferedReader) or iterable.closed:
        return None
    try:
        iterable.tell()  # not where it is iterated already
        return iterable if iterable.seekable() and not iterable.writable() else None
    except (OSError, ValueError):
        return None


def _header(
    loop: Loop, source: Source, namespace: Any, vouched: Vouched, file: Any = None
) -> values.Value | list[Diagnostic]:
    """Interpret the header; its reasons, if it does more than make an iterator."""
    context = Context(source, namespace, {}, vouched=vouched)
    context.file, context.is_header = file, True
    interpreter = Statements(context)
    frame = Frame(frozenset(), namespace, {})
    with interpreter.active(frame):
        value = interpreter.value(_without_bar(loop.iterable, namespace), frame)
    if any(_is_reusing(node, namespace) for node in scope.walk(loop.iterable)):
        message = "the loop's items may change when the next is drawn"
        return [Diagnostic(Code.ITERATOR, message, source.span(loop.iterable))]
    if context.prints:
        message = "the loop's header prints: it must be evaluated item by item"
        return [Diagnostic(Code.ITERATOR, message, source.span(loop.iterable))]
    return context.diagnostics or value
