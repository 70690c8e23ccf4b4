"""What would act outside the process is refused before it happens.

Python tells an audit hook of every file it opens, every process it starts, every socket it
connects. On a worker, code that nobody has seen into runs speculatively: its chunk may be thrown
away, so that nothing may get out of it. The hook listens to threads that run such a chunk and
to no other; once added to a process it cannot be removed.

Runs on workers, so it imports the standard library only.
"""

from __future__ import annotations

import _codecs
import _thread
import codecs
import contextlib
import os
import sys
import threading
import types
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, NoReturn

_local = threading.local()
_installed = threading.Lock()

_WRITES: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

_REFUSED: Final = {
    "os.remove": "remove a file",
    "os.rename": "rename a file",
    "os.rmdir": "remove a folder",
    "os.link": "link a file",
    "os.symlink": "link a file",
    "os.truncate": "truncate a file",
    "os.chmod": "change a file's mode",
    "os.chown": "change a file's owner",
    "os.chflags": "change a file's flags",
    "os.utime": "change a file's times",
    "os.setxattr": "change a file's attributes",
    "os.removexattr": "change a file's attributes",
    "os.lockf": "lock a file",
    "fcntl.flock": "lock a file",
    "fcntl.lockf": "lock a file",
    "codecs.register": "register a codec",
    "nbparallel.order": "show the order of a set, or a hash, which other processes have otherwise",
    "os.putenv": "change the environment",
    "os.unsetenv": "change the environment",
    "os.kill": "send a signal",
    "os.killpg": "send a signal",
    "signal.pthread_kill": "send a signal",
    "os.fork": "start a process",
    "os.forkpty": "start a process",
    "os.exec": "start a program",
    "os.posix_spawn": "start a program",
    "os.spawn": "start a program",
    "os.startfile": "start a program",
    "os.system": "start a program",
    "subprocess.Popen": "start a program",
    "pty.spawn": "start a program",
    "_posixsubprocess.fork_exec": "start a program",
    "webbrowser.open": "open a browser",
    "socket.connect": "connect to another process",
    "socket.bind": "listen to other processes",
    "socket.sendto": "send to another process",
    "socket.sendmsg": "send to another process",
    "socket.getaddrinfo": "ask for an address",
    "socket.gethostbyname": "ask for an address",
    "socket.gethostbyaddr": "ask for an address",
    "socket.sethostname": "rename the machine",
    "urllib.Request": "send a request",
    "http.client.connect": "send a request",
    "syslog.syslog": "write to the system's log",
    "builtins.input": "ask for input",
    "builtins.breakpoint": "start a debugger",
    "_thread.start_new_thread": "start a thread",
    "resource.setrlimit": "change the process's limits",
    "resource.prlimit": "change the process's limits",
    "gc.get_objects": "look at all objects of the process",
    "gc.get_referrers": "look at all objects of the process",
    "sys._current_frames": "look into the frames around it",
    "sys._current_exceptions": "look into the frames around it",
}
_FAMILIES: Final = {
    "shutil": "copy, move or remove files",
    "ftplib": "send a request",
    "imaplib": "send a request",
    "nntplib": "send a request",
    "poplib": "send a request",
    "smtplib": "send a message",
    "telnetlib": "send a request",
    "winreg": "change the registry",
}


_STARTS: Final = frozenset(
    """start_new_thread start_new start_joinable_thread _start_new_thread
    _start_joinable_thread""".split()
)


_UNTOLD: Final[dict[str, tuple[tuple[types.ModuleType, ...], frozenset[str]]]] = {
    "_thread.start_new_thread": ((_thread, threading), _STARTS),
    "codecs.register": (
        (codecs, _codecs),
        frozenset({"register", "unregister", "register_error"}),
    ),
}


class Refused(BaseException):
    """An act outside the process was refused; no exception that a body expects to catch."""


class Audit:
    """What one chunk has tried.

    Attributes
    ----------
    refused : str
        What was refused first; empty if nothing was.
    body : code or None
        The chunk function's code, whose frame nobody may look into.
    inside : frozenset of str
        The libraries that cannot be seen into: they may not go from frame to frame.
    """

    def __init__(self, body: Any = None, inside: frozenset[str] = frozenset()) -> None:
        self.refused = ""
        self.body = body
        self.inside = inside

    @contextlib.contextmanager
    def listening(self) -> Iterator[None]:
        """Refuse what this thread tries from here on."""
        install()
        outer = getattr(_local, "audit", None)
        _local.audit = self
        try:
            yield
        finally:
            _local.audit = outer

    def look(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Judge one event.

        Raises
        ------
        Refused
            If it would act outside the process.
        """
        judge = _JUDGED.get(event)
        if judge is not None:
            act = judge(self, arguments)
        else:
            act = _REFUSED.get(event) or _FAMILIES.get(event.partition(".")[0], "")
        if act:
            self.refuse(act)

    def refuse(self, act: str) -> NoReturn:
        """Note an act, and keep it from happening.

        Raises
        ------
        Refused
            Always.
        """
        self.refused = self.refused or act
        raise Refused(act)


def _open(audit: Audit, arguments: tuple[Any, ...]) -> str:
    path, mode, flags = arguments
    writes = bool(set(mode) & set("wax+")) if isinstance(mode, str) else False
    writes = writes or bool(isinstance(flags, int) and flags & _WRITES)
    if not writes or _is_harmless(path):
        return ""
    return f"write to the file {_shown(path)}"


def _mkdir(audit: Audit, arguments: tuple[Any, ...]) -> str:
    path = arguments[0]
    if _is_harmless(path) or os.path.isdir(path):  # it raises FileExistsError there as here
        return ""
    return f"make the folder {_shown(path)}"


def _connect(audit: Audit, arguments: tuple[Any, ...]) -> str:
    return "" if arguments[:1] == (":memory:",) else "open a database"


def _moves(audit: Audit, arguments: tuple[Any, ...]) -> str:
    """Judge a move: Python writes compiled modules under another name first."""
    return "" if _is_harmless(arguments[1]) else "rename a file"


def _frame(audit: Audit, arguments: tuple[Any, ...]) -> str:
    """Judge who asks for a frame: the standard library does, for the names of modules."""
    code = getattr(arguments[0] if arguments else None, "f_code", None)
    asking: Any = sys._getframe()
    while asking is not None and asking.f_globals.get("__name__") == __name__:
        asking = asking.f_back
    if code is None:
        return ""
    if code is audit.body and str(asking.f_globals.get("__name__")) not in _ASK_FOR_NAMES:
        return "look into the loop's own frame"
    while asking is not None and asking.f_globals.get("__name__") in ("inspect", "traceback"):
        asking = asking.f_back
    library = str(asking.f_globals.get("__name__")).partition(".")[0] if asking else ""
    return "look into the frames around it" if library in audit.inside else ""


_ASK_FOR_NAMES: Final = frozenset({"collections", "enum", "typing", "logging", "dataclasses"})


class _Hidden(types.ModuleType):
    """Stands for the notebook's names, which are not here, but for those that Python gives it."""

    def __init__(self, audit: Audit, names: Mapping[str, Any]) -> None:
        super().__init__("__main__")
        object.__setattr__(self, "_kept", (audit, names))

    def __getattribute__(self, name: str) -> Any:
        audit, names = object.__getattribute__(self, "_kept")
        if name == "__class__":
            return types.ModuleType
        if name == "__dict__" or not (name.startswith("__") and name.endswith("__")):
            audit.refuse("look at the notebook's names")
        if name not in names:
            raise AttributeError(f"module '__main__' has no attribute {name!r}")
        return names[name]

    def __setattr__(self, name: str, value: object) -> None:
        object.__getattribute__(self, "_kept")[0].refuse("change the notebook's names")


@contextlib.contextmanager
def hidden(audit: Audit, names: Mapping[str, Any]) -> Iterator[None]:
    """Refuse to look at the notebook's names by way of ``__main__``.

    Parameters
    ----------
    names : mapping
        Those that Python gives the module, as they are in the kernel.
    """
    main = sys.modules["__main__"]
    sys.modules["__main__"] = _Hidden(audit, names)
    try:
        yield
    finally:
        sys.modules["__main__"] = main


_JUDGED: Final[dict[str, Callable[[Audit, tuple[Any, ...]], str]]] = {
    "open": _open,
    "os.mkdir": _mkdir,
    "os.rename": _moves,
    "sqlite3.connect": _connect,
    "sys._getframe": _frame,
}


def _is_harmless(path: Any) -> bool:
    """Whether a path is Python's own cache of compiled modules, or nowhere."""
    if not isinstance(path, str | bytes | os.PathLike):
        return False
    text = os.fsdecode(path)
    return text == os.devnull or "__pycache__" in text.split(os.sep)


def _shown(path: Any) -> str:
    return repr(os.fsdecode(path)) if isinstance(path, str | bytes | os.PathLike) else repr(path)


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    audit = getattr(_local, "audit", None)
    if audit is not None:
        _local.audit = None  # what it does itself is not audited
        try:
            audit.look(event, arguments)
        finally:
            _local.audit = audit


def install() -> None:
    """Add the hook to this process; once."""
    if _installed.acquire(blocking=False):
        sys.addaudithook(_hook)
        for event, (modules, names) in _UNTOLD.items():
            for module in modules:
                for name in names & vars(module).keys():
                    setattr(module, name, _told_of(event, getattr(module, name)))


def _told_of(event: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """Let the hook know of a call of which Python does not tell it, or not in each version."""

    def called(*args: Any, **kwargs: Any) -> Any:
        _hook(event, ())
        return function(*args, **kwargs)

    return called
