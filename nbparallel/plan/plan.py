"""The plan of a cell: what is known of each loop before anything runs."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from nbparallel import facts
from nbparallel.analysis import contents, headers, legality, ownelements, recast, scope
from nbparallel.analysis.legality import Judgement, Role
from nbparallel.analysis.loops import Loop, title
from nbparallel.analysis.vouched import NOTHING, Vouched
from nbparallel.diagnostic import Code, Diagnostic
from nbparallel.plan import foresight
from nbparallel.plan.foresight import View
from nbparallel.source import Source

_STRUCTURAL: Final = frozenset(
    {Code.CARRIED, Code.ACCUMULATOR_READ, Code.ITERABLE_CHANGED, Code.LEAVES_LOOP,
     Code.UNSUPPORTED}
)  # fmt: skip
"""Reasons found in the text of the loop: they hold whatever the names stand for."""


UNDECIDED: Final = "undecided"
"""The role of a name that the cell binds before the loop, to something not known yet."""

MOST_DRAWN: Final = 10_000
"""Items of an ``enumerate`` or a ``zip`` that a plan looks at."""


@dataclass(frozen=True, slots=True)
class Name:
    """One name of a loop: its role, and the line where that is decided."""

    name: str
    role: str
    lineno: int

    def to_dict(self) -> dict[str, Any]:
        """Give the name as JSON-safe values."""
        return {"name": self.name, "role": self.role, "lineno": self.lineno}


@dataclass(frozen=True, slots=True)
class Gain:
    """What may be gained. Nothing ran, so nothing was timed: no seconds are predicted.

    Attributes
    ----------
    iterations : int or None
        Where the header is an object at hand, or made of such.
    workers : int
        Workers that there are, or that would be started.
    bound : int
        The speed-up can be no more: the smaller of the two.
    """

    iterations: int | None
    workers: int

    @property
    def bound(self) -> int:
        """The most that can be gained."""
        known = self.workers if self.iterations is None else self.iterations
        return max(1, min(self.workers, known))

    def to_dict(self) -> dict[str, Any]:
        """Give the gain as JSON-safe values."""
        return {"iterations": self.iterations, "workers": self.workers, "bound": self.bound}


@dataclass(frozen=True, slots=True)
class LoopPlan:
    """The plan for one candidate.

    Attributes
    ----------
    lineno, end_lineno : int
        Its first and its last line, 1-based.
    title : str
        Its first line's text.
    verdict : str
        ``"proven"``, ``"checked"``, ``"serial"``, or ``"open"`` where it depends on what is known
        only when the loop is reached. Of a loop inside one that runs in parallel it is what the
        loop would be alone.
    names : tuple of Name
        Each name's role, in the order of the lines that decide.
    diagnostics : tuple of Diagnostic
        Every reason; of an open loop, those that hold in any case.
    depends_on : dict of str to int
        For an open loop: the names that the cell binds before it, with the lines.
    inside : int or None
        First line of the loop that takes this one along.
    gain : Gain
        What may be gained.
    notes : tuple of str
        What else should be known.
    """

    lineno: int
    end_lineno: int
    title: str
    verdict: str
    gain: Gain
    names: tuple[Name, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    depends_on: dict[str, int] = field(default_factory=dict)
    inside: int | None = None
    notes: tuple[str, ...] = ()

    @property
    def roles(self) -> dict[str, str]:
        """Each name's role."""
        return {name.name: name.role for name in self.names}

    def to_dict(self) -> dict[str, Any]:
        """Give the plan as JSON-safe values."""
        return {
            "lineno": self.lineno,
            "end_lineno": self.end_lineno,
            "title": self.title,
            "verdict": self.verdict,
            "names": [name.to_dict() for name in self.names],
            "diagnostics": [diagnostic.to_dict() for diagnostic in self.diagnostics],
            "depends_on": dict(self.depends_on),
            "inside": self.inside,
            "gain": self.gain.to_dict(),
            "notes": list(self.notes),
        }


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan of a cell: its loops in the order of their lines, and its text."""

    loops: tuple[LoopPlan, ...]
    source: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Give the plan as JSON-safe values.

        Returns
        -------
        dict
            ``source`` (str) and ``loops``, a list of dicts with the attributes of `LoopPlan`.
            A diagnostic is its ``code``, ``message``, ``hint``, ``severity``, ``label`` and
            ``related_label``, its ``span`` and a list of ``related`` spans; a span is
            ``lineno``, ``column``, ``end_lineno`` and ``end_column``, lines from 1, columns in
            characters from 0.
        """
        return {"source": self.source, "loops": [loop.to_dict() for loop in self.loops]}

    def __str__(self) -> str:
        lines = []
        for loop in self.loops:
            lines.append(f"line {loop.lineno}: {loop.title}  [{loop.verdict}]")
            lines += [f"    {name}: {role}" for name, role in loop.roles.items()]
            lines += [f"    {diagnostic}" for diagnostic in loop.diagnostics]
        return "\n".join(lines) or "no loops"


@contents.at_rest()
def make_plan(
    source: Source,
    loops: Sequence[Loop],
    namespace: Mapping[str, Any],
    workers: int = 1,
    assume_pure: Iterable[str] = (),
) -> Plan:
    """Judge each loop with the names as they are before the cell runs.

    Parameters
    ----------
    source : Source
        The cell.
    loops : sequence of Loop
        Its candidates.
    namespace : mapping
        The live namespace; not changed.
    workers : int
        Workers that there are, or that would be started.
    assume_pure : iterable of str
        The functions that the user vouches for.
    """
    names = tuple(assume_pure)
    plans: list[LoopPlan] = []
    views = foresight.look_ahead(source, loops, namespace)
    for loop, view in zip(loops, views, strict=True):
        inside = _inside(loop, loops, plans)
        vouched = Vouched(names, view.namespace) if names else NOTHING
        try:
            plan = _plan(loop, source, view, vouched)
        except Exception as error:  # a fault of the analysis is no fault of the cell's
            plan = _faulty(loop, source, error)
        plan = replace(plan, gain=replace(plan.gain, workers=workers))
        plans.append(plan if inside is None else _taken_along(plan, inside))
    return Plan(tuple(plans), source.text)


def _taken_along(plan: LoopPlan, outer: int) -> LoopPlan:
    """Give the plan of a loop inside a parallel one: what might be in its own way is no matter."""
    return replace(plan, inside=outer, diagnostics=(), depends_on={})


def _faulty(loop: Loop, source: Source, error: Exception) -> LoopPlan:
    message = f"the analysis failed on this loop ({error!r}): please report it with the cell"
    return LoopPlan(
        loop.node.lineno,
        loop.node.end_lineno or loop.node.lineno,
        title(loop, source),
        "serial",
        Gain(None, 1),
        diagnostics=(Diagnostic(Code.UNSUPPORTED, message, source.span(loop.node)),),
    )


def _inside(loop: Loop, loops: Sequence[Loop], plans: Sequence[LoopPlan]) -> int | None:
    """Give the first line of the outermost loop around a loop that runs in parallel."""
    found = None
    parent = loop.parent
    while parent is not None:
        if plans[parent].verdict in ("proven", "checked"):
            found = plans[parent].lineno
        parent = loops[parent].parent
    return found


def verdict_inside(
    outer: Loop, inner: Loop, source: Source, namespace: Mapping[str, Any], vouched: Vouched
) -> str:
    """Give an inner loop's verdict as it can be told when the loop around it is reached."""
    return _plan(inner, source, foresight.inside(outer, inner, namespace), vouched).verdict


def called_in(loop: Loop) -> set[str]:
    """Give the names that a loop calls functions and methods by."""
    return {
        getattr(node.func, "id", "") or getattr(node.func, "attr", "")
        for node in scope.walk(loop.node)
        if isinstance(node, ast.Call)
    }


def _plan(loop: Loop, source: Source, view: View, vouched: Vouched) -> LoopPlan:
    uncertain = view.uncertain
    known_header = not (scope.read_names([loop.iterable]) & uncertain.keys())
    items = _items(loop, view.namespace) if known_header else None
    judgement = _judge(loop, source, view, items, vouched)
    occurring = _occurring(loop)
    unbound = _unbound(loop, occurring, source, judgement, view)
    depends = _depends_on(loop, occurring, judgement, uncertain)
    diagnostics = (*unbound, *judgement.diagnostics)
    verdict = "serial" if diagnostics else "checked" if judgement.guarded else "proven"
    header = source.span(loop.iterable)
    certain = unbound or any(d.code is Code.ITERATOR and d.span == header for d in diagnostics)
    if depends or (items is None and not certain and (diagnostics or judgement.sections)):
        verdict = "open"
        diagnostics = _certain(diagnostics, loop, occurring, source, set(depends))
    count = foresight.length(loop.iterable, view.namespace) if known_header else None
    return LoopPlan(
        loop.node.lineno,
        loop.node.end_lineno or loop.node.lineno,
        title(loop, source),
        verdict,
        Gain(count, 1),
        tuple(_names(loop, occurring, judgement, depends)),
        tuple(diagnostics),
        {name: getattr(node, "lineno", 0) for name, node in depends.items()},
        notes=_notes(judgement),
    )


def _notes(judgement: Judgement) -> tuple[str, ...]:
    notes = []
    if judgement.assumed:
        notes.append(f"assumed pure: {_listed(judgement.assumed)}")
    if judgement.unseen:
        notes.append(f"cannot be seen into: {_listed(judgement.unseen)}")
    return tuple(notes)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in sorted(names))


def _unbound(
    loop: Loop, occurring: list[ast.Name], source: Source, judgement: Judgement, view: View
) -> list[Diagnostic]:
    """Give the names that neither are bound nor will be."""
    header = scope.walk(loop.iterable)
    inner = {n for g in header if isinstance(g, ast.comprehension) for n in _targets(g)}
    inner |= {argument.arg for argument in header if isinstance(argument, ast.arg)}
    global_ = judgement.broadcast | (scope.read_names([loop.iterable]) - inner)
    reads = {node.id: node for node in reversed(occurring) if node.id in global_}
    return [
        Diagnostic(Code.MAYBE_UNBOUND, f"`{name}` is not defined", source.span(node))
        for name, node in sorted(reads.items())
        if name not in view.uncertain and not facts.lookup(view.namespace, name)[0]
    ]


def _targets(generator: ast.comprehension) -> set[str]:
    return scope.target_names(generator.target)


def _judge(loop: Loop, source: Source, view: View, items: Any, vouched: Vouched) -> Judgement:
    namespace = view.namespace
    refusals: list[Diagnostic] = []
    element = None
    if isinstance(loop.iterable, ast.Name) and loop.iterable.id not in view.uncertain:
        known, live = facts.lookup(namespace, loop.iterable.id)
        refusals = headers.refusal(loop, source, namespace, live, vouched) if known else []
    if items is None and not refusals:
        element = headers.element(loop, source, namespace, vouched)

    def in_some_way(streams: bool) -> Judgement:
        def judged(loop: Loop, names: Mapping[str, Any], items: Any) -> Judgement:
            return legality.judge(
                loop,
                source,
                names,
                items,
                0,
                element,
                vouched=vouched,
                hopeful=True,
                streams=streams,
            )

        judgement = judged(loop, namespace, items)
        if loop.body and not judgement.legal:
            drawn = items if items is None or len(items) <= MOST_DRAWN else None
            for way in recast.ways(loop, namespace, drawn, dict):
                other = judged(way.loop, way.names, way.items)
                if way.holds(other):
                    return other
        return judgement

    judgement = in_some_way(False)
    if legality.is_drawing(judgement):
        judgement = in_some_way(True)
    if not refusals:
        return judgement
    return Judgement((*refusals, *judgement.diagnostics), judgement.roles)


def _depends_on(
    loop: Loop,
    occurring: list[ast.Name],
    judgement: Judgement,
    uncertain: Mapping[str, ast.AST],
) -> dict[str, ast.AST]:
    """Give the uncertain names whose objects the loop uses; what it binds first is its own."""
    used = {node.id for node in occurring}
    own = {
        name
        for name, role in judgement.roles.items()
        if role in (Role.INDUCTION, Role.PRIVATE, Role.LAST_PRIVATE)
    }
    if not isinstance(loop.node, ast.For):
        own |= {name for generator in loop.node.generators for name in _targets(generator)}
    used -= own
    return {name: node for name, node in uncertain.items() if name in used}


def _certain(
    diagnostics: tuple[Diagnostic, ...],
    loop: Loop,
    occurring: list[ast.Name],
    source: Source,
    uncertain: set[str],
) -> tuple[Diagnostic, ...]:
    """Give the reasons that hold whatever the uncertain names will stand for."""
    if all(diagnostic.code in _STRUCTURAL for diagnostic in diagnostics):
        return diagnostics
    tainted = uncertain | set(scope.bound_names(loop.body)) | scope.target_names(loop.target)
    reads = [source.span(node) for node in occurring if node.id in tainted]
    return tuple(
        diagnostic
        for diagnostic in diagnostics
        if diagnostic.code in _STRUCTURAL
        or not any(diagnostic.span.contains(span) for span in reads)
    )


def names(loop: Loop, judgement: Judgement) -> tuple[Name, ...]:
    """Give each name of a loop that was judged when it was reached."""
    return tuple(_names(loop, _occurring(loop), judgement, ()))


def _occurring(loop: Loop) -> list[ast.Name]:
    return [
        node for node in scope.walk(loop.node) if type(node) is ast.Name and hasattr(node, "lineno")
    ]


def _names(
    loop: Loop, occurring: list[ast.Name], judgement: Judgement, undecided: Iterable[str]
) -> list[Name]:
    """Give each name with its role and the line that decides it."""
    targets = (
        [loop.target]
        if isinstance(loop.node, ast.For)
        else [generator.target for generator in loop.node.generators]
    )
    bound = scope.bound_names([*targets, *loop.body])
    read: dict[str, ast.AST] = {}
    for node in sorted(occurring, key=lambda name: (name.lineno, name.col_offset)):
        read.setdefault(node.id, node)
    places: dict[str, ast.AST] = {**read, **bound}
    places |= {n: a.statements[0] for n, a in judgement.accumulators.items() if a.statements}
    places |= {n: s.statements[0] for n, s in judgement.sections.items() if s.statements}
    carried = {
        name: diagnostic.span.lineno
        for diagnostic in reversed(judgement.diagnostics)
        for name, role in judgement.roles.items()
        if role is Role.CARRIED and f"`{name}`" in diagnostic.message
    }
    roles = {name: role.value for name, role in judgement.roles.items()}
    roles |= dict.fromkeys(undecided, UNDECIDED)
    for target in targets:
        roles |= dict.fromkeys(scope.target_names(target), Role.INDUCTION.value)
    names = [
        Name(name, role, carried.get(name, getattr(places.get(name), "lineno", loop.node.lineno)))
        for name, role in roles.items()
        if not name.startswith("__nbp") and ownelements.is_written(name)  # ours
    ]
    return sorted(names, key=lambda one: (one.role == Role.BROADCAST.value, one.lineno, one.name))


def _items(loop: Loop, namespace: Mapping[str, Any]) -> Any:
    """Give the items where they are at hand, as they will be when the loop is reached."""
    node = loop.iterable
    if isinstance(node, ast.Name):
        _, live = facts.lookup(namespace, node.id)
        return live if type(live) in facts.SEQUENCES or facts.is_ndarray(live) else None
    value = foresight.evaluated(node, namespace)
    if type(value) in facts.SEQUENCES:
        return value
    count = foresight.length(node, namespace)
    drawn = foresight.drawn(node, namespace) if count is not None and count <= MOST_DRAWN else None
    return list(drawn) if drawn is not None else None
