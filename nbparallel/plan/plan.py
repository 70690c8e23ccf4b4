"""The plan of a cell: what is known of each loop before anything runs."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from nbparallel import facts
from nbparallel.analysis import legality, scope
from nbparallel.analysis.loops import Loop
from nbparallel.diagnostic import Diagnostic
from nbparallel.source import Source


@dataclass(frozen=True, slots=True)
class LoopPlan:
    """The plan for one candidate.

    Attributes
    ----------
    lineno : int
        Its first line, 1-based.
    title : str
        Its first line's text.
    verdict : str
        ``"proven"``, ``"serial"``, or ``"open"`` where it depends on names that the cell itself
        binds before the loop.
    roles : dict of str to str
        Each name's role.
    diagnostics : tuple of Diagnostic
        Every reason.
    """

    lineno: int
    title: str
    verdict: str
    roles: dict[str, str] = field(default_factory=dict)
    diagnostics: tuple[Diagnostic, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Give the plan as JSON-safe values."""
        return {
            "lineno": self.lineno,
            "title": self.title,
            "verdict": self.verdict,
            "roles": dict(self.roles),
            "diagnostics": [diagnostic.to_dict() for diagnostic in self.diagnostics],
        }


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan of a cell."""

    loops: tuple[LoopPlan, ...]

    def to_dict(self) -> dict[str, Any]:
        """Give the plan as JSON-safe values."""
        return {"loops": [loop.to_dict() for loop in self.loops]}

    def __str__(self) -> str:
        lines = []
        for loop in self.loops:
            lines.append(f"line {loop.lineno}: {loop.title}  [{loop.verdict}]")
            lines += [f"    {name}: {role}" for name, role in loop.roles.items()]
            lines += [f"    {diagnostic}" for diagnostic in loop.diagnostics]
        return "\n".join(lines) or "no loops"


def make_plan(source: Source, loops: list[Loop], namespace: Mapping[str, Any]) -> Plan:
    """Judge each loop with the namespace as it is before the cell runs."""
    return Plan(tuple(_plan(loop, source, namespace) for loop in loops))


def _plan(loop: Loop, source: Source, namespace: Mapping[str, Any]) -> LoopPlan:
    items = _items(loop, namespace)
    judgement = legality.judge(loop, source, namespace, items, hopeful=True)
    later = _bound_before(loop, source) & (
        scope.read_names([loop.node]) | set(judgement.accumulators)
    )
    verdict = "proven" if judgement.legal else "serial"
    if later:
        verdict = "open"
    roles = {name: role.value for name, role in judgement.roles.items()}
    return LoopPlan(
        loop.node.lineno, source.title(loop.node), verdict, roles, judgement.diagnostics
    )


def _bound_before(loop: Loop, source: Source) -> set[str]:
    """Give the names that statements above the loop bind."""
    above = [s for s in source.tree.body if (s.end_lineno or 0) < loop.node.lineno]
    return set(scope.bound_names(above))


def _items(loop: Loop, namespace: Mapping[str, Any]) -> Any:
    """Give the items where the header only names a plain container or a plain range."""
    node = loop.iterable
    if isinstance(node, ast.Name):
        _, live = facts.lookup(namespace, node.id)
        return live if type(live) in (list, tuple, range, str, bytes) else None
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "range":
        known, live = facts.lookup(namespace, "range")
        return range(1) if known and live is range else None
    return None
