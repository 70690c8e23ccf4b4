"""What a run leaves behind: plain records, JSON-safe, free of any drawing."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

from nbparallel.diagnostic import Diagnostic
from nbparallel.plan.plan import Name


@dataclass(frozen=True, slots=True)
class Failure:
    """An iteration that failed, and that ``--on-error collect`` has left out.

    Attributes
    ----------
    iteration : int or None
        Its number, counted from 0; None where it cannot be told.
    items : dict of str to str
        The loop variables and their values, shortened.
    values : dict of str to object
        The values themselves.
    exception : BaseException
        What it raised; a `RuntimeError` with type and message where that could not be sent.
    traceback : str
        As the plain cell would have shown it.
    attempts : int
        How often it was tried.
    """

    iteration: int | None
    items: dict[str, str]
    values: dict[str, Any]
    exception: BaseException
    traceback: str
    attempts: int = 1

    @property
    def error(self) -> str:
        """The exception in one line."""
        try:
            text = str(self.exception)
        except Exception as second:  # the user's own class
            text = f"whose message raises {type(second).__name__}"
        name = type(self.exception).__name__
        return f"{name}: {text}" if text else name

    def to_dict(self) -> dict[str, Any]:
        """Give the record as JSON-safe values."""
        return {
            "iteration": self.iteration,
            "items": dict(self.items),
            "error": self.error,
            "traceback": self.traceback,
            "attempts": self.attempts,
        }


@dataclass(frozen=True, slots=True)
class LoopReport:
    """One loop of the cell: what was decided, what happened, how long it took.

    Attributes
    ----------
    mode : str
        ``"parallel"`` if at least one chunk ran on a worker and was committed, else ``"serial"``.
    verdict : str
        ``"proven"``, ``"checked"`` or ``"serial"``.
    reason : str
        Why it ran serially, all reasons, one a line; empty when parallel.
    codes : list of str
        The reason codes, such as ``["NBP101"]``.
    lineno : int
        First line of the loop, 1-based in the cell, the magic line not counted.
    title : str
        The loop's first source line, stripped.
    iterations : int
        Iterations completed, in the kernel and on workers; 0 if the loop was never reached.
    chunks : int
        Chunks committed.
    wall_s, serial_estimate_s : float
        Seconds it took, and seconds the plain loop would have taken: the time of all
        iterations as measured where they ran.
    speedup : float
        ``serial_estimate_s / wall_s``; 1.0 for a serial loop.
    efficiency : float
        ``speedup / workers``; 1.0 for a serial loop.
    bytes_in, bytes_out : int
        Bytes sent to workers and received from them.
    workers : int
        Workers that took part; 0 for a serial loop.
    retries : int
        Chunks and iterations that were run again.
    notes : list of str
        What else the user should know (a worker died and its chunk was run again, say).
    predicted_s : float or None
        Seconds that the plan predicted for the whole loop on the workers.
    diagnostics : tuple of Diagnostic
        The reasons again, and those among the notes, with their places in the cell.
    end_lineno : int
        Last line of the loop; 0 if not known.
    names : tuple of Name
        The role of each name, as it was when the loop was judged; empty if it never was.
    failures : tuple of Failure
        The iterations that ``--on-error collect`` has left out, in their order.
    """

    mode: str
    verdict: str
    reason: str
    codes: list[str]
    lineno: int
    title: str
    iterations: int = 0
    chunks: int = 0
    wall_s: float = 0.0
    serial_estimate_s: float = 0.0
    speedup: float = 1.0
    efficiency: float = 1.0
    bytes_in: int = 0
    bytes_out: int = 0
    workers: int = 0
    retries: int = 0
    notes: list[str] = field(default_factory=list)
    predicted_s: float | None = None
    diagnostics: tuple[Diagnostic, ...] = ()
    end_lineno: int = 0
    names: tuple[Name, ...] = ()
    failures: tuple[Failure, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Give the record as JSON-safe values."""
        values = {one.name: getattr(self, one.name) for one in fields(self)}
        return {
            **values,
            "codes": list(self.codes),
            "notes": list(self.notes),
            "diagnostics": [diagnostic.to_dict() for diagnostic in self.diagnostics],
            "names": [name.to_dict() for name in self.names],
            "failures": [failure.to_dict() for failure in self.failures],
        }


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that two runs of a cell do not have in common.

    Attributes
    ----------
    where : str
        A name and the way to the part that differs, such as ``out[17].x``; or ``output``,
        ``exception``.
    what : str
        In what it differs: ``"value"``, ``"type"``, ``"identity"``, ``"order"`` and so on.
    plain, parallel : str
        What each run has there.
    """

    where: str
    what: str
    plain: str
    parallel: str

    def __str__(self) -> str:
        if not self.plain and not self.parallel:
            return f"{self.where}: {self.what}"
        return f"{self.where} ({self.what}): plain {self.plain}, parallel {self.parallel}"


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """A cell that ran both ways (``--verify``).

    Attributes
    ----------
    differences : tuple of Difference
        Empty if the two runs have left the same.
    plain_s, parallel_s : float
        Seconds that each run took.
    shared : tuple of str
        What could not be copied, so that both runs had the same one.
    """

    differences: tuple[Difference, ...]
    plain_s: float
    parallel_s: float
    shared: tuple[str, ...] = ()

    @property
    def same(self) -> bool:
        """Whether the two runs are the same in everything that is compared."""
        return not self.differences

    @property
    def speedup(self) -> float:
        """How many times faster the parallel run was, as measured."""
        return self.plain_s / self.parallel_s if self.parallel_s > 0 else 1.0

    def to_dict(self) -> dict[str, Any]:
        """Give the record as JSON-safe values."""
        return {
            "same": self.same,
            "differences": [
                {one.name: getattr(each, one.name) for one in fields(Difference)}
                for each in self.differences
            ],
            "plain_s": self.plain_s,
            "parallel_s": self.parallel_s,
            "speedup": self.speedup,
            "shared": list(self.shared),
        }


@dataclass(frozen=True, slots=True)
class RunReport:
    """One cell: its loops in the order of their lines, and the whole cell's wall time.

    With ``--verify`` the time is that of the parallel run alone.
    """

    loops: list[LoopReport]
    wall_s: float
    options: dict[str, Any] = field(default_factory=dict)
    error: str = ""  # type name of the exception that ended the cell
    source: str = ""  # the cell's text
    verify: VerifyReport | None = None  # None unless it ran both ways

    def to_dict(self) -> dict[str, Any]:
        """Give the record as JSON-safe values."""
        return {
            "loops": [loop.to_dict() for loop in self.loops],
            "wall_s": self.wall_s,
            "options": {
                name: list(value) if isinstance(value, tuple) else value
                for name, value in self.options.items()
            },
            "error": self.error,
            "source": self.source,
            "verify": self.verify.to_dict() if self.verify is not None else None,
        }
