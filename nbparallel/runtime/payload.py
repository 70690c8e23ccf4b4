"""What travels to the workers: the outlined body with what it reads, and the items.

Pickling is also the last word of the analysis: only here is everything seen that the body's
names reach. An inventory of the objects that were pickled is checked before anything is sent.
"""

from __future__ import annotations

import inspect as inspect_module
import io
import linecache
import os
import pickle
import sys
import types
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import cloudpickle
from cloudpickle.cloudpickle import _extract_code_globals

from nbparallel import facts
from nbparallel.analysis import knowledge, listeners, moving
from nbparallel.analysis.accumulators import Adds
from nbparallel.analysis.knowledge import plotting
from nbparallel.analysis.legality import Judgement
from nbparallel.diagnostic import Code, Diagnostic
from nbparallel.plan.guardprice import FREE, Price, prices
from nbparallel.plan.outline import Outline
from nbparallel.runtime import (
    chunkrun,
    copied,
    fidelity,
    figures,
    giveback,
    guards,
    modules,
    patches,
    settings,
    snapshot,
    staging,
    surroundings,
    targets,
    watching,
)
from nbparallel.runtime.holdings import Reach
from nbparallel.runtime.packing import Packed, pack
from nbparallel.runtime.pickling import NaNPickler, NaNs, Pickler, UnjudgedClass, may_hold_nan
from nbparallel.runtime.randomstate import Key, is_settable, reference_to
from nbparallel.runtime.undeliverable import PayloadError
from nbparallel.source import Span

OUT_OF_BAND: Final = 64 * 1024
"""Bytes from which a buffer travels beside the pickle, once per host."""

PLAIN_TERMS: Final = types.MappingProxyType({"errors": False, "timeout": None, "folder": None})

_HARMLESS: Final = frozenset(
    {
        types.FunctionType,
        types.BuiltinFunctionType,
        types.ModuleType,
        types.CodeType,
        types.CellType,
        types.MappingProxyType,
        type,
        property,
        classmethod,
        staticmethod,
        str,
        bytes,
        int,
        float,
        complex,
        bool,
        tuple,
        list,
        dict,
        set,
        frozenset,
        bytearray,
        type(None),
    }
)


@dataclass(eq=False)
class Payload:
    """A loop's pickled body and constants.

    Attributes
    ----------
    data : bytes
        The pickle.
    buffers : list of memoryview
        Its out-of-band buffers.
    by_index : dict
        The pickled objects by their places in the pickle; workers name them so.
    index_of : dict
        The places by object identity, for the items' pickles.
    nans : NaNs
        The NaNs in this and in the items, by number.
    judged : frozenset of type
        The user's classes whose own code may run when objects are copied.
    held : frozenset of int
        With guards: the identities of the objects that libraries keep themselves.
    watched : frozenset of str
        With guards: the libraries that are watched.
    unseen : frozenset of str
        With guards: the calls that cannot be seen into.
    figures : dict or None
        What the loop's figures look like, if it draws some.
    """

    data: bytes
    buffers: list[memoryview]
    by_index: dict[int, object]
    index_of: dict[int, int]
    nans: NaNs
    judged: frozenset[type] = frozenset()
    held: frozenset[int] = frozenset()
    watched: frozenset[str] = frozenset()
    unseen: frozenset[str] = frozenset()
    figures: dict[str, Any] | None = None

    @property
    def price(self) -> Price:
        """What the guards take."""
        if not self.watched:
            return FREE
        return prices.of(self.watched, len(guards.modules_of(self.watched)), self.unseen)

    @property
    def nbytes(self) -> int:
        """Bytes in all."""
        return len(self.data) + sum(buffer.nbytes for buffer in self.buffers)

    def streams(self) -> dict[Key, Any]:
        """Give the generators whose states can be set, by place."""
        return {
            index: obj
            for index, obj in self.by_index.items()
            if is_settable(obj) and reference_to(obj) is None
        }


def build(
    outline: Outline,
    judgement: Judgement,
    namespace: Mapping[str, Any],
    span: Span,
    items: Iterable[Any] = (),
    *,
    look: bool = True,
    kept: bool = False,
) -> Payload:
    """Pickle a loop's body and what it reads.

    With guards, the libraries of some of its items tell what is to be watched. Unless they are
    looked at the payload is not complete: it shows whether there may be one, and at what price.
    It is told whether code may go on with the names of an iteration that is not the last (`kept`).

    Raises
    ------
    PayloadError
        If something cannot be pickled, or if what was reached forbids running apart.
    """
    broadcast = [facts.lookup(namespace, name) for name in outline.broadcast]
    names = [n for n, (known, _) in zip(outline.broadcast, broadcast, strict=True) if not known]
    if names:
        raise PayloadError(
            [Diagnostic(Code.MAYBE_UNBOUND, f"`{name}` is not defined", span) for name in names]
        )
    process = surroundings.process_state()
    if option := settings.unknown_function(process["settings"]):
        what = f"pandas' option `{option}` is a function of yours, which is not looked into"
        raise PayloadError([Diagnostic(Code.PROCESS_STATE, what, span)])
    data = [*(value for _, value in broadcast), *items]
    watched, guard = frozenset[str](), None
    if judgement.guarded:
        watched = watching.libraries(judgement, outline.code, data)
    if judgement.guarded and look:
        guard = watching.terms(judgement, watched, outline.code, span, data)
    drawn = _figures(span) if judgement.figures else None
    spec = {
        "pid": (surroundings.host_id(), os.getpid()),
        "code": outline.code,
        "kinds": outline.kinds,
        "targets": [
            _target(name, kind, namespace, judgement, outline) for name, kind in outline.kinds
        ],
        "broadcast": [_sent(value) for _, value in broadcast],
        "writes": judgement.writes,
        "private": outline.private,
        "hashed": outline.hashed,
        "altered_frames": outline.altered_frames,
        "definite": tuple(outline.definite),
        "kept": kept,
        "hash": hash(surroundings.PROBE),
        "process": process,
        "generators": judgement.draws.generators if judgement.draws is not None else (),
        "modules": _module_digests(judgement, span),
        "names": outline.broadcast,
        "figures": None if drawn is None else pickle.dumps(drawn),
        "guard": guard,
        "sources": _sources(outline, [value for _, value in broadcast]),
    }
    sections = [(True, namespace[name]) for name in outline.sections]
    nans = NaNs()
    judged = judgement.user_classes
    try:
        file, buffers, pickler, apart = _dumped(spec, sections, judged, None)
        if may_hold_nan(file.getvalue()):
            file, buffers, pickler, apart = _dumped(spec, sections, judged, nans)
        _check_copies(file.getvalue(), [buffer.raw() for buffer in buffers], pickler)
    except UnjudgedClass as error:
        reason = Diagnostic(Code.UNKNOWN_CALL, str(error), span)
        raise PayloadError([reason], frozenset({error.cls})) from error
    except fidelity.Unfaithful as error:
        raise PayloadError([Diagnostic(Code.UNPICKLABLE, str(error), span)]) from error
    except Exception as error:  # pickling runs foreign code: anything may come out of it
        values = dict(zip(outline.broadcast, broadcast, strict=True))
        values.update(zip(outline.sections, sections, strict=True))
        raise PayloadError([_unpicklable(values, span, error)]) from error
    memo: dict[int, tuple[int, object]] = pickler.memo.copy()
    payload = Payload(
        file.getvalue(),
        [buffer.raw() for buffer in buffers],
        dict(memo.values()),
        {identity: index for identity, (index, _) in memo.items()},
        nans,
        judged,
    )
    payload.figures = drawn
    payload.watched, payload.unseen = watched, frozenset(judgement.unseen)
    if guard is not None:
        payload.held = guards.own_of(guard["modules"], guard["packages"])
    direct = {id(value) for _, value in broadcast} | judgement.bars
    if judgement.draws is not None:
        direct |= {id(generator) for generator in payload.streams().values()}
    reached = [obj for _, obj in apart.values() if obj is not process["decimal"]]
    own = [obj for identity, (_, obj) in memo.items() if identity not in apart]

    def inspected(judgement: Judgement) -> list[Diagnostic]:
        found = inspect(reached, judgement, namespace, span, direct)
        return found + inspect(own, judgement, {}, span, {id(value) for _, value in sections})

    if message := held_by_a_library(payload.by_index.values(), payload):
        raise PayloadError([Diagnostic(Code.PROCESS_STATE, message, span)])
    if message := _reaches_a_library(judgement, namespace, payload):
        raise PayloadError([Diagnostic(Code.REACHES_TARGET, message, span)])
    if diagnostics := inspected(judgement):
        unjudged = _user_classes(memo) - judgement.user_classes
        guardable = not judgement.guarded and not inspected(replace(judgement, guarded=True))
        raise PayloadError(diagnostics, unjudged, guardable=guardable)
    return payload


def _figures(span: Span) -> dict[str, Any]:
    """Tell what figures look like in the kernel.

    Raises
    ------
    PayloadError
        If workers could not draw them.
    """
    if patched := patches.find_among(plotting.LIBRARIES):
        message = f"`{patched}` is a function of yours: the workers have the library's own"
        raise PayloadError([Diagnostic(Code.PROCESS_STATE, message, span)])
    try:
        drawn = figures.state()
        pickle.dumps(drawn)
    except figures.Unlike as error:
        raise PayloadError([Diagnostic(Code.PROCESS_STATE, str(error), span)]) from error
    except Exception as error:  # settings may be objects of the user's
        message = f"the settings of Matplotlib cannot be sent: {error}"
        raise PayloadError([Diagnostic(Code.UNPICKLABLE, message, span)]) from error
    return drawn


def _sent(value: Any) -> Any:
    """Give what a name is on a worker: there ``open`` may keep aside what is written."""
    return staging.body_open if facts.is_open(value) else value


def _module_digests(judgement: Judgement, span: Span) -> dict[modules.Place, bytes]:
    """Tell what the loop reads of modules, of which each worker has its own copy.

    Raises
    ------
    PayloadError
        If that cannot be told of a module of the user's.
    """
    digests = {}
    for place in sorted(judgement.module_reads):
        try:
            digests[place] = modules.digest(modules.found_at(place))
        except (ImportError, AttributeError, modules.Opaque) as error:
            module, name = place
            if facts.library_of(sys.modules[module]) is None:
                message = (
                    f"`{module}.{name}` lives in a module of yours, of which each worker imports "
                    "its own copy"
                )
                hint = f"bind it to a name first: `{name} = {module}.{name}`"
                found = Diagnostic(Code.PROCESS_STATE, message, span, hint=hint)
                raise PayloadError([found]) from error
    return digests


def held_by_a_library(objects: Iterable[object], payload: Payload) -> str:
    """Say that an object is a library's own; empty if none is."""
    if not payload.held:
        return ""
    found = next((obj for obj in objects if id(obj) in payload.held), None)
    if found is None:
        return ""
    return (
        f"a `{type(found).__qualname__}` in the body's data is one that a library keeps: what goes "
        "to a worker would be another than its library's"
    )


def _reaches_a_library(judgement: Judgement, namespace: Mapping[str, Any], payload: Payload) -> str:
    """Say that a library keeps something of what the loop changes; empty if none does."""
    if not payload.held:
        return ""
    for name in sorted(judgement.changed):
        try:
            met = list(snapshot.walk([(name, namespace.get(name))], Reach(frozenset())))
        except snapshot.Unwatchable as error:
            return f"whether a library keeps parts of `{name}` is not known: {error}"
        if any(id(obj) in payload.held for _, obj, _ in met):
            return f"a library keeps `{name}`, or a part of it, which the loop changes"
    return ""


def _check_copies(data: bytes, buffers: list[Any], pickler: Any) -> None:
    """Refuse objects of which a worker would get a copy that is not what they are.

    Raises
    ------
    nbparallel.runtime.fidelity.Unfaithful
        If there is one.
    """
    memo: dict[int, tuple[int, object]] = pickler.memo.copy()
    originals = dict(memo.values())
    if fidelity.doubtful_among(originals.values()):
        unpickler = chunkrun.PayloadUnpickler(data, {}, buffers)
        unpickler.load()
        unpickler.load()
        fidelity.check(originals, unpickler.memo.copy())


def _dumped(
    spec: dict[str, Any],
    sections: list[tuple[bool, Any]],
    judged: frozenset[type],
    nans: NaNs | None,
) -> tuple[io.BytesIO, list[pickle.PickleBuffer], Any, dict[int, tuple[int, object]]]:
    """Pickle a loop's data; give also what it reaches apart from the sections."""
    file, buffers = io.BytesIO(), list[pickle.PickleBuffer]()

    def out_of_band(buffer: pickle.PickleBuffer) -> bool:
        if buffer.raw().nbytes < OUT_OF_BAND:
            return True
        buffers.append(buffer)
        return False

    pickler = (
        Pickler(file, judged, protocol=5, buffer_callback=out_of_band)
        if nans is None
        else NaNPickler(file, judged, nans, protocol=5, buffer_callback=out_of_band)
    )
    pickler.dump(spec)
    apart: dict[int, tuple[int, object]] = pickler.memo.copy()
    pickler.dump([value for _, value in sections])
    return file, buffers, pickler, apart


def _user_classes(memo: Mapping[int, tuple[int, object]]) -> frozenset[type]:
    """Give the user's classes of which there are objects in a pickle."""
    classes = {type(obj) for _, obj in memo.values()}
    return frozenset(
        cls
        for cls in classes
        if cls not in _HARMLESS
        and not _is_pickle_machinery(cls)
        and not issubclass(cls, type)
        and facts.is_user_class(cls)
    )


def _target(
    name: str, kind: str, namespace: Mapping[str, Any], judgement: Judgement, outline: Outline
) -> dict[str, Any]:
    """Describe an accumulator well enough to refuse on a worker what it would refuse."""
    if kind == Adds.DEFERRED.value:
        assert judgement.deferral is not None
        return {"uses": [[o.rule for o in d.operands] for d in judgement.deferral.statements]}
    if kind == Adds.SECTION.value:
        return {}
    live = namespace[name]
    if kind == Adds.ARRAY.value:
        indices = outline.indices.get(name, 0)
        return {"shape": live.shape, "dtype": live.dtype, "indices": indices}
    if kind == Adds.ITEMS.value:
        return {"length": len(live)}
    if kind == Adds.FOLD.value:
        return {"type": type(live)}
    return {}


def _sources(outline: Outline, values: Iterable[Any]) -> dict[str, str]:
    """Give the cells' texts, so that workers can show lines of the user's functions."""
    names = {outline.code.co_filename}
    names |= {
        value.__code__.co_filename
        for value in values
        if isinstance(value, types.FunctionType) and facts.library_of(value) is None
    }
    texts = {name: "".join(linecache.getlines(name)) for name in names}
    return {name: text for name, text in texts.items() if text}


def _unpicklable(
    values: Mapping[str, tuple[bool, Any]], span: Span, error: Exception
) -> Diagnostic:
    """Find the name to blame by pickling each alone."""
    for name, (_, value) in values.items():
        try:
            cloudpickle.dumps(value)
        except Exception as reason:  # as above
            return Diagnostic(
                Code.UNPICKLABLE,
                f"`{name}` cannot be sent to another process: {reason}",
                span,
                hint=f"make `{name}` in the body",
            )
    return Diagnostic(Code.UNPICKLABLE, f"the loop cannot be sent: {error}", span)


def inspect(
    objects: Iterable[object],
    judgement: Judgement,
    namespace: Mapping[str, Any],
    span: Span,
    direct: set[int],
) -> list[Diagnostic]:
    """Check everything that was pickled against what the judgement assumed.

    Parameters
    ----------
    objects : iterable
        What was pickled.
    judgement : Judgement
        What was judged.
    namespace : mapping
        Where the objects live that the loop changes; empty for these objects' own parts.
    span : Span
        The loop.
    direct : set of int
        Identities of what the body names itself.
    """
    diagnostics: dict[str, Diagnostic] = {}

    def refuse(code: Code, message: str, hint: str = "") -> None:
        diagnostics.setdefault(message, Diagnostic(code, message, span, hint=hint))

    changed = targets.found(judgement, namespace)
    arrays = {
        name: held
        for name in set(changed.values())
        if (held := targets.memory(namespace.get(name)))
    }
    objects = list(objects)
    apart = copied.apart(objects, [namespace.get(name) for name in arrays]) if arrays else ()
    recorded = listeners.recorded_warnings()
    if recorded is not None and any(obj is recorded for obj in objects):
        refuse(Code.REACHES_TARGET, "the body can reach the list in which warnings are recorded")
    # Of a class with abstract methods there is a set of their names, which no code iterates.
    names = {id(vars(cls).get("__abstractmethods__")) for cls in objects if isinstance(cls, type)}
    objects = [obj for obj in objects if id(obj) not in names or obj is None]
    if judgement.functions is not None:
        _check_functions(objects, judgement.functions, refuse)
    if judgement.guarded:
        _check_names(objects, judgement, refuse)
    for obj in objects:
        for part in (obj, *targets.seen_through(obj)):
            name = changed.get(id(part), "")
            if not name:
                continue
            refuse(
                Code.REACHES_TARGET,
                f"the body can reach `{name}`, which it changes, by another way",
            )
        cls = type(obj)
        looked_at = arrays and not facts.is_frame(obj) and id(obj) not in apart
        own = targets.memory(obj) if looked_at else []
        for name, held in arrays.items():
            if any(facts.overlaps(array, held) for array in own):
                refuse(Code.ALIAS, f"what the body reads shares its memory with `{name}`")
        if facts.is_ndarray(obj):
            if judgement.copies_objects and not _holds_atoms(obj):
                refuse(
                    Code.UNKNOWN_CALL,
                    "the body copies arrays, and its data holds an array of objects: the copy "
                    "holds the same objects",
                )
        elif isinstance(obj, type) or (cls not in _HARMLESS and not facts.is_atom_type(cls)):
            _check_type(cls, obj, judgement, refuse, direct)
        elif (
            cls in (set, frozenset)
            and judgement.iterates_unknown
            and id(obj) not in direct
            and not giveback.keeps_its_order(obj, same_hashes=False)
        ):
            refuse(
                Code.SET_ORDER,
                "the body's data holds a set, and something of unknown type is iterated: the order "
                "of a set may differ between processes",
                "use sorted(...) where the order shows",
            )
    return list(diagnostics.values())


def _check_functions(objects: list[object], judged: frozenset[int], refuse: Any) -> None:
    """Refuse functions of the user's that a library may call and nobody has judged."""
    members = {
        id(member)
        for obj in objects
        if isinstance(obj, type) and facts.is_user_class(obj)
        for member in vars(obj).values()
    }
    for obj in objects:
        function = obj.__func__ if isinstance(obj, types.MethodType) else obj
        if (
            isinstance(function, types.FunctionType)
            and facts.library_of(function) is None
            and not _is_pickle_machinery(function)
            and (function is not obj or (id(obj) not in judged and id(obj) not in members))
        ):
            refuse(
                Code.UNKNOWN_CALL,
                f"a library may call `{function.__qualname__}`, which the body's data holds",
                "call it in the body by its name",
            )


def _runs_code(cls: type) -> bool:
    """Whether a class has a metaclass of the user's, or a ``[]`` of its own."""
    member = inspect_module.getattr_static(cls, "__class_getitem__", None)
    function = getattr(member, "__func__", member)
    own = isinstance(function, types.FunctionType) and facts.library_of(function) is None
    return own or facts.is_user_class(type(cls))


def _check_names(objects: list[object], judgement: Judgement, refuse: Any) -> None:
    """Refuse functions that nobody has judged and that use names which the loop binds."""
    bound = {*judgement.private, *judgement.changed, *judgement.starts}
    for obj in objects:
        function = obj.__func__ if isinstance(obj, types.MethodType) else obj
        if (
            isinstance(function, types.FunctionType)
            and facts.library_of(function) is None
            and not _is_pickle_machinery(function)
            and id(function) not in judgement.judged
        ):
            used = set(_extract_code_globals(function.__code__)) | {*function.__code__.co_freevars}
            for name in sorted(used & bound):
                refuse(
                    Code.CARRIED,
                    f"the loop assigns `{name}`, which `{function.__qualname__}` uses from outside",
                    f"pass `{name}` to `{function.__qualname__}` as an argument",
                )


def _holds_atoms(array: Any) -> bool:
    return not array.dtype.hasobject or all(
        facts.is_atom_type(type(element)) for element in array.ravel().tolist()
    )


def _elements(container: Any) -> Iterable[object]:
    """Give the elements of a container that may be changed in place."""
    values = container.values() if isinstance(container, dict) else container
    if type(container) not in (list, deque) and not isinstance(container, dict):
        return []
    return [e for e in values if not facts.is_atom_type(type(e)) and type(e) is not tuple]


def _check_type(
    cls: type, obj: object, judgement: Judgement, refuse: Any, direct: set[int]
) -> None:
    name = cls.__qualname__
    if hasattr(cls, "__next__"):
        refuse(
            Code.STATEFUL_INPUT,
            f"the body's data holds a {name}: a worker would read a copy",
            "make it a list before the loop",
        )
    elif (
        knowledge.is_generator(cls)
        and hasattr(cls, "shuffle")
        and id(obj) not in direct
        and not judgement.owns_items
        and not _is_global_generator(obj)
    ):
        refuse(
            Code.STATEFUL_INPUT,
            f"the body's data holds a {name}: a worker would draw from a copy of it",
            "give an integer as seed instead",
        )
    elif cls is defaultdict and id(obj) not in direct:
        refuse(Code.STATEFUL_INPUT, "the body's data holds a defaultdict, which reading may change")
    elif isinstance(obj, type) and _runs_code(obj):
        refuse(
            Code.UNKNOWN_CALL,
            f"using the class `{obj.__qualname__}` runs code of yours: of its metaclass, or when "
            "it is subscripted",
        )
    elif moving.is_bar(obj):
        if id(obj) not in direct:  # by another way than its name, more may be asked of it
            refuse(Code.UNKNOWN_CALL, "the body's data holds a progress bar, which cannot be sent")
        return  # the worker has a stand-in
    elif isinstance(obj, type) or (
        callable(obj) and knowledge.is_known_library(facts.library_of(obj))
    ):
        return  # classes and functions are judged where they are called
    elif judgement.vouched_classes.intersection(cls.__mro__) and not facts.is_user_class(cls):
        return  # on the user's word
    elif plotting.is_plain(cls):
        return  # nothing changes it
    elif facts.is_user_class(cls):
        if judgement.figures and plotting.derives(cls):
            refuse(Code.UNKNOWN_CALL, f"the body's data holds a `{name}`, which may be drawn")
        if cls not in judgement.user_classes:
            refuse(Code.UNKNOWN_CALL, f"the body's data holds objects of `{name}`, judged too late")
        for method in sorted(judgement.assumed_methods if not judgement.guarded else ()):
            member = inspect_module.getattr_static(cls, method, None)
            if isinstance(member, types.FunctionType | staticmethod | classmethod):
                refuse(
                    Code.UNKNOWN_CALL, f"`.{method}` may be `{name}.{method}`, which is not seen"
                )
    elif not knowledge.is_known_library(facts.library_of(cls)) and not _is_pickle_machinery(cls):
        if judgement.guarded:
            return
        refuse(
            Code.UNKNOWN_CALL,
            f"the body's data holds objects of `{cls.__module__}.{name}`, which is not known",
        )
    else:
        doubtful = knowledge.doubtful_methods(cls, judgement.assumed_methods)
        doubtful += plotting.doubtful(cls, judgement.taken_for_artists)
        for method in doubtful:
            refuse(Code.UNKNOWN_CALL, f"`.{method}` may be `{name}.{method}`, which is not known")


def _is_global_generator(obj: object) -> bool:
    """Whether an object is a module's generator, which workers have, too."""
    return reference_to(obj) is not None


def _is_pickle_machinery(cls: Any) -> bool:
    return (cls.__module__ or "").partition(".")[0] in {"cloudpickle", "nbparallel"}


class _ItemPickler(Pickler):
    """Pickles items; objects the payload already holds are named by their place in it."""

    def __init__(self, file: Any, payload: Payload) -> None:
        super().__init__(file, payload.judged, protocol=5)
        self._index_of = payload.index_of
        self._nans = payload.nans

    def persistent_id(self, obj: object) -> object:
        cls = type(obj)
        if cls is float:
            return self._nans.token(obj) if obj != obj else None  # type: ignore[arg-type]
        if cls in giveback.ANONYMOUS or cls is bool or obj is None:
            return None
        return self._index_of.get(id(obj))


def pack_items(
    items: Any,
    payload: Payload,
    last: bool,
    owned: tuple[list[Any], set[int]] | None = None,
    starts: Mapping[str, Any] | None = None,
    states: bytes = b"",
    terms: Mapping[str, Any] = PLAIN_TERMS,
) -> tuple[bytes, dict[int, object], dict[int, object]]:
    """Pickle one chunk's items.

    Parameters
    ----------
    items : sequence
        The items.
    payload : Payload
        The loop's.
    last : bool
        Whether the chunk's temporaries are what the user sees afterwards.
    owned : tuple of list and set, optional
        What the items own, if they may be changed: see `ownership.owned_by`.
    starts : mapping, optional
        What names that the loop carries start with.
    states : bytes
        The random states that it starts with, as `randomstate.Lent` takes them.
    terms : mapping, optional
        What holds for failing iterations: ``errors`` (whether to send what they raise),
        ``timeout`` in seconds, and the ``folder`` in which workers note what they run.

    Returns
    -------
    data : bytes
        What `chunkrun.run_chunk` takes.
    by_index : dict
        The pickled objects by place, for the tokens in its result.
    new : dict
        The objects that the payload did not hold, by identity, to be inspected.
    """
    file = io.BytesIO()
    pickler = _ItemPickler(file, payload)
    packed = pack(items)
    marshalled = packed.data if isinstance(packed, Packed) else None
    travel = None if marshalled else items
    pickler.dump((last, marshalled, travel, owned, dict(starts or {}), states, dict(terms)))
    memo: dict[int, tuple[int, object]] = pickler.memo.copy()
    by_index = dict(memo.values())
    if fidelity.doubtful_among(by_index.values()):
        unpickler = chunkrun.ItemUnpickler(file.getvalue(), payload.by_index, {})
        unpickler.load()
        fidelity.check(by_index, unpickler.memo.copy())
    return file.getvalue(), by_index, {identity: obj for identity, (_, obj) in memo.items()}
