"""The worker's side of the dispatch: which loops it knows, one chunk at a time, how to stop it.

Imports the standard library only: workers on other hosts get this module's source when they
lack the package. Its state lives in this module, so it survives from one task to the next.
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import importlib
import os
import pickle
import sys
import threading
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from types import ModuleType

from nbparallel.runtime import buffers, lanes, segments
from nbparallel.runtime.buffers import Reference
from nbparallel.runtime.segments import Draft, Place

LARGE = 2**20  # bytes; from here on data goes through shared memory rather than a socket


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What code expects around it: the kernel's own, for workers on its host."""

    path: tuple[str, ...]
    folder: str
    environ: dict[str, str] | None  # None: leave the worker's alone


@dataclass(frozen=True, slots=True)
class Parcel:
    """One loop, as it is kept on a worker until its first chunk comes."""

    engine: str  # module with install, run_chunk, forget
    payload: bytes | Reference
    shared: tuple[Reference, ...]
    inline: tuple[tuple[bytes, bool], ...]  # buffers where memory is not shared
    order: tuple[tuple[int, int], ...]  # of each buffer: which of `shared`, -1 for `inline`; place
    surroundings: Surroundings | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What comes back of one chunk."""

    verdict: str  # "returned" | "error" | "cancelled" | "unreachable" | "lost"
    data: list[bytes | memoryview] | list[Place]
    began: float
    ended: float
    message: str = ""
    lane: int = -1  # where not the worker's own process ran it
    pid: int = 0


@dataclass(slots=True)
class _Running:
    key: str
    thread: int
    cancelled: type[BaseException]


_parcels: dict[str, bytes] = {}
_teams: dict[str, lanes.Team] = {}
_installed: dict[str, ModuleType] = {}
_stopped: dict[str, None] = {}  # keys of loops whose chunks must not run any more
_arena = segments.Arena()  # of results that the kernel has not yet read
_turn = threading.Lock()  # a chunk owns the process: its output, its warnings, its folder
_guard = threading.Lock()  # protects _running
_running: _Running | None = None


def add_loop(key: str, parcel: bytes) -> None:
    """Keep a loop; it is unpacked by the thread that runs its first chunk."""
    _parcels[key] = parcel


def drop_loop(key: str) -> None:
    """Forget a loop and free its memory."""
    _bar(key)
    _parcels.pop(key, None)
    team = _teams.pop(key, None)
    if team is not None:
        team.close()
    engine = _installed.pop(key, None)
    if engine is not None:
        engine.forget(key)
    fetched(_arena.lent(key))
    if not _installed:
        _arena.trim()


def fetched(names: Sequence[tuple[str, int]]) -> None:
    """Use the memory again of results that the kernel has read."""
    for name in names:
        _arena.give_back(name)


def run_chunks(key: str, envelope: bytes) -> bytes:
    """Run chunks; envelope and answers are pickled, so that Dask does not look into them.

    The envelope holds the loop's parcel if this worker may not know it, the chunks' numbers and
    data (or where they are), the names of results that the kernel has read, whether results may
    come back through shared memory, how many chunks run at a time, and whether each must
    have a process of its own.
    """
    parcel, chunks, done, share_results, width, alone = pickle.loads(envelope)
    if parcel is not None and key not in _stopped:
        _parcels.setdefault(key, parcel)
    if (alone or width > 1) and (landed := _in_lanes(key, chunks, width)) is not None:
        with _turn:
            fetched(done)
            return pickle.dumps([_taken(key, one, share_results) for one in landed])
    if alone:
        why = "what cannot be seen into needs processes of its own, which there are none of here"
        return pickle.dumps([Answer("error", [], 0.0, 0.0, why) for _ in chunks])
    answers = []
    for chunk, data in chunks:
        with _turn:
            fetched(done)
            if not share_results:
                answers.append(_flattened(_answer(key, chunk, data)))
                continue
            with segments.drafting(_arena) as draft:
                answers.append(_laid_down(draft, (key, chunk), _answer(key, chunk, data)))
    return pickle.dumps(answers)


def _in_lanes(
    key: str, chunks: Sequence[tuple[int, bytes | Reference]], width: int
) -> list[lanes.Landed] | None:
    """Run chunks side by side, each in a process of its own; None where that cannot be."""
    from distributed import secede

    team = None
    with contextlib.suppress(lanes.Broken):
        team = _team(key, width)
    if team is None:
        return None
    secede()  # the worker goes on with its next task: this thread only waits
    with contextlib.suppress(lanes.Broken):
        return team.run(chunks)
    return [lanes.Landed(chunk, 0, 0, None, "its lanes ended") for chunk, _ in chunks]


def _team(key: str, width: int) -> lanes.Team | None:
    with _turn:
        team = _teams.get(key)
        if key in _stopped or key not in _parcels:
            return None
        if team is None or team.gone:
            engine = pickle.loads(_parcels[key]).engine
            team = _teams[key] = lanes.Team(key, _parcels[key], engine, width)
        return team


def _taken(key: str, one: lanes.Landed, share_results: bool) -> Answer:
    """Make an answer of what came out of a lane."""
    if one.answer is None:
        verdict = "cancelled" if key in _stopped else "lost"
        message = f"process {one.pid} died ({one.end})"
        return Answer(verdict, [], 0.0, 0.0, message, one.lane, one.pid)
    answer: Answer = pickle.loads(one.answer)
    answer = replace(answer, lane=one.lane, pid=one.pid)
    if not share_results:
        return answer
    with segments.drafting(_arena) as draft:
        return _laid_down(draft, (key, one.chunk), answer)


def prepare(key: str) -> None:
    """Install a loop before its chunks come; what goes wrong is said by each of them."""
    with contextlib.suppress(Exception):
        _install(key).settle(key)


def watched(key: str) -> Collection[str]:
    """Give the modules that a loop's guards watch, or may have to import."""
    return _installed[key].watched(key) if key in _installed else ()


def run_alone(key: str, chunk: int, data: bytes | Reference) -> bytes:
    """Run one chunk in a process that is there for it alone."""
    return pickle.dumps(_flattened(_answer(key, chunk, data, fresh=True)))


def _flattened(answer: Answer) -> Answer:
    """Let a result travel in the answer itself."""
    data: list[bytes | memoryview] = [bytes(part) for part in answer.data]  # type: ignore[arg-type]
    return replace(answer, data=data)


def _laid_down(draft: Draft, name: tuple[str, int], answer: Answer) -> Answer:
    """Let a large result wait in shared memory."""
    parts = [memoryview(part) for part in answer.data]  # type: ignore[arg-type]
    places = None
    if sum(part.nbytes for part in parts) >= LARGE:
        places = draft.finish(name, parts)
    if places is None:
        return _flattened(answer)
    return replace(answer, data=places)


def _answer(key: str, chunk: int, data: bytes | Reference, *, fresh: bool = False) -> Answer:
    """Run one chunk; in a fresh process nothing has changed since the loop was installed."""
    began = time.time()
    cancelled: type[BaseException] = _NeverRaised
    try:
        if key in _stopped:
            return Answer("cancelled", [], began, began)
        engine = _installed[key] if fresh and key in _installed else _install(key)
        cancelled = engine.ChunkCancelled
        if not isinstance(data, bytes):
            data = bytes(buffers.attach(data)[0])
        began = time.time()
        result = _interruptible(engine, key, chunk, data)
        return Answer("returned", result, began, time.time())
    except cancelled:
        return Answer("cancelled", [], began, time.time())
    except buffers.Unreachable as error:
        return Answer("unreachable", [], began, time.time(), str(error))
    except Exception as error:
        return Answer("error", [], began, time.time(), f"{type(error).__name__}: {error}")


class _NeverRaised(BaseException):
    pass


def _interruptible(
    engine: ModuleType, key: str, chunk: int, data: bytes
) -> list[bytes | memoryview]:
    global _running
    try:
        with _guard:
            _running = _Running(key, threading.get_ident(), engine.ChunkCancelled)
        result: list[bytes | memoryview] = engine.run_chunk(key, chunk, data)
        return result
    finally:
        with _guard:
            _running = None
        # One that was set but not yet raised would hit Dask's own thread loop.
        _inject(threading.get_ident(), None)


def _install(key: str) -> ModuleType:
    """Make a loop ready; again only its surroundings, which another loop may have changed."""
    if key not in _parcels:
        raise LookupError(f"this worker does not know the loop {key}")
    parcel: Parcel = pickle.loads(_parcels[key])
    if parcel.surroundings is not None:
        _settle(parcel.surroundings)
    if key not in _installed:
        engine = importlib.import_module(parcel.engine)
        inline = buffers.copies(parcel.inline)
        shared = [buffers.attach(reference) for reference in parcel.shared]
        views = [
            inline[place] if which < 0 else shared[which][place] for which, place in parcel.order
        ]
        payload = parcel.payload
        if not isinstance(payload, bytes):
            payload = bytes(buffers.attach(payload)[0])
        engine.install(key, payload, views)
        _installed[key] = engine
    return _installed[key]


def _settle(wanted: Surroundings) -> None:
    if tuple(sys.path) != wanted.path:
        sys.path[:] = wanted.path
        importlib.invalidate_caches()
    if wanted.folder and os.path.isdir(wanted.folder):
        os.chdir(wanted.folder)
    if wanted.environ is not None and dict(os.environ) != wanted.environ:
        for name in set(os.environ) - set(wanted.environ):
            del os.environ[name]
        os.environ.update(wanted.environ)


async def stop(key: str, patience: float = 0.7) -> bool:
    """Stop what runs of a loop, from the worker's event loop; whether it did stop.

    An exception is put into the thread that runs the chunk, and again as long as it goes on:
    a body may catch it. Code that waits in C does not see it; then the answer is False and
    the caller replaces the process.
    """
    _bar(key)
    if key in _teams:
        _teams[key].close()
    deadline = time.monotonic() + patience
    while True:
        with _guard:
            running = _running if _running is not None and _running.key == key else None
            if running is None:
                return True
            _inject(running.thread, running.cancelled)
        if time.monotonic() > deadline:
            return False
        await asyncio.sleep(0.05)


def _bar(key: str) -> None:
    """Let no chunk of a loop begin any more."""
    _stopped[key] = None
    while len(_stopped) > 1000:
        del _stopped[next(iter(_stopped))]


def _inject(thread: int, error: type[BaseException] | None) -> None:
    raised = None if error is None else ctypes.py_object(error)
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), raised)
