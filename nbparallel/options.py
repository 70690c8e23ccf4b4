"""What a run may be told: one frozen record, checked when it is made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

DEFAULT_MIN_TIME = 0.5


@dataclass(frozen=True, slots=True)
class Options:
    """Options of one ``%%parallel`` cell or one `nbparallel.run`.

    Parameters
    ----------
    workers : int or None
        Upper bound on the workers used; None uses all that the cluster has.
    min_time : float
        Seconds. A loop whose remaining iterations are predicted to take less runs in
        the kernel. ``0`` sends every independent loop to the workers.
    explain : bool
        Show the plan and run nothing.
    verify : bool
        Run the cell both ways, in parallel on copies and then plainly, and compare.
    quiet : bool
        Show no card and no line.
    no_plot : bool
        Show the bar but not the task stream.
    seed : int or None
        Gives each iteration of a loop random numbers of its own, the same however it is run.
    strict : bool
        Raise `nbparallel.NotParallelError` instead of running a loop serially that may not run
        in parallel, before its first iteration.
    assume_pure : tuple of str
        Dotted names of functions and methods (``f``, ``library.g``, ``Model.predict``) for which
        the user vouches: a call has no side effect and gives a new object. May be given as one
        text with commas.
    on_error : {"raise", "collect"}
        Whether the first iteration that fails ends the cell, or is left out and listed in
        `nbparallel.report.LoopReport.failures`, as are all that fail after it.
    retries : int
        How often an iteration that raises on a worker is tried again before it has failed.
    timeout : float or None
        Seconds. An iteration that takes longer fails with a `TimeoutError`.

    Raises
    ------
    ValueError
        If a number is out of its range; the message names the option and the range.
    """

    workers: int | None = None
    min_time: float = DEFAULT_MIN_TIME
    explain: bool = False
    verify: bool = False
    quiet: bool = False
    no_plot: bool = False
    seed: int | None = None
    strict: bool = False
    assume_pure: tuple[str, ...] = ()
    on_error: str = "raise"
    retries: int = 0
    timeout: float | None = None

    def __post_init__(self) -> None:
        if self.workers is not None and self.workers < 1:
            raise ValueError(f"--workers must be 1 or more, not {self.workers}")
        if not 0 <= self.min_time < float("inf"):
            raise ValueError(f"--min-time must be 0 or more seconds, not {self.min_time}")
        if self.seed is not None and self.seed < 0:
            raise ValueError(f"--seed must be 0 or more, not {self.seed}")
        if self.seed is not None and self.verify:
            raise ValueError("--verify compares with the plain cell, which draws other numbers "
                             "than --seed gives")  # fmt: skip
        if self.on_error not in ("raise", "collect"):
            raise ValueError(f"--on-error must be raise or collect, not {self.on_error}")
        if self.retries < 0:
            raise ValueError(f"--retries must be 0 or more, not {self.retries}")
        if self.timeout is not None and not 0 < self.timeout < float("inf"):
            raise ValueError(f"--timeout must be more than 0 seconds, not {self.timeout}")
        object.__setattr__(self, "assume_pure", _names(self.assume_pure))


def _names(given: str | Iterable[str]) -> tuple[str, ...]:
    parts = given.split(",") if isinstance(given, str) else list(given)
    names = tuple(part.strip() for part in parts if part.strip())
    for name in names:
        if not all(part.isidentifier() for part in name.split(".")):
            raise ValueError(
                f"--assume-pure takes names of functions, such as f or Model.predict, not {name!r}"
            )
    return names
