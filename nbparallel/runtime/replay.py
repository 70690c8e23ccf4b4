"""Replay: the deferred statements, run in the kernel on what the workers evaluated.

A statement may raise (``hist[b] += 1`` for an unknown ``b``). Then everything is put back as
it was before the chunk, and the kernel runs the chunk's iterations itself, so that the
exception is the plain cell's own.
"""

from __future__ import annotations

import contextlib
import copy
import types
import warnings
from collections import deque
from collections.abc import Hashable, Iterator, MutableMapping
from typing import Any

from nbparallel import facts
from nbparallel.analysis import levels
from nbparallel.analysis.deferral import Deferral
from nbparallel.runtime.chunkrun import UNSET
from nbparallel.source import unwarned


class CommitError(Exception):
    """A chunk's effects cannot be applied; nothing was changed."""


class Replay:
    """Runs one loop's deferred statements.

    Parameters
    ----------
    code : types.CodeType
        See `Outline.replay`.
    deferral : Deferral
        What was deferred.
    namespace : mutable mapping
        Where the cell's names live.
    """

    def __init__(
        self, code: types.CodeType, deferral: Deferral, namespace: MutableMapping[str, Any]
    ) -> None:
        module: Any = namespace if isinstance(namespace, dict) else dict(namespace)
        self._function = types.FunctionType(code, module)
        self._registry: dict[Any, Any] = module.setdefault("__warningregistry__", {})
        self._deferral = deferral
        self._namespace = namespace

    def run(self, operations: list[Any]) -> None:
        """Run the statements of one chunk.

        Raises
        ------
        CommitError
            If one raises; nothing was changed then.
        """
        if not operations:
            return
        names = self._deferral.names
        before = [self._namespace.get(name, UNSET) for name in names]
        self._check_rows(operations)
        depths = dict.fromkeys(self._deferral.in_place, 1) | self._deferral.nested
        if self._deferral.grows or any(
            _holds_sets(before[names.index(name)], depth) for name, depth in depths.items()
        ):
            self._try(operations, before)
        kept = [_keep(before[names.index(name)]) for name in self._deferral.in_place]
        for name, depth in self._deferral.nested.items():
            kept += map(_keep, _elements(before[names.index(name)], depth))
        try:
            with _warnings_held(self._registry):
                after = self._function(operations, *before)
        except Exception as error:  # whatever the plain cell's statement raises
            for obj, state in kept:
                _restore(obj, state)
            raise CommitError(f"{type(error).__name__}: {error}") from error
        for name, value in zip(sorted(self._deferral.rebound), after, strict=True):
            if value is not UNSET:
                self._namespace[name] = value

    def _check_rows(self, operations: list[Any]) -> None:
        """Refuse to let a frame grow of which workers read what it was before the loop.

        Raises
        ------
        CommitError
            If a store names a row that is not there.
        """
        statements = self._deferral.statements
        if not self._deferral.fixed:
            return
        for operation in operations:
            number, values = operation if len(statements) > 1 else (0, operation)
            row = statements[number].row
            if row is None or row[0] not in self._deferral.fixed:
                continue
            key = values if len(statements[number].operands) == 1 else values[row[1]]
            label = key[0] if type(key) is tuple else key
            index = self._namespace[row[0]].index
            if isinstance(label, Hashable) and not isinstance(label, slice) and label not in index:
                raise CommitError(f"a store adds the row {label!r}")

    def _try(self, operations: list[Any], before: list[Any]) -> None:
        """See on copies whether a statement raises: a set's old order cannot be put back.

        Nor can rows be taken away from a frame.

        Raises
        ------
        CommitError
            If one does.
        """
        try:
            with unwarned():
                self._function(*copy.deepcopy((operations, *before)))
        except Exception as error:  # whatever the plain cell's statement raises
            raise CommitError(f"{type(error).__name__}: {error}") from error


def _holds_sets(target: Any, depth: int) -> bool:
    return type(target) is set or any(type(e) is set for e in _elements(target, depth))


@contextlib.contextmanager
def _warnings_held(registry: dict[Any, Any]) -> Iterator[None]:
    """Hold warnings back until a block is through; if it raises, nothing has been warned of."""
    held: list[tuple[Any, ...]] = []
    show, warned = warnings.showwarning, dict(registry)

    def hold(*arguments: Any, **keywords: Any) -> None:
        held.append((arguments, keywords))

    warnings.showwarning = hold
    try:
        yield
    except BaseException:
        registry.clear()
        registry.update(warned)
        raise
    finally:
        warnings.showwarning = show
    for arguments, keywords in held:
        show(*arguments, **keywords)


def _elements(container: Any, depth: int) -> list[Any]:
    """Give the containers and arrays that lie in a container, down to a depth."""
    if isinstance(container, set):
        return []
    held = levels.elements(container, depth)
    return [e for e in held if type(e) in levels.CONTAINERS or facts.is_ndarray(e)]


def _keep(obj: Any) -> tuple[Any, Any]:
    """Remember a container's or an array's contents."""
    kept = (*levels.CONTAINERS, *levels.NUMBERS)
    return obj, copy.copy(obj) if type(obj) in kept or facts.is_ndarray(obj) else None


def _restore(obj: Any, state: Any) -> None:
    """Put remembered contents back into the same object."""
    if type(obj) in (list, *levels.NUMBERS) or facts.is_ndarray(obj):
        obj[... if facts.is_ndarray(obj) else slice(None)] = state
    elif isinstance(obj, dict):
        obj.clear()
        for key, value in state.items():
            obj[key] = value
    elif type(obj) is set:
        obj.clear()
        obj.update(state)
    elif type(obj) is deque:
        obj.clear()
        obj.extend(state)
