"""Many chunks at a time on one worker, for loops whose iterations mostly wait.

Threads would share one process: its working directory, its streams and warnings filters, the
libraries' own state. So each chunk gets a process. These are forked, a third of a millisecond
each, from a *seed*: a process of one thread in which the loop is installed, and nothing else has
run. Each chunk thus begins in the same fresh state. A seed is forked from the worker's *root*,
a lean interpreter that the worker starts when it first needs one, since a worker, which has
threads, must not be forked.

Worker, root, seeds and chunks hold each other by sockets, and Linux ends a fork with its parent:
whichever is killed takes all below it along.

Runs on workers, so it imports the standard library only.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import importlib.util
import os
import pickle
import queue
import select
import signal
import socket
import struct
import subprocess
import sys
import threading
import types
from collections import deque
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NoReturn

from nbparallel.runtime.lifetime import die_with_parent, ignore_interrupts

POSSIBLE: Final = sys.platform == "linux"
HEAVY: Final = ("numpy", "pandas")
"""Libraries that the root imports once a loop has needed them. So it does with those that a
loop's guards watch, but never with the user's own modules, which may change between two cells."""

_INSTALLED: Final = ("site-packages", "dist-packages")

SPARE: Final = 0.08
"""Part of the machine's memory that lanes leave free; below, some chunks are given up."""

THREADED: Final = "threaded"
"""What a seed says that has got threads when the loop was installed."""

_LENGTH = struct.Struct("!Q")
_SEED, _IMPORT = b"s", b"i"  # what a root is told: to fork one, to import what follows
_BOOT = """
import importlib, pickle, socket, struct, sys, types
end = socket.socket(fileno=int(sys.argv[1]))
def read(size):
    data = b""
    while len(data) < size:
        part = end.recv(size - len(data))
        if not part: sys.exit()
        data += part
    return data
path, sources, names = pickle.loads(read(*struct.unpack("!Q", read(8))))
sys.path[:] = path
for name, text in sources.items():
    package = name
    while "." in package:
        package = package.rpartition(".")[0]
        if package not in sys.modules:
            try: importlib.import_module(package)
            except ImportError:
                sys.modules[package] = types.ModuleType(package)
                sys.modules[package].__path__ = []
    module = sys.modules[name] = types.ModuleType(name)
    exec(compile(text, f"<{name}>", "exec"), module.__dict__)
    setattr(sys.modules[name.rpartition(".")[0]], name.rpartition(".")[2], module)
for name in names: importlib.import_module(name)
sys.modules["nbparallel.runtime.lanes"].serve_root(end)
"""


class Broken(Exception):
    """No lanes are to be had here, or they are gone."""


@dataclass(frozen=True, slots=True)
class Landed:
    """One chunk, back from its process."""

    chunk: int
    lane: int
    pid: int
    answer: bytes | None  # None if the process died
    end: str = ""  # how it died


# ---- both sides


def _send(end: socket.socket, message: object) -> None:
    data = pickle.dumps(message, protocol=5)
    end.sendall(_LENGTH.pack(len(data)) + data)


def _receive(end: socket.socket) -> Any:
    """Give one message; None if the peer is gone."""
    head = _exactly(end, _LENGTH.size)
    data = None if head is None else _exactly(end, *_LENGTH.unpack(head))
    return None if data is None else pickle.loads(data)


def _exactly(end: socket.socket, size: int) -> bytearray | None:
    data = bytearray(size)
    view, got = memoryview(data), 0
    while got < size:
        count = end.recv_into(view[got:])
        if not count:
            return None
        got += count
    return data


# ---- on the worker


class Root:
    """The interpreter from which a worker's seeds are forked."""

    def __init__(self, engine: str) -> None:
        ours, theirs = socket.socketpair()
        caps = ("OMP", "OPENBLAS", "MKL", "NUMEXPR")
        environment = {**os.environ, **{f"{name}_NUM_THREADS": "1" for name in caps}}
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-c", _BOOT, str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                env=environment,
            )
        except OSError as error:
            ours.close()
            raise Broken(str(error)) from error
        finally:
            theirs.close()
        self._control = ours
        self._lock = threading.Lock()
        self._has: set[str] = set()
        sources = {
            name: module.__nbparallel_source__
            for name, module in list(sys.modules.items())
            if isinstance(module, types.ModuleType) and hasattr(module, "__nbparallel_source__")
        }
        _send(ours, (list(sys.path), sources, [__name__, "nbparallel.runtime.remote", engine]))

    def seed(self) -> socket.socket:
        """Fork a seed and give our end of the line to it."""
        ours, theirs = socket.socketpair()
        try:
            with theirs, self._lock:
                socket.send_fds(self._control, [_SEED], [theirs.fileno()])
        except OSError as error:
            ours.close()
            raise Broken(str(error)) from error
        return ours

    def learn(self, modules: Sequence[tuple[str, str]]) -> None:
        """Import for later seeds what this one had to import itself: names and files."""
        new = [module for module in modules if module[0] not in self._has]
        self._has.update(name for name, _ in new)
        with self._lock, contextlib.suppress(OSError):
            if new:
                self._control.sendall(_IMPORT)
                _send(self._control, new)

    def close(self) -> None:
        """End it, and all seeds with it."""
        self._control.close()
        self._process.kill()
        self._process.wait()


_root: Root | None = None
_root_lock = threading.Lock()


def _the_root(engine: str) -> Root:
    global _root
    with _root_lock:
        if _root is None:
            _root = Root(engine)
        return _root


def _lose_root(root: Root) -> None:
    global _root
    with _root_lock:
        if _root is root:
            root.close()
            _root = None


class Team:
    """The lanes of one loop on this worker.

    Parameters
    ----------
    key : str
        The loop's.
    parcel : bytes
        As `remote` keeps it.
    engine : str
        Module that runs its chunks.
    width : int
        Chunks that run at a time.

    Raises
    ------
    Broken
        If there are no lanes on this machine.
    """

    def __init__(self, key: str, parcel: bytes, engine: str, width: int) -> None:
        if not POSSIBLE:
            raise Broken("processes cannot be forked here")
        self._loop = key, parcel, width
        self._engine = engine
        self._lock = threading.Lock()
        self._owed: dict[int, tuple[Any, queue.SimpleQueue[Landed]]] = {}
        self.gone = False
        self._open(late=False)

    def _open(self, *, late: bool) -> None:
        root = _the_root(self._engine)
        try:
            end = root.seed()
            _send(end, (*self._loop, late))
        except (Broken, OSError) as error:
            _lose_root(root)
            raise Broken(str(error)) from error
        self._end = end
        threading.Thread(target=self._listen, args=(root, end), daemon=True).start()

    def run(self, chunks: Sequence[tuple[int, Any]]) -> list[Landed]:
        """Run chunks, each in a process of its own, and wait for all."""
        back: queue.SimpleQueue[Landed] = queue.SimpleQueue()
        with self._lock:
            if self.gone:
                raise Broken("the lanes are gone")
            self._owed.update({chunk: (data, back) for chunk, data in chunks})
            try:
                for each in chunks:
                    _send(self._end, each)
            except OSError:
                self._end.close()  # who listens gives all up
        landed = [back.get() for _ in chunks]
        return sorted(landed, key=lambda one: one.chunk)

    def close(self) -> None:
        """Stop what runs, at once."""
        with self._lock, contextlib.suppress(OSError):
            self.gone = True
            self._end.shutdown(socket.SHUT_RDWR)

    def _listen(self, root: Root, end: socket.socket) -> None:
        with contextlib.suppress(OSError, Broken), end:
            while (message := _receive(end)) is not None:
                if isinstance(message, Landed):
                    with self._lock:
                        owed = self._owed.pop(message.chunk, None)
                    if owed is not None:
                        owed[1].put(message)
                elif message == THREADED:
                    self._open_again()
                    return
                else:
                    root.learn(message)
        with self._lock:
            self.gone = True
            left, self._owed = self._owed, {}
        for chunk, (_, back) in left.items():
            back.put(Landed(chunk, 0, 0, None, "its lanes ended"))

    def _open_again(self) -> None:
        """Have each chunk install the loop by itself: a seed with threads must not be forked."""
        with self._lock:
            if self.gone:
                raise Broken("the lanes are gone")
            self._open(late=True)
            for chunk, (data, _) in self._owed.items():
                _send(self._end, (chunk, data))


# ---- in the root


def serve_root(control: socket.socket) -> NoReturn:
    """Fork seeds until the worker is gone."""
    ignore_interrupts()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # seeds are reaped by the system
    gc.freeze()
    while True:
        command, fds, _, _ = socket.recv_fds(control, 1, 1)
        if not command:
            os._exit(0)
        if command == _IMPORT:
            for module in _receive(control) or ():
                _import(*module)
            gc.freeze()
            continue
        if os.fork() == 0:
            try:
                die_with_parent()
                control.close()
                _serve_seed(socket.socket(fileno=fds[0]))
            finally:
                os._exit(1)
        os.close(fds[0])


def _import(name: str, file: str) -> None:
    """Import a module if it is the same here: the loop may have had another `sys.path`."""
    package = name.rpartition(".")[0]
    if package and package not in sys.modules:
        return
    with contextlib.suppress(Exception):  # a seed meets it again, and says so
        spec = importlib.util.find_spec(name)
        if spec is not None and spec.origin == file:
            importlib.import_module(name)


# ---- in a seed


@dataclass(slots=True)
class _Run:
    """A chunk that runs."""

    chunk: int
    lane: int
    pid: int
    began: int
    data: bytearray = field(default_factory=bytearray)

    @property
    def whole(self) -> bool:
        if len(self.data) < _LENGTH.size:
            return False
        (length,) = _LENGTH.unpack(self.data[: _LENGTH.size])
        return len(self.data) == _LENGTH.size + length


class _Seed:
    """Runs chunks of one loop in forks of this process."""

    def __init__(self, end: socket.socket, key: str, width: int) -> None:
        self._end = end
        self._key = key
        self._width = width
        self._free = list(range(width))[::-1]
        self._waiting: deque[tuple[int, Any]] = deque()
        self._runs: dict[int, _Run] = {}
        self._poll = select.poll()
        self._poll.register(end, select.POLLIN)
        self._count = 0

    def serve(self) -> None:
        """Run what comes until the worker hangs up."""
        while True:
            for fd, _ in self._poll.poll(100 if self._runs else None):
                if fd == self._end.fileno():
                    job = _receive(self._end)
                    if job is None:
                        return
                    self._waiting.append(job)
                elif fd in self._runs:
                    self._read(fd)
            if len(self._runs) > 1 and _memory_is_short():
                self._give_one_up()
            while self._waiting and len(self._runs) < self._width:
                self._start(*self._waiting.popleft())

    def _start(self, chunk: int, data: Any) -> None:
        read, write = os.pipe()
        lane = self._free.pop()
        pid = os.fork()
        if pid == 0:
            try:
                for other in (read, *self._runs):
                    os.close(other)
                self._end.close()
                die_with_parent()
                _run(self._key, chunk, data, write)
            finally:
                os._exit(1)
        os.close(write)
        self._count += 1
        self._runs[read] = _Run(chunk, lane, pid, self._count)
        self._poll.register(read, select.POLLIN)

    def _read(self, fd: int) -> None:
        run = self._runs[fd]
        part = os.read(fd, 2**20)
        run.data += part
        if run.whole:  # without waiting for the end of whoever else may hold the pipe
            self._land(fd, bytes(run.data[_LENGTH.size :]))
        elif not part:
            self._land(fd, None)

    def _land(self, fd: int, answer: bytes | None, end: str = "") -> None:
        run = self._runs.pop(fd)
        self._poll.unregister(fd)
        os.close(fd)
        _, status = os.waitpid(run.pid, 0)
        self._free.append(run.lane)
        code = os.waitstatus_to_exitcode(status)
        if answer is None and not end:
            end = f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
        _send(self._end, Landed(run.chunk, run.lane, run.pid, answer, end))

    def _give_one_up(self) -> None:
        """Stop the chunk that began last, and run fewer at a time from now on."""
        fd, run = max(self._runs.items(), key=lambda item: item[1].began)
        self._width = len(self._runs) - 1
        os.kill(run.pid, signal.SIGKILL)
        self._land(fd, None, "memory ran short")


def _memory_is_short() -> bool:
    try:
        with open("/proc/meminfo") as file:
            lines = [line.split() for line in file]
    except OSError:
        return False
    sizes = {name: int(value) for name, value, *_ in lines}
    return sizes.get("MemAvailable:", 1) < SPARE * sizes.get("MemTotal:", 0)


def _serve_seed(end: socket.socket) -> None:
    from nbparallel.runtime import remote

    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    message = _receive(end)
    if message is None:
        return
    key, parcel, width, late = message
    remote.add_loop(key, parcel)
    if not late:
        before = set(sys.modules)
        remote.prepare(key)
        if len(os.listdir("/proc/self/task")) > 1:
            _send(end, THREADED)
            return
        came = sorted(sys.modules.keys() - before)
        _send(end, [module for name in came for module in _lasting(name, remote.watched(key))])
    gc.freeze()
    _Seed(end, key, width).serve()


def _lasting(name: str, watched: Collection[str]) -> Iterator[tuple[str, str]]:
    """Give an imported module, and its file, if later seeds should have it from the root."""
    file = getattr(sys.modules.get(name), "__file__", None) or ""
    installed = any(f"{os.sep}{folder}{os.sep}" in file for folder in _INSTALLED)
    if name in HEAVY or (name in watched and installed):
        yield name, file


def _run(key: str, chunk: int, data: Any, write: int) -> None:
    """Run one chunk, in a process that is there for it alone."""
    from nbparallel.runtime import remote

    answer = remote.run_alone(key, chunk, data)
    view = memoryview(_LENGTH.pack(len(answer)) + answer)
    while view:
        view = view[os.write(write, view) :]
    os._exit(0)
