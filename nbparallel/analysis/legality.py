"""The verdict on one loop: every name's role, and every reason that stands in the way."""

from __future__ import annotations

import ast
import enum
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Final

from nbparallel import facts
from nbparallel.analysis import (
    accumulators,
    classes,
    contents,
    deferral,
    fixed,
    frame_headers,
    inspector,
    listeners,
    ownelements,
    scope,
    sections,
    startvalues,
    values,
)
from nbparallel.analysis.accumulators import Accumulator, Adds
from nbparallel.analysis.attributes import Attributes
from nbparallel.analysis.context import Context, Refused
from nbparallel.analysis.deferral import Deferral
from nbparallel.analysis.draws import Draws
from nbparallel.analysis.frames import Frame, State, join_states
from nbparallel.analysis.inspector import Conflict
from nbparallel.analysis.loops import Loop, with_plain_target
from nbparallel.analysis.sections import Section
from nbparallel.analysis.startvalues import StartValue
from nbparallel.analysis.statements import Statements
from nbparallel.analysis.values import Owner, Value
from nbparallel.analysis.vouched import NOTHING, Vouched
from nbparallel.diagnostic import Code, Diagnostic
from nbparallel.source import Source


class Role(enum.Enum):
    """What one name is to the loop; each name has exactly one."""

    INDUCTION = "induction"
    PRIVATE = "private"
    LAST_PRIVATE = "last-private"
    BROADCAST = "broadcast"
    APPEND = "append"
    SET_ADD = "set add"
    KEYED_STORE = "keyed store"
    ELEMENT_STORE = "element store"
    REDUCTION = "reduction"
    ORDERED_LOG = "ordered log"
    SLICED = "sliced"
    RANDOM = "random stream"
    CARRIED = "carried"


_ROLE_OF = {
    Adds.LIST: Role.APPEND,
    Adds.SET: Role.SET_ADD,
    Adds.KEYS: Role.KEYED_STORE,
    Adds.ITEMS: Role.ELEMENT_STORE,
    Adds.ARRAY: Role.ELEMENT_STORE,
    Adds.FOLD: Role.REDUCTION,
    Adds.ARRAY_FOLD: Role.REDUCTION,
}


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is proven of one loop.

    Attributes
    ----------
    diagnostics : tuple of Diagnostic
        Every refusal; empty means *proven*.
    roles : dict of str to Role
        Each name's role.
    broadcast : frozenset of str
        Names of the cell's namespace that the body reads.
    private : tuple of str
        Names the body binds, in the order of the text; their last values are live-out.
    definite : frozenset of str
        Those of `private` that every iteration which ends normally has bound at its end.
    owns_items : bool
        Whether iterations may change what their items reach; the runtime looks whether others
        reach it, too.
    accumulators : dict of str to Accumulator
        What is logged and replayed.
    starts : dict of str to StartValue
        The names whose value at the start of any iteration is known beforehand.
    deferral : Deferral or None
        The statements that the kernel runs on operands from the workers.
    sections : dict of str to Section
        The objects of which each iteration has a part of its own.
    user_classes : frozenset of type
        The user's classes whose implicit methods were judged.
    assumed_methods : frozenset of str
        Method names judged by name alone; the payload is checked against them.
    iterates_unknown : bool
        Whether something of unknown type is iterated; the payload may hold no sets then.
    functions : frozenset of int or None
        Identities of the user's functions that were judged for whoever calls them with whatever;
        the payload may hold no others. None if nobody unknown calls any.
    copies_objects : bool
        Whether copies of arrays were taken for plain data; the payload's arrays must be, then.
    assumed : frozenset of str
        The functions called that the user vouches for.
    vouched_classes : frozenset of type
        The classes of which the user vouches for a method.
    draws : Draws or None
        The random states that the iterations share and draw from.
    module_reads : frozenset of (str, str)
        What is read of modules, by module and qualified name.
    writes : bool
        Whether the iterations write files, each anew.
    bars : frozenset of int
        Identities of the progress bars that are moved, and of which nothing else is asked.
    unseen : dict of str to ast node
        What is tried under guards since it cannot be seen into, with the first place.
    watched : frozenset of str
        The libraries it belongs to.
    judged : frozenset of int
        Identities of the user's functions that were interpreted.
    guarded : bool
        Whether the loop runs under guards.
    figures : bool
        Whether the iterations draw figures of Matplotlib's.
    taken_for_artists : frozenset of str
        Methods that only artists are thought to have; the payload is checked for others.
    """

    diagnostics: tuple[Diagnostic, ...]
    roles: dict[str, Role] = field(default_factory=dict)
    broadcast: frozenset[str] = frozenset()
    private: tuple[str, ...] = ()
    definite: frozenset[str] = frozenset()
    owns_items: bool = False
    starts: dict[str, StartValue] = field(default_factory=dict)
    accumulators: dict[str, Accumulator] = field(default_factory=dict)
    deferral: Deferral | None = None
    sections: dict[str, Section] = field(default_factory=dict)
    user_classes: frozenset[type] = frozenset()
    assumed_methods: frozenset[str] = frozenset()
    iterates_unknown: bool = False
    functions: frozenset[int] | None = None
    copies_objects: bool = False
    assumed: frozenset[str] = frozenset()
    vouched_classes: frozenset[type] = frozenset()
    draws: Draws | None = None
    module_reads: frozenset[tuple[str, str]] = frozenset()
    writes: bool = False
    bars: frozenset[int] = frozenset()
    unseen: dict[str, ast.AST] = field(default_factory=dict)
    watched: frozenset[str] = frozenset()
    judged: frozenset[int] = frozenset()
    guarded: bool = False
    figures: bool = False
    taken_for_artists: frozenset[str] = frozenset()

    @property
    def changed(self) -> frozenset[str]:
        """The names whose objects the loop changes."""
        deferred = self.deferral.names if self.deferral is not None else ()
        return frozenset((*self.accumulators, *self.sections, *deferred))

    @property
    def legal(self) -> bool:
        """Whether the iterations may run apart."""
        return not self.diagnostics


@dataclass(frozen=True, slots=True)
class _Items:
    """What is known of a loop's items: all of them, or what the header tells of one."""

    items: Sequence[Any] | None
    element: Value | None
    owned: bool = False  # whether each iteration may change what its item reaches
    starts: Mapping[str, StartValue] = field(default_factory=dict)
    classes: frozenset[type] = frozenset()  # of the user's, that its data are known to hold
    vouched: Vouched = NOTHING  # functions the user takes responsibility for
    quiet: bool = False  # whether they may be drawn while their iterations change others
    hopeful: bool = False  # whether they are taken to be as good as they could be, if not known
    streams: bool = False  # whether shared random states may be drawn from
    guarded: bool = False  # whether what cannot be seen into may be tried

    def bind(self, interpreter: Statements, target: ast.expr, frame: Frame) -> None:
        """Bind the loop's target."""
        if self.items is None and self.element is not None:
            # However new an item is: what its iteration changes must come back to the kernel's.
            element = _aged(self.element, Owner.FRESH if self.owned else Owner.SHARED)
            interpreter.bind(target, interpreter.see(element), frame)
        else:
            bind_items(interpreter, target, self.items, frame, owned=self.owned)


@dataclass(frozen=True, slots=True)
class _Case:
    """A loop in its surroundings, and what is the same in whatever way it is judged.

    Attributes
    ----------
    targets : frozenset of str
        The names that the header binds.
    bound : dict of str to ast node
        The names that an iteration binds, with the first place.
    rebound : frozenset of str
        Those that it binds at several places.
    added : dict of str to Accumulator
        The names that the body only adds to, or might.
    """

    loop: Loop
    source: Source
    namespace: Mapping[str, Any]
    targets: frozenset[str]
    bound: dict[str, ast.AST]
    rebound: frozenset[str]
    added: dict[str, Accumulator]

    @classmethod
    def of(cls, loop: Loop, source: Source, namespace: Mapping[str, Any]) -> _Case:
        """Look at a loop's names."""
        parts = [loop.target, *loop.body] if isinstance(loop.node, ast.For) else [loop.node]
        return cls(
            loop,
            source,
            namespace,
            frozenset(scope.target_names(loop.target)),
            scope.bound_names(parts),
            scope.bound_repeatedly([loop.target, *loop.body]),
            accumulators.recognise(loop.body, namespace),
        )

    def written(self, added: Mapping[str, Accumulator]) -> dict[str, ast.AST]:
        """Give the names that an iteration binds for itself."""
        if not isinstance(self.loop.node, ast.For):
            return self.bound
        return {name: node for name, node in self.bound.items() if name not in added}


@contents.at_rest()
def judge(
    loop: Loop,
    source: Source,
    namespace: Mapping[str, Any],
    items: Sequence[Any] | None,
    first: int = 0,
    element: Value | None = None,
    *,
    classes: frozenset[type] = frozenset(),
    vouched: Vouched = NOTHING,
    hopeful: bool = False,
    streams: bool = False,
    quiet: bool = False,
    guarded: bool = False,
) -> Judgement:
    """Judge one loop with the live namespace.

    The plain judgement comes first; what it refuses is judged again with objects divided
    among the iterations (`sections`) and with statements left to the kernel (`deferral`). Where
    that does not help and something cannot be seen into, all is judged again for a run under
    guards.

    Parameters
    ----------
    loop : Loop
        The candidate.
    source : Source
        The cell it stands in.
    namespace : mapping
        The live namespace, as it is when the loop is reached.
    items : sequence or None
        The items still to be done, where they are at hand; None if they are not known.
    first : int
        Number of the first of them.
    element : Value, optional
        What is known of an item where the items are not.
    classes : frozenset of type
        The user's classes that the loop's data are known to hold, whether or not the body names
        their objects.
    vouched : Vouched
        The functions that the user takes responsibility for.
    quiet : bool
        Whether items that are not at hand are drawn without a look at other items.
    hopeful : bool
        Whether items that are not known are taken to be as good as they could be: for plans.
    streams : bool
        Whether the body may draw from random states that the iterations share.
    guarded : bool
        Whether the loop runs under guards in any case.
    """
    case = _Case.of(with_plain_target(loop), source, namespace)
    known = _Items(
        items,
        element,
        classes=classes,
        vouched=vouched,
        quiet=quiet,
        hopeful=hopeful,
        streams=streams and not guarded,
        guarded=guarded,
    )
    judgement = _judged_in_all_ways(case, known, first)
    if judgement.legal or guarded or not any(map(_may_be_guarded, judgement.diagnostics)):
        return judgement
    known = replace(known, guarded=True, streams=False)
    watched = _judged_in_all_ways(case, known, first)
    # Where figures are drawn nothing is tried: the reasons are those of what cannot be seen into.
    return judgement if watched.figures and not watched.legal else watched


def _may_be_guarded(diagnostic: Diagnostic) -> bool:
    return diagnostic.code in (Code.UNKNOWN_CALL, Code.PROCESS_STATE)


def _judged_in_all_ways(case: _Case, known: _Items, first: int) -> Judgement:
    """Give the first legal judgement, else the plain one's with all that stands in the way."""
    source, namespace, items = case.source, case.namespace, known.items
    plain = _judge(case, known, None, {})
    if plain.legal:
        return plain
    divided: dict[str, Section] = {}
    conflicts: list[Conflict] = []
    if case.loop.body:
        divided, conflicts = _divided(case.loop, namespace, items, first, hopeful=known.hopeful)
    for judgement in _otherwise(case, known, plain, divided):
        return judgement
    told = [_conflict(conflict, source) for conflict in conflicts]
    said = {f"`{conflict.name}`" for conflict in conflicts}
    left = [d for d in plain.diagnostics if not (d.code is Code.ACCUMULATOR_READ and
            any(name in d.message for name in said))]  # fmt: skip
    return replace(plain, diagnostics=(*told, *left))


def _otherwise(
    case: _Case, known: _Items, plain: Judgement, divided: dict[str, Section]
) -> Iterator[Judgement]:
    """Give the ways in which a loop that was refused is legal, the cheaper ones first.

    It is judged with parts of its own, and with deferred statements; why not, was told already.
    """
    loop, namespace, targets = case.loop, case.namespace, case.targets
    private = {name for name, role in plain.roles.items() if role is Role.PRIVATE}
    settled = frozenset(n for n in plain.accumulators if plain.roles[n] is not Role.CARRIED)
    carried = frozenset(name for name, role in plain.roles.items() if role is Role.CARRIED)
    starts = startvalues.find(loop.body, loop.target, namespace, carried) if carried else {}
    ways = [(replace(known, starts=starts), divided)]
    if _may_own(known, plain):
        ways.append(_owning(known, starts, divided, loop.target))
    for items, parts in ways:
        for apart in [{}, parts] if parts else [{}]:
            if apart or items.owned or starts:
                yield from _tried(case, items, None, apart)

    @cache
    def left_to_kernel(known: frozenset[str], apart: frozenset[str]) -> Deferral | None:
        own = targets | known | private | apart
        return deferral.find(loop.body, namespace, own, settled - apart)

    for items, parts in ways if loop.body else ():
        for apart in [parts, {}] if parts else [{}]:
            deferred = left_to_kernel(frozenset(items.starts), frozenset(apart))
            if deferred is not None:
                yield from _tried(case, items, deferred, apart)


def _owning(
    known: _Items,
    starts: Mapping[str, StartValue],
    divided: Mapping[str, Section],
    target: ast.expr,
) -> tuple[_Items, dict[str, Section]]:
    """Let iterations change their items: what these then tell, no change of theirs may touch."""

    def are_fixed(names: Collection[str]) -> bool:
        if known.items is None and known.hopeful:
            return True
        return fixed.are_fixed(names, target, known.items)

    values = {n: start for n, start in starts.items() if are_fixed(scope.read_names([start.value]))}
    kept = {n: v for n, v in values.items() if not v.before or v.before in values}
    parts = {name: section for name, section in divided.items() if are_fixed(section.told_by)}
    return replace(known, owned=True, starts=kept), parts


def _tried(
    case: _Case, items: _Items, deferred: Deferral | None, divided: Mapping[str, Section]
) -> Iterator[Judgement]:
    """Give the judgement if there is no reason against it; the first one ends it."""
    try:
        judgement = _judge(case, items, deferred, divided, stops=True)
    except Refused:
        return
    yield judgement


def may_draw(
    loop: Loop, source: Source, namespace: Mapping[str, Any], vouched: Vouched = NOTHING
) -> bool:
    """Whether an iteration may draw from random states that exist before it."""
    case = _Case.of(with_plain_target(loop), source, namespace)
    try:
        judgement = _judge(case, _Items(None, None, vouched=vouched, streams=True), None, {})
    except Exception:  # a fault of the analysis tells nothing
        return True
    unseen = (Code.UNKNOWN_CALL, Code.UNSUPPORTED, Code.RANDOM)
    return judgement.draws is not None or any(d.code in unseen for d in judgement.diagnostics)


def is_drawing(judgement: Judgement) -> bool:
    """Whether a loop was refused, and it may help to let it draw from shared random states."""
    return any(diagnostic.code is Code.RANDOM for diagnostic in judgement.diagnostics)


def _may_own(known: _Items, plain: Judgement) -> bool:
    """Whether it may help to let iterations change their own items."""
    return (known.items is not None or known.quiet) and any(
        d.code in (Code.SHARED_MUTATED, Code.CALLEE_WRITES, Code.RANDOM) for d in plain.diagnostics
    )


def _divided(
    loop: Loop,
    namespace: Mapping[str, Any],
    items: Sequence[Any] | None,
    first: int,
    *,
    hopeful: bool,
) -> tuple[dict[str, Section], list[Conflict]]:
    """Give the sections that the inspector finds no flow dependence in, and those it finds.

    Of items that are not at hand it cannot be asked; whoever reads only what it has stored itself
    meets nobody, whatever they are.
    """
    found, conflicts = {}, []
    candidates = sections.find(loop.body, loop.target, loop.iterable, namespace)
    for name, section in candidates.items():
        conflict = None
        if items is not None:
            try:
                conflict = inspector.inspect(
                    section, loop.target, loop.iterable, items, first, namespace
                )
            except ValueError:
                continue  # the subscripts cannot be told apart: the other ways may do
        elif not hopeful and not section.is_only_written:
            continue
        if conflict is None:
            found[name] = section
        else:
            conflicts.append(conflict)
    return found, conflicts


def _conflict(conflict: Conflict, source: Source) -> Diagnostic:
    name, key = conflict.name, conflict.key
    line = getattr(conflict.read, "lineno", 0)
    return Diagnostic(
        Code.CARRIED,
        f"iteration {conflict.reader} reads `{name}[{key!r}]` at line {line}, which iteration "
        f"{conflict.writer} writes at line {getattr(conflict.write, 'lineno', 0)}",
        source.span(conflict.read),
        (source.span(conflict.write),),
        f"read a copy made before the loop if the old values of `{name}` are meant",
    )


def _judge(
    case: _Case,
    items: _Items,
    deferred: Deferral | None,
    divided: Mapping[str, Section],
    loose: frozenset[str] = frozenset(),
    *,
    stops: bool = False,
    known: Attributes | None = None,
) -> Judgement:
    loop, namespace, targets = case.loop, case.namespace, case.targets
    left = targets | divided.keys() | items.starts.keys()
    added = {name: found for name, found in case.added.items() if name not in left}
    if deferred is not None:
        added.update(_deferred(deferred))
    written = case.written(added)
    context = Context(case.source, namespace, written, vouched=items.vouched, stops=stops)
    context.accumulators = {name: a.statements[0] for name, a in added.items()}
    for accumulator in added.values():
        context.accumulator_nodes.update(accumulator.operands)
    if deferred is not None:
        context.deferral = deferred
        operands = [operand for d in deferred.statements for operand in d.operands]
        context.conditional = {id(operand.node) for operand in operands if operand.conditional}
    context.sections = divided
    context.in_function = loop.function is not None
    context.drawn.allowed = items.streams
    context.user_classes |= items.classes
    context.guarded = items.guarded
    context.loose |= loose
    context.attributes = known or context.attributes
    interpreter = Statements(context)
    frame = Frame(frozenset(written), namespace, {})
    frame.rebound = case.rebound

    def again(known: Attributes | None) -> Judgement:
        loose = frozenset(context.loose)
        return _judge(case, items, deferred, divided, loose, stops=stops, known=known)

    try:
        with interpreter.active(frame):
            end = _interpret(interpreter, loop, frame, items)
        if context.relied & context.loose:
            return again(known)
        _check_accumulators(added, context, loop)
        if context.calls_unknown and not context.unseen:
            interpreter.vet(loop.node)
        classes.check(interpreter, context, loop)
    except Refused:
        later = context.attributes.again(context.user_classes)
        if later is None:
            raise
        return again(later)
    later = context.attributes.again(context.user_classes)
    if later is not None:
        return again(later)
    _check_sets(context, loop)
    if context.prints and (stream := listeners.own_stream(namespace)):
        what = f"the body prints, and `{stream}` is an object of yours, which may be read meanwhile"
        context.refuse(Code.PROCESS_STATE, what, loop.node, "put the stream back before the loop")
    if context.writes and items.guarded:  # what cannot be seen into may look at them
        what = "the loop writes files, and calls what cannot be seen into"
        context.refuse(Code.OUTSIDE_EFFECT, what, loop.node)
    if context.figures and items.guarded:
        what = "the loop draws figures, and calls what cannot be seen into"
        context.refuse(Code.PROCESS_STATE, what, loop.node)
    if context.writes:
        for name, place in context.looks.items():
            what = f"`{name}` looks at files, and the loop writes some"
            context.refuse(Code.OUTSIDE_EFFECT, what, place)
    if context.prints and listeners.own_warnings_hook(namespace):
        what = "the body prints or warns, and `warnings.showwarning` is a function of yours"
        context.refuse(Code.PROCESS_STATE, what, loop.node)
    if loop.altered_frames and context.traces:
        what = "on a worker, where an exception was raised would be told otherwise"
        context.refuse(Code.PROCESS_STATE, what, loop.node)
    if context.logs and not isinstance(loop.node, ast.For | ast.ListComp):
        # Its elements are had from a list comprehension or a generator of another name.
        what = "a log record names the expression that makes it, which is another here"
        context.refuse(Code.PROCESS_STATE, what, loop.node)
    context.drawn.exposed |= frame.exposed
    drawn = context.drawn.result()
    definite = frozenset(name for name, slot in (end or {}).items() if slot.definite)
    return Judgement(
        tuple(context.diagnostics),
        _roles(context, written, added, targets, definite, items.starts)
        | dict.fromkeys(drawn.names if drawn is not None else (), Role.RANDOM),
        frozenset(context.broadcast),
        tuple(filter(ownelements.is_written, written)),
        frozenset(filter(ownelements.is_written, definite & frozenset(written))),
        items.owned,
        dict(items.starts),
        added,
        deferred,
        dict(divided),
        frozenset(context.user_classes),
        frozenset(context.assumed_methods),
        context.iterates_unknown,
        frozenset(context.functions) if context.calls_unknown and not items.guarded else None,
        context.copies_objects,
        frozenset(context.assumed),
        frozenset(items.vouched.classes),
        drawn,
        frozenset(context.module_reads),
        context.writes,
        frozenset(context.bars),
        dict(context.unseen),
        frozenset(context.watched),
        frozenset(context.functions),
        items.guarded,
        context.figures,
        frozenset(context.taken_for_artists),
    )


def _deferred(deferred: Deferral) -> dict[str, Accumulator]:
    """Give each deferred name as an accumulator."""
    found = {}
    for name in deferred.names:
        found[name] = Accumulator(name, Adds.DEFERRED)
        for part in deferred.statements:
            if name in part.names:
                operands = [operand.node for operand in part.operands]
                found[name].note(part.statement, "deferred", operands)
    return found


def _interpret(interpreter: Statements, loop: Loop, frame: Frame, items: _Items) -> State | None:
    """Interpret one iteration; give the names' state at its normal end."""
    if not isinstance(loop.node, ast.For):
        _interpret_comprehension(interpreter, loop.node, frame, items)
        return frame.state
    if not isinstance(loop.target, ast.Name | ast.Tuple | ast.List) or any(
        isinstance(child, ast.Subscript | ast.Attribute) for child in scope.walk(loop.target)
    ):
        interpreter.context.refuse(
            Code.UNSUPPORTED, "the loop stores its items into an object", loop.target
        )
    items.bind(interpreter, loop.target, frame)
    for name, start in items.starts.items():
        value = values.of_live(frame.namespace[name], name)
        if start.step is None:
            value = value.join(interpreter.value(start.value, frame))
        elif start.grows is not None:
            value = value.join(values.atom(float))
        frame.bind(name, replace(value, live=values.ABSENT))
    interpreter.block(loop.body, frame)
    end = frame.state
    for state in frame.continues:
        end = join_states(end, state)
    return end


def _interpret_comprehension(
    interpreter: Statements,
    node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp,
    frame: Frame,
    items: _Items,
) -> None:
    names = frozenset(n for g in node.generators for n in scope.target_names(g.target))
    inner = Frame(names, frame.namespace, {}, parent=frame)
    inner.is_comprehension = True
    skipped: list[State | None] = []  # where an element may already be done with
    with interpreter.active(inner):
        first, *rest = node.generators
        items.bind(interpreter, first.target, inner)
        for generator in node.generators:
            if generator in rest:
                iterable = interpreter.value(generator.iter, inner)
                skipped.append(dict(frame.state or {}))
                held = interpreter.iterate(iterable, generator.iter)
                interpreter.bind(generator.target, held, inner)
            for condition in generator.ifs:
                interpreter.value(condition, inner)
                skipped.append(dict(frame.state or {}))
        elements = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
        for element in elements:
            interpreter.value(element, inner)
    for state in skipped:
        frame.state = join_states(frame.state, state)


def bind_items(
    interpreter: Statements,
    target: ast.expr,
    items: Sequence[Any] | contents.Column | None,
    frame: Frame,
    *,
    owned: bool = False,
) -> None:
    """Bind the loop's target to what is known of its items, part by part for tuples."""
    if (
        isinstance(target, ast.Tuple)
        and not any(isinstance(child, ast.Starred) for child in target.elts)
        and contents.are_tuples(items)
    ):
        assert items is not None
        for position, child in enumerate(target.elts):
            bind_items(interpreter, child, contents.Column(items, position), frame, owned=owned)
        return
    value = _item_value(items)
    part: Value | None = value
    while part is not None:  # what was made outside is judged as that, whoever owns it now
        part = interpreter.see(part).elements
    interpreter.bind(target, _own(value) if owned else value, frame)


def _own(value: Value) -> Value:
    """Give an item as an object that only its iteration sees, with all that it reaches."""
    return _aged(value, Owner.FRESH)


def _aged(value: Value, owner: Owner) -> Value:
    """Give an item, with all that it reaches, as an object that some may see."""
    if value.owner is Owner.ATOM:
        return value
    elements = _aged(value.elements, owner) if value.elements is not None else None
    return replace(value, owner=owner, live=values.ABSENT, elements=elements)


_MOST_WITHIN: Final = 1000
"""Items of which it is told what their elements are."""


def _item_value(items: Sequence[Any] | contents.Column | None) -> Value:
    roots = frozenset({"the loop's items"})
    if items is None:
        return Value(Owner.SHARED, roots=roots)
    value = values.of_types(contents.element_types(items), roots)
    if len(items) <= _MOST_WITHIN and value.owner is Owner.SHARED:
        value = values.one_of(value, items)
    if facts.is_ndarray(items):
        value = values.element_of(Value(Owner.SHARED, type(items), items, roots))
    elif value.type is not None and value.owner is Owner.SHARED and len(items) <= _MOST_WITHIN:
        held = contents.types_within(items, value.type)
        if held and object not in held:
            value = Value(
                Owner.SHARED, value.type, roots=roots, elements=values.of_types(held, roots)
            )
    return value


def _check_accumulators(added: Mapping[str, Accumulator], context: Context, loop: Loop) -> None:
    """Refuse two names for one object, and changing what is iterated."""
    header = scope.read_names([_drawn_from(loop.iterable, context.namespace)])
    header -= frame_headers.drawn_whole(loop.iterable, loop.target, loop.body, context.namespace)
    seen: dict[int, str] = {}
    for name, section in context.sections.items():
        for container in section.containers(context.namespace[name]):
            if seen.setdefault(id(container), name) != name:
                other = seen[id(container)]
                node = section.statements[0]
                message = f"`{name}` and `{other}` hold one object"
                context.refuse(Code.ALIAS, message, node, related=[context.change_of(other)])
        _check_overlap(name, section.statements[0], added, context)
    for name, accumulator in added.items():
        live = context.namespace.get(name)
        node = accumulator.statements[0]
        folds = accumulator.adds is Adds.FOLD or (
            accumulator.adds is Adds.DEFERRED
            and context.deferral is not None
            and name not in context.deferral.in_place
        )
        if not folds and id(live) in seen:
            other = seen[id(live)]
            message = f"`{name}` and `{other}` are one object"
            context.refuse(Code.ALIAS, message, node, related=[context.change_of(other)])
        if not folds:
            seen[id(live)] = name
        _check_overlap(name, node, added, context)
        for read in header:
            known, value = facts.lookup(context.namespace, read)
            if (
                known
                and not folds
                and (
                    value is live
                    or (
                        facts.is_ndarray(value)
                        and facts.is_ndarray(live)
                        and facts.overlaps(live, [value])
                    )
                )
            ):
                context.refuse(
                    Code.ITERABLE_CHANGED,
                    f"the loop iterates over `{read}` and changes it",
                    node,
                    f"iterate over a copy: list({read})",
                    [loop.iterable],
                )


def _check_overlap(
    name: str, node: ast.AST, added: Mapping[str, Accumulator], context: Context
) -> None:
    live = context.namespace.get(name)
    arrays = [
        context.namespace[other]
        for other in (*added, *context.sections)
        if other != name and facts.is_ndarray(context.namespace.get(other))
    ]
    if facts.is_ndarray(live) and facts.overlaps(live, arrays):
        context.refuse(
            Code.ALIAS, f"`{name}` shares its memory with another array the loop changes", node
        )


def _drawn_from(header: ast.expr, namespace: Mapping[str, Any]) -> ast.expr:
    """Give the part of a header whose objects are read while the loop goes on.

    ``range(len(a))``, ``list(a)`` and ``sorted(a)`` are through with ``a`` before it begins.
    """
    if isinstance(header, frame_headers.DISPLAYS):
        return ast.Constant(None)
    if isinstance(header, ast.Call) and isinstance(header.func, ast.Name):
        known, live = facts.lookup(namespace, header.func.id)
        if known and live in (range, list, tuple, sorted, set, frozenset):
            return header.func
        if known and live in (enumerate, reversed) and len(header.args) == 1:
            return _drawn_from(header.args[0], namespace)
    return header


def _check_sets(context: Context, loop: Loop) -> None:
    """Refuse where a set is made and something that may be one shows its order."""
    if context.makes_sets and context.iterates_unknown:
        context.refuse(
            Code.SET_ORDER,
            "the body makes a set, and something of unknown type is iterated or shown: the order "
            "of a set may differ between processes",
            loop.node,
            "use sorted(...) where the order shows",
        )


def _roles(
    context: Context,
    written: Mapping[str, ast.AST],
    added: Mapping[str, Accumulator],
    targets: frozenset[str],
    definite: frozenset[str],
    starts: Mapping[str, StartValue],
) -> dict[str, Role]:
    steps = {name for name, start in starts.items() if start.step is not None}
    roles = dict.fromkeys(sorted(context.broadcast), Role.BROADCAST)
    carried = {
        name
        for name in written
        if any(d.code is Code.CARRIED and f"`{name}`" in d.message for d in context.diagnostics)
    }
    for name in written:
        if name in carried:
            roles[name] = Role.CARRIED
        elif name in targets or name in steps:
            roles[name] = Role.INDUCTION
        else:
            roles[name] = Role.PRIVATE if name in definite else Role.LAST_PRIVATE
    roles.update(dict.fromkeys(context.sections, Role.SLICED))
    for name, accumulator in added.items():
        assert accumulator.adds is not None
        read = any(
            d.code is Code.ACCUMULATOR_READ and f"`{name}`" in d.message
            for d in context.diagnostics
        )
        if read:
            roles[name] = Role.CARRIED
        elif accumulator.adds is Adds.DEFERRED:
            in_place = context.deferral is not None and name in context.deferral.in_place
            roles[name] = Role.ORDERED_LOG if in_place else Role.REDUCTION
        else:
            roles[name] = _ROLE_OF[accumulator.adds]
    return roles
