"""Reasons: what stands in the way of a loop, where, and the edit that would help.

Every verdict other than *parallel* carries at least one `Diagnostic`. The codes are
stable: users search for them, ``docs/reasons.md`` has a section for each, and
``tests/cells/`` has a cell that triggers each.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Final

from nbparallel.source import Span


class Severity(enum.Enum):
    """How much a diagnostic weighs."""

    REFUSAL = "refusal"  # the loop runs serially because of it
    NOTE = "note"  # said to the user, changes nothing


class Code(enum.Enum):
    """Stable reason codes.

    1xx dependence, 2xx control flow and effects, 3xx profit, 4xx transport, 5xx execution.
    """

    CARRIED = "NBP101"
    ACCUMULATOR_READ = "NBP102"
    ALIAS = "NBP104"
    ITERABLE_CHANGED = "NBP105"
    SHARED_MUTATED = "NBP106"
    CALLEE_WRITES = "NBP107"
    MAYBE_UNBOUND = "NBP110"

    LEAVES_LOOP = "NBP201"
    UNKNOWN_CALL = "NBP202"
    RANDOM = "NBP203"
    OUTSIDE_EFFECT = "NBP204"
    SET_ORDER = "NBP205"
    PROCESS_STATE = "NBP206"
    ITERATOR = "NBP207"
    UNSUPPORTED = "NBP209"
    TAKEN_ALONG = "NBP210"

    TOO_SHORT = "NBP301"
    ONE_WORKER = "NBP303"

    UNPICKLABLE = "NBP401"
    STATEFUL_INPUT = "NBP402"
    REACHES_TARGET = "NBP403"

    RAISED_ON_WORKER = "NBP501"
    WORKER_LOST = "NBP502"
    NO_CLUSTER = "NBP503"
    UNRETURNABLE = "NBP504"
    GUARD_TRIPPED = "NBP505"


_LABELS: Final[dict[Code, tuple[str, str]]] = {
    Code.CARRIED: ("needs what an earlier iteration left", "written here"),
    Code.ACCUMULATOR_READ: ("needs what earlier iterations added", "changed here"),
    Code.ALIAS: ("the same object by another way", "changed here"),
    Code.ITERABLE_CHANGED: ("changes what is iterated", "iterated here"),
    Code.SHARED_MUTATED: ("changes what other iterations may see", "seen here"),
    Code.CALLEE_WRITES: ("changes what outlives the call", "seen here"),
    Code.MAYBE_UNBOUND: ("not defined", ""),
    Code.LEAVES_LOOP: ("leaves the loop", ""),
    Code.UNKNOWN_CALL: ("cannot be seen into", ""),
    Code.RANDOM: ("draws from a shared random state", ""),
    Code.OUTSIDE_EFFECT: ("acts outside the process", ""),
    Code.SET_ORDER: ("the order of a set would show", ""),
    Code.PROCESS_STATE: ("state of the whole process", ""),
    Code.ITERATOR: ("reading it consumes it", ""),
    Code.UNSUPPORTED: ("not analysed", ""),
    Code.TAKEN_ALONG: ("taken along", ""),
    Code.TOO_SHORT: ("too short", ""),
    Code.ONE_WORKER: ("one worker", ""),
    Code.UNPICKLABLE: ("cannot be sent", ""),
    Code.STATEFUL_INPUT: ("holds what is used up by reading", ""),
    Code.REACHES_TARGET: ("reaches what the loop changes", ""),
    Code.RAISED_ON_WORKER: ("raised on a worker only", ""),
    Code.WORKER_LOST: ("its worker died", ""),
    Code.NO_CLUSTER: ("no workers", ""),
    Code.UNRETURNABLE: ("cannot be sent back", ""),
    Code.GUARD_TRIPPED: ("tripped a guard", ""),
}
"""What stands beside the carets: at the place itself, and at those that take part."""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One reason, at one place.

    Attributes
    ----------
    code : Code
        The stable reason code.
    message : str
        One sentence without the code, naming the name and the line.
    span : Span
        Where in the cell.
    related : tuple of Span
        The other places that take part (the write that conflicts with a read, say).
    hint : str
        The edit that would help; empty when there is none.
    severity : Severity
        `Severity.REFUSAL` makes the loop serial.
    """

    code: Code
    message: str
    span: Span
    related: tuple[Span, ...] = ()
    hint: str = ""
    severity: Severity = Severity.REFUSAL

    @property
    def label(self) -> str:
        """A few words to stand beside the carets under `span`."""
        return f"{self.code.value} {_LABELS[self.code][0]}"

    @property
    def related_label(self) -> str:
        """A few words to stand beside the marks under `related`."""
        return _LABELS[self.code][1] or "takes part"

    def __str__(self) -> str:
        hint = f" ({self.hint})" if self.hint else ""
        return f"{self.code.value} {self.message}{hint}"

    def to_dict(self) -> dict[str, object]:
        """Give the diagnostic as JSON-safe values."""
        return {
            "code": self.code.value,
            "message": self.message,
            "hint": self.hint,
            "severity": self.severity.value,
            "label": self.label,
            "related_label": self.related_label,
            "span": self.span.to_dict(),
            "related": [span.to_dict() for span in self.related],
        }
