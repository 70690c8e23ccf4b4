"""What runs on a worker: one chunk of iterations, its effects logged, nothing shared.

This module and the two it imports need the standard library only, so that they can be sent
to workers that do not have the package. Everything that cannot be given back exactly as the
plain cell would have it ends the chunk with a status other than ``ok``; the kernel then runs
the chunk's items itself.
"""

from __future__ import annotations

import contextlib
import functools
import io
import linecache
import marshal
import math
import operator
import os
import pickle
import sys
import traceback
import types
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from nbparallel.runtime import displays, figures, logs, modules, records, snapshots, spilled
from nbparallel.runtime.caches import Caches
from nbparallel.runtime.deadline import Deadline, DeadlinePassed
from nbparallel.runtime.giveback import (
    LIVE_OUT_LIMIT,
    Known,
    can_travel,
    common_nan,
    dumps,
    weight,
)
from nbparallel.runtime.guards import Guard
from nbparallel.runtime.itemstate import Irreproducible, Watch
from nbparallel.runtime.ownparts import OwnParts
from nbparallel.runtime.packing import pack
from nbparallel.runtime.randomstate import Lent, reference_to, watch_random
from nbparallel.runtime.snapshot import Unwatchable
from nbparallel.runtime.staging import Area, FileKey, Staged, staging
from nbparallel.runtime.surroundings import (
    PROBE,
    Draws,
    Sentinels,
    apply_context_state,
    apply_process_state,
    generators_among,
    host_id,
    logged,
    recursing,
    signalled,
)

OK = "ok"
RAISED = "raised"
LEFT = "left"
UNRETURNABLE = "unreturnable"
TRIPPED = "tripped"
TIMED_OUT = "timed out"


class ChunkCancelled(BaseException):
    """Injected into a thread that runs a chunk nobody waits for any more."""


class Unset:
    """Stands for a name that no iteration of the chunk has bound."""


UNSET = Unset()


# -- payloads -------------------------------------------------------------------------------


def with_cache(function: Any, maxsize: int | None, typed: bool) -> Any:
    """Give a function a cache of its own."""
    return functools.lru_cache(maxsize, typed)(function)


def load_code(python: tuple[int, int], data: bytes) -> types.CodeType:
    """Load code that was marshalled, which is possible on the same version of Python only.

    Raises
    ------
    RuntimeError
        If this is another version.
    """
    if python != sys.version_info[:2]:
        ours, theirs = (".".join(map(str, v)) for v in (sys.version_info[:2], python))
        raise RuntimeError(
            f"the worker runs Python {ours}, the kernel {theirs}: use the same version on both"
        )
    code: types.CodeType = marshal.loads(data)
    return code


class Installed:
    """A loop's body and constants, as unpickled in this process."""

    def __init__(self, payload: bytes, buffers: list[Any]) -> None:
        self.nans: dict[object, float] = {}
        unpickler = PayloadUnpickler(payload, self.nans, buffers)
        self.spec: dict[str, Any] = unpickler.load()
        self.sections: list[Any] = unpickler.load()
        memo = _memo(unpickler)
        self.by_index: dict[int, object] = memo
        self.generators = [g for g in generators_among(memo.values()) if not reference_to(g)]
        self.caches = Caches(memo.values())
        self.known = Known()
        self.known.add("p", memo)
        self.known.own_frames = not self.spec["altered_frames"]
        self.known.same_hashes = self.spec["hash"] == hash(PROBE)
        self.careful = False  # whether logs look at each addition
        self.identities = frozenset(map(id, memo.values()))
        self.other = modules.differing(self.spec["modules"])  # what other code has here
        self.spoilt = False  # whether a chunk has changed it in a way that cannot be undone
        self.function = types.FunctionType(
            self.spec["code"],
            {"__builtins__": __builtins__, "__name__": "__main__"},
        )
        if b"IPython.display" in payload:  # imported in a body, its `display` would not be heard
            displays.prepare()
        for filename, text in self.spec["sources"].items():
            _register_source(filename, text)
        self.guard: Guard | None = None
        if self.spec["guard"] is not None:
            shared = dict(zip(self.spec["names"], self.spec["broadcast"], strict=True))
            shared.update(self.own_parts())
            self.guard = Guard(self.spec["guard"], shared, self.spec["code"])
            self.careful = True  # what cannot be seen into is not run twice

    def own_parts(self) -> list[tuple[str, Any]]:
        """Give the sections by name."""
        names = [name for name, kind in self.spec["kinds"] if kind == "section"]
        return list(zip(names, self.sections, strict=False))


def _memo(unpickler: Any) -> dict[int, object]:
    """Give what was unpickled, by its place in the pickle."""
    memo: dict[int, object] = unpickler.memo.copy()
    return memo


_installed: dict[str, Installed] = {}
_applied: str | None = None


def install(key: str, payload: bytes, buffers: list[Any]) -> None:
    """Make a loop known to this process."""
    _installed[key] = Installed(payload, buffers)


def forget(key: str) -> None:
    """Drop a loop."""
    global _applied
    _installed.pop(key, None)
    if _applied == key:
        _applied = None


def _register_source(filename: str, text: str) -> None:
    linecache.cache[filename] = (len(text), None, text.splitlines(True), filename)


def _named_nan(name: object, nans: dict[object, float]) -> float:
    """Give the NaN that stands for one of the kernel's: always the same."""
    if isinstance(name, str):
        return common_nan(name)
    return nans.setdefault(name, float("nan"))


class PayloadUnpickler(pickle.Unpickler):
    """Loads a payload, where NaNs are named by number."""

    def __init__(self, data: bytes, nans: dict[object, float], buffers: list[Any]) -> None:
        super().__init__(io.BytesIO(data), buffers=buffers)
        self._nans = nans

    def persistent_load(self, token: Any) -> object:
        """Give the NaN of a name."""
        return _named_nan(token[1], self._nans)


class ItemUnpickler(pickle.Unpickler):
    """Loads a chunk's items, where objects of the payload are named by token."""

    def __init__(self, data: bytes, by_index: dict[int, object], nans: dict[object, float]) -> None:
        super().__init__(io.BytesIO(data))
        self._by_index = by_index
        self._nans = nans

    def persistent_load(self, token: Any) -> object:
        """Give the NaN of a name, or the payload's object of a place."""
        return _named_nan(token[1], self._nans) if type(token) is tuple else self._by_index[token]


# -- running ------------------------------------------------------------------------------------


Parts = Sequence[bytes | memoryview]
"""What travels back: a pickle, and the buffers that it refers to."""


def run_chunk(key: str, chunk: int, data: bytes) -> Parts:
    """Run one chunk and give its effects."""
    return run_installed(key, _installed[key], chunk, data)


_OWN_FILE = run_chunk.__code__.co_filename


def settle(key: str) -> None:
    """Make this process ready for a loop's chunks, as far as that can be done beforehand."""
    _settle(key, _installed[key])


def watched(key: str) -> list[str]:
    """Give the modules that a loop's guards watch, or may have to import."""
    guard = _installed[key].guard
    return [] if guard is None else guard.modules


def look(key: str) -> None:
    """Let a loop's guards look at this process, which is the kernel's and will be forked."""
    guard = _installed[key].guard
    if guard is not None:
        guard.look()


def _settle(key: str, installed: Installed) -> None:
    global _applied
    watch_random()
    if _applied != key:
        apply_process_state(installed.spec["process"])
        _applied = key
    if installed.guard is not None and not installed.guard.settled:
        with contextlib.suppress(Unwatchable):  # said again by the chunk that comes
            installed.guard.settle()


def run_installed(key: str, installed: Installed, chunk: int, data: bytes) -> Parts:
    """Run one chunk of a loop, wherever it was unpickled."""
    if installed.other:
        message = f"`{installed.other}` is not on the worker what it is in the kernel"
        return _said(UNRETURNABLE, message)
    if installed.spoilt:
        return _said(UNRETURNABLE, "what iterations share was changed here by another")
    if not installed.careful:
        try:
            return _run(key, installed, chunk, data)
        except logs.NeedsCare:
            installed.careful = True
    return _run(key, installed, chunk, data)


def _run(key: str, installed: Installed, chunk: int, data: bytes) -> Parts:
    in_kernel = installed.spec["pid"] == (host_id(), os.getpid())
    if not in_kernel:
        _settle(key, installed)
        apply_context_state(installed.spec["process"])
    unpickler = ItemUnpickler(data, installed.by_index, installed.nans)
    last, marshalled, items, owned, starts, states, terms = unpickler.load()
    if marshalled is not None:
        items = marshal.loads(marshalled)
    watch = Watch(*owned) if owned is not None else None
    known = installed.known.copy()
    known.add("c", _memo(unpickler))
    known.nans = {id(nan): name for name, nan in installed.nans.items()}
    sentinels = Sentinels(in_kernel=in_kernel)
    lent = Lent(states, installed.by_index, in_kernel=in_kernel)
    caches = [installed.caches, Caches(_memo(unpickler).values())]
    given = [*installed.generators, *generators_among(_memo(unpickler).values())]
    owned_objects = owned[0] if owned is not None else ()
    own_states = set().union(*map(_identities, [*owned_objects, *lent.generators]))
    draws = Draws([each for each in given if not own_states & _identities(each)])
    own = {name: OwnParts(value) for name, value in installed.own_parts()}
    before = signalled()
    files: list[Staged] = []
    read: list[FileKey] = []
    repeatable = True
    changing = watch is not None or bool(installed.sections)
    guard = installed.guard
    if guard is not None:

        def warm_up() -> None:
            copies = ItemUnpickler(data, installed.by_index, installed.nans).load()
            first = iter(copies[2][:1] if copies[1] is None else marshal.loads(copies[1])[:1])
            heard = snapshots.keeping(known.copy(), changing=changing)
            with logged(installed.spec["process"]["levels"], heard), lent:
                limit = Deadline(first, None, None, key, chunk)
                drawn = lent.over(first)
                _execute(installed, drawn, copies[4], own, limit, contextlib.nullcontext())
            for parts in own.values():
                parts.undo()

        if found := guard.begin([("an item", items), *starts.items()], warm_up):
            return _said(TRIPPED, found)
        known.held, known.may_be_left_out = guard.held, False
    try:
        careless = None
        keep = snapshots.keeping(known, changing=changing)
        levels = installed.spec["process"]["levels"]
        with (
            figures.drawing(installed.spec["figures"], in_kernel=in_kernel) as otherwise,
            spilled.watched(in_kernel=in_kernel) as wrote,
            logged(levels, keep) as (output, missed),
            lent,
            _writing(installed) as area,
        ):
            cursor = iter(items)
            limit = Deadline(cursor, terms["timeout"], terms["folder"], key, chunk)
            looking = guard.listening() if guard is not None else contextlib.nullcontext()
            drawn = lent.over(cursor)
            try:
                status, body, contents = _execute(installed, drawn, starts, own, limit, looking)
            except logs.NeedsCare as error:
                careless = error
            if area is not None and not area.trouble:
                files, read, repeatable = area.files(), area.read(), area.repeatable()
            ends = lent.ends() if states else b""
            unheard = missed()
            spilt = wrote()
        signals = sorted(signalled() - before)
        cached = [entry for each in caches for entry in each.filled()]
        tripped = sentinels.tripped()
        if draws.undo():
            tripped = "the state of a random generator"
        tripped = tripped or ", ".join(otherwise)
        if tripped and guard is not None:
            return _said(TRIPPED, f"a change of {tripped}")
        if careless is not None:
            if tripped:  # or another try would begin where this one ended, and not notice
                return _said(TRIPPED, tripped)
            raise careless
        if spilt:
            return _said(UNRETURNABLE, spilled.MESSAGE)
        if unheard:
            return _said(UNRETURNABLE, "IPython was imported on the worker")
        if area is not None and area.trouble:
            return _said(UNRETURNABLE, area.trouble)
        if status in (RAISED, TIMED_OUT, LEFT):
            errors = terms["errors"]
            result = _trouble(status, body, len(items), cursor, known, errors=errors)
        else:
            effects = Effects(
                status,
                body,
                contents,
                output,
                watch,
                last,
                ends,
                cached,
                signals,
                files,
                read,
                repeatable,
            )
            result = _result(installed, tripped, effects, known)
    except figures.Unlike as error:
        return _said(UNRETURNABLE, str(error))
    finally:
        for parts in own.values():
            parts.undo()
        # Chunks come here in any order: each must find what was there before the loop.
        if watch is not None and not watch.undo(installed.identities):
            installed.spoilt = True
    if guard is not None:
        apart = frozenset({*map(id, owned_objects), *own_states})
        if found := guard.tripped(apart):
            return _said(TRIPPED, found)
    return result


def _writing(installed: Installed) -> contextlib.AbstractContextManager[Area | None]:
    """Keep aside what a chunk writes, if its loop may write files."""
    if not installed.spec["writes"]:
        return contextlib.nullcontext()
    return staging(near=installed.spec["process"]["host"] == host_id())


def _identities(generator: Any) -> set[int]:
    """Give the objects of which each has a generator's state."""
    return {id(generator), id(getattr(generator, "bit_generator", generator))}


@dataclass(frozen=True, slots=True)
class Effects:
    """What a chunk has done to its copies.

    Attributes
    ----------
    status : str
        ``ok``, or why the rest does not count.
    body : object
        The body's locals; else a message.
    logs : list
        Of each thing that was added to, what was added.
    output : list
        What was written and warned about.
    watch : Watch or None
        Over what the items own.
    last : bool
        Whether the locals are what the user sees afterwards.
    states : bytes
        The random states after it, if it was lent any.
    cached : list of (object, list of str)
        What objects have computed and kept.
    signals : list of str
        What arithmetic with decimals has signalled.
    files : list of Staged
        The files it has written.
    read : list
        The files it has read, if it may write some.
    repeatable : bool
        Whether its last iteration would do the same if it ran again.
    """

    status: str
    body: Any
    logs: list[Any]
    output: list[Any]
    watch: Watch | None
    last: bool
    states: bytes = b""
    cached: list[tuple[Any, list[str]]] = field(default_factory=list)
    signals: list[str] = field(default_factory=list)
    files: list[Staged] = field(default_factory=list)
    read: list[FileKey] = field(default_factory=list)
    repeatable: bool = True


def _result(installed: Installed, tripped: str, effects: Effects, known: Known) -> Parts:
    if effects.status != OK:
        return _said(effects.status, effects.body)
    if any(kind == "warning" and entry[2] == logs.__file__ for kind, entry in effects.output):
        return _said(UNRETURNABLE, "storing into an array warned")  # from a line of ours
    for kind, entry in effects.output:
        if kind == records.RECORD and figures.is_said_once(entry[0]):
            return _said(
                UNRETURNABLE, "Matplotlib logs something that each process says for itself"
            )
        if kind == records.UNSHOWN:
            return _said(UNRETURNABLE, f"a log record cannot be shown: {entry}")
        if kind == displays.UNSHOWN:
            return _said(UNRETURNABLE, f"what is displayed cannot be kept: {entry}")
    if tripped:
        return _said(TRIPPED, tripped)
    try:
        return _give_back(installed, effects, known)
    except Irreproducible as error:
        return _said(UNRETURNABLE, str(error))
    except (pickle.PicklingError, TypeError, AttributeError, ValueError, RecursionError) as error:
        return _said(UNRETURNABLE, f"{type(error).__name__}: {error}")


def _said(status: str, message: str) -> Parts:
    return [pickle.dumps((status, (message, None, None, "")))]


def _trouble(
    status: str, error: Any, total: int, cursor: Any, known: Known, *, errors: bool
) -> Parts:
    """Tell of an iteration that did not end: which, and what it raised if that is asked for."""
    at: int | None = total - operator.length_hint(cursor) - 1
    if isinstance(error, Invalid):  # of which iteration, only a look at each could tell
        at, error = None, error.error
    message = _describe(error) if error is not None else ""
    data, text = None, ""
    if errors and error is not None:
        text = _traceback_of(error)
        with contextlib.suppress(Exception):  # what cannot be sent is told by its message
            error.__traceback__ = _without_ours(error.__traceback__)
            data = [bytes(part) for part in dumps(error, known)]
    return [pickle.dumps((status, (message, at, data, text)))]


def _traceback_of(error: BaseException) -> str:
    """Give a traceback as text, as the plain cell would show it."""
    told = traceback.TracebackException.from_exception(error)
    frames = [frame for frame in told.stack if frame.filename != _OWN_FILE]
    told.stack = traceback.StackSummary.from_list(frames)
    return "".join(told.format())


def _without_ours(trace: types.TracebackType | None) -> types.TracebackType | None:
    """Give a traceback from the body on."""
    while trace is not None and trace.tb_frame.f_code.co_filename == _OWN_FILE:
        trace = trace.tb_next
    return trace


class Invalid(Exception):
    """What was logged is not what could be added; whose fault it is cannot be told."""

    def __init__(self, error: BaseException) -> None:
        super().__init__(str(error))
        self.error = error


def _execute(
    installed: Installed,
    items: Any,
    starts: dict[str, Any],
    own: dict[str, OwnParts],
    limit: Deadline,
    looking: contextlib.AbstractContextManager[None],
) -> tuple[str, Any, list[Any]]:
    """Call the outlined body; give the status, its locals (or error), and the logs' contents."""
    spec = installed.spec
    kept = [
        logs.make(kind, target, own.get(name), careful=installed.careful)
        for (name, kind), target in zip(spec["kinds"], spec["targets"], strict=True)
    ]
    arguments = (log.argument for log in kept)
    ended = False
    try:
        with recursing(spec["process"]["recursion"]), limit, looking:
            found = installed.function(
                items, UNSET, starts, *arguments, *spec["broadcast"], *installed.sections
            )
        ended = True
        if found is None:
            return LEFT, None, []
        trouble = "; ".join(filter(None, (log.trouble() for log in kept)))
        if trouble:
            return UNRETURNABLE, trouble, []
        contents = [log.content() for log in kept]
        if spec["hashed"]:
            for element in found["__nbp_results"]:
                hash(element if spec["hashed"] == "elements" else element[0])
    except (ChunkCancelled, logs.NeedsCare):
        raise
    except DeadlinePassed as passed:
        late = None if limit.is_where_it_was_late() else Invalid(passed)
        return TIMED_OUT, late, []
    except BaseException as error:
        if not isinstance(error, Exception):  # it ends the cell, whatever holds for failures
            return LEFT, error, []
        return RAISED, Invalid(error) if ended else error, []
    finally:
        limit.close()
    return OK, found, contents


def _describe(error: BaseException) -> str:
    try:
        return f"{type(error).__name__}: {error}"[:500]
    except Exception as second:
        return f"{type(error).__name__} (whose message raises {type(second).__name__})"


def _stays(spec: dict[str, Any], bound: dict[str, Any], known: Known) -> bool:
    """Whether some value cannot be had later: drawings can, where an iteration is run again."""
    if spec["figures"] is None:
        return True
    here = known.copy()
    here.kept = {}
    return not all(can_travel(value, here) for value in bound.values())


def _give_back(installed: Installed, effects: Effects, known: Known) -> Parts:
    spec, found = installed.spec, effects.body
    result: dict[str, Any] = {
        "logs": effects.logs,
        "output": [(kind, "".join(e) if isinstance(e, list) else e) for kind, e in effects.output],
        "results": pack(found["__nbp_results"]) if "__nbp_results" in found else None,
        "owned": effects.watch.changes() if effects.watch is not None else [],
        "states": effects.states,
        "cached": effects.cached,
        "signals": effects.signals,
        "files": [(f.path, f.data, f.created, f.mode) for f in effects.files],
        "read": effects.read,
    }
    bound = {
        name: found[name] for name in spec["private"] if name in found and found[name] is not UNSET
    }
    result["deleted"] = [name for name in spec["private"] if name not in found]
    definite = set(spec["definite"])
    always = {name: value for name, value in bound.items() if name not in definite}
    # An iteration cannot be run again for its temporaries once its own parts have changed, or
    # where it has drawn or written.
    changed = bool(installed.sections or effects.states) or not effects.repeatable
    once = effects.last or changed or effects.watch is not None
    once = once or installed.guard is not None  # nor may what nobody can see into
    result["lost"], result["again"] = [], not once
    if spec["figures"] is not None and not effects.last:  # drawings cannot travel
        needed = bound if once else always
        lost = [name for name, value in needed.items() if not can_travel(value, known)]
        result["lost"] = lost
        bound = {name: value for name, value in bound.items() if name not in lost or not once}
        always = {name: value for name, value in always.items() if name not in lost}
    whole = once or (size := weight(bound, known)) <= LIVE_OUT_LIMIT
    # What cannot be sent now cannot be had later, if the next iteration ends the loop.
    if whole or (spec["kept"] and size == math.inf and _stays(spec, bound, known)):
        result["live_out"], result["whole"] = bound, True
    else:
        result["live_out"], result["whole"] = always, False
    read_only_once = [
        array
        for (_, kind), content in zip(spec["kinds"], effects.logs, strict=True)
        for array in logs.large_arrays(kind, content)
    ]
    parts = dumps((OK, result), known, read_only_once)
    installed.known.may_be_left_out = known.may_be_left_out
    # The sections are about to be put back as they were, for the next chunk.
    soon_undone = bool(installed.sections) or effects.watch is not None
    return [bytes(part) for part in parts] if soon_undone else parts
