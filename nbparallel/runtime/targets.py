"""The objects that a loop changes, and whether what it iterates or reads is one of them.

Names are compared when the loop is judged. Only the live objects tell that a list has two names,
that an item is a part of what is changed, or that a buffer is another's memory.
"""

from __future__ import annotations

import array
import ctypes
import gc
import importlib
import mmap
import types
from collections.abc import Iterator, Mapping
from typing import Any, Final

from nbparallel import facts
from nbparallel.analysis import frame_headers, levels, scope
from nbparallel.analysis.accumulators import Adds
from nbparallel.analysis.dotted import DottedScope
from nbparallel.analysis.legality import Judgement
from nbparallel.analysis.loops import Loop
from nbparallel.analysis.sections import drawn_name
from nbparallel.diagnostic import Code, Diagnostic
from nbparallel.runtime import drawing
from nbparallel.runtime.giveback import is_record
from nbparallel.source import Span

_BUFFERS: Final = (bytearray, memoryview, array.array, mmap.mmap)
_CTYPES: Final = tuple(
    cls.__mro__[-2] for cls in (ctypes.c_int, ctypes.Structure, ctypes.Array, ctypes.Union)
)


def found(judgement: Judgement, namespace: Mapping[str, Any]) -> dict[int, str]:
    """Give the objects that a loop changes, by identity, each with the name it is changed by."""
    targets = {
        id(namespace[name]): name
        for name, accumulator in judgement.accumulators.items()
        if name in namespace and is_in_place(name, accumulator.adds, judgement)
    }
    if isinstance(namespace, DottedScope):
        targets.update(namespace.owners)
    for name, section in judgement.sections.items():
        for container in section.containers(namespace[name]) if name in namespace else ():
            targets[id(container)] = name
    if judgement.deferral is not None:
        for name, depth in judgement.deferral.nested.items():
            for element in levels.elements(namespace[name], depth) if name in namespace else ():
                if type(element) is not tuple and not facts.is_atom_type(type(element)):
                    targets[id(element)] = name
    return targets


def is_in_place(name: str, adds: Adds | None, judgement: Judgement) -> bool:
    """Whether the loop changes the object an accumulator's name stands for."""
    if adds is Adds.DEFERRED:
        assert judgement.deferral is not None
        return name in judgement.deferral.in_place
    return adds is not Adds.FOLD


def memory(target: Any) -> list[Any]:
    """Give the arrays in which an object keeps its elements."""
    if facts.is_ndarray(target):
        return [target]
    if is_record(target):
        return [target.base] if facts.is_ndarray(target.base) else []
    if isinstance(target, _BUFFERS + _CTYPES):
        view = memoryview(target)  # type: ignore[arg-type]
        return [importlib.import_module("numpy").asarray(view)] if view.nbytes else []
    if not facts.is_frame(target):
        return []
    parts = [target.iloc[:, k] for k in range(target.shape[1])] if target.ndim > 1 else [target]
    columns = [part.to_numpy() for part in parts]
    return [column for column in columns if facts.is_ndarray(column)]


def seen_through(obj: Any) -> list[object]:
    """Give what an object shows the contents of: a dict's views, and proxies."""
    shows = type(obj) in facts.VIEWS or type(obj) is types.MappingProxyType
    return gc.get_referents(obj) if shows else []


def drawn_from(
    loop: Loop,
    iterable: Any,
    targets: Mapping[int, str],
    namespace: Mapping[str, Any],
    span: Span,
) -> list[Diagnostic]:
    """Refuse what is iterated if the loop changes it, or what drawing its items reads.

    The items themselves are inspected when they are sent.

    Parameters
    ----------
    loop : Loop
        The loop.
    iterable : object
        What its header gave.
    targets : mapping
        Of `found`.
    namespace : mapping
        The live names.
    span : Span
        The loop.
    """
    sources = list(_sources(iterable))
    bound = scope.bound_names([loop.target, *loop.body])
    changed = {name.partition(".")[0] for name in {*bound, *targets.values()}}
    for read in sorted(drawing.names_read(sources, namespace) & changed):
        message = f"drawing an item reads `{read}`, which the loop changes"
        return [Diagnostic(Code.ITERABLE_CHANGED, message, span)]
    if not targets:
        return []
    judged = frame_headers.drawn_whole(loop.iterable, loop.target, loop.body, namespace)
    judged = judged | {drawn_name(loop.iterable) or ""}
    arrays = {name: memory(namespace.get(name)) for name in set(targets.values()) - judged}
    for obj in sources:
        name = targets.get(id(obj))
        if name is not None and name not in judged:
            message = f"what the loop iterates is what it changes as `{name}`"
            return [Diagnostic(Code.ITERABLE_CHANGED, message, span)]
        own = memory(obj) if arrays and not facts.is_frame(obj) else []
        for name, held in arrays.items():
            if any(facts.overlaps(array, held) for array in own):
                message = f"what the loop iterates shares its memory with `{name}`"
                return [Diagnostic(Code.ALIAS, message, span)]
    return []


def _sources(iterable: Any) -> Iterator[Any]:
    """Give what is iterated, and what the iterators on the way there draw from."""
    todo, met = [iterable], set()
    while todo:
        obj = todo.pop()
        if id(obj) in met or facts.is_atom_type(type(obj)):
            continue
        met.add(id(obj))
        yield obj
        if facts.is_one_shot(obj) or type(obj) in facts.VIEWS:
            todo += gc.get_referents(obj)
