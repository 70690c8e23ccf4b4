"""Guards: what a chunk does that nobody could see beforehand, is seen on the worker.

The worker's process is a copy: whatever is changed there has not happened yet to the user. So
code that cannot be seen into is run, and then it is asked what, besides its result, is no longer
as it was: the objects that came from the kernel, the state of the libraries that were called,
the settings of the process. Before that the worker's libraries must be in the kernel's state.
What would act outside the process is refused by `audit`.

Runs on workers, so it imports the standard library only.
"""

from __future__ import annotations

import contextlib
import importlib
import sys
import tempfile
import types
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from nbparallel.runtime import audit, fidelity, librarystate, logkeeping, memos, snapshot, traps
from nbparallel.runtime.audit import Audit, hidden
from nbparallel.runtime.holdings import ATOMS, top_of
from nbparallel.runtime.modulewatch import ModuleWatch
from nbparallel.runtime.processwatch import ProcessWatch, settings
from nbparallel.runtime.snapshot import Digests, Snapshot, Unwatchable, held_by


def modules_of(packages: Iterable[str]) -> list[str]:
    """Give the names of the loaded modules of some libraries."""
    inside = frozenset(packages)
    found = [(name, module) for name, module in list(sys.modules.items()) if top_of(name) in inside]
    return sorted(name for name, module in found if isinstance(module, types.ModuleType))


def roots_of(names: Iterable[str]) -> list[tuple[str, object]]:
    """Give modules with their names."""
    return [(name, sys.modules[name]) for name in names if name in sys.modules]


State = tuple[dict[str, int], memos.Table]
"""What modules hold, to be compared with another process's: digests of their variables, and what
their functions remember."""


def state_of(names: Iterable[str], packages: Iterable[str]) -> State:
    """Tell the state of modules.

    Raises
    ------
    nbparallel.runtime.snapshot.Unwatchable
        If there is too much of it, or something into which nobody can look.
    """
    found = Digests()
    found.walk(roots_of(names), frozenset(packages))
    return found.found, memos.table(found.memos)


def own_of(names: Iterable[str], packages: Iterable[str]) -> frozenset[int]:
    """Give the identities of the objects that modules keep: a copy of one would be another."""
    return snapshot.own_of(roots_of(names), frozenset(packages))


class Guard:
    """The guards of one loop on one worker.

    Parameters
    ----------
    spec : mapping
        ``packages``, ``modules`` and ``state``: the libraries that are watched, their modules
        that the kernel has loaded, and the state these are in there; ``known``: the libraries that
        need not be watched; ``levels``: of loggers; ``settings``: of libraries; ``imports``:
        modules that their functions may import; ``others``: what the modules hold that they use;
        ``suspects``: functions that may let the order of a set show; ``kernel``: what code may ask
        of the process.
    shared : mapping of str to object
        What came from the kernel for all iterations.
    body : code
        The chunk function's.
    """

    def __init__(self, spec: Mapping[str, Any], shared: Mapping[str, object], body: Any) -> None:
        self._inside = frozenset(spec["packages"])
        fidelity.distrust(self._inside)
        self._modules: list[str] = spec["modules"]
        self._state: State = spec["state"]
        self._levels: logkeeping.Levels = spec["levels"]
        self._imports: list[str] = spec["imports"]
        self._settings: dict[str, str] = spec["settings"]
        self._others: librarystate.Told = spec["others"]
        self._known = frozenset(spec["known"])
        self._kernel: Mapping[str, Any] = spec["kernel"]
        self._shared = [(f"`{name}`", value) for name, value in shared.items()]
        self._body = body
        self._standing: Snapshot | None = None
        self._items: Snapshot | None = None
        self._others_noted: ModuleWatch | None = None
        self._audit = Audit()
        self._process = ""
        self._suspects: list[traps.Key] = spec["suspects"]
        self._looked = False  # whether the libraries were compared with the kernel's

    @property
    def modules(self) -> list[str]:
        """Names of the modules that are watched, and of those that their functions may import."""
        return [*self._modules, *self._imports]

    @property
    def settled(self) -> bool:
        """Whether the libraries are in the kernel's state."""
        return self._standing is not None

    def settle(self) -> str:
        """Look at the libraries and what iterations share; say what is not as in the kernel."""
        for name in self.modules:
            with contextlib.suppress(ImportError):
                importlib.import_module(name)
        logkeeping.apply(self._levels)
        self._looked = True
        for name, value in {**settings(), **librarystate.of_c()}.items():
            if self._settings.get(name, value) != value:
                return name
        if different := librarystate.differing(self._others):
            return different
        here, _ = state_of(self._modules, self._inside)
        there, _ = self._state
        labels = {**there, **here}
        different = next((name for name in labels if there.get(name) != here.get(name)), "")
        if not different:
            traps.lay(roots_of(self._modules), self._inside, self._suspects)
            roots = roots_of(modules_of(self._inside)) + self._shared
            self._standing = Snapshot(roots, self._inside)
            self._others_noted = self._others_noted or ModuleWatch(self._inside)
        return different

    def look(self) -> None:
        """Note what modules hold, in a process whose forks will run chunks."""
        self._others_noted = ModuleWatch(self._inside)

    def begin(self, items: Iterable[tuple[str, object]], warm_up: Callable[[], Any]) -> str:
        """Look at everything before a chunk.

        Parameters
        ----------
        items : iterable of (str, object)
            What came from the kernel for this chunk.
        warm_up : callable
            Runs an iteration whose effects nobody will see: libraries set themselves up when they
            are first used.

        Returns
        -------
        str
            What keeps the chunk from being run; empty if nothing does.
        """
        self._audit, self._process = Audit(self._body, self._inside), ""
        try:
            self._items = Snapshot(items, self._inside)
            if found := (None if self._standing is not None else self._set_up(warm_up)):
                return found
            return self._unwatched()
        except Unwatchable as error:
            return str(error)

    def _set_up(self, warm_up: Callable[[], Any]) -> str:
        """Bring the libraries into the kernel's state; say why not."""
        if not self._looked and not self.settle():
            return ""
        shared = Snapshot(self._shared, frozenset())  # not the libraries themselves
        with self.listening():
            warm_up()
        if found := self._done_outside() or _said(shared.changed()):
            return found
        different = self.settle()
        if not different:
            return ""
        what = different if different.startswith("the ") else f"`{different}`"
        return f"{what}, not as in the kernel"

    def _unwatched(self) -> str:
        """Say that there is something of a library that is not watched; empty if there is not."""
        assert self._standing is not None
        assert self._items is not None
        met = self._standing.libraries | self._items.libraries
        others = sorted(met.keys() - self._inside - self._known)
        strange = next((name for name in others if name in sys.modules), "")
        return (
            f"something of `{strange}` in {met[strange]}, which nobody watches" if strange else ""
        )

    @contextlib.contextmanager
    def listening(self) -> Iterator[None]:
        """Run the body inside: refuse what acts outside, and compare the process's state."""
        audit.install()
        watch = ProcessWatch(self._others_noted or ModuleWatch(self._inside))
        try:
            with (
                self._audit.listening(),
                logkeeping.refusing(self._audit),
                hidden(self._audit, self._kernel["main"]),
                _told(self._kernel, self._audit),
            ):
                yield
        finally:
            self._process = self._process or watch.changed()

    def tripped(self, apart: frozenset[int]) -> str:
        """Name what a chunk has done besides giving its results; empty if nothing.

        Parameters
        ----------
        apart : frozenset of int
            Identities of objects whose changes are accounted for.
        """
        if found := self._done_outside():
            return found
        if different := librarystate.differing(self._others):
            return f"a change of `{different}`"
        if came := sorted({*modules_of(self._inside)} - {*self._modules}):
            return f"the import of `{came[0]}`, which the kernel has not imported"
        for watched in (self._standing, self._items):
            assert watched is not None
            if changed := watched.changed(apart):
                return _said(changed)
            if remembers := memos.more(watched.memos, self._state[1]):
                return f"a change of what `{remembers}` remembers"
        return ""

    def _done_outside(self) -> str:
        if self._audit.refused:
            return f"an attempt to {self._audit.refused}"
        return f"a change of {self._process}" if self._process else ""

    def held(self) -> set[int]:
        """Give the identities of all that libraries keep: no result may be one of these.

        In the plain cell it would be one object however often it is given, on workers one each.
        """
        return held_by([*roots_of(modules_of(self._inside)), *self._shared], self._inside)


@contextlib.contextmanager
def _told(kernel: Mapping[str, Any], audit: Audit) -> Iterator[None]:
    """Let code that asks for the program's arguments, say, be told the kernel's.

    The audit hears of what the code has changed there.
    """
    names, before = vars(sys), dict(vars(sys))
    folder, tempfile.tempdir = tempfile.tempdir, kernel["tempdir"]
    told = {name: kernel["sys"][name] for name in kernel["sys"]}
    for name in [n for n, value in names.items() if _is_plain(value) and n not in told]:
        del names[name]
    names.update({n: v for n, v in told.items() if n not in before or before[n] != v})
    given, at = _plain_in_sys(), tempfile.tempdir
    try:
        yield
    finally:
        if _plain_in_sys() != given or tempfile.tempdir != at:
            audit.refused = audit.refused or "change a variable of `sys` or `tempfile`"
        tempfile.tempdir = folder
        for name in told.keys() - before.keys():
            names.pop(name, None)
        for name, value in before.items():
            if _is_plain(value):
                names[name] = value


def of_kernel() -> dict[str, Any]:
    """Give what code may ask of this process: ``__main__.__file__``, ``sys.argv``."""
    main = vars(sys.modules["__main__"])
    given = {n: v for n, v in main.items() if n[:2] == n[-2:] == "__" and type(v) in ATOMS}
    return {"main": given, "sys": _plain_in_sys(), "tempdir": tempfile.gettempdir()}


def _plain_in_sys() -> dict[str, Any]:
    """Give the plain variables of `sys`."""
    return {
        name: list(value) if type(value) is list else value
        for name, value in vars(sys).items()
        if _is_plain(value)
    }


def _is_plain(value: Any) -> bool:
    """Whether a variable of `sys` is a plain value, or the program's arguments."""
    return type(value) in ATOMS or (
        type(value) is list and all(type(part) is str for part in value)
    )


def _said(changed: str) -> str:
    """Say that something was changed; empty if nothing was."""
    if not changed:
        return ""
    return f"a change of {changed if changed[0] in '`a' else f'`{changed}`'}"
