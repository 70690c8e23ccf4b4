"""Outlining: the loop's body as a function over a chunk of items.

What the body binds become fast locals, what it reads become parameters, and what it adds to
become logs. The code keeps the cell's file name and lines. Names of our own start with
``__nbp_`` and never meet the user's.
"""

from __future__ import annotations

import ast
import copy
import types
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from nbparallel.analysis.accumulators import Accumulator, Adds
from nbparallel.analysis.deferral import OPERAND, Deferral
from nbparallel.analysis.legality import Judgement
from nbparallel.analysis.loops import Loop
from nbparallel.plan.stores import OwnStores, log_name
from nbparallel.source import Source, unwarned

ITEMS = "__nbp_items"
UNSET = "__nbp_unset"
STARTS = "__nbp_starts"
RESULTS = "__nbp_results"
DEFER = "__nbp_defer"
OPERATIONS = "__nbp_operations"


@dataclass(frozen=True, slots=True)
class Outline:
    """A loop's body, ready to be sent.

    Attributes
    ----------
    code : types.CodeType
        Of a function ``f(items, unset, starts, <logs>, <broadcast names>)``. It returns its
        locals, or None if the loop was left by ``break``.
    broadcast : tuple of str
        Names passed by value, in the order of the parameters that follow the logs.
    logs : tuple of str
        Parameter names of the logs, with their accumulators' names and kinds in `kinds`.
    kinds : tuple of tuple of str
        For each log, the accumulator's name and the `Adds` it is replayed by.
    private : tuple of str
        Names whose last values are live-out.
    definite : frozenset of str
        Those that each iteration binds for itself.
    sections : tuple of str
        Names passed by value that the loop stores into and reads: first those of whose objects
        each iteration changes a part of its own, then those of which it reads other parts; in
        the order of the parameters that follow the broadcast names.
    replay : types.CodeType or None
        Of a function ``f(operations, <deferred names>)`` that the kernel runs on what the
        workers logged; it returns the names it rebinds.
    hashed : str
        ``"elements"`` or ``"keys"``: what of a comprehension's results the kernel will hash.
    indices : mapping of str to int
        For arrays that the body stores into by single indices alone, how many of them.
    altered_frames : bool
        Whether tracebacks from it are not the plain cell's.
    """

    code: types.CodeType
    broadcast: tuple[str, ...]
    logs: tuple[str, ...]
    kinds: tuple[tuple[str, str], ...]
    private: tuple[str, ...]
    definite: frozenset[str]
    sections: tuple[str, ...] = ()
    replay: types.CodeType | None = None
    hashed: str = ""
    indices: Mapping[str, int] = field(default_factory=dict)
    altered_frames: bool = False


CHUNK: Final = "__nbp_chunk"
_WITHIN: Final = f"{CHUNK}.<locals>."


def outline(loop: Loop, judgement: Judgement, source: Source) -> Outline:
    """Make the chunk function of a loop that was judged legal."""
    stored = set(judgement.deferral.names) if judgement.deferral is not None else set[str]()
    broadcast = tuple(sorted(judgement.broadcast - stored))
    apart = tuple(sorted(judgement.broadcast & stored))
    private = judgement.private
    accumulators = [
        accumulator
        for _, accumulator in sorted(judgement.accumulators.items())
        if accumulator.adds is not Adds.DEFERRED
    ]
    deferral = judgement.deferral
    sections = tuple(sorted(judgement.sections))
    indices = {a.name: count for a in accumulators if (count := _indices(a))}
    if isinstance(loop.node, ast.For):
        starts = frozenset(judgement.starts)
        body = _for_body(loop.node, accumulators, private, deferral, sections, starts)
        logs = tuple(_log_name(a) for a in accumulators)
        kinds = tuple((a.name, a.adds.value if a.adds else "") for a in accumulators)
        logs += tuple(map(log_name, sections))
        kinds += tuple((name, Adds.SECTION.value) for name in sections)
        if deferral is not None:
            logs, kinds = (*logs, DEFER), (*kinds, ("", Adds.DEFERRED.value))
    else:
        body = [*_unset(private, frozenset()), _comprehension(loop.node)]
        logs, kinds = (), ()
    names = (ITEMS, UNSET, STARTS, *logs, *broadcast, *sections, *apart)
    code = _named(_compile(CHUNK, names, body, loop.node, source), loop.function)
    replay = None
    if deferral is not None:
        names = (OPERATIONS, *deferral.names)
        replay = _compile("__nbp_replay", names, _replay_body(deferral), loop.node, source)
    own = (*sections, *apart)
    hashed = {ast.SetComp: "elements", ast.DictComp: "keys"}.get(type(loop.node), "")
    return Outline(
        code,
        broadcast,
        logs,
        kinds,
        private,
        judgement.definite,
        own,
        replay,
        hashed,
        indices,
        loop.altered_frames,
    )


def _compile(
    name: str, parameters: tuple[str, ...], body: list[ast.stmt], place: ast.AST, source: Source
) -> types.CodeType:
    function = ast.FunctionDef(
        name=name,
        args=ast.arguments(
            posonlyargs=[],
            args=[ast.arg(parameter) for parameter in parameters],
            kwonlyargs=[],
            kw_defaults=[],
            defaults=[],
        ),
        body=body,
        decorator_list=[],
    )
    if hasattr(function, "type_params"):
        function.type_params = []
    module = ast.Module([ast.copy_location(function, place)], [])
    ast.fix_missing_locations(module)
    with unwarned():
        compiled = compile(module, source.filename, "exec", dont_inherit=True)
    return next(c for c in compiled.co_consts if isinstance(c, types.CodeType))


def _named(code: types.CodeType, function: ast.FunctionDef | None) -> types.CodeType:
    """Name a chunk's code as what it was taken out of: tracebacks show it, and `__qualname__`."""
    name = "<module>" if function is None else function.name
    around = "" if function is None else f"{name}.<locals>."

    def within(code: types.CodeType) -> types.CodeType:
        constants = tuple(
            within(constant)
            if isinstance(constant, types.CodeType)
            # A class's body names the class by such a text.
            else around + constant.removeprefix(_WITHIN)
            if isinstance(constant, str) and constant.startswith(_WITHIN)
            else constant
            for constant in code.co_consts
        )
        qualified = code.co_qualname
        if qualified.startswith(_WITHIN):
            qualified = around + qualified.removeprefix(_WITHIN)
        return code.replace(co_consts=constants, co_qualname=qualified)

    return within(code).replace(co_name=name, co_qualname=name)


def _replay_body(deferral: Deferral) -> list[ast.stmt]:
    """Run the skeletons on a log's entries, in order; return the names they rebind."""
    statements = deferral.statements
    tag, values = f"{OPERAND}_tag", f"{OPERAND}_values"
    body: list[ast.stmt]
    if len(statements) == 1:
        target: ast.expr = _operand_names(len(statements[0].operands))
        body = [statements[0].skeleton]
    else:
        target = ast.Tuple([ast.Name(tag, ast.Store()), ast.Name(values, ast.Store())], ast.Store())
        body = []
        for number, deferred in reversed(list(enumerate(statements))):
            unpack = ast.Assign(
                [_operand_names(len(deferred.operands))], ast.Name(values, ast.Load())
            )
            test = ast.Compare(ast.Name(tag, ast.Load()), [ast.Eq()], [ast.Constant(number)])
            body = [ast.If(test, [unpack, deferred.skeleton], body)]
    loop = ast.For(target, ast.Name(OPERATIONS, ast.Load()), body, [])
    rebound = [ast.Name(name, ast.Load()) for name in sorted(deferral.rebound)]
    return [loop, ast.Return(ast.Tuple(list[ast.expr](rebound), ast.Load()))]


def _operand_names(count: int) -> ast.expr:
    """Give the target of one entry: one operand stands alone, of none there is a None."""
    if count == 1:
        return ast.Name(f"{OPERAND}_0", ast.Store())
    if not count:
        return ast.Name(f"{OPERAND}_none", ast.Store())
    names = [ast.Name(f"{OPERAND}_{i}", ast.Store()) for i in range(count)]
    return ast.Tuple(list[ast.expr](names), ast.Store())


def _entry(deferral: Deferral, statement: ast.stmt) -> ast.expr:
    """Give the log entry of a deferred statement: its operands, evaluated in their order."""
    number = next(n for n, d in enumerate(deferral.statements) if d.statement is statement)
    operands = [copy.deepcopy(o.node) for o in deferral.statements[number].operands]
    values: ast.expr = operands[0] if len(operands) == 1 else ast.Tuple(operands, ast.Load())
    if not operands:
        values = ast.Constant(None)
    if len(deferral.statements) == 1:
        return values
    return ast.Tuple([ast.Constant(number), values], ast.Load())


def _own_name(what: str, name: str) -> str:
    """Give a name of our own; dots, which names of attributes have, would split it."""
    return f"__nbp_{what}_{name}".replace(".", "__dot__")


def _log_name(accumulator: Accumulator) -> str:
    """Lists and arrays are stood in for under their own name; others get an ``add``."""
    if accumulator.adds is Adds.LIST or _is_stood_in_for(accumulator):
        return accumulator.name
    return _own_name("add", accumulator.name)


def _is_stood_in_for(accumulator: Accumulator) -> bool:
    """Whether an array's log takes its place, as it must where slices are stored into."""
    return accumulator.adds is Adds.ARRAY and not _indices(accumulator)


def _indices(accumulator: Accumulator) -> int:
    """Give how many indices all stores into an array have, if none is a slice; else 0."""
    if accumulator.adds is not Adds.ARRAY:
        return 0
    counts = {_indices_of(statement) for statement in accumulator.statements}
    return counts.pop() if len(counts) == 1 else 0


def _indices_of(statement: ast.stmt) -> int:
    if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
        return 0
    target = statement.targets[0]
    if not isinstance(target, ast.Subscript):
        return 0
    parts = target.slice.elts if isinstance(target.slice, ast.Tuple) else [target.slice]
    single = not any(
        isinstance(part, ast.Slice | ast.Starred) or _is_ellipsis(part) for part in parts
    )
    return len(parts) * single


def _is_ellipsis(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value in (..., None)


def _for_body(
    node: ast.For,
    accumulators: list[Accumulator],
    private: tuple[str, ...],
    deferral: Deferral | None,
    sections: tuple[str, ...],
    starts: frozenset[str],
) -> list[ast.stmt]:
    replace: dict[int, Accumulator | ast.expr] = {
        id(s): a for a in accumulators for s in a.statements
    }
    if deferral is not None:
        replace.update(
            {id(d.statement): _entry(deferral, d.statement) for d in deferral.statements}
        )
    rewritten = OwnStores(frozenset(sections)).rewrite(_Additions(replace).rewrite(node.body))
    loop = ast.For(
        target=copy.deepcopy(node.target),
        iter=ast.Name(ITEMS, ast.Load()),
        body=[_Returns().visit(statement) for statement in rewritten],
        orelse=[ast.Return(ast.Call(ast.Name("locals", ast.Load()), [], []))],
    )
    start = _unset(private, starts)
    start += [_unpacked_log(a) for a in accumulators if _by_element(a)]
    return [*start, ast.copy_location(loop, node)]


def _by_element(accumulator: Accumulator) -> bool:
    """Whether keys and values are logged apart."""
    return accumulator.adds in (Adds.KEYS, Adds.ITEMS) or bool(_indices(accumulator))


def _unpacked_log(accumulator: Accumulator) -> ast.stmt:
    """Bind what logs keys and what logs values."""
    names = [ast.Name(_own_name(what, accumulator.name), ast.Store()) for what in ("key", "put")]
    log = ast.Name(_own_name("add", accumulator.name), ast.Load())
    return ast.Assign([ast.Tuple(list[ast.expr](names), ast.Store())], log)


def _unset(names: tuple[str, ...], starts: frozenset[str]) -> list[ast.stmt]:
    """Bind names: to what they start with, or so that it shows which an iteration has bound."""
    start = ast.Name(STARTS, ast.Load())
    return [
        ast.Assign(
            [ast.Name(name, ast.Store())],
            ast.Subscript(start, ast.Constant(name), ast.Load())
            if name in starts
            else ast.Name(UNSET, ast.Load()),
        )
        for name in names
    ]


class _Returns(ast.NodeTransformer):
    """Lets a ``return`` leave the chunk as a ``break`` does: the kernel will run it."""

    def visit_Return(self, node: ast.Return) -> ast.AST:
        return ast.copy_location(ast.Return(ast.Constant(None)), node)

    def _stay(self, node: ast.AST) -> ast.AST:
        return node

    visit_FunctionDef = visit_AsyncFunctionDef = visit_Lambda = visit_ClassDef = _stay


_Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp


def _comprehension(node: _Comprehension) -> ast.stmt:
    """Return the elements in order, of a dict comprehension as pairs."""
    tree = as_pairs(node)
    assert isinstance(tree, ast.ListComp)
    tree.generators[0].iter = ast.Name(ITEMS, ast.Load())
    target = ast.Name(RESULTS, ast.Store())
    assign = ast.copy_location(ast.Assign([target], tree), node)
    locals_call = ast.Call(ast.Name("locals", ast.Load()), [], [])
    return ast.copy_location(
        ast.If(ast.Constant(True), [assign, ast.Return(locals_call)], []), node
    )


def as_pairs(node: _Comprehension, *, lazily: bool = False) -> ast.ListComp | ast.GeneratorExp:
    """Give a comprehension's elements as a list (or lazily), a dict's as pairs."""
    tree = copy.deepcopy(node)
    if isinstance(tree, ast.DictComp):
        element: ast.expr = ast.Tuple([tree.key, tree.value], ast.Load())
        element = ast.copy_location(element, tree.key)
    else:
        element = tree.elt
    kind = ast.GeneratorExp if lazily else ast.ListComp
    return ast.copy_location(kind(element, tree.generators), node)


class _Additions:
    """Rewrites the statements that add to an accumulator into additions to a log."""

    def __init__(self, replace: dict[int, Accumulator | ast.expr]) -> None:
        self.replace = replace

    def rewrite(self, body: list[ast.stmt]) -> list[ast.stmt]:
        """Rewrite a block without touching the cell's own tree."""
        marked: dict[int, Accumulator | ast.expr] = {}
        for root in body:
            for node in ast.walk(root):
                if id(node) in self.replace:
                    marked[id(node)] = self.replace[id(node)]
        memo: dict[int, object] = {}
        copied = copy.deepcopy(body, memo)
        by_copy = {id(memo[original]): a for original, a in marked.items()}
        return [s for statement in copied for s in self._statement(statement, by_copy)]

    def _statement(
        self, node: ast.stmt, by_copy: dict[int, Accumulator | ast.expr]
    ) -> list[ast.stmt]:
        accumulator = by_copy.get(id(node))
        if accumulator is not None:
            return [ast.copy_location(s, node) for s in _addition(node, accumulator)]
        for child in ast.walk(node):
            for name in ("body", "orelse", "finalbody"):
                block = getattr(child, name, None)
                if isinstance(block, list):
                    new = [
                        made
                        for s in block
                        for made in (
                            [ast.copy_location(x, s) for x in _addition(s, by_copy[id(s)])]
                            if id(s) in by_copy
                            else [s]
                        )
                    ]
                    setattr(child, name, new)
        return [node]


def _addition(node: ast.stmt, accumulator: Accumulator | ast.expr) -> list[ast.stmt]:
    if isinstance(accumulator, ast.expr):
        return [_call(DEFER, accumulator)]
    add = _own_name("add", accumulator.name)
    if _is_stood_in_for(accumulator):
        return [node]
    if isinstance(node, ast.Expr):
        call = node.value
        assert isinstance(call, ast.Call)
        assert isinstance(call.func, ast.Attribute)
        if accumulator.adds is Adds.LIST:
            return [node]
        if accumulator.adds is Adds.SET and call.func.attr == "add":
            return [_call(f"{add}.append", call.args[0])]
        if accumulator.adds is Adds.SET:
            return [_call(f"{add}.extend", call.args[0])]
        return [node]
    if accumulator.adds is Adds.LIST:
        return [node]
    if isinstance(node, ast.AugAssign):
        return [_call(add, node.value)]
    assert isinstance(node, ast.Assign)
    target = node.targets[0]
    if isinstance(target, ast.Subscript):
        value = _own_name("value", accumulator.name)
        first = ast.Assign([ast.Name(value, ast.Store())], node.value)
        key, put = (_own_name(what, accumulator.name) for what in ("key", "put"))
        return [first, _call(key, target.slice), _call(put, ast.Name(value, ast.Load()))]
    assert isinstance(node.value, ast.BinOp)
    return [_call(add, node.value.right)]


def _call(function: str, argument: ast.expr) -> ast.stmt:
    name, _, attribute = function.partition(".")
    callee: ast.expr = ast.Name(name, ast.Load())
    if attribute:
        callee = ast.Attribute(callee, attribute, ast.Load())
    return ast.Expr(ast.Call(callee, [argument], []))
