"""Deferral: statements whose only effect is on names that the rest of the body never reads.

``best = max(best, f(x))``, ``if y < best: best, arg = y, x``, ``hist[b] += 1``,
``groups[k].append(v)``: each needs what earlier iterations left, but nothing else in the
iteration needs *its* outcome. So the workers evaluate the operands (the parts without such
names), and the kernel runs what is left of the statement, its *skeleton*, on the operands in
iteration order. This is loop distribution with scalar expansion (Allen and Kennedy,
"Optimizing Compilers for Modern Architectures", 2001, section 5.4 and 6.2), with the
sequential part kept down to statements that cost next to nothing.

Only statements of known shapes on objects of exact builtin types are taken: a general
recurrence is a dependence and is told as one.
"""

from __future__ import annotations

import ast
import enum
import heapq
import sys
import types
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from nbparallel import facts
from nbparallel.analysis import computed, contents, frames_of_pandas, levels, scope

OPERAND: Final = "__nbp_operand"

_METHODS: Final[dict[type, frozenset[str]]] = {
    list: frozenset({"append", "extend", "insert"}),
    set: frozenset({"add", "update", "discard"}),
    dict: frozenset({"update", "setdefault"}),
    deque: frozenset({"append", "appendleft", "extend", "extendleft"}),
}
_METHODS.update(dict.fromkeys(levels.NUMBERS, frozenset({"append", "extend"})))
_METHODS[Counter] = frozenset({"update", "subtract"})
_METHODS[defaultdict] = _METHODS[OrderedDict] = _METHODS[dict]

_NESTED: Final = frozenset(
    {"append", "extend", "add", "update", "insert", "appendleft", "discard", "setdefault"}
)
"""Methods of elements (``groups[k].append(v)``), in whichever builtin container has them."""


_CHEAP_NAMES: Final = frozenset(
    "abs float int len str bool round range enumerate zip reversed min max ord chr".split()
)
"""Calls that are no work: a worker would do nothing else than look them up."""

_CHEAP_CALLS: Final = (abs, float, int, len, str, bool, round)
_HEAP: Final = (heapq.heappush, heapq.heappushpop)

_JOINING: Final = {
    "numpy": frozenset({"append", "concatenate", "vstack", "hstack", "dstack", "column_stack"}),
    "pandas": frozenset({"concat"}),
}
"""Functions that lay what they are given end to end in a new object."""


class Use(enum.Enum):
    """What the kernel does with an operand, which says what its type may be."""

    STORED = "stored"  # kept as it is: anything
    ELEMENTS = "elements"  # its elements are kept as they are: any builtin container
    IMMUTABLE = "immutable"  # kept where the kernel changes what is kept: nothing changeable
    IMMUTABLES = "immutables"  # its elements are kept there: a container of nothing changeable
    KEYS = "keys"  # its keys or elements are hashed, its values kept
    OPERATED = "operated"  # computed with: only types whose operators are known
    KEY = "key"  # names places of a pandas object
    STEADY = "steady"  # kept as it is, and computed with later: it, or some parts of it
    HELD = "held"  # kept as it is, and asked for attributes later
    JOINED = "joined"  # laid end to end with frames or columns: such, of scalars
    CELL = "cell"  # becomes an element of a pandas object: a scalar
    CELLS = "cells"  # becomes elements of a pandas object: a scalar, or a sequence of them


_USES: Final = {
    "append": Use.STORED,
    "appendleft": Use.STORED,
    "insert": Use.STORED,
    "extend": Use.ELEMENTS,
    "extendleft": Use.ELEMENTS,
    "update": Use.KEYS,
}
"""What methods do with their arguments, if not compute with them."""


@dataclass(frozen=True, slots=True)
class Operand:
    """A part of a deferred statement that the workers evaluate.

    Attributes
    ----------
    node : ast.expr
        The expression.
    use : Use
        What the kernel does with it.
    conditional : bool
        Whether the plain cell would not always evaluate it.
    attributes : tuple of str
        The attributes, or the keys, of what the kernel asks of it once it is kept.
    """

    node: ast.expr
    use: Use
    conditional: bool
    attributes: tuple[str, ...] = ()

    @property
    def rule(self) -> str:
        """What the kernel does with it, as a worker is told."""
        return " ".join((self.use.value, *self.attributes))


@dataclass(frozen=True, slots=True, eq=False)
class Deferred:
    """One deferred statement: what is left of it, and its operands in their order."""

    statement: ast.stmt
    skeleton: ast.stmt
    operands: tuple[Operand, ...]
    names: frozenset[str]
    row: tuple[str, int] | None = None  # the frame, and the operand that is the key of a row


@dataclass(frozen=True, slots=True)
class Stored:
    """Where a statement keeps an operand: in which name's object, at which level, on which path."""

    operand: int
    name: str
    level: int
    path: computed.Path


@dataclass(eq=False)
class Deferral:
    """All that one loop defers.

    Attributes
    ----------
    statements : list of Deferred
        In the order of the text.
    names : tuple of str
        The names they change, sorted.
    rebound : frozenset of str
        Those that are assigned; the others' objects are changed in place.
    nested : dict of str to int
        Those of which more than their own object is changed in place: down to which level.
    in_place : frozenset of str
        Those whose live objects the skeletons change.
    attributes : dict of str to set of str
        Attributes that are asked of what a name stands for.
    fixed : frozenset of str
        Frames that must not grow: the body reads other columns of theirs.
    grows : frozenset of str
        Frames that get a row whenever a statement is run.
    """

    statements: list[Deferred] = field(default_factory=list)
    names: tuple[str, ...] = ()
    rebound: frozenset[str] = frozenset()
    nested: dict[str, int] = field(default_factory=dict)
    in_place: frozenset[str] = frozenset()
    fixed: frozenset[str] = frozenset()
    grows: frozenset[str] = frozenset()
    attributes: dict[str, set[str]] = field(default_factory=dict)


def find(
    body: list[ast.stmt],
    namespace: Mapping[str, Any],
    excluded: frozenset[str],
    settled: frozenset[str],
) -> Deferral | None:
    """Find the largest set of names whose every use can be deferred.

    Parameters
    ----------
    body : list of ast.stmt
        A ``for`` loop's body.
    namespace : mapping
        The live namespace.
    excluded : frozenset of str
        The loop's targets.
    settled : frozenset of str
        Accumulators of simpler kinds, which are left alone unless a deferred ``if`` needs them.

    Returns
    -------
    Deferral or None
        None if nothing can be deferred.
    """
    frames_of_pandas.mark_harmless_reads(body, namespace)
    names = frozenset(n for n in _changed(body) if _is_data(namespace.get(n)))
    aliases = {n: part for n, part in levels.aliases(body, namespace).items() if n in names}
    excluded -= aliases.keys()
    names = (names | {root for root, _ in aliases.values()}) - excluded
    while True:
        lost = frozenset(n for n, (root, _) in aliases.items() if not {n, root} <= names)
        aliases = {n: part for n, part in aliases.items() if n not in lost}
        excluded, names = excluded | lost, names - lost
        usable = frozenset(n for n in names if n in aliases or _usable(n, body, namespace))
        excluded |= names - usable
        names = usable
        if not names:
            return None
        search = _Search(names, namespace, aliases)
        search.block(body)
        wrong = search.wrong | (search.joined & excluded)
        if not wrong and search.joined <= names:
            break
        excluded |= wrong | search.poisoned(wrong)  # for good: this must come to an end
        names = (names | search.joined) - excluded
    found = Deferral(_unsettled(search.found, settled))
    names = frozenset().union(*(d.names for d in found.statements), ())
    if not names:
        return None
    found.names = tuple(sorted(names))
    found.rebound = frozenset(n for n in names if n in _assigned(search.found))
    found.nested = search.nested
    found.attributes = search.attributes
    found.grows = names & search.grows
    _restrict(found, search, namespace)
    if not (all(_is_accumulation(d) for d in found.statements) or _has_work(body, found)):
        return None  # a recurrence, with nothing beside it that could run apart
    found.in_place = frozenset(
        n for n in names - aliases.keys() if _is_changed(n, found, namespace)
    )
    found.fixed = frozenset(n for n in names if frames_of_pandas.reads_what_it_stores_into(n, body))
    unsuited = frozenset(n for n in names - aliases.keys() if not _suits(n, found, namespace))
    if unsuited:
        return find(body, namespace, excluded | unsuited, settled)
    return found


def _restrict(found: Deferral, search: _Search, namespace: Mapping[str, Any]) -> None:
    """Let nothing that an iteration goes on using be kept where the kernel changes it."""
    reads = computed.paths([d.skeleton for d in found.statements], search.names, namespace)
    for index, deferred in enumerate(found.statements):
        operands = list(deferred.operands)
        for place in search.stored[id(deferred.statement)]:
            operand = operands[place.operand]
            if place.name in found.attributes and operand.use is Use.STORED:
                asked = tuple(sorted(found.attributes[place.name]))
                operands[place.operand] = replace(operand, use=Use.HELD, attributes=asked)
                continue
            changed = found.nested.get(place.name, 0 if place.name in search.changed else -1)
            below = changed - place.level + 1
            narrower = {Use.STORED: Use.IMMUTABLE, Use.ELEMENTS: Use.IMMUTABLES,
                        Use.KEYS: Use.IMMUTABLES, Use.OPERATED: Use.IMMUTABLES}  # fmt: skip
            if (
                below > 0
                and operand.use is Use.STORED
                and levels.is_fresh(operand.node, below, namespace)
            ):
                below = 0
            if below > 0 and operand.use in narrower:
                operands[place.operand] = replace(operand, use=narrower[operand.use])
            elif operand.use in (Use.ELEMENTS, Use.KEYS):
                if computed.met(place.path, reads[place.name]):  # its elements will be asked for
                    operands[place.operand] = replace(operand, use=Use.IMMUTABLES)
            elif operand.use is Use.STORED and (met := computed.met(place.path, reads[place.name])):
                asked = computed.keys_below(place.path, met)
                operands[place.operand] = replace(operand, use=Use.STEADY, attributes=asked)
        found.statements[index] = replace(deferred, operands=tuple(operands))


def _is_data(live: Any) -> bool:
    return not isinstance(live, types.ModuleType | types.FunctionType | type)


def _is_accumulation(deferred: Deferred) -> bool:
    """Whether a statement adds to names each of which needs no other."""
    return _accumulates(deferred.statement, deferred.names)


def _is_cheap_test(node: ast.expr) -> bool:
    """Whether what the kernel decides by is no more than comparisons and look-ups."""
    return not any(
        isinstance(child, ast.BinOp) and isinstance(child.op, ast.MatMult)
        for child in scope.walk(node)
    )


def _accumulates(node: ast.stmt, names: frozenset[str]) -> bool:
    if isinstance(node, ast.If):
        if not _is_cheap_test(node.test):
            return False  # the kernel would do the work, in order
        parts = [*node.body, *node.orelse]
        return all(_is_handed_on(part, names) or _accumulates(part, names) for part in parts)
    if isinstance(node, ast.AugAssign):
        return not scope.read_names([node.value]) & names
    if not isinstance(node, ast.Assign):
        return True
    read = scope.read_names([node.value]) & names
    target = node.targets[0]
    if not read or frames_of_pandas.is_store(target):
        return True
    if isinstance(target, ast.Name):
        part, keys = levels.path_of(node.value)
        if keys and getattr(part, "id", None) in names:
            return True  # it stands for a part from now on
        return read == {target.id} and _folds(node.value, target.id)
    root, keys = levels.path_of(target)
    if not isinstance(root, ast.Name) or not keys:
        return False
    place = [ast.dump(key) for key in keys]
    return read <= {root.id} and all(
        [ast.dump(key) for key in path] == place for path in _paths(node.value, root.id)
    )


def _is_handed_on(node: ast.stmt, names: frozenset[str]) -> bool:
    """Whether a name takes another's value over, as the second best does the best's."""
    return isinstance(node, ast.Assign) and getattr(node.value, "id", None) in names


_FAMILIES: Final = (
    (ast.Add, ast.Sub),
    (ast.Mult, ast.Div),
    (ast.BitAnd,),
    (ast.BitOr,),
    (ast.BitXor,),
    (ast.LShift,),
    (ast.RShift,),
)
"""Operators that may be chained in one fold."""


def _folds(node: ast.expr, name: str, family: tuple[type[ast.operator], ...] = ()) -> bool:
    """Whether an expression folds one more value into a name: ``x + y``, ``max(x, y)``.

    A name that is read in other ways (``x + sin(x)``, ``0.9 * x + y``) makes a recurrence.
    """
    if isinstance(node, ast.Name):
        return node.id == name
    parts: list[ast.expr]
    if isinstance(node, ast.BinOp):
        kind = next((kinds for kinds in _FAMILIES if isinstance(node.op, kinds)), ())
        parts, given = [node.left, node.right], kind
        if not kind or (family and kind != family):
            return False
    elif isinstance(node, ast.BoolOp):
        parts, given = node.values, ()
    elif isinstance(node, ast.Call) and node.args:
        (first, *more) = node.args
        parts, given = (
            (first.elts if isinstance(first, ast.List | ast.Tuple) and not more else node.args),
            (),
        )
        if len(parts) < 2:
            return False
    elif isinstance(node, ast.Dict | ast.List):
        return _spreads(node, name)
    elif isinstance(node, ast.IfExp):
        sides = [side for side in (node.body, node.orelse) if name in scope.read_names([side])]
        return len(sides) == 1 and _folds(sides[0], name) and isinstance(node.test, ast.Compare)
    else:
        return False
    holding = [part for part in parts if name in scope.read_names([part])]
    return len(holding) == 1 and _folds(holding[0], name, given)


def _spreads(node: ast.Dict | ast.List, name: str) -> bool:
    """Whether a display is what a name stands for and more: ``[*x, y]``, ``{**x, k: v}``."""
    if isinstance(node, ast.Dict):
        whole = [v for k, v in zip(node.keys, node.values, strict=True) if k is None]
    else:
        whole = [part.value for part in node.elts if isinstance(part, ast.Starred)]
    read = [part for part in ast.walk(node) if isinstance(part, ast.Name) and part.id == name]
    return len(read) == 1 and any(part is read[0] for part in whole)


def _paths(node: ast.AST, name: str) -> Iterator[list[ast.expr]]:
    """Give the paths on which an expression reads parts of a name's object."""
    keys: list[ast.expr] = []
    if isinstance(node, ast.Subscript):
        root, keys = levels.path_of(node)
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
        root, keys = levels.path_of(node.func.value)
        keys = [*keys, node.args[0]]
    if keys and getattr(root, "id", None) == name:
        yield keys
        return
    for child in ast.iter_child_nodes(node):
        yield from _paths(child, name)


def _has_work(body: list[ast.stmt], found: Deferral) -> bool:
    """Whether the workers have something to do: a call or a comprehension of their own."""
    left = {id(d.statement) for d in found.statements}
    roots: list[ast.AST] = [o.node for d in found.statements for o in d.operands]
    stack: list[ast.AST] = list(body)
    while stack:
        node = stack.pop()
        if id(node) in left:
            continue
        if isinstance(node, ast.stmt) and hasattr(node, "body"):
            stack.extend(ast.iter_child_nodes(node))
        else:
            roots.append(node)
    return any(
        isinstance(node, scope.COMPREHENSIONS)
        or (isinstance(node, ast.Call) and getattr(node.func, "id", "") not in _CHEAP_NAMES)
        for root in roots
        for node in scope.walk(root)
    )


def _unsettled(found: list[Deferred], settled: frozenset[str]) -> list[Deferred]:
    """Keep the statements that share a name, directly or not, with an unsettled one."""
    kept = {name for deferred in found for name in deferred.names - settled}
    while True:
        more = {n for d in found if d.names & kept for n in d.names} - kept
        if not more:
            return [deferred for deferred in found if deferred.names & kept]
        kept |= more


def _changed(body: list[ast.stmt]) -> Iterator[str]:
    """Give names that some statement changes in a shape that might be deferred."""
    for node in scope.walk_scope(body):
        if isinstance(node, ast.AugAssign):
            yield from _root(node.target)
        elif isinstance(node, ast.Assign) and len(node.targets) == 1:
            target = node.targets[0]
            read = scope.read_names([node.value])
            if frames_of_pandas.is_store(target):
                yield frames_of_pandas.name_of(target)
            elif isinstance(target, ast.Subscript):
                yield from _root(target)
            else:
                yield from (n for n in scope.target_names(target) if n in read)
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            call = node.value
            if isinstance(call.func, ast.Attribute):
                yield from _root(call.func.value)
            if call.args and isinstance(call.args[0], ast.Name):
                yield call.args[0].id
        elif isinstance(node, ast.If):
            read = scope.read_names([node.test])
            yield from (n for n in scope.bound_names(node.body) if n in read)


def _root(node: ast.expr) -> Iterator[str]:
    while True:
        if isinstance(node, ast.Name):
            yield node.id
            return
        if isinstance(node, ast.Subscript):
            node = node.value
        elif (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "setdefault"
        ):
            node = node.func.value
        else:
            return


def _assigned(found: list[Deferred]) -> frozenset[str]:
    return frozenset(
        node.id
        for deferred in found
        for node in scope.walk(deferred.statement)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    )


def _usable(name: str, body: list[ast.stmt], namespace: Mapping[str, Any]) -> bool:
    """Whether a name may be deferred at all: bound, or only ever assigned."""
    if any(
        isinstance(node, ast.Global | ast.Nonlocal | ast.Delete | ast.Import | ast.ImportFrom)
        and name in ast.dump(node)
        for node in scope.walk_scope(body)
    ):
        return False
    return name in namespace or name not in scope.read_names(body)


def is_operable(value: Any) -> bool:
    """Whether a live value's operators are known and change nothing."""
    cls = type(value)
    if cls in (tuple, frozenset):
        return all(map(is_operable, value))
    if facts.is_ndarray(value):
        return not value.dtype.hasobject
    return facts.is_atom_type(cls)


def _suits(name: str, found: Deferral, namespace: Mapping[str, Any]) -> bool:
    """Whether a name's live object is of an exact type that the skeletons may work on."""
    uses = [d for d in found.statements if name in d.names]
    plain_only = all(_only_assigned(name, d.skeleton) for d in uses)
    if name not in namespace:
        return plain_only
    live = namespace[name]
    if plain_only:
        return True
    if name in found.attributes:
        asked = found.attributes[name]
        return all(_only_asked(name, d.skeleton) for d in uses) and (
            live is None or levels.keeps(live, asked)
        )
    if facts.is_frame(live):
        if name in found.rebound:
            return all(_only_joined(name, d.skeleton) for d in uses)
        return all(_stores_into_frame(d, name) for d in uses)
    cls = type(live)
    if is_operable(live):
        return not facts.is_ndarray(live) or bool(live.flags.writeable)
    if name in found.rebound and cls not in (list, set, dict):
        return False
    if cls in levels.NUMBERS:
        return all(_method_suits(name, cls, d.skeleton) for d in uses)
    if cls not in levels.CONTAINERS or not levels.has_known_factory(live):
        return False
    if any(not _method_suits(name, cls, d.skeleton) for d in uses):
        return False
    if name in found.nested:
        return _are_nested_operable(live, found.nested[name])
    operated = any(_works_on_elements(name, d.skeleton) for d in uses)
    if not operated:
        return True
    return _are_operable(live)


def _are_nested_operable(container: Any, depth: int) -> bool:
    """Whether what lies in a container down to a depth is operable, or a builtin container."""
    if not _are_operable(container, levels.CONTAINERS):
        return False
    held = container.values() if isinstance(container, dict) else container
    return all(
        levels.has_known_factory(part) and (depth < 2 or _are_nested_operable(part, depth - 1))
        for part in held
        if type(part) in levels.CONTAINERS
    )


def _are_operable(container: Any, others: tuple[type, ...] = ()) -> bool:
    """Whether all elements are operable, or of some other types."""
    elements = container.values() if isinstance(container, dict) else container
    types = contents.element_types(elements)
    if types is None:
        return False
    unsure = {cls for cls in types if cls not in others and not facts.is_atom_type(cls)}
    return not unsure or all(is_operable(e) for e in elements if type(e) in unsure)


def _stores_into_frame(deferred: Deferred, name: str) -> bool:
    skeleton = deferred.skeleton
    return (
        isinstance(skeleton, ast.Assign)
        and frames_of_pandas.is_store(skeleton.targets[0])
        and frames_of_pandas.name_of(skeleton.targets[0]) == name
    )


def _is_changed(name: str, found: Deferral, namespace: Mapping[str, Any]) -> bool:
    live = namespace.get(name)
    if is_operable(live) and not facts.is_ndarray(live):
        return False
    return not all(_only_assigned(name, d.skeleton) for d in found.statements if name in d.names)


def _only_assigned(name: str, skeleton: ast.stmt) -> bool:
    return all(
        isinstance(node.ctx, ast.Store)
        for node in scope.walk(skeleton)
        if isinstance(node, ast.Name) and node.id == name
    ) and not any(
        isinstance(node, ast.AugAssign)
        and isinstance(node.target, ast.Name)
        and node.target.id == name
        for node in scope.walk(skeleton)
    )


def _only_joined(name: str, skeleton: ast.stmt) -> bool:
    """Whether a frame is but laid end to end with others: ``df = pd.concat([df, part])``."""
    if not isinstance(skeleton, ast.Assign) or not isinstance(skeleton.value, ast.Call):
        return False
    joined = {id(skeleton.targets[0])}
    if skeleton.value.args and isinstance(skeleton.value.args[0], ast.List | ast.Tuple):
        joined |= {id(part) for part in skeleton.value.args[0].elts}
    return all(
        id(node) in joined
        for node in scope.walk(skeleton)
        if isinstance(node, ast.Name) and node.id == name
    )


def _only_asked(name: str, skeleton: ast.stmt) -> bool:
    """Whether a name is bound, compared with None and asked for attributes, and no more."""
    asked = {
        id(part)
        for node in scope.walk(skeleton)
        if isinstance(node, ast.Attribute | ast.Compare)
        for part in ([node.value] if isinstance(node, ast.Attribute) else _compared(node))
    }
    return all(
        isinstance(node.ctx, ast.Store) or id(node) in asked
        for node in scope.walk(skeleton)
        if isinstance(node, ast.Name) and node.id == name
    )


def _compared(node: ast.Compare) -> list[ast.expr]:
    """Give what a comparison tells to be None or not."""
    (other, *more) = node.comparators
    is_none = isinstance(other, ast.Constant) and other.value is None and not more
    return [node.left] if is_none and isinstance(node.ops[0], ast.Is | ast.IsNot) else []


def _method_suits(name: str, cls: type, skeleton: ast.stmt) -> bool:
    for node in scope.walk(skeleton):
        if (
            isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.value.id == name
        ):
            reads = node.attr == "get" and issubclass(cls, dict)
            if not reads and node.attr not in _METHODS.get(cls, ()):
                return False
    return True


def _works_on_elements(name: str, skeleton: ast.stmt) -> bool:
    """Whether elements of a container take part in an operator or a comparison."""
    return any(
        isinstance(node, ast.AugAssign | ast.BinOp | ast.Compare | ast.Call | ast.If)
        and name in scope.read_names([node])
        for node in scope.walk(skeleton)
        if not (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in ("append", "extend", "insert", "appendleft", "extendleft")
        )
    )


class _When(enum.IntEnum):
    """Whether the plain cell evaluates an operand."""

    ALWAYS = 0
    SHORT_CIRCUIT = 1  # the right side of ``and``, ``or``
    BRANCH = 2  # inside an ``if`` that only the kernel can decide


class _NotDeferrable(Exception):
    """Ends the look at one statement."""


class _Search:
    """One pass over a body with a tentative set of names."""

    def __init__(
        self,
        names: frozenset[str],
        namespace: Mapping[str, Any],
        aliases: Mapping[str, tuple[str, int]],
    ) -> None:
        self.names = names
        self.aliases = {n: part for n, part in aliases.items() if n in names and part[0] in names}
        self.namespace = namespace
        self.found: list[Deferred] = []
        self.wrong: set[str] = set()
        self.joined: set[str] = set()
        self.nested: dict[str, int] = {}
        self.attributes: dict[str, set[str]] = {}
        self.changed: set[str] = set()  # names whose own object some statement changes
        self.stored: dict[int, list[Stored]] = {}
        self.grows: set[str] = set()
        self._together: list[frozenset[str]] = []

    def poisoned(self, wrong: set[str]) -> frozenset[str]:
        """Give the names that share a statement with one that cannot be deferred."""
        bad = set(wrong)
        for group in self._together * len(self._together):
            if group & bad:
                bad |= group
        return frozenset(bad)

    def block(self, body: list[ast.stmt]) -> None:
        """Look at statements one by one."""
        for statement in body:
            self._statement(statement)

    def _mentioned(self, node: ast.AST) -> frozenset[str]:
        return frozenset(
            child.id
            for child in scope.walk(node)
            if isinstance(child, ast.Name)
            and child.id in self.names
            and not getattr(child, frames_of_pandas.HARMLESS, False)
        )

    def _statement(self, node: ast.stmt) -> None:
        mentioned = self._mentioned(node)
        if not mentioned:
            return
        try:
            self._defer(node)
            return
        except _NotDeferrable:
            pass
        blocks = [
            getattr(node, part) for part in ("body", "orelse", "finalbody") if hasattr(node, part)
        ]
        if isinstance(node, ast.Try | ast.TryStar):
            blocks += [handler.body for handler in node.handlers]
        if not isinstance(node, ast.If | ast.For | ast.While | ast.With | ast.Try | ast.TryStar):
            self.wrong |= mentioned
            return
        inner = [statement for part in blocks for statement in part]
        held = frozenset().union(*map(self._mentioned, inner), ())
        headers = [child for child in ast.iter_child_nodes(node) if not isinstance(child, ast.stmt)]
        if isinstance(node, ast.Try | ast.TryStar):
            headers = [handler.type for handler in node.handlers if handler.type]
        for header in headers:
            self.wrong |= self._mentioned(header)
        if held:
            for part in blocks:
                self.block(part)

    def _defer(self, node: ast.stmt) -> None:
        builder = _Skeleton(self)
        skeleton = builder.statement(scope.copied(node), _When.ALWAYS)
        assigned = set(scope.bound_names([node]))
        names = self._mentioned(node) | frozenset(assigned)
        self.joined |= assigned
        for name, level in builder.nested.items():
            self.nested[name] = max(level, self.nested.get(name, 0))
        self.stored[id(node)] = builder.stored
        self.changed |= builder.changed
        self.grows |= builder.grows
        for name, attributes in builder.attributes.items():
            self.attributes.setdefault(name, set()).update(attributes)
        self._together.append(names)
        self.found.append(Deferred(node, skeleton, tuple(builder.operands), names, builder.row))


class _Skeleton:
    """Takes one statement apart into skeleton and operands."""

    def __init__(self, search: _Search) -> None:
        self.search = search
        self.operands: list[Operand] = []
        self.nested: dict[str, int] = {}
        self.changed: set[str] = set()
        self.grows: set[str] = set()
        self.attributes: dict[str, set[str]] = {}
        self.stored: list[Stored] = []
        self.row: tuple[str, int] | None = None

    # -- statements --------------------------------------------------------------------------

    def statement(self, node: ast.stmt, when: _When) -> ast.stmt:
        """Give the skeleton of a statement.

        Raises
        ------
        _NotDeferrable
            If it is of no shape that can be deferred.
        """
        if isinstance(node, ast.Expr):
            node.value = self._effect(node.value, when)
        elif isinstance(node, ast.AugAssign):
            self._augmented(node, when)
        elif isinstance(node, ast.Assign) and len(node.targets) == 1:
            self._assignment(node, when)
        elif isinstance(node, ast.If):
            if not self._mentions(node.test):
                raise _NotDeferrable
            node.test = self._part(node.test, when)
            node.body = [self.statement(s, _When.BRANCH) for s in node.body]
            node.orelse = [self.statement(s, _When.BRANCH) for s in node.orelse]
        elif not (isinstance(node, ast.Pass) and when):
            raise _NotDeferrable
        return node

    def _mentions(self, node: ast.AST) -> bool:
        return bool(self.search._mentioned(node))

    def _is_name(self, node: ast.expr) -> bool:
        return isinstance(node, ast.Name) and node.id in self.search.names

    def _effect(self, node: ast.expr, when: _When) -> ast.expr:
        """An expression statement: a call that changes one of the names' objects."""
        if not isinstance(node, ast.Call) or node.keywords:
            raise _NotDeferrable
        live = self._live(node.func)
        if live in _HEAP and len(node.args) == 2 and self._is_name(node.args[0]):
            assert isinstance(node.args[0], ast.Name)
            self._note_changed(node.args[0].id, 0)
            node.args[1] = self._operand(node.args[1], when, Use.OPERATED)
            return node
        if isinstance(node.func, ast.Attribute):
            base, method = node.func.value, node.func.attr
            known = any(method in methods for methods in _METHODS.values())
            if isinstance(base, ast.Name) and self._is_name(base) and known:
                self._note_changed(base.id, 0)
            elif method in _NESTED and isinstance(base, ast.Subscript | ast.Call):
                node.func.value = self._element(base, when)
            else:
                raise _NotDeferrable
            use = _USES.get(method, Use.OPERATED)
            if use is Use.KEYS and not self._is_plain_dict(base):
                use = Use.OPERATED  # of a set or a Counter
            before = len(self.operands)
            node.args = [self._operand(arg, when, use) for arg in node.args]
            root, keys = levels.path_of(node.func.value)
            self._note_stored(root, len(keys) + 1, before, keys)
            return node
        raise _NotDeferrable

    def _is_plain_dict(self, base: ast.expr) -> bool:
        live = self.search.namespace.get(base.id) if isinstance(base, ast.Name) else None
        return isinstance(live, dict) and not isinstance(live, Counter)

    def _note_stored(
        self, root: ast.expr, level: int, first: int, keys: Sequence[ast.expr] = ()
    ) -> None:
        """Note at which level of a name's object the operands from one on are kept."""
        if isinstance(root, ast.Name):
            name, below = self.search.aliases.get(root.id, (root.id, 0))
            path = (*(None,) * below, *map(computed.key, keys))
            path += (None,) * (level + below - len(path))
            self.stored += [
                Stored(number, name, level + below, path)
                for number in range(first, len(self.operands))
            ]

    def _element(self, node: ast.expr, when: _When) -> ast.expr:
        """``groups[k]`` or ``groups.setdefault(k, [])``, about to be changed in place."""
        root, keys = levels.path_of(node)
        if not self._is_name(root) or not keys:
            raise _NotDeferrable
        assert isinstance(root, ast.Name)
        self._path(node, when)
        self._note_changed(root.id, len(keys))
        return node

    def _note_changed(self, name: str, level: int) -> None:
        """Note that what lies at a level of a name's object is changed."""
        root, below = self.search.aliases.get(name, (name, 0))
        self.changed.add(root)
        if level + below:
            self.nested[root] = max(level + below, self.nested.get(root, 0))

    def _key(self, node: ast.expr, when: _When) -> ast.expr:
        """Give a key's skeleton, which may be a count that the kernel keeps: ``a[n] = x``."""
        if self._mentions(node):
            return self._part(node, when)
        return self._operand(node, when, Use.OPERATED)

    def _path(self, node: ast.expr, when: _When) -> None:
        """Leave the keys of a path to the workers, the outermost first."""
        if isinstance(node, ast.Subscript):
            self._path(node.value, when)
            node.slice = self._key(node.slice, when)
        elif isinstance(node, ast.Call):
            assert isinstance(node.func, ast.Attribute)
            if not _is_empty_display(node.args[1], self.search.namespace):
                raise _NotDeferrable
            self._path(node.func.value, when)
            node.args[0] = self._operand(node.args[0], when, Use.OPERATED)

    def _augmented(self, node: ast.AugAssign, when: _When) -> None:
        target = node.target
        if isinstance(target, ast.Subscript):
            self._element(target, when)
        elif isinstance(target, ast.Name) and self._is_name(target):
            self._note_changed(target.id, 0)
        else:
            raise _NotDeferrable
        before = len(self.operands)
        node.value = self._part(node.value, when)
        root, keys = levels.path_of(target)
        self._note_stored(root, len(keys) + 1, before, keys)  # of a list that is lengthened

    def _assignment(self, node: ast.Assign, when: _When) -> None:
        target = node.targets[0]
        if isinstance(target, ast.Tuple):
            if (
                not isinstance(node.value, ast.Tuple)
                or len(target.elts) != len(node.value.elts)
                or not all(isinstance(e, ast.Name) for e in target.elts)
            ):
                raise _NotDeferrable
            for number, element in enumerate(node.value.elts):
                before = len(self.operands)
                node.value.elts[number] = self._part(element, when, Use.STORED)
                self._note_stored(target.elts[number], 0, before)
        elif isinstance(target, ast.Subscript) and self._is_name(levels.path_of(target)[0]):
            node.value = self._part(node.value, when, Use.STORED)
            root, keys = levels.path_of(target)
            self._note_stored(root, len(keys), 0, keys)
            if len(keys) > 1:
                self._element(target.value, when)
            elif isinstance(root, ast.Name):
                self._note_changed(root.id, 0)
            target.slice = self._key(target.slice, when)
        elif frames_of_pandas.is_store(target):
            self._frame_store(node, target, when)
        elif isinstance(target, ast.Name) and target.id in self.search.aliases:
            node.value = self._element(node.value, when)
        elif isinstance(target, ast.Name):
            spreads = isinstance(node.value, ast.Dict | ast.List) and _spreads(
                node.value, target.id
            )
            node.value = self._part(node.value, when, Use.STORED)
            self._note_stored(target, int(spreads), 0)
        else:
            raise _NotDeferrable

    def _frame_store(self, node: ast.Assign, target: ast.expr, when: _When) -> None:
        """``df.loc[i, "c"] = v``: no worker knows what is stored there."""
        name = frames_of_pandas.name_of(target)
        assert isinstance(target, ast.Subscript)
        assert isinstance(target.value, ast.Attribute)
        if name not in self.search.names or not facts.is_frame(self.search.namespace.get(name)):
            raise _NotDeferrable
        use = Use.CELL if target.value.attr in ("at", "iat") else Use.CELLS
        node.value = self._operand(node.value, when, use)
        if _is_length_of(target.slice, name) and target.value.attr == "loc":
            self.grows.add(name)
            return
        before = len(self.operands)
        target.slice = self._operand(target.slice, when, Use.KEY)
        if target.value.attr in ("loc", "at") and len(self.operands) > before:
            self.row = name, before

    # -- expressions -------------------------------------------------------------------------

    def _part(self, node: ast.expr, when: _When, use: Use = Use.OPERATED) -> ast.expr:
        """Give an expression's skeleton."""
        if not self._mentions(node):
            return self._operand(node, when, use)
        if isinstance(node, ast.Name):
            return node
        if isinstance(node, ast.BinOp):
            node.left = self._part(node.left, when)
            node.right = self._part(node.right, when)
        elif isinstance(node, ast.UnaryOp):
            node.operand = self._part(node.operand, when)
        elif isinstance(node, ast.BoolOp):
            node.values = [
                self._part(v, max(when, _When.SHORT_CIRCUIT) if i else when)
                for i, v in enumerate(node.values)
            ]
        elif isinstance(node, ast.Compare):
            node.left = self._part(node.left, when)
            node.comparators = [
                self._part(c, max(when, _When.SHORT_CIRCUIT) if i else when)
                for i, c in enumerate(node.comparators)
            ]
        elif isinstance(node, ast.IfExp):
            node.test = self._part(node.test, when)
            node.body = self._part(node.body, _When.BRANCH, use)
            node.orelse = self._part(node.orelse, _When.BRANCH, use)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            self.attributes.setdefault(node.value.id, set()).add(node.attr)
        elif isinstance(node, ast.Subscript) and self._is_plain_path(node):
            self._path(node, when)
        elif isinstance(node, ast.Call) and (joined := self._joined_by(node)) is not None:
            node.args = [self._part(arg, when, joined) for arg in node.args]
        elif isinstance(node, ast.Call) and not node.keywords:
            self._pure_call(node, when)
        elif isinstance(node, ast.Tuple | ast.List):
            node.elts = [self._element_part(e, when, use) for e in node.elts]
        elif isinstance(node, ast.Dict):
            self._entries(node, when, use)
        else:
            raise _NotDeferrable
        return node

    def _element_part(self, node: ast.expr, when: _When, use: Use) -> ast.expr:
        """Give the skeleton of an element of a display, which may be ``*name``."""
        if not isinstance(node, ast.Starred):
            return self._part(node, when, use)
        if not self._is_name(node.value):
            node.value = self._operand(node.value, when, Use.ELEMENTS)
        return node

    def _entries(self, node: ast.Dict, when: _When, use: Use) -> None:
        """``{**name, key: value}``: the entries are evaluated in their order, keys first."""
        for number, (key, value) in enumerate(zip(node.keys, node.values, strict=True)):
            if key is not None:
                node.keys[number] = self._operand(key, when, Use.OPERATED)
                node.values[number] = self._part(value, when, use)
            elif not self._is_name(value):
                node.values[number] = self._operand(value, when, Use.KEYS)

    def _is_plain_path(self, node: ast.expr) -> bool:
        """Whether an expression is one of the names, or subscripts of one."""
        while isinstance(node, ast.Subscript):
            node = node.value
        return self._is_name(node)

    def _pure_call(self, node: ast.Call, when: _When) -> None:
        if (
            isinstance(node.func, ast.Attribute)
            and node.func.attr == "get"
            and self._is_plain_path(node.func.value)
        ):
            self._path(node.func.value, when)
        elif not self._is_cheap(self._live(node.func)):
            raise _NotDeferrable
        node.args = [self._part(arg, when) for arg in node.args]

    def _joined_by(self, node: ast.Call) -> Use | None:
        """Say how a call lays its arguments end to end, if it does no more than that."""
        live = self._live(node.func)
        library, name = facts.library_of(live) or "", getattr(live, "__name__", "")
        module = sys.modules.get(library)
        known = name in _JOINING.get(library, ()) and getattr(module, name, None) is live
        if not known or not all(k.arg and _is_constant(k.value) for k in node.keywords):
            return None
        return Use.JOINED if library == "pandas" else Use.OPERATED

    def _is_cheap(self, live: Any) -> bool:
        return live in (max, min, len, abs, float, int, bool) or (
            type(live).__name__ == "ufunc" and facts.library_of(type(live)) == "numpy"
        )

    def _live(self, node: ast.expr) -> Any:
        """Give the live function that a name, or an attribute of a module, stands for."""
        if isinstance(node, ast.Name) and node.id not in self.search.names:
            return facts.lookup(self.search.namespace, node.id)[1]
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            module = facts.lookup(self.search.namespace, node.value.id)[1]
            if isinstance(module, types.ModuleType):
                return vars(module).get(node.attr)
        return None

    def _operand(self, node: ast.expr, when: _When, use: Use) -> ast.expr:
        """Leave an expression to the workers, which evaluate it in every iteration."""
        if self._mentions(node):
            raise _NotDeferrable
        sliced = [node, *node.elts] if isinstance(node, ast.Tuple) else [node]
        if any(isinstance(part, ast.Slice | ast.Starred) for part in sliced) or any(
            isinstance(n, ast.NamedExpr | ast.Await | ast.Yield) for n in scope.walk(node)
        ):
            raise _NotDeferrable
        if _is_constant(node):
            return node
        if when is _When.BRANCH and not self._is_cheap_expression(node):
            raise _NotDeferrable  # it may take long, and might never be needed
        name = f"{OPERAND}_{len(self.operands)}"
        self.operands.append(Operand(scope.copied(node), use, when > _When.ALWAYS))
        return ast.copy_location(ast.Name(name, ast.Load()), node)

    def _is_cheap_expression(self, node: ast.expr) -> bool:
        return not any(
            isinstance(child, scope.COMPREHENSIONS)
            or (isinstance(child, ast.Call) and self._live(child.func) not in _CHEAP_CALLS)
            for child in scope.walk(node)
        )


def _is_constant(node: ast.expr) -> bool:
    """Whether an expression needs no name: it stays in the skeleton."""
    return not any(
        isinstance(
            n,
            (ast.Name, ast.Call, ast.JoinedStr, ast.Lambda, ast.BinOp, *scope.COMPREHENSIONS),
        )
        for n in scope.walk(node)
    )


def _is_length_of(node: ast.expr, name: str) -> bool:
    """Whether an expression is ``len(name)`` or ``name.shape[0]``."""
    return ast.unparse(node) in (f"len({name})", f"{name}.shape[0]")


def _is_empty_display(node: ast.expr, namespace: Mapping[str, Any]) -> bool:
    if isinstance(node, ast.List | ast.Set | ast.Dict) and _is_constant(node):
        return True
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and not node.args:
        live = facts.lookup(namespace, node.func.id)[1]
        return live in (list, set, dict, deque, Counter) and not node.keywords
    return False
