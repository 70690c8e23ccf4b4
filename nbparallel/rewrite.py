"""Rewriting a cell: each candidate's iterable is handed to the runtime, all else stays.

``for t in xs: body`` becomes ``for t in hook(run, 0, xs): body``, wrapped so that the runtime
learns of an exception before it is shown; a comprehension becomes a call that is given the
comprehension itself, to be evaluated over whatever part of the items the kernel runs.

Functions stay as they are: later cells call them, and workers get them. Where the cell calls one
that has loops, it calls a *variant*: made of the rewritten function, with closures by which the
runtime reads and binds its locals.
"""

from __future__ import annotations

import ast
import copy
from typing import Any, Final

from nbparallel.analysis import scope
from nbparallel.analysis.loops import Loop
from nbparallel.plan.outline import as_pairs
from nbparallel.source import HOOK

ITEMS: Final = "__nbp_items"
READ: Final = "__nbp_read"
BIND: Final = "__nbp_bind"

_Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp


def rewrite(tree: ast.Module, loops: list[Loop], run: str, *, collect: bool = False) -> ast.Module:
    """Rewrite a cell's tree in place and give it.

    Parameters
    ----------
    tree : ast.Module
        A tree of its own: the one that `loops` refer to must stay as it is.
    loops : list of Loop
        The candidates, found in an equal tree: matched by their order.
    run : str
        What the hook is to be told.
    collect : bool
        Whether loops go on over iterations that raise.
    """
    return _rewritten(tree, loops, run, variants=False, collect=collect)


def rewrite_functions(
    tree: ast.Module, loops: list[Loop], run: str, *, collect: bool = False
) -> ast.Module:
    """Rewrite the functions of a cell's tree, into which `rewrite` does not go."""
    return _rewritten(tree, loops, run, variants=True, collect=collect)


def _rewritten(
    tree: ast.Module, loops: list[Loop], run: str, *, variants: bool, collect: bool
) -> ast.Module:
    from nbparallel.analysis import loops as finder

    found = finder.find(tree)
    assert len(found) == len(loops)
    nodes = {id(loop.origin): loop for loop in found}
    functions = {id(loop.function): loop.function for loop in found if loop.function is not None}
    rewriter = _Rewriter(nodes, run, functions, variants=variants, collect=collect)
    rewritten = rewriter.visit(tree)
    assert isinstance(rewritten, ast.Module)
    return rewritten


def twice(parallel: ast.Module, plain: ast.Module, run: str) -> ast.Module:
    """Join a cell's rewritten tree and its plain one: first the one, on copies, then the other.

    The plain statements stay what they are at the top of the cell; the parallel ones stand in
    a ``with`` that leaves nothing of them behind, not even their exception.
    """
    future, rest = _split_future(plain.body)
    body = _split_future(parallel.body)[1]
    if not rest or not body:
        return plain
    body[-1] = _valued(body[-1], run)
    apart = ast.With([ast.withitem(_told("apart", run, [], body[0]))], body)
    rest[-1] = _valued(rest[-1], run)
    if not isinstance(rest[-1], ast.Expr):
        over = ast.With([ast.withitem(_told("over", run, [], rest[-1]))], [ast.Pass()])
        rest.append(ast.copy_location(over, rest[-1]))
    joined = ast.Module([*future, ast.copy_location(apart, body[0]), *rest], plain.type_ignores)
    return ast.fix_missing_locations(joined)


def _split_future(body: list[ast.stmt]) -> tuple[list[ast.stmt], list[ast.stmt]]:
    future: list[ast.stmt] = []
    rest: list[ast.stmt] = []
    for statement in body:
        is_future = isinstance(statement, ast.ImportFrom) and statement.module == "__future__"
        (future if is_future else rest).append(statement)
    return future, rest


def _valued(statement: ast.stmt, run: str) -> ast.stmt:
    """Let the runtime see the value of an expression that stands alone."""
    if not isinstance(statement, ast.Expr):
        return statement
    told = ast.Expr(_told("value", run, [statement.value], statement.value))
    return ast.copy_location(told, statement)


def _told(what: str, run: str, arguments: list[ast.expr], place: ast.AST) -> ast.expr:
    function = ast.Attribute(ast.Name(HOOK, ast.Load()), what, ast.Load())
    call = ast.Call(function, [ast.Constant(run), ast.Constant(None), *arguments], [])
    for node in ast.walk(call):
        if not hasattr(node, "lineno"):
            ast.copy_location(node, place)
    return call


class _Rewriter(ast.NodeTransformer):
    def __init__(
        self,
        nodes: dict[int, Loop],
        run: str,
        functions: dict[int, ast.FunctionDef],
        *,
        variants: bool,
        collect: bool,
    ) -> None:
        self._collect = collect
        self.nodes = nodes
        self.run = run
        self._functions = functions
        self._names = {function.name for function in functions.values()}
        self._variants = variants
        self._inside: ast.FunctionDef | None = None
        self._hooked = 0  # comprehensions of the statement being visited, not of its blocks
        self._top: set[int] = set()
        self._made = 0  # calls of the hook, whose parts still have no place in the text

    def visit_Module(self, node: ast.Module) -> ast.AST:
        self._top = {id(statement) for statement in node.body}
        body: list[Any] = []
        for statement in node.body:
            before = self._made
            result = self.visit(statement)
            results = result if isinstance(result, list) else [result]
            if self._made > before:
                results = list(map(ast.fix_missing_locations, results))
            body += results
        node.body = body
        return node

    def visit(self, node: ast.AST) -> ast.AST | list[ast.AST]:
        """Visit a node; a statement from which our frames could show is guarded."""
        if not isinstance(node, ast.stmt):
            result: ast.AST = super().visit(node)
            return result
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            return self._function_definition(node)
        outer, self._hooked = self._hooked, 0
        loop = self.nodes.get(id(node))
        index = loop.index if loop is not None else None
        self.generic_visit(node)
        hooked, self._hooked = self._hooked, outer
        if index is not None:
            assert isinstance(node, ast.For)
            node.iter = self._hook("loop", index, [node.iter], node.iter)
            if self._collect:
                first = node.body[0]
                attempt = ast.withitem(self._hook("attempt", index, [], first))
                node.body = [ast.copy_location(ast.With([attempt], node.body), first)]
        elif not hooked:
            return node
        if isinstance(node, ast.Expr) and id(node) in self._top:
            return self._displayed(node)
        return self._guarded(node, index)

    def _function_definition(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> ast.AST:
        """Leave a function alone, or make it a variant with its locals in reach."""
        if self._variants and self._inside is None and id(node) in self._functions:
            assert isinstance(node, ast.FunctionDef)
            names = _locals(node)  # before the helpers are among them
            self._inside = node
            self.generic_visit(node)
            self._inside = None
            start = int(ast.get_docstring(node, clean=False) is not None)
            node.body[start:start] = _reach(names, node)
        return node

    def _guarded(self, node: ast.stmt, index: int | None) -> ast.stmt:
        """Let the runtime hear of an exception, and take its own frames off the traceback.

        A ``with`` rather than ``try`` and ``raise``: only it re-raises with the frame still at
        the failing line, which IPython asks the frame for.
        """
        guard = ast.withitem(self._hook("guard", index, [], node))
        return ast.copy_location(ast.With([guard], [node]), node)

    def _displayed(self, node: ast.Expr) -> list[ast.AST]:
        """Guard an expression whose value IPython may show: it must stay an expression."""
        kept = ast.Expr(self._hook("keep", None, [node.value], node.value))
        shown = ast.Expr(self._hook("kept", None, [], node.value))
        return [self._guarded(ast.copy_location(kept, node), None), ast.copy_location(shown, node)]

    def _comprehension(self, node: ast.ListComp | ast.SetComp | ast.DictComp) -> ast.AST:
        loop = self.nodes.get(id(node))
        if loop is None:
            self.generic_visit(node)
            return node
        index = loop.index
        iterable = self._take_iterable(node)
        # A set's pieces come as their elements, in order: a set would forget the order.
        pieces = as_pairs(node, lazily=True) if isinstance(node, ast.SetComp) else node
        arguments = [iterable, self._function(node), self._function(pieces)]
        self._hooked += 1
        return self._hook("comprehension", index, arguments, node)

    def _take_iterable(self, node: _Comprehension) -> ast.expr:
        """Put the parameter in the place of a comprehension's first iterable; give that."""
        first = node.generators[0]
        iterable = self.visit(first.iter)
        assert isinstance(iterable, ast.expr)
        first.iter = ast.copy_location(ast.Name(ITEMS, ast.Load()), iterable)
        return iterable

    def visit_GeneratorExp(self, node: ast.GeneratorExp) -> ast.AST:
        loop = self.nodes.get(id(node))
        if loop is None:
            return self.generic_visit(node)
        assert loop.consumer is not None
        consumer = copy.deepcopy(loop.consumer)
        iterable = self._take_iterable(node)
        self._hooked += 1
        arguments = [consumer, iterable, self._function(node)]
        return self._hook("generator", loop.index, arguments, node)

    def visit_Call(self, node: ast.Call) -> ast.AST:
        loop = self.nodes.get(id(node))
        if loop is None:
            self.generic_visit(node)
            return self._call(node)
        assert loop.consumer is not None
        consumer = copy.deepcopy(loop.consumer)
        self.generic_visit(node)
        self._hooked += 1
        return self._hook("functional", loop.index, [consumer, node.func, *node.args], node)

    def _call(self, node: ast.Call) -> ast.Call:
        """Let the runtime choose whether a function's variant is called."""
        name = getattr(node.func, "id", None) or getattr(node.func, "attr", None)
        own = self._inside is not None and self._inside.name == name
        if name in self._names and not own:
            node.func = self._hook("callee", None, [node.func], node.func)
        return node

    visit_ListComp = _comprehension
    visit_SetComp = _comprehension
    visit_DictComp = _comprehension

    def _function(self, body: ast.expr) -> ast.expr:
        """Make a function of the items that IPython leaves out of tracebacks."""
        body = _Bindings(self).visit(body)
        arguments = ast.arguments(
            posonlyargs=[],
            args=[ast.arg(ITEMS), ast.arg("__tracebackhide__")],
            kwonlyargs=[],
            kw_defaults=[],
            defaults=[ast.Constant(True)],
        )
        return ast.copy_location(ast.Lambda(arguments, body), body)

    def _hook(
        self, what: str, index: int | None, arguments: list[ast.expr], place: ast.AST
    ) -> ast.expr:
        function = ast.Attribute(ast.Name(HOOK, ast.Load()), what, ast.Load())
        given = [ast.Constant(self.run), ast.Constant(index), *arguments]
        call = ast.Call(function, given, [])
        if self._inside is not None and index is not None and what != "guard":
            reach = ast.Tuple([ast.Name(READ, ast.Load()), ast.Name(BIND, ast.Load())], ast.Load())
            call.keywords.append(ast.keyword("reach", reach))
        self._made += 1
        return ast.copy_location(call, place)


class _Bindings(ast.NodeTransformer):
    """Lets ``:=`` of a comprehension bind the cell's name, though it stands in a function now."""

    def __init__(self, rewriter: _Rewriter) -> None:
        self._rewriter = rewriter

    def visit_NamedExpr(self, node: ast.NamedExpr) -> ast.AST:
        self.generic_visit(node)
        arguments = [ast.Constant(node.target.id), node.value]
        return self._rewriter._hook("bind", None, arguments, node)

    def visit_Lambda(self, node: ast.Lambda) -> ast.AST:
        return node  # binds a name of its own


def _locals(function: ast.FunctionDef) -> list[str]:
    """Give the names of a function's own scope."""
    elsewhere = {
        name
        for node in scope.walk_scope(function.body)
        if isinstance(node, ast.Global | ast.Nonlocal)
        for name in node.names
    }
    names = dict.fromkeys([*scope.parameters(function.args), *scope.bound_names(function.body)])
    return [name for name in names if name not in elsewhere]


_READ_ONE: Final = """
try: __nbp_found[{0!r}] = {0}
except NameError: pass
"""
_BIND_ONE: Final = """
if {0!r} in __nbp_new: {0} = __nbp_new[{0!r}]
elif {0!r} in __nbp_gone:
    try: del {0}
    except NameError: pass
"""


def _reach(names: list[str], place: ast.AST) -> list[ast.stmt]:
    """Make the closures that read and bind names, for the start of their function."""
    read = [f"def {READ}():", " __nbp_found = {}"]
    bind = [f"def {BIND}(__nbp_new, __nbp_gone):", " pass"]
    if names:
        bind.append(f" nonlocal {', '.join(names)}")
    for name in names:
        read += [f" {line}" for line in _READ_ONE.format(name).strip().splitlines()]
        bind += [f" {line}" for line in _BIND_ONE.format(name).strip().splitlines()]
    read.append(" return __nbp_found")
    made = ast.parse("\n".join([*read, *bind])).body
    for statement in made:
        for node in ast.walk(statement):
            if hasattr(node, "lineno"):
                ast.copy_location(node, place)
    return made
