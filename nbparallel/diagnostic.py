"""Reasons: what stands in the way of a loop, where, and the edit that would help.

Every verdict other than *parallel* carries at least one `Diagnostic`. The codes are
stable: users search for them, ``docs/reasons.md`` has a section for each, and
``tests/cells/`` has a cell that triggers each.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

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
            "span": self.span.to_dict(),
            "related": [span.to_dict() for span in self.related],
        }
