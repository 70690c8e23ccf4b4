"""Why a loop's data cannot go to the workers."""

from __future__ import annotations

from nbparallel.diagnostic import Diagnostic


class PayloadError(Exception):
    """The loop's data cannot go to the workers; carries the reasons."""

    def __init__(
        self,
        diagnostics: list[Diagnostic],
        unjudged: frozenset[type] = frozenset(),
        *,
        guardable: bool = False,
    ) -> None:
        super().__init__("; ".join(map(str, diagnostics)))
        self.diagnostics = diagnostics
        self.unjudged = unjudged  # the user's classes that only the data show
        self.guardable = guardable  # whether it may be tried under guards
