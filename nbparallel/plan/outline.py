"""Outlining: the loop's body as a function over a chunk of items.

What the body binds become fast locals, what it reads become parameters, and what it adds to
become logs. The code keeps the cell's file name and lines. Names of our own start with
``__nbp_`` and never meet the user's.
"""

from __future__ import annotations

import ast
import copy
import types
from dataclasses import dataclass

from nbparallel.analysis.accumulators import Accumulator, Adds
from nbparallel.analysis.legality import Judgement
from nbparallel.analysis.loops import Loop
from nbparallel.source import Source

ITEMS = "__nbp_items"
UNSET = "__nbp_unset"
RESULTS = "__nbp_results"


@dataclass(frozen=True, slots=True)
class Outline:
    """A loop's body, ready to be sent.

    Attributes
    ----------
    code : types.CodeType
        Of a function ``f(items, unset, <targets>, <broadcast names>)``. It returns its
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
    """

    code: types.CodeType
    broadcast: tuple[str, ...]
    logs: tuple[str, ...]
    kinds: tuple[tuple[str, str], ...]
    private: tuple[str, ...]
    definite: frozenset[str]


def outline(loop: Loop, judgement: Judgement, source: Source) -> Outline:
    """Make the chunk function of a loop that was judged legal."""
    broadcast = tuple(sorted(judgement.broadcast))
    private = judgement.private
    accumulators = [judgement.accumulators[name] for name in sorted(judgement.accumulators)]
    if isinstance(loop.node, ast.For):
        body = _for_body(loop.node, accumulators, private)
        logs = tuple(_log_name(a) for a in accumulators)
        kinds = tuple((a.name, a.adds.value if a.adds else "") for a in accumulators)
    else:
        body = [_comprehension(loop.node)]
        logs, kinds = (), ()
    function = ast.FunctionDef(
        name="__nbp_chunk",
        args=ast.arguments(
            posonlyargs=[],
            args=[ast.arg(name) for name in (ITEMS, UNSET, *logs, *broadcast)],
            kwonlyargs=[],
            kw_defaults=[],
            defaults=[],
        ),
        body=body,
        decorator_list=[],
    )
    if hasattr(function, "type_params"):
        function.type_params = []
    module = ast.Module([ast.copy_location(function, loop.node)], [])
    ast.fix_missing_locations(module)
    compiled = compile(module, source.filename, "exec", dont_inherit=True)
    code = next(c for c in compiled.co_consts if isinstance(c, types.CodeType))
    return Outline(code, broadcast, logs, kinds, private, judgement.definite)


def _log_name(accumulator: Accumulator) -> str:
    """Lists and arrays are stood in for under their own name; others get an ``add``."""
    if accumulator.adds in (Adds.LIST, Adds.ARRAY):
        return accumulator.name
    return f"__nbp_add_{accumulator.name}"


def _for_body(
    node: ast.For, accumulators: list[Accumulator], private: tuple[str, ...]
) -> list[ast.stmt]:
    replace = {id(s): a for a in accumulators for s in a.statements}
    rewritten = _Additions(replace).rewrite(node.body)
    loop = ast.For(
        target=copy.deepcopy(node.target),
        iter=ast.Name(ITEMS, ast.Load()),
        body=rewritten,
        orelse=[ast.Return(ast.Call(ast.Name("locals", ast.Load()), [], []))],
    )
    start: list[ast.stmt] = [
        ast.Assign([ast.Name(name, ast.Store())], ast.Name(UNSET, ast.Load())) for name in private
    ]
    start += [
        ast.Assign(
            [ast.Name(f"__nbp_add_{a.name}", ast.Store())],
            ast.Attribute(ast.Name(a.name, ast.Load()), "append", ast.Load()),
        )
        for a in accumulators
        if a.adds is Adds.LIST
    ]
    return [*start, ast.copy_location(loop, node)]


def _comprehension(node: ast.ListComp | ast.SetComp | ast.DictComp) -> ast.stmt:
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


def as_pairs(
    node: ast.ListComp | ast.SetComp | ast.DictComp, *, lazily: bool = False
) -> ast.ListComp | ast.GeneratorExp:
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

    def __init__(self, replace: dict[int, Accumulator]) -> None:
        self.replace = replace

    def rewrite(self, body: list[ast.stmt]) -> list[ast.stmt]:
        """Rewrite a block without touching the cell's own tree."""
        marked: dict[int, Accumulator] = {}
        for root in body:
            for node in ast.walk(root):
                if id(node) in self.replace:
                    marked[id(node)] = self.replace[id(node)]
        memo: dict[int, object] = {}
        copied = copy.deepcopy(body, memo)
        by_copy = {id(memo[original]): a for original, a in marked.items()}
        return [s for statement in copied for s in self._statement(statement, by_copy)]

    def _statement(self, node: ast.stmt, by_copy: dict[int, Accumulator]) -> list[ast.stmt]:
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


def _addition(node: ast.stmt, accumulator: Accumulator) -> list[ast.stmt]:
    add = f"__nbp_add_{accumulator.name}"
    if accumulator.adds is Adds.ARRAY:
        return [node]
    if isinstance(node, ast.Expr):
        call = node.value
        assert isinstance(call, ast.Call)
        assert isinstance(call.func, ast.Attribute)
        if call.func.attr in ("append", "add"):
            return [_call(add, call.args[0])]
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
        value = f"__nbp_value_{accumulator.name}"
        pair = ast.Tuple([target.slice, ast.Name(value, ast.Load())], ast.Load())
        first = ast.Assign([ast.Name(value, ast.Store())], node.value)
        return [first, _call(add, pair)]
    assert isinstance(node.value, ast.BinOp)
    return [_call(add, node.value.right)]


def _call(function: str, argument: ast.expr) -> ast.stmt:
    name, _, attribute = function.partition(".")
    callee: ast.expr = ast.Name(name, ast.Load())
    if attribute:
        callee = ast.Attribute(callee, attribute, ast.Load())
    return ast.Expr(ast.Call(callee, [argument], []))
