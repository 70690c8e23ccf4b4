"""``--strict``: an error instead of a serial run, raised before anything of the loop has run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from nbparallel.analysis.loops import Loop, title
from nbparallel.diagnostic import Diagnostic
from nbparallel.excerpt import excerpt
from nbparallel.plan import plan

if TYPE_CHECKING:
    from nbparallel.runtime.drive import LoopRun


class NotParallelError(Exception):
    """A loop may not run in parallel, and ``--strict`` was given.

    Attributes
    ----------
    lineno : int
        The loop's first line.
    diagnostics : tuple of Diagnostic
        Every reason.
    """

    def __init__(
        self, message: str, lineno: int = 0, diagnostics: tuple[Diagnostic, ...] = ()
    ) -> None:
        super().__init__(message)
        self.lineno = lineno
        self.diagnostics = diagnostics


def insist(run: LoopRun) -> None:
    """Let a loop begin only if it may run in parallel, or a loop inside it may.

    Which of its inner loops will be reached cannot be known; those that are answer for
    themselves. A loop that is merely too short may be serial.

    Raises
    ------
    NotParallelError
        If neither may. No iteration has run.
    """
    if run.source.total == 0 or run.may_run():
        return
    if not run.legal_outside() and any(_may_run(inner, run) for inner in _inner(run)):
        return
    raise refusal(run)


def refusal(run: LoopRun) -> NotParallelError:
    """Make the error that says why a loop may not run in parallel."""
    return NotParallelError(_message(run), run.loop.node.lineno, tuple(run.tally.reasons.values()))


def _inner(run: LoopRun) -> Iterator[Loop]:
    """Give the candidates inside a loop, in the functions that it calls as well."""
    loops, inside = run.session.loops, {run.loop.index}
    called = plan.called_in(run.loop)
    for loop in loops:  # in the order of their lines: parents come first
        if loop.parent in inside or (loop.function is not None and loop.function.name in called):
            inside.add(loop.index)
            if loop.index != run.loop.index:
                yield loop


def _may_run(inner: Loop, run: LoopRun) -> bool:
    source, names = run.session.source, run.namespace
    return plan.verdict_inside(run.loop, inner, source, names, run.vouched()) != "serial"


def _message(run: LoopRun) -> str:
    """Give every reason with its places, and those of the loops around it."""
    parts = [f"{_named(run)} may not run in parallel, and --strict was given"]
    parts += _reasons(run)
    for outer in reversed([other for other in run.session.active if other is not run]):
        if outer.tally.reasons:
            parts += [f"nor may the loop around it, {_named(outer)}", *_reasons(outer)]
    return "\n".join(parts)


def _named(run: LoopRun) -> str:
    return f"line {run.loop.node.lineno} `{title(run.loop, run.session.source)}`"


def _reasons(run: LoopRun) -> list[str]:
    said = []
    for diagnostic in run.tally.reasons.values():
        said.append(f"  {diagnostic}")
        drawn = excerpt(diagnostic, run.session.source.lines)
        said += [f"      {line}" for line in drawn.splitlines()]
    return said
