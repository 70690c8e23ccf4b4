"""The candidate loops of a cell: those in its own code, outermost first."""

from __future__ import annotations

import ast
import copy
import enum
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from nbparallel.analysis import scope
from nbparallel.source import Source

LoopNode = ast.For | ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp


class Kind(enum.Enum):
    """The syntactic form of a candidate."""

    FOR = "for"
    LIST = "list comprehension"
    SET = "set comprehension"
    DICT = "dict comprehension"
    GENERATOR = "generator expression"
    MAP = "map"
    FILTER = "filter"


_KINDS: Final = {
    ast.For: Kind.FOR,
    ast.ListComp: Kind.LIST,
    ast.SetComp: Kind.SET,
    ast.DictComp: Kind.DICT,
    ast.GeneratorExp: Kind.GENERATOR,
}
_FUNCTIONALS: Final = {"map": Kind.MAP, "filter": Kind.FILTER}
ITEM: Final = "__nbp_item"


@dataclass(frozen=True, slots=True, eq=False)
class Loop:
    """One candidate.

    Attributes
    ----------
    index : int
        Its place among the cell's candidates, in the order of their lines.
    node : ast node
        The loop's tree.
    parent : int or None
        The candidate around it.
    consumer : ast.expr or None
        What consumes a generator expression, a ``map`` or a ``filter``: the called expression.
    call : ast.Call or None
        The ``map`` or ``filter`` itself; `node` is then the generator expression that does
        the same.
    function : ast.FunctionDef or None
        The function around it, which the cell defines and calls.
    altered_frames : bool
        Whether tracebacks from its body are not the plain cell's: bodies of functions stand in
        the place of calls, or the loop runs while an exception is handled.
    in_place : frozenset of str
        Frames of which the cell stores into columns, where this loop stores columns anew.
    """

    index: int
    node: LoopNode
    parent: int | None
    consumer: ast.expr | None = None
    call: ast.Call | None = None
    function: ast.FunctionDef | None = None
    altered_frames: bool = False
    in_place: frozenset[str] = frozenset()

    @property
    def kind(self) -> Kind:
        """Its syntactic form."""
        if self.call is not None:
            assert isinstance(self.call.func, ast.Name)
            return _FUNCTIONALS[self.call.func.id]
        return _KINDS[type(self.node)]

    @property
    def origin(self) -> ast.AST:
        """The part of the cell's tree that is the loop."""
        return self.call or self.node

    @property
    def iterable(self) -> ast.expr:
        """The expression whose items are the iterations."""
        return self.node.iter if isinstance(self.node, ast.For) else self.node.generators[0].iter

    @property
    def target(self) -> ast.expr:
        """What each item is bound to."""
        if isinstance(self.node, ast.For):
            return self.node.target
        return self.node.generators[0].target

    @property
    def body(self) -> list[ast.stmt]:
        """A ``for`` loop's statements; empty for a comprehension."""
        return self.node.body if isinstance(self.node, ast.For) else []


def find(tree: ast.Module) -> list[Loop]:
    """Find the candidates in the code that the cell itself runs.

    That is its own statements, and those of the functions that it defines and calls. Code in
    lambdas and in functions of functions is not, nor is a comprehension inside another's
    element: its names are another scope's.
    """
    found: list[_Found] = []
    for statement in tree.body:
        _collect(statement, None, found)
    for function in called_functions(tree):
        inner: list[_Found] = []
        for statement in function.body:
            _collect(statement, None, inner)
        found += [replace(one, function=function) for one in inner if _may_leave(one, function)]
    found.sort(key=lambda one: (one.node.lineno, one.node.col_offset))
    index_of = {id(one.node): index for index, one in enumerate(found)}
    return [
        Loop(
            index,
            one.node,
            index_of.get(id(one.parent)),  # an outer loop may be no candidate
            one.consumer,
            one.call,
            one.function,
        )
        for index, one in enumerate(found)
    ]


def title(loop: Loop, source: Source) -> str:
    """Give a loop's first line: a comprehension's own text, not what stands around it."""
    if isinstance(loop.node, ast.For):
        return source.title(loop.node)
    span = source.span(loop.origin)
    line = source.lines[span.lineno - 1]
    end = span.end_column if span.end_lineno == span.lineno else len(line)
    return line[span.column : end].strip()


@dataclass(frozen=True, slots=True)
class _Found:
    node: LoopNode
    parent: LoopNode | None
    consumer: ast.expr | None = None
    call: ast.Call | None = None
    function: ast.FunctionDef | None = None


LOOKS_AT_FRAMES: Final = frozenset({"locals", "vars", "dir", "eval", "exec", "_getframe"})


def with_plain_target(loop: Loop) -> Loop:
    """Give a loop that stores its items into objects as one whose body begins with the store.

    ``for a[i], o.x in xs: ...`` is judged, and sent, as ``for p, q in xs: a[i] = p; o.x = q; ...``
    with names that no code can write.
    """
    if not isinstance(loop.node, ast.For) or isinstance(loop.target, ast.Name):
        return loop
    naming = _Naming()
    target = naming.visit(copy.deepcopy(loop.target))
    if not naming.stores:
        return loop
    node = copy.copy(loop.node)
    node.target = target
    node.body = [*naming.stores, *loop.node.body]
    return replace(loop, node=node)


class _Naming(ast.NodeTransformer):
    """Puts names in the place of a target's subscripts and attributes."""

    def __init__(self) -> None:
        self.stores: list[ast.stmt] = []

    def _name(self, node: ast.Subscript | ast.Attribute) -> ast.AST:
        name = f"{ITEM}[{len(self.stores)}]"
        store = ast.Assign([node], ast.Name(name, ast.Load()))
        self.stores.append(ast.fix_missing_locations(ast.copy_location(store, node)))
        return ast.copy_location(ast.Name(name, ast.Store()), node)

    visit_Subscript = _name
    visit_Attribute = _name


def called_functions(tree: ast.Module) -> list[ast.FunctionDef]:
    """Give the functions and methods that a cell both defines and calls.

    Not those that yield or await, which run bit by bit, and those that look at their own frame.
    """
    called = {
        getattr(node.func, "id", None) or getattr(node.func, "attr", None)
        for node in scope.walk(tree)
        if isinstance(node, ast.Call)
    }
    return [node for node in _defined(tree.body) if node.name in called and _runs_through(node)]


def _defined(body: list[ast.stmt]) -> Iterator[ast.FunctionDef]:
    for statement in body:
        for node in scope.walk_scope([statement]):
            if isinstance(node, ast.FunctionDef):
                yield node
            elif isinstance(node, ast.ClassDef):
                yield from _defined(node.body)


def _runs_through(function: ast.FunctionDef) -> bool:
    return not any(
        isinstance(node, ast.Yield | ast.YieldFrom | ast.Await)
        or (isinstance(node, ast.Name) and node.id in LOOKS_AT_FRAMES)
        or (isinstance(node, ast.Attribute) and node.attr in LOOKS_AT_FRAMES)
        for node in scope.walk(function)
    )


def _may_leave(one: _Found, function: ast.FunctionDef) -> bool:
    """Whether a loop leaves its names in its function alone, not in a scope further out."""
    if not isinstance(one.node, ast.For) and binds_outside(one.node):
        return False  # a name of the function, bound in a comprehension's scope
    outer = {
        name
        for node in scope.walk_scope(function.body)
        if isinstance(node, ast.Global | ast.Nonlocal)
        for name in node.names
    }
    return not outer & {n.id for n in scope.walk(one.node) if isinstance(n, ast.Name)}


_TELLING: Final = frozenset(
    {*scope.SCOPES, ast.GeneratorExp, ast.For, ast.ListComp, ast.SetComp, ast.DictComp, ast.Call}
)
"""Classes of nodes at which there is more to do than to go on."""


def _collect(node: ast.AST, parent: LoopNode | None, found: list[_Found]) -> None:
    if type(node) in _TELLING and not _goes_on(node, parent, found):
        return
    for child in scope.children(node):
        if type(child) not in scope.LEAVES:
            _collect(child, parent, found)


def _goes_on(node: ast.AST, parent: LoopNode | None, found: list[_Found]) -> bool:
    """Collect what a node is or consumes; whether its children are still to be looked at."""
    if isinstance(node, scope.SCOPES):
        return False
    if isinstance(node, ast.GeneratorExp):
        _collect(node.generators[0].iter, parent, found)
        return False
    if isinstance(node, ast.For):
        found.append(_Found(node, parent))
        _collect(node.iter, parent, found)
        for child in [node.target, *node.body, *node.orelse]:
            _collect(child, node, found)
        return False
    if isinstance(node, ast.ListComp | ast.SetComp | ast.DictComp):
        if _is_plain(node):
            found.append(_Found(node, parent))
        _collect(node.generators[0].iter, parent, found)
        return False
    if isinstance(node, ast.Call) and _is_lookup(node.func):
        for argument in node.args:
            consumed = _consumed(argument)
            if consumed is not None and _is_plain(consumed):
                call = argument if isinstance(argument, ast.Call) else None
                found.append(_Found(consumed, parent, node.func, call))
    return True


def _is_lookup(node: ast.expr) -> bool:
    """Whether an expression only looks names up, so that it may be evaluated twice."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return isinstance(node, ast.Name | ast.Constant)


def _consumed(node: ast.expr) -> ast.GeneratorExp | None:
    """Give an argument as the generator expression it is or stands for."""
    if isinstance(node, ast.GeneratorExp):
        return node
    if (
        not isinstance(node, ast.Call)
        or not isinstance(node.func, ast.Name)
        or node.func.id not in _FUNCTIONALS
        or node.keywords
        or len(node.args) < 2
        or any(isinstance(a, ast.Starred) for a in node.args)
    ):
        return None
    function, *iterables = node.args
    is_map = node.func.id == "map"
    if not (isinstance(function, ast.Lambda) or _is_lookup(function)):
        return None
    if not is_map and len(iterables) > 1:
        return None
    names = [f"{ITEM}_{number}" for number in range(len(iterables))]
    loaded = [ast.Name(name, ast.Load()) for name in names]
    stored = [ast.Name(name, ast.Store()) for name in names]
    several = len(names) > 1
    target: ast.expr = ast.Tuple(list[ast.expr](stored), ast.Store()) if several else stored[0]
    is_none = isinstance(function, ast.Constant) and function.value is None
    if is_none and is_map:
        return None
    called: ast.expr = loaded[0] if is_none else ast.Call(function, list[ast.expr](loaded), [])
    zipped = ast.Call(ast.Name("zip", ast.Load()), iterables, [])
    clause = ast.comprehension(
        target, zipped if several else iterables[0], [] if is_map else [called], 0
    )
    made = ast.GeneratorExp(called if is_map else loaded[0], [clause])
    for child in scope.walk(made):
        if not hasattr(child, "lineno"):
            ast.copy_location(child, node)
    return made


def binds_outside(node: ast.AST) -> bool:
    """Whether a comprehension binds names outside itself, by ``:=``."""
    return any(isinstance(child, ast.NamedExpr) for child in ast.walk(node))


def _is_plain(node: LoopNode) -> bool:
    """Whether a comprehension awaits nothing."""
    return not any(
        isinstance(child, ast.Await | ast.Yield | ast.YieldFrom)
        or (isinstance(child, ast.comprehension) and child.is_async)
        for child in scope.walk(node)
    )


def goes_on_after(loop: Loop, tree: ast.AST) -> bool:
    """Whether code that knows a loop's names may run after it has ended before its last item.

    It ends by ``break`` or ``return``, or by an exception that a ``try`` or a ``with`` around it
    catches.

    Parameters
    ----------
    loop : Loop
        A loop of the cell.
    tree : ast.AST
        The cell's tree.
    """
    return any(map(_leaves, loop.body)) or any(
        inner is loop.origin
        for node in ast.walk(tree)
        if isinstance(node, ast.Try | ast.TryStar | ast.With | ast.AsyncWith)
        for inner in ast.walk(node)
    )


def _leaves(node: ast.AST) -> bool:
    """Whether a statement of a loop's body may end the loop."""
    if isinstance(node, ast.Break | ast.Return):
        return True
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
        return False
    if isinstance(node, ast.For | ast.AsyncFor | ast.While):
        inner = any(isinstance(part, ast.Return) for s in node.body for part in ast.walk(s))
        return inner or any(map(_leaves, node.orelse))
    return any(map(_leaves, ast.iter_child_nodes(node)))
