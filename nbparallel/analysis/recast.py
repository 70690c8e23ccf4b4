"""The other ways to write a loop, in which it may be judged legal, and run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, MutableMapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from nbparallel.analysis import chained, dotted, fixed, inlined, loccolumns, ownelements, ownlast
from nbparallel.analysis.dotted import DottedScope
from nbparallel.analysis.legality import Judgement
from nbparallel.analysis.loops import Loop
from nbparallel.analysis.ownelements import Elements


@dataclass(frozen=True, slots=True)
class Recast:
    """One way to write a loop.

    Attributes
    ----------
    loop : Loop
        The loop, rewritten.
    names : mapping
        The names it then lives among.
    items : sequence or None
        Its items, where they are at hand.
    elements : Elements or None
        What its items are extended by.
    """

    loop: Loop
    names: Any
    items: Sequence[Any] | None
    elements: Elements | None = None

    def holds(self, judgement: Judgement) -> bool:
        """Whether a loop that was judged so may run so."""
        if not judgement.legal or self.elements is None:
            return judgement.legal
        return self.elements.stay(self.names[n] for n in judgement.changed if n in self.names)


def ways(
    loop: Loop,
    names: Any,
    items: Sequence[Any] | None,
    attributes: Callable[[Any], MutableMapping[str, Any]] = lambda names: names,
) -> Iterator[Recast]:
    """Give the other ways to write a ``for`` loop, the simplest first.

    Parameters
    ----------
    loop : Loop
        The loop as the cell has it.
    names : mapping
        The names it lives among.
    items : sequence or None
        Its items, where they are at hand.
    attributes : callable, optional
        Gives the names among which attributes may be bound.
    """
    split = chained.find(loop)
    if split is not None:
        loop = split
        yield Recast(loop, names, items)
    columns = loccolumns.find(loop, names, items)
    if columns is not None:
        yield Recast(columns, names, items)
    own = ownlast.find(loop, names)
    if own is not None:
        yield Recast(own, names, items)
    for way in _other_ways(loop, names, items, attributes):
        yield way
        # Only now: what a function appends must stand in the text.
        own = ownlast.find(way.loop, way.names)
        if own is not None:
            yield replace(way, loop=own)


def _other_ways(
    loop: Loop,
    names: Any,
    items: Sequence[Any] | None,
    attributes: Callable[[Any], MutableMapping[str, Any]],
) -> Iterator[Recast]:
    yield from _as_names(loop, names, items, attributes)
    written = inlined.find(loop, names)
    if written is not None:
        yield Recast(written, names, items)
        yield from _as_names(written, names, items, attributes)


def _as_names(
    loop: Loop,
    names: Any,
    items: Sequence[Any] | None,
    attributes: Callable[[Any], MutableMapping[str, Any]],
) -> Iterator[Recast]:
    """Write attributes, and elements that the items determine, as names."""
    paths = dotted.find(loop, names)
    if paths:
        scope = DottedScope(attributes(names), paths)
        yield Recast(dotted.with_names(loop, paths), scope, items)
    elements = ownelements.find(loop, names) if items is not None else None
    if elements is None or items is None:
        return
    try:
        extended = elements.extended(items)
    except Exception:  # the cell's own subscript raises, if an iteration comes by it
        return
    told = fixed.are_fixed(elements.told_by, loop.target, items)
    if told and ownelements.are_apart(extended):
        yield Recast(elements.loop, names, extended, elements)
