"""Commit: the one step that writes to the user's objects, in iteration order.

A chunk is committed in two phases. First everything that might raise is done on temporaries:
results are unpickled, folds are folded. Then everything is applied, which cannot fail, so
that a chunk is committed whole or not at all.
"""

from __future__ import annotations

import contextlib
import functools
import io
import operator
import pickle
import sys
import time
import types
import warnings
from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from nbparallel import facts
from nbparallel.analysis.accumulators import Accumulator, Adds
from nbparallel.runtime import (
    caches,
    catching,
    chunkrun,
    displays,
    itemstate,
    records,
    surroundings,
)
from nbparallel.runtime.chunkrun import Parts
from nbparallel.runtime.giveback import common_nan
from nbparallel.runtime.packing import Packed, unpacked
from nbparallel.runtime.randomstate import Key, State
from nbparallel.runtime.replay import CommitError, Replay
from nbparallel.runtime.staging import FileKey, Staged


@dataclass(frozen=True, slots=True)
class Chunk:
    """A decoded result.

    Attributes
    ----------
    logs : list of list or Packed
        For each accumulator, what was added, in order.
    output : list
        What was written and warned about, in order.
    results : list
        A comprehension's elements; empty for a ``for`` loop.
    live_out : dict
        Last values of names the body binds.
    deleted : list of str
        Names the body has left unbound.
    whole : bool
        Whether `live_out` holds all of them, not just those that an iteration may leave alone.
    owned : list of (int, state)
        Which of the objects that its items own were changed, and what they hold now.
    states : dict
        The random states after it, as `randomstate.Lent` tells them.
    cached : list of (object, list of str)
        What objects have computed and kept.
    signals : list of str
        What arithmetic with decimals has signalled.
    files : list of Staged
        The files it has written.
    read : list
        The files it has read, if it may write some.
    lost : list of str
        Names whose values cannot travel.
    again : bool
        Whether they can be had once more.
    """

    logs: list[Any]
    output: list[tuple[str, Any]]
    results: list[Any]
    live_out: dict[str, Any]
    deleted: list[str]
    whole: bool
    owned: list[tuple[int, Any]]
    states: dict[Key, State] = field(default_factory=dict)
    cached: list[tuple[Any, list[str]]] = field(default_factory=list)
    signals: list[str] = field(default_factory=list)
    files: list[Staged] = field(default_factory=list)
    read: list[FileKey] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    again: bool = True


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a chunk's effects do not count.

    Attributes
    ----------
    message : str
        What is to be said.
    at : int or None
        The iteration that failed, counted in the chunk.
    exception : BaseException or None
        What it raised, where that was asked for and can be sent.
    traceback : str
        Its traceback.
    sure : bool
        Whether it was that iteration; else it was that or a later one.
    """

    message: str
    at: int | None = None
    exception: BaseException | None = None
    traceback: str = ""
    sure: bool = True


class _ResultUnpickler(pickle.Unpickler):
    """Loads a result; tokens become the kernel's own objects."""

    def __init__(
        self,
        parts: Parts,
        payload: dict[int, object],
        items: dict[int, object],
        nans: Mapping[int, float],
        kept: Mapping[int, object] = types.MappingProxyType({}),
    ) -> None:
        super().__init__(io.BytesIO(parts[0]), buffers=parts[1:])
        self._known = {"p": payload, "c": items, "k": kept}
        self._nans = nans
        self._new_nans: dict[object, float] = {}

    def persistent_load(self, token: Any) -> object:
        kind, index = token
        if kind != "nan":
            return self._known[kind][index]
        if isinstance(index, str):
            return common_nan(index)
        if isinstance(index, tuple):
            return self._new_nans.setdefault(index, float("nan"))
        return self._nans[index]


def decode(
    parts: Parts,
    payload: dict[int, object],
    items: dict[int, object],
    nans: Mapping[int, float],
    kept: Mapping[int, object] = types.MappingProxyType({}),
) -> tuple[str, Trouble | None, Chunk | None]:
    """Unpickle a chunk's result: its status, and its effects if it is ``ok``, or the trouble.

    Parameters
    ----------
    parts : list of bytes-like
        The result.
    payload, items : dict
        The objects that travelled, by their places in the pickles.
    nans : mapping of int to float
        The NaNs that travelled, by number.
    kept : mapping of int to object
        The drawings that did not need to, since the chunk ran here.

    Raises
    ------
    CommitError
        If it cannot be unpickled here.
    """
    try:
        status, body = _ResultUnpickler(parts, payload, items, nans, kept).load()
        output = body["output"] if status == chunkrun.OK else []
        for at, (kind, entry) in enumerate(output):
            if kind == displays.DISPLAYED:
                output[at] = kind, _ResultUnpickler(entry, payload, items, nans).load()
    except Exception as error:  # unpickling runs foreign code: anything may come out of it
        raise CommitError(f"a result cannot be unpickled in the kernel: {error!r}") from error
    if status != chunkrun.OK:
        message, at, raised, text = body
        exception = None
        if raised is not None:
            with contextlib.suppress(Exception):  # what cannot be loaded is told by its message
                exception = _ResultUnpickler(raised, payload, items, nans).load()
        return status, Trouble(message, at, exception, text), None
    results = unpacked(body["results"]) if body["results"] is not None else []
    return (
        status,
        None,
        Chunk(
            body["logs"],
            output,
            results,
            body["live_out"],
            body["deleted"],
            body["whole"],
            body["owned"],
            pickle.loads(body["states"]) if body["states"] else {},
            body["cached"],
            body["signals"],
            [Staged(*file) for file in body["files"]],
            body["read"],
            body["lost"],
            body["again"],
        ),
    )


class Committer:
    """Applies the chunks of one loop to the namespace.

    Parameters
    ----------
    namespace : mutable mapping
        Where the cell's names live.
    accumulators : list of Accumulator
        In the order of a chunk's logs.
    replay : Replay, optional
        Runs the deferred statements; their log is the last.
    collect : callable, optional
        Takes a comprehension's elements.
    """

    def __init__(
        self,
        namespace: MutableMapping[str, Any],
        accumulators: list[Accumulator],
        replay: Replay | None = None,
        collect: Callable[[list[Any]], None] | None = None,
    ) -> None:
        self._namespace = namespace
        self._replay = replay
        self.replay_s = 0.0  # seconds that the deferred statements have taken so far
        self._accumulators = accumulators
        self._collect = collect

    def commit(self, chunk: Chunk, objects: Sequence[Any] = ()) -> None:
        """Apply one chunk whole.

        Parameters
        ----------
        chunk : Chunk
            Its effects.
        objects : sequence
            What its items own, by the positions in `Chunk.owned`.

        Raises
        ------
        CommitError
            If a fold fails; nothing was changed then.
        """
        with _changed([(objects[position], state) for position, state in chunk.owned]):
            folded = self._computed(chunk)
        for accumulator, log in zip(self._accumulators, chunk.logs, strict=False):
            if accumulator.name in folded:
                self._finish_fold(accumulator, folded[accumulator.name])
            elif len(log):
                _apply(accumulator.adds, self._namespace[accumulator.name], log)
        if self._collect is not None:
            self._collect(chunk.results)
        self.bind(chunk)
        caches.fill(chunk.cached)
        surroundings.signal(chunk.signals)
        replay(chunk.output, self._namespace)

    def _computed(self, chunk: Chunk) -> dict[str, Any]:
        """Run the deferred statements; give what the folds come to."""
        folded = {
            accumulator.name: self._fold(accumulator, log)
            for accumulator, log in zip(self._accumulators, chunk.logs, strict=False)
            if accumulator.adds in (Adds.FOLD, Adds.ARRAY_FOLD) and len(log)
        }
        if self._replay is not None:
            began = time.perf_counter()
            self._replay.run(unpacked(chunk.logs[-1]))
            self.replay_s += time.perf_counter() - began
        return folded

    def bind(self, chunk: Chunk) -> None:
        """Give the body's names the values a chunk left them with."""
        self._namespace.update(chunk.live_out)
        for name in chunk.deleted:
            self._namespace.pop(name, None)

    def _fold(self, accumulator: Accumulator, log: Any) -> Any:
        start, name = self._namespace[accumulator.name], accumulator.operator
        try:
            with facts.strict_floats():  # a warning must come from the cell's own line
                if accumulator.adds is Adds.ARRAY_FOLD:
                    function = getattr(operator, f"i{name.rstrip('_')}", getattr(operator, name))
                    return functools.reduce(function, unpacked(log), start.copy())
                if type(log) is Packed:
                    return log.fold(name, start)
                return functools.reduce(getattr(operator, name), log, start)
        except Exception as error:  # an operand's own operator may raise anything
            raise CommitError(f"folding `{accumulator.name}`: {error!r}") from error

    def _finish_fold(self, accumulator: Accumulator, result: Any) -> None:
        if accumulator.adds is Adds.ARRAY_FOLD:
            self._namespace[accumulator.name][...] = result
        else:
            self._namespace[accumulator.name] = result


@contextlib.contextmanager
def _changed(owned: list[tuple[Any, Any]]) -> Iterator[None]:
    """Change the items' objects, which operands may be; put them back if a block fails."""
    before = [(obj, itemstate.state_of(obj)) for obj, _ in owned]
    for obj, state in owned:
        itemstate.restore(obj, state)
    try:
        yield
    except CommitError:
        for obj, state in before:
            itemstate.restore(obj, state)
        raise


def _apply(adds: Adds | None, target: Any, log: Any) -> None:
    """Replay additions that a worker has found to be valid."""
    if adds is Adds.LIST:
        target.extend(unpacked(log))
    elif adds is Adds.SET:
        target.update(unpacked(log))
    elif adds is Adds.SECTION:
        _store_parts(target, log)
    elif adds is Adds.COLUMNS:
        _store_into_columns(target, log)
    elif adds is Adds.ARRAY:
        _store_in_array(target, log)
    else:
        keys, values = map(unpacked, log)
        if adds is Adds.KEYS:
            target.update(zip(keys, values, strict=True))
            return
        for key, value in zip(keys, values, strict=True):
            target[key] = value


def _store_in_array(target: Any, log: Any) -> None:
    """Store what is one by one, or by indices for each axis, of which no two are the same."""
    if type(log) is tuple:
        indices, values = log
        target[indices] = values
        return
    for key, value in log:
        target[key] = value


def _store_into_columns(frame: Any, log: Any) -> None:
    """Store whole columns of the same types as pandas stores into parts of them: in place.

    So they stay, or are parted, as the plain cell leaves them.
    """
    paths, values = map(unpacked, log)
    for path, column in zip(paths, values, strict=True):
        label = path if type(path) is int else path[0]
        frame.loc[:, label] = column._values  # what `values` gives of times may be another


def _store_parts(target: Any, log: Any) -> None:
    """Store what a chunk left in its own parts of an object: by path, or as two arrays."""
    paths, values = map(unpacked, log)
    if facts.is_ndarray(paths):
        target[paths] = values
        return
    for path, value in zip(paths, values, strict=True):
        if type(path) is int:
            target[path] = value
            continue
        container = target
        for index in path[:-1]:
            container = container[index]
        container[path[-1]] = value


def replay(output: list[tuple[str, Any]], namespace: MutableMapping[str, Any]) -> None:
    """Let the kernel write, warn, log and display what a chunk did."""
    with catching.Replay() as filters:
        for kind, entry in output:
            if kind == "warning":
                _warn(entry, namespace)
            elif kind in records.REPLAYED:
                records.replay(kind, entry)
            elif kind in catching.REPLAYED:
                filters.run(kind, entry)
            elif kind == displays.DISPLAYED:
                displays.replay(entry)
            else:
                getattr(sys, kind).write(entry)


def _warn(entry: tuple[str, type[Warning], str, int], namespace: MutableMapping[str, Any]) -> None:
    """Warn through the kernel's own filters, once per place where they say so."""
    text, category, filename, lineno = entry
    module, registry = "__main__", getattr(namespace, "module", namespace)
    for name, loaded in list(sys.modules.items()):
        if getattr(loaded, "__file__", None) == filename:
            module, registry = name, vars(loaded)
            break
    warnings.warn_explicit(
        text,
        category,
        filename,
        lineno,
        module,
        registry.setdefault("__warningregistry__", {}),
    )
