"""A cell run both ways: in parallel on copies, then plainly on the user's own objects.

The parallel run comes first and leaves nothing: copies stand in the places of what the cell
can reach, what it shows is only recorded, and the process is set back. Then the cell runs
plainly, as if it stood there alone; its values, its output and its exception are what the
user gets. Last, the two are compared.
"""

from __future__ import annotations

import ast
import contextlib
import sys
import time
import traceback
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any, Final

from nbparallel.events import Event, Sink
from nbparallel.report import VerifyReport
from nbparallel.runtime.strict import NotParallelError
from nbparallel.source import Source
from nbparallel.verify import errors, observe
from nbparallel.verify.compare import Comparison
from nbparallel.verify.copies import Copies, VerifyError
from nbparallel.verify.holders import Holder, Namespace
from nbparallel.verify.observe import Recorder
from nbparallel.verify.process import ProcessState, global_generators

_OWN: Final = str(Path(__file__).parents[1])
_HIDDEN: Final = frozenset(
    {
        "__builtins__",
        "__warningregistry__",
        "In",
        "Out",
        "_",
        "__",
        "___",
        "_i",
        "_ii",
        "_iii",
        "_ih",
        "_oh",
        "_dh",
    }
)


class Verification:
    """Both runs of one cell.

    Parameters
    ----------
    source : Source
        The cell.
    namespace : mutable mapping
        The user's names.
    """

    def __init__(self, source: Source, namespace: MutableMapping[str, Any]) -> None:
        self._source = source
        self._namespace = Namespace(namespace)
        self._shell = _shell()
        self._copies: Copies | None = None
        self._kept: list[tuple[Holder, dict[str, Any]]] = []  # the user's own
        self._plain: list[dict[str, Any]] = []  # what the plain run has left
        self._left: list[tuple[Holder, dict[str, Any]]] = []  # by the parallel run
        self._recorders = [Recorder(shown=shown, shell=self._shell) for shown in (False, True)]
        self._values: list[Any] = [None, None]  # of the last expression
        self._began = 0.0
        self._seconds: list[float] = []
        self._state: ProcessState | None = None
        self._states: list[ProcessState] = []
        self._error: BaseException | None = None
        self._run = 0  # 1 during the parallel run, 2 during the plain one, 3 after it

    @property
    def parallel_s(self) -> float | None:
        """Seconds of the parallel run; None before its end."""
        return self._seconds[0] if self._seconds else None

    def aside(self) -> Any:
        """Let through what our own card shows."""
        recorder = self._recorders[min(max(self._run, 1), 2) - 1]
        return recorder.aside()

    # -- the parallel run -------------------------------------------------------------------

    def __enter__(self) -> None:
        """Put copies in the places of the user's objects.

        Raises
        ------
        VerifyError
            If the cell cannot be run twice. Nothing has run, and everything is as it was.
        """
        self._state = ProcessState()
        recorder = self._recorders[0]
        recorder.start()
        try:
            assert recorder.streams is not None
            known: list[tuple[Any, Any]] = [
                (stream.original, stream) for stream in recorder.streams
            ]
            known += [(each, each) for each in (self._shell, *global_generators())]
            self._copies = copies = Copies(self._namespace.names, known)
            copied = copies.take(names_of(self._source.tree))
        except BaseException:
            recorder.stop()
            self._state.restore()
            raise
        places = [(self._namespace, copied), *copies.holders]
        self._kept = [(holder, holder.contents()) for holder, _ in places]
        try:
            for holder, contents in places:
                label = holder.label
                holder.put(contents)
        except Exception as error:  # a metaclass may refuse it in any way
            for holder, contents in self._kept:
                with contextlib.suppress(Exception):  # what was refused is as it was
                    holder.put(contents)
            recorder.stop()
            self._state.restore()
            message = f"`{label}` cannot be given copies in its place; nothing was run"
            raise VerifyError(message) from error
        self._run = 1
        self._began = time.perf_counter()

    def __exit__(self, cls: Any, error: BaseException | None, traceback: Any) -> bool:
        seconds = time.perf_counter() - self._began
        self._recorders[0].stop()
        self._left = [(holder, holder.contents()) for holder, _ in self._kept]
        for holder, contents in self._kept:
            holder.put(contents)
        assert self._state is not None
        self._states.append(ProcessState())
        self._state.restore()
        if error is not None and not _is_the_cells(error):
            self._run = 3
            return False
        self._seconds.append(seconds)
        self._error = error
        self._begin_plain()
        return True

    # -- the plain run ----------------------------------------------------------------------

    def _begin_plain(self) -> None:
        self._recorders[1].start()
        if self._shell is not None:
            show = self._shell.showtraceback

            def showtraceback(*args: Any, **kwargs: Any) -> Any:
                self.over()
                return show(*args, **kwargs)

            self._shell.showtraceback = showtraceback
        self._run = 2
        self._began = time.perf_counter()

    def value(self, value: Any) -> Any:
        """Take and give the value of the cell's last expression."""
        if self._run in (1, 2):
            self._values[self._run - 1] = value
        self.over()
        return value

    def over(self) -> None:
        """Note that the plain run has ended."""
        if self._run != 2:
            return
        self._run = 3
        self._seconds.append(time.perf_counter() - self._began)
        self._recorders[1].stop()
        if self._shell is not None:
            vars(self._shell).pop("showtraceback", None)
        self._states.append(ProcessState())
        self._plain = [holder.contents() for holder, _ in self._kept]

    # -- both -------------------------------------------------------------------------------

    def finish(self, error: BaseException | None) -> VerifyReport | None:
        """Compare; None if one of the runs was cut short."""
        self.over()
        if len(self._seconds) < 2 or (error is not None and not _is_the_cells(error)):
            return None
        assert self._copies is not None
        comparison = Comparison(self._copies.pairs, self._copies.unordered)
        for plain, (holder, parallel) in zip(self._plain, self._left, strict=True):
            comparison.names(_shown(plain), _shown(parallel), holder.label)
        comparison.values("the last expression", self._values[1], self._values[0])
        errors.compare(comparison, error, self._error, self._frames)
        for name, plain_, other in self._states[1].differences_to(self._states[0]):
            comparison.differ(name, "process", plain_, other)
        written = observe.differences(self._recorders[1].entries, self._recorders[0].entries)
        shared = tuple(dict.fromkeys(text for _, text in self._copies.shared.values()))
        report = VerifyReport(
            (*comparison.differences, *written), self._seconds[1], self._seconds[0], shared
        )
        self._left, self._kept, self._plain, self._copies = [], [], [], None
        self._values, self._error = [None, None], None
        return report

    def _frames(self, error: BaseException) -> list[traceback.FrameSummary]:
        """Give the frames from the cell's own on."""
        frames = list(traceback.extract_tb(error.__traceback__))
        files = [frame.filename for frame in frames]
        start = files.index(self._source.filename) if self._source.filename in files else 0
        return [frame for frame in frames[start:] if not frame.filename.startswith(_OWN)]


class Aside:
    """A sink whose drawing is not taken for the cell's output."""

    def __init__(self, sink: Sink, verification: Verification) -> None:
        self._sink = sink
        self._verification = verification

    def emit(self, event: Event) -> None:
        """Pass an event on."""
        with self._verification.aside():
            self._sink.emit(event)

    def tick(self) -> None:
        """Let it draw."""
        with self._verification.aside():
            self._sink.tick()

    def cancel_requested(self) -> bool:
        """Ask it."""
        return self._sink.cancel_requested()


def names_of(tree: ast.AST) -> set[str]:
    """Give the names that a cell's own code may look up."""
    found = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    found |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    imported = {
        (node.module or "").partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
    }
    return found | imported | _imported(tree)


def _imported(tree: ast.AST) -> set[str]:
    return {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }


def _is_the_cells(error: BaseException) -> bool:
    """Whether an exception belongs to what a cell does, and may be compared."""
    return isinstance(error, Exception | SystemExit) and not isinstance(error, NotParallelError)


def _shown(contents: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value
        for name, value in contents.items()
        if name not in _HIDDEN and not (name[:1] == "_" and name[1:].lstrip("i").isdigit())
    }


def _shell() -> Any:
    """Give IPython's shell, if there is one."""
    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython is not None else None


__all__ = ["Aside", "Verification", "VerifyError", "names_of"]
