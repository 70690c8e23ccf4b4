"""Sections: arrays, lists and dicts of which each iteration reads and writes a part of its own.

``a[i] = f(a[i])``, ``X[:, j] -= X[:, j].mean()``, ``c[i][j] += s``, ``a[i], a[i + 1] = ...``.
Found here are the names whose every use is a subscript that the items alone determine, on some
axis; whether two iterations meet there is asked of the live index values (`inspector`).

Anti and output dependences do no harm: workers start from the values before the loop, and stores
are committed in iteration order.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from nbparallel import facts
from nbparallel.analysis import contents, frame_headers, frames_of_pandas, scope

_SHAPE: Final = frozenset({"shape", "ndim", "size", "dtype"})
_PURE: Final = (abs, divmod, int, min, max, round, str, float, tuple)
"""Builtins that an index may be computed with."""


@dataclass(frozen=True, slots=True, eq=False)
class Use:
    """One subscript of a section's name.

    Attributes
    ----------
    node : ast.Subscript
        The outermost subscript of the path.
    path : tuple of ast.expr
        The index expressions, axis by axis; temporaries are replaced by what they are bound to.
    reads, writes : bool
        What is done there.
    guards : tuple of ast.expr
        The tests of the ``if`` statements around it, negated where it stands in the ``else``.
    """

    node: ast.Subscript
    path: tuple[ast.expr, ...]
    reads: bool
    writes: bool
    guards: tuple[ast.expr, ...] = ()


@dataclass(eq=False)
class Section:
    """One name whose object the iterations divide among themselves.

    Attributes
    ----------
    name : str
        The name.
    uses : list of Use
        Every use in the body.
    axes : tuple of int
        The positions in the paths by which the iterations' parts might be told apart.
    known : tuple of int
        The positions at which all uses have an index that the item determines.
    counters : dict of str to ast.Call
        The ``range`` that each inner loop's variable runs over.
    statements : list of ast.stmt
        The statements that store.
    measured : set of str
        What is asked of the whole object: its length, its shape.
    """

    name: str
    uses: list[Use] = field(default_factory=list)
    axes: tuple[int, ...] = ()
    known: tuple[int, ...] = ()
    counters: Mapping[str, ast.Call] = field(default_factory=dict)
    statements: list[ast.stmt] = field(default_factory=list)
    measured: set[str] = field(default_factory=set)

    @property
    def is_only_written(self) -> bool:
        """Whether no iteration reads anything but what it has stored itself."""
        return not any(use.reads for use in self.uses)

    @property
    def told_by(self) -> frozenset[str]:
        """The names that tell which part is an iteration's."""
        parts = [part for use in self.uses for part in (*use.path, *use.guards)]
        return frozenset(scope.read_names([*parts, *self.counters.values()]))

    @property
    def depth(self) -> int:
        """Subscripts on the way to what is stored into."""
        return max(len(use.path) for use in self.uses if use.writes)

    def containers(self, live: Any) -> list[Any]:
        """Give the live object and all in it that stores go through."""
        if facts.is_ndarray(live) or facts.is_frame(live):
            return [live]
        return containers_of(live, self.depth) or [live]


def find(
    body: list[ast.stmt], target: ast.expr, header: ast.expr, namespace: Mapping[str, Any]
) -> dict[str, Section]:
    """Find the names that might be sections, by their uses and their live objects.

    Parameters
    ----------
    body : list of ast.stmt
        A ``for`` loop's body.
    target, header : ast.expr
        Its target and what it iterates.
    namespace : mapping
        The live namespace.
    """
    bound = set(scope.bound_names([target, *body]))
    known = Known(target, body, namespace)
    found = {
        name: section
        for name, section in _uses(body, namespace).items()
        if name not in bound and name in namespace and section.statements
    }
    kept: dict[str, Section] = {}
    certain = {id(t) for s in body if isinstance(s, ast.Assign) for t in s.targets}
    for name, section in found.items():
        live = namespace[name]
        uses = [known.resolved(use, frozenset(found)) for use in section.uses]
        section.uses = _exposed(uses, certain, known, frozenset(found))
        section.counters = known.counters
        section.known = tuple(
            axis
            for axis in range(min(len(use.path) for use in section.uses))
            if (not facts.is_frame(live) or axis == 0)
            and known.determines(section, axis, found)
            and (not facts.is_ndarray(live) or _keeps_axes(section, axis, known))
        )
        section.axes = tuple(axis for axis in section.known if known.tells_apart(section, axis))
        if section.axes and _suits(section, live):
            kept[name] = section
    drawn, late = drawn_name(header), _read_late(header, namespace)
    late -= frame_headers.drawn_whole(header, target, body, namespace)
    return {
        name: section
        for name, section in kept.items()
        if name not in late or (name == drawn and _may_be_drawn(namespace[name], header))
    }


# -- uses -----------------------------------------------------------------------------------------


def _exposed(
    uses: list[Use], certain: set[int], known: Known, changed: frozenset[str]
) -> list[Use]:
    """Leave out reads of what the same iteration is sure to have stored before.

    One text is one place only if the item determines it: a name may be bound anew in between, and
    a call may give something else the second time.
    """
    kept: list[Use] = []
    stored: set[str] = set()
    for use in uses:
        told = all(known.is_determined(part, {}, changed) for part in use.path)
        place = ", ".join(map(ast.dump, use.path)) if told else ""
        if place and use.reads and not use.writes and place in stored:
            continue
        kept.append(use)
        if use.writes and not use.guards and id(use.node) in certain:
            stored.add(place)
    return kept


def _uses(body: list[ast.stmt], namespace: Mapping[str, Any]) -> dict[str, Section]:
    """Collect the names that occur in subscripts only, and are stored into somewhere."""
    found: dict[str, Section] = {}
    wrong: set[str] = set()
    frames = {name: live for name in scope.read_names(body)
              if facts.is_frame(live := namespace.get(name))}  # fmt: skip
    for statement in body:
        _visit(statement, None, found, wrong, (), frames)
    return {name: section for name, section in found.items() if name not in wrong}


def _visit(
    node: ast.AST,
    statement: ast.stmt | None,
    found: dict[str, Section],
    wrong: set[str],
    guards: tuple[ast.expr, ...],
    frames: Mapping[str, Any],
) -> None:
    if isinstance(node, ast.If):
        _visit(node.test, node, found, wrong, guards, frames)
        for part in node.body:
            _visit(part, node, found, wrong, (*guards, node.test), frames)
        for part in node.orelse:
            negated = ast.UnaryOp(ast.Not(), node.test)
            _visit(part, node, found, wrong, (*guards, negated), frames)
        return
    if isinstance(node, ast.Assign | ast.AugAssign):  # the value comes before the store
        _visit_children([node.value], node, found, wrong, guards, frames)
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        _visit_children(targets, node, found, wrong, guards, frames)
        return
    if isinstance(node, ast.stmt):
        statement = node
    if isinstance(node, ast.Name):
        wrong.add(node.id)
        return
    columns = frames_of_pandas.columns_read(node, frames)
    if columns:
        for read in columns:
            name, key = read.value.id, read.slice  # type: ignore[attr-defined]
            _note(name, read, (key,), statement, found, wrong, guards)
            _visit(key, statement, found, wrong, guards, frames)
        return
    if isinstance(node, ast.Subscript) and not _is_part_of_slice(node):
        root, path = _path(node)
        if isinstance(root, ast.Name):
            _note(root.id, node, path, statement, found, wrong, guards)
            _visit_children(path, statement, found, wrong, guards, frames)
            return
    measured = _measured(node) or frames_of_pandas.rows_of(node, frames)
    if measured is not None:
        shape = isinstance(node, ast.Attribute) and node.attr in _SHAPE
        what = node.attr if shape else "len"  # type: ignore[attr-defined]
        found.setdefault(measured, Section(measured)).measured.add(what)
        return
    _visit_children(ast.iter_child_nodes(node), statement, found, wrong, guards, frames)


def _visit_children(
    nodes: Iterable[ast.AST],
    statement: ast.stmt | None,
    found: dict[str, Section],
    wrong: set[str],
    guards: tuple[ast.expr, ...],
    frames: Mapping[str, Any],
) -> None:
    for node in nodes:
        _visit(node, statement, found, wrong, guards, frames)


def _is_part_of_slice(node: ast.Subscript) -> bool:
    """Whether a read looks into a slice (``a[i:j][::-1]``): then the slice is what is used."""
    inner = node.value
    return (
        isinstance(node.ctx, ast.Load)
        and isinstance(inner, ast.Subscript)
        and any(
            isinstance(part, ast.Slice)
            for part in (inner.slice.elts if isinstance(inner.slice, ast.Tuple) else [inner.slice])
        )
    )


def _path(node: ast.Subscript) -> tuple[ast.expr, tuple[ast.expr, ...]]:
    path: list[ast.expr] = []
    root: ast.expr = node
    while isinstance(root, ast.Subscript):
        parts = root.slice.elts if isinstance(root.slice, ast.Tuple) else [root.slice]
        path = [*parts, *path]
        root = root.value
    return root, tuple(path)


def _note(
    name: str,
    node: ast.Subscript,
    path: tuple[ast.expr, ...],
    statement: ast.stmt | None,
    found: dict[str, Section],
    wrong: set[str],
    guards: tuple[ast.expr, ...],
) -> None:
    section = found.setdefault(name, Section(name))
    stored = not isinstance(node.ctx, ast.Load)
    augmented = isinstance(statement, ast.AugAssign) and statement.target is node
    reads = not stored or augmented
    section.uses.append(Use(node, path, reads=reads, writes=stored, guards=guards))
    if not stored:
        return
    if isinstance(node.ctx, ast.Del) or not isinstance(statement, ast.Assign | ast.AugAssign):
        wrong.add(name)
    elif not any(statement is known for known in section.statements):
        section.statements.append(statement)


def _measured(node: ast.AST) -> str | None:
    """Give the name of which an expression reads what no store of an element changes."""
    if isinstance(node, ast.Attribute) and node.attr in _SHAPE:
        return node.value.id if isinstance(node.value, ast.Name) else None
    if (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "len"
        and len(node.args) == 1
        and isinstance(node.args[0], ast.Name)
    ):
        return node.args[0].id
    return None


# -- which indices the items determine ------------------------------------------------------------


class Known:
    """What a body binds once and for all: its target, temporaries and inner loops' variables.

    A temporary that stands for an index is read only after it was bound, or the flow analysis
    refuses it; so it may be replaced by what it is bound to.
    """

    def __init__(
        self, target: ast.expr, body: list[ast.stmt], namespace: Mapping[str, Any]
    ) -> None:
        self._namespace = namespace
        self._stores = stores = _stores(body)
        self._bound = set(stores) | scope.target_names(target)
        self.targets = frozenset(scope.target_names(target) - stores.keys())
        self._temporaries = dict(_temporaries(body, stores))
        self.counters = self._inner_loops(body, stores)

    def _inner_loops(self, body: list[ast.stmt], stores: dict[str, int]) -> dict[str, ast.Call]:
        """Give the names that only one inner ``for`` over a ``range`` binds."""
        if facts.lookup(self._namespace, "range")[1] is not range:
            return {}
        found: dict[str, ast.Call] = {}
        for statement in body:
            for node in scope.walk(statement):
                if not isinstance(node, ast.For | ast.comprehension):
                    continue
                target, header = node.target, node.iter
                if (
                    isinstance(target, ast.Name)
                    and stores.get(target.id) == 1
                    and isinstance(header, ast.Call)
                    and getattr(header.func, "id", "") == "range"
                    and not header.keywords
                    and all(self.is_determined(self.resolve(a), found) for a in header.args)
                ):
                    arguments = [self.resolve(argument) for argument in header.args]
                    found[target.id] = ast.Call(header.func, arguments, [])
        return found

    def times_bound(self, name: str) -> int:
        """Give the number of places that bind a name."""
        return self._stores.get(name, 0)

    def is_settled(self, name: str) -> bool:
        """Whether a name stands for one object all along."""
        return name not in self._bound and name in self._namespace

    def is_integer(self, name: str) -> bool:
        """Whether a name stands for one integer all along."""
        return name not in self._bound and type(self._namespace.get(name)) is int

    def resolved(self, use: Use, changed: frozenset[str]) -> Use:
        """Replace the temporaries in a use's path; keep the guards that the item determines."""
        guards = [self.resolve(guard) for guard in use.guards]
        # A guard that is not known stands for itself: such a use is not certain.
        told = tuple(g for g in guards if self.is_determined(g, {}, changed))
        kept = told if told or not guards else (ast.Constant(True),)
        path = tuple(map(self.resolve, use.path))
        return Use(use.node, path, use.reads, use.writes, kept)

    def resolve(self, node: ast.expr, depth: int = 4) -> ast.expr:
        """Replace the temporaries in an expression by what they are bound to."""
        if not depth or not scope.read_names([node]) & self._temporaries.keys():
            return node
        replaced: ast.expr = _Replace(self._temporaries).visit(copy.deepcopy(node))
        return self.resolve(replaced, depth - 1)

    def tells_apart(self, section: Section, axis: int) -> bool:
        """Whether what is stored on an axis depends on the item."""
        return any(
            scope.read_names([use.path[axis]]) & self.targets for use in section.uses if use.writes
        )

    def determines(self, section: Section, axis: int, found: Mapping[str, Section]) -> bool:
        """Whether all uses have an index on an axis that the items alone determine."""
        held = frozenset(found)
        return all(
            self.is_determined(use.path[axis], self.counters, held)
            and not (
                isinstance(use.path[axis], ast.Slice)
                and scope.read_names([use.path[axis]]) & self.counters.keys()
            )
            for use in section.uses
        )

    def is_determined(
        self,
        node: ast.expr,
        counters: Mapping[str, Any],
        changed: frozenset[str] = frozenset(),
    ) -> bool:
        """Whether the target, the counters and constants of the cell determine an expression."""
        if isinstance(node, ast.Name):
            if node.id in self.targets or node.id in counters:
                return True
            live = self._namespace.get(node.id)
            return node.id not in self._bound and type(live) in (int, str, float, bool)
        if isinstance(node, ast.Constant):
            return True
        if isinstance(node, ast.Slice):
            parts = [part for part in (node.lower, node.upper, node.step) if part is not None]
        elif isinstance(node, ast.BinOp):
            parts = [node.left, node.right]
        elif isinstance(node, ast.UnaryOp):
            parts = [node.operand]
        elif isinstance(node, ast.Compare):
            parts = [node.left, *node.comparators]
        elif isinstance(node, ast.BoolOp):
            parts = list(node.values)
        elif isinstance(node, ast.IfExp):
            parts = [node.test, node.body, node.orelse]
        elif isinstance(node, ast.Tuple):
            parts = list(node.elts)
        elif isinstance(node, ast.JoinedStr):
            parts = list(node.values)
        elif isinstance(node, ast.FormattedValue):
            parts = [node.value, *([node.format_spec] if node.format_spec else [])]
        elif isinstance(node, ast.Subscript):
            return self._is_lookup(node, counters, changed)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and not node.keywords:
            live = facts.lookup(self._namespace, node.func.id)[1]
            if node.func.id in self._bound:
                return False
            if live is len and _measured(node) is not None:
                name = _measured(node)
                return name not in self._bound and name in self._namespace
            if not any(live is pure for pure in _PURE):
                return False
            parts = list(node.args)
        else:
            return False
        return all(self.is_determined(part, counters, changed) for part in parts)

    def _is_lookup(
        self, node: ast.Subscript, counters: Mapping[str, Any], changed: frozenset[str]
    ) -> bool:
        """Whether an expression looks an element of an unchanging container up."""
        root, path = _path(node)
        if isinstance(root, ast.Name) and root.id not in self._bound | changed:
            live = self._namespace.get(root.id)
            plain = type(live) in (list, tuple, dict) or facts.is_ndarray(live)
            plain = plain or type(live) in (str, range)
        else:  # a part of the target, or of a call's tuple: divmod(i, n)[0]
            plain = self.is_determined(root, counters, changed)
        return plain and all(self.is_determined(part, counters, changed) for part in path)


class _Replace(ast.NodeTransformer):
    def __init__(self, by: Mapping[str, ast.expr]) -> None:
        self.by = by

    def visit_Name(self, node: ast.Name) -> ast.AST:
        if isinstance(node.ctx, ast.Load) and node.id in self.by:
            return copy.deepcopy(self.by[node.id])
        return node


def _stores(body: list[ast.stmt]) -> dict[str, int]:
    """Count the places, at any depth, that bind each name; parameters count as two."""
    stores: dict[str, int] = {}
    for statement in body:
        for node in scope.walk(statement):
            if isinstance(node, ast.arguments):
                for name in scope.parameters(node):
                    stores[name] = stores.get(name, 0) + 2
            elif isinstance(node, ast.Name):
                if not isinstance(node.ctx, ast.Load):
                    stores[node.id] = stores.get(node.id, 0) + 1
            else:
                for name in scope.bound_names([node]) if _binds_oddly(node) else ():
                    stores[name] = stores.get(name, 0) + 2
    return stores


def _binds_oddly(node: ast.AST) -> bool:
    """Whether a node binds names by other means than a `ast.Name`."""
    return isinstance(
        node,
        ast.FunctionDef
        | ast.AsyncFunctionDef
        | ast.ClassDef
        | ast.Import
        | ast.ImportFrom
        | ast.ExceptHandler
        | ast.MatchAs
        | ast.MatchStar
        | ast.MatchMapping,
    )


def _temporaries(body: list[ast.stmt], stores: Mapping[str, int]) -> Iterator[tuple[str, ast.expr]]:
    """Give the names bound once, by an assignment that every iteration comes by before it reads.

    What is read before it is bound is what an earlier iteration has left.
    """
    read: set[str] = set()
    for statement in body:
        for name, value in _bound_by(statement, stores):
            if name not in read and name not in scope.read_names([statement]):
                yield name, value
        read |= scope.read_names([statement])


def _bound_by(statement: ast.stmt, stores: Mapping[str, int]) -> Iterator[tuple[str, ast.expr]]:
    if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
        return
    target, value = statement.targets[0], statement.value
    if isinstance(target, ast.Name):
        if stores[target.id] == 1:
            yield target.id, value
    elif isinstance(target, ast.Tuple):
        for number, part in enumerate(target.elts):
            if isinstance(part, ast.Starred):
                break
            if isinstance(part, ast.Name) and stores[part.id] == 1:
                whole = isinstance(value, ast.Tuple) and len(value.elts) == len(target.elts)
                element = ast.Subscript(value, ast.Constant(number), ast.Load())
                yield part.id, value.elts[number] if whole else element  # type: ignore[attr-defined]


def _keeps_axes(section: Section, axis: int, known: Known) -> bool:
    """Whether position in an array's subscript is its axis: no Ellipsis, mask or new axis."""
    for use in section.uses:
        chained = isinstance(use.node.value, ast.Subscript)
        last = use.node.slice
        tail = len(last.elts) if isinstance(last, ast.Tuple) else 1
        for position, part in enumerate(use.path):
            if isinstance(part, ast.Constant) and type(part.value) is not int:
                return False
            before = position < axis
            inner = chained and position < len(use.path) - tail
            if before and isinstance(part, ast.Slice) and not chained:
                continue
            if (before or inner) and not _is_counter(part, known):
                return False
    return True


def _is_counter(node: ast.expr, known: Known) -> bool:
    """Whether an expression is an integer computed from the target and the counters."""
    if isinstance(node, ast.Name):
        return node.id in known.targets or node.id in known.counters or known.is_integer(node.id)
    if isinstance(node, ast.BinOp):
        return _is_counter(node.left, known) and _is_counter(node.right, known)
    return isinstance(node, ast.Constant) and type(node.value) is int


# -- which objects have parts ---------------------------------------------------------------------


def _suits(section: Section, live: Any) -> bool:
    """Whether the live object is of a kind whose parts can be told apart."""
    if facts.is_ndarray(live):
        shallow = all(len(use.path) <= live.ndim for use in section.uses)
        apart = bool(live.flags.writeable) and not live.dtype.hasobject
        return apart and shallow and not facts.overlaps_itself(live)
    if any(isinstance(part, ast.Slice) for use in section.uses for part in use.path):
        return False
    if facts.is_frame(live):
        return _has_columns_of_its_own(section, live)
    if any(_tuple_indices(use.node) for use in section.uses):
        return False
    if len({len(use.path) for use in section.uses if use.writes}) > 1:
        return False  # a store may put another container in the way
    containers = containers_of(live, section.depth)
    if containers is None or len({id(c) for c in containers}) < len(containers):
        return False
    if section.measured and any(type(container) is dict for container in containers):
        return False
    if any(isinstance(statement, ast.AugAssign) for statement in section.statements):
        return all(map(_has_plain_elements, _deepest(live, section.depth)))
    return True


def _has_columns_of_its_own(section: Section, live: Any) -> bool:
    """Whether a frame is only stored into by whole columns: ``df[c] = ...``."""
    return (
        section.depth == 1
        and hasattr(live, "columns")
        and bool(live.columns.is_unique)
        and len(live) > 0
        and section.measured <= {"len"}
        and not any(_tuple_indices(use.node) for use in section.uses)
    )


def _tuple_indices(node: ast.expr) -> bool:
    while isinstance(node, ast.Subscript):
        if isinstance(node.slice, ast.Tuple):
            return True
        node = node.value
    return False


def containers_of(live: Any, depth: int) -> list[Any] | None:
    """Give an object and the lists and dicts in it that stores of a path's depth go through.

    None where something on the way is no list and no dict.
    """
    found: list[Any] = []
    level = [live]
    for remaining in reversed(range(depth)):
        if any(type(container) not in (list, dict) for container in level):
            return None
        found += level
        if remaining:  # the elements themselves are nobody's containers
            level = [e for c in level for e in (c.values() if type(c) is dict else c)]
    return found


def _deepest(live: Any, depth: int) -> list[Any]:
    level = [live]
    for _ in range(depth - 1):
        level = [e for c in level for e in (c.values() if type(c) is dict else c)]
    return level


def _may_be_drawn(live: Any, header: ast.expr) -> bool:
    """Whether items that are drawn ahead are what they would be later, if their places are."""
    views = isinstance(header, ast.Call) and isinstance(header.func, ast.Attribute)
    if views and type(live) is not dict:
        return False
    return type(live) is dict or _has_plain_elements(live)


def _has_plain_elements(live: Any) -> bool:
    if facts.is_ndarray(live):
        return bool(live.ndim == 1)
    return all(map(facts.is_atom_type, contents.element_types(live) or {object}))


def drawn_name(header: ast.expr) -> str | None:
    """Give the name whose elements are the items, one after the other.

    Of a dict that may be written ``d``, ``d.keys()`` or ``d.items()``.
    """
    if (
        isinstance(header, ast.Call)
        and isinstance(header.func, ast.Attribute)
        and header.func.attr in ("keys", "items")
        and not header.args
        and not header.keywords
    ):
        return header.func.value.id if isinstance(header.func.value, ast.Name) else None
    if (
        isinstance(header, ast.Call)
        and isinstance(header.func, ast.Name)
        and header.func.id == "enumerate"
        and len(header.args) == 1
        and not header.keywords
    ):
        header = header.args[0]
    return header.id if isinstance(header, ast.Name) else None


def _read_late(header: ast.expr, namespace: Mapping[str, Any]) -> set[str]:
    """Give the names whose objects the header goes on reading while the loop runs."""
    if isinstance(header, frame_headers.DISPLAYS):
        return set()
    if isinstance(header, ast.Call) and isinstance(header.func, ast.Name):
        live = facts.lookup(namespace, header.func.id)[1]
        if live in (range, list, tuple, sorted, set, frozenset):
            return set()
    return scope.read_names([header])
