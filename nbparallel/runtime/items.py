"""A loop's items: what the kernel has not yet taken, sliced for chunks."""

from __future__ import annotations

import ast
import itertools
import sys
import types
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from nbparallel import facts
from nbparallel.analysis import knowledge, values
from nbparallel.analysis.context import Context
from nbparallel.analysis.frames import Frame
from nbparallel.analysis.loops import Loop
from nbparallel.analysis.statements import Statements
from nbparallel.analysis.values import Owner
from nbparallel.diagnostic import Code, Diagnostic
from nbparallel.source import Source

_ENDLESS: Final = (itertools.count, itertools.cycle, itertools.repeat)


class Items:
    """The items of one execution of a loop.

    The kernel's own iterations draw from `iterator`, exactly as the plain loop would. Once
    `take_rest` was called, what is left can be sliced, and nothing is drawn any more.

    Parameters
    ----------
    iterable : object
        What the loop's header gave.
    """

    def __init__(self, iterable: Any) -> None:
        self.iterable = iterable
        self.iterator: Iterator[Any] = iter(iterable)
        self.taken = 0
        self.total = _length(iterable)
        self._rest: Sequence[Any] | None = None
        self._offset = 0
        self.failure: BaseException | None = None  # what drawing ahead ended with

    def block(self, count: int) -> Iterator[Any]:
        """Give the next items to the kernel's loop."""
        self.taken += count
        return itertools.islice(self.iterator, count)

    def peek(self) -> Sequence[Any] | None:
        """Give what is left without drawing it; None where that is not possible.

        Items drawn ahead of a body that changes what is iterated would be other items, so
        nothing is drawn before the body is known not to.
        """
        if self._rest is not None:
            return self._rest
        if type(self.iterable) in facts.SEQUENCES or facts.is_ndarray(self.iterable):
            rest: Sequence[Any] = self.iterable[self.taken :]
            return rest
        if _is_index(self.iterable):
            labels: list[Any] = list(self.iterable)
            return labels[self.taken :]
        try:
            duplicate = _duplicate(self.iterator)
            return list(duplicate) if duplicate is not None else None
        except RuntimeError:  # changed while it is iterated: the plain loop will say so
            return None

    def take_rest(self) -> Sequence[Any]:
        """Take what is left off the iterator, without a copy where that is possible."""
        if self._rest is None:
            self._offset = self.taken
            cls = type(self.iterable)
            if cls is range or facts.is_ndarray(self.iterable):
                self._rest = self.iterable[self.taken :]
            else:
                self._rest = self._draw()
            assert self._rest is not None
            self.total = self._offset + len(self._rest)
        return self._rest

    def _draw(self) -> list[Any]:
        """Draw all that is left; an exception is kept for when the items are through."""
        rest: list[Any] = []
        try:
            rest.extend(self.iterator)
        except Exception as error:  # whatever the cell's header raises
            self.failure = error
        return rest

    def remaining(self) -> Iterable[Any]:
        """Give what is left to the kernel's loop, whether or not it was taken ahead."""
        if self._rest is None:
            return self.iterator
        return itertools.chain(self._rest, self.ending())

    def ending(self) -> Iterator[Any]:
        """Give nothing, or raise what drawing ahead ended with: all before it is done."""
        if self.failure is not None:
            raise self.failure
        yield from ()

    @property
    def taken_ahead(self) -> bool:
        """Whether `take_rest` was called."""
        return self._rest is not None

    def between(self, start: int, stop: int | None) -> Sequence[Any]:
        """Give items by iteration number, after `take_rest`."""
        rest = self.take_rest()
        return rest[start - self._offset : None if stop is None else stop - self._offset]


def _is_index(iterable: Any) -> bool:
    """Whether something is a pandas index, which never changes."""
    pandas = sys.modules.get("pandas")
    return pandas is not None and isinstance(iterable, pandas.Index)


_DUPLICABLE: Final = frozenset(
    """list_iterator tuple_iterator str_iterator str_ascii_iterator bytes_iterator range_iterator
    longrange_iterator dict_keyiterator dict_valueiterator dict_itemiterator set_iterator
    list_reverseiterator dict_reversekeyiterator dict_reversevalueiterator
    dict_reverseitemiterator enumerate zip reversed _deque_iterator""".split()
)


def _duplicate(iterator: Any) -> Iterator[Any] | None:
    """Give an iterator over the same items that leaves the other where it is."""
    cls = type(iterator)
    if cls.__name__ not in _DUPLICABLE or cls.__module__ not in ("builtins", "_collections"):
        return None
    make, arguments, *state = iterator.__reduce__()
    parts = []
    for argument in arguments:
        part = _duplicate(argument) if facts.is_one_shot(argument) else argument
        if part is None and argument is not None:
            return None
        parts.append(part)
    made: Iterator[Any] = make(*parts)
    if state:
        made.__setstate__(state[0])  # type: ignore[attr-defined]
    return made


def _length(iterable: Any) -> int | None:
    """Tell how many items there are, without running anybody's code."""
    if type(iterable) in facts.REITERABLE or type(iterable) in facts.VIEWS:
        return len(iterable)
    if facts.is_ndarray(iterable) and iterable.ndim:
        return len(iterable)
    hint = getattr(type(iterable), "__length_hint__", None)
    if hint is not None and type(iterable).__module__ == "builtins":
        return int(hint(iterable))
    return None


def refusal(loop: Loop, source: Source, namespace: Any, iterable: Any) -> list[Diagnostic]:
    """Say why items must not be taken ahead of the iterations; empty if they may be.

    Whether the body changes what is iterated is the judgement's to find.
    """
    cls = type(iterable)
    if cls in facts.REITERABLE or cls in facts.VIEWS or facts.is_ndarray(iterable):
        return []
    span = source.span(loop.iterable)

    def reason(message: str, hint: str = "make it a list before the loop") -> list[Diagnostic]:
        return [Diagnostic(Code.ITERATOR, message, span, hint=hint)]

    if cls in _ENDLESS:
        return reason("the loop's iterator may have no end", "")
    if not facts.is_one_shot(iterable):
        if knowledge.is_known_library(facts.library_of(cls)):
            return []
        return reason(f"iterating a `{cls.__qualname__}` runs code that is not seen")
    header = _header(loop, source, namespace)
    if isinstance(header, list):
        return header
    if header.owner is Owner.SHARED:
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
        held = values.element_of(header)
        return code.co_name == "<genexpr>" or held.owner is Owner.ATOM
    if cls.__name__ in _REUSING:
        return False
    if cls.__module__ == "builtins":
        return True  # map, zip, enumerate: what the header calls was looked at
    return cls.__module__.partition(".")[0] in _LASTING


def element(loop: Loop, source: Source, namespace: Any) -> values.Value | None:
    """Give what is known of the items from the header alone."""
    header = _header(loop, source, namespace)
    return None if isinstance(header, list) else values.element_of(header)


def _without_bar(header: ast.expr, namespace: Any) -> ast.expr:
    """Give what a tqdm bar stands around."""
    while isinstance(header, ast.Call) and header.args:
        name = header.func
        live = facts.lookup(namespace, name.id)[1] if isinstance(name, ast.Name) else None
        if facts.library_of(live) != "tqdm":
            break
        header = header.args[0]
    return header


def _header(loop: Loop, source: Source, namespace: Any) -> values.Value | list[Diagnostic]:
    """Interpret the header; its reasons, if it does more than make an iterator."""
    context = Context(source, namespace, {})
    interpreter = Statements(context)
    frame = Frame(frozenset(), namespace, {})
    with interpreter.active(frame):
        value = interpreter.value(_without_bar(loop.iterable, namespace), frame)
    endless = any(
        isinstance(node, ast.Attribute | ast.Name)
        and (getattr(node, "attr", None) or getattr(node, "id", None))
        in {"count", "cycle", "repeat"}
        for node in ast.walk(loop.iterable)
    )
    if endless:
        return [
            Diagnostic(
                Code.ITERATOR, "the loop's iterator may have no end", source.span(loop.iterable)
            )
        ]
    reusing = {getattr(n, "attr", None) or getattr(n, "id", None) for n in ast.walk(loop.iterable)}
    if reusing & _REUSING:
        message = "the loop's items may change when the next is drawn"
        return [Diagnostic(Code.ITERATOR, message, source.span(loop.iterable))]
    if context.prints:
        message = "the loop's header prints: it must be evaluated item by item"
        return [Diagnostic(Code.ITERATOR, message, source.span(loop.iterable))]
    return context.diagnostics or value
