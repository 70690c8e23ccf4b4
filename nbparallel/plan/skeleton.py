"""The skeleton of a loop: a function that draws as its iterations do, and does nothing else.

The kernel runs it ahead of the workers where it cannot be computed how far an iteration moves the
random states, to know in which states the next chunk begins.
"""

from __future__ import annotations

import ast
import dis
import types
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from nbparallel import facts
from nbparallel.analysis import scope
from nbparallel.analysis.legality import Judgement
from nbparallel.analysis.loops import Loop
from nbparallel.plan.slicing import NoSlice, Slicer, Slices, function_code, only_reads
from nbparallel.source import unwarned

_ITEMS = "__nbp_items"


@dataclass(frozen=True, slots=True)
class Skeleton:
    """What is left of a loop if only its draws count.

    Attributes
    ----------
    code : types.CodeType
        Of a function ``f(items, <names>)``; it returns True unless the loop is left early.
    names : tuple of str
        The names of the cell that it reads.
    functions : dict of str to function
        The slices of the user's functions that it calls.
    """

    code: types.CodeType
    names: tuple[str, ...]
    functions: dict[str, types.FunctionType]

    def bind(self, namespace: Mapping[str, Any]) -> types.FunctionType:
        """Make the function, for the names as they are now; it takes the items alone."""
        values = [facts.lookup(namespace, name)[1] for name in self.names]
        made = types.FunctionType(self.code, {"__builtins__": __builtins__, **self.functions})
        made.__defaults__ = tuple(values)
        return made


def skeleton(
    loop: Loop, judgement: Judgement, namespace: Mapping[str, Any], item: Any = None
) -> Skeleton | None:
    """Make the skeleton of a loop; None if its draws cannot be told from the rest.

    Parameters
    ----------
    loop, judgement, namespace
        The loop as it was judged.
    item : object
        One of its items, whose class the others are believed to have.
    """
    draws = judgement.draws
    if draws is None or draws.hidden:
        return None
    slices = Slices(draws.calls, reads_only=judgement.owns_items)
    changed = judgement.changed
    classes = {loop.target.id: type(item)} if isinstance(loop.target, ast.Name) else {}
    slicer = Slicer(slices, lambda name: facts.lookup(namespace, name), False, changed, classes)
    try:
        body = _body(loop, slicer)
    except NoSlice:
        return None
    if judgement.owns_items and not only_reads([body, *slices.bodies], slices, draws.direct):
        return None  # it would change the items
    with unwarned():
        read = _globals(function_code("__nbp_skeleton", _parameters([]), body, ()))
    read -= slices.named.keys()
    if read & (changed | judgement.starts.keys()):
        return None
    names = tuple(sorted(name for name in read if facts.lookup(namespace, name)[0]))
    if len(names) < len(read):
        return None
    with unwarned():
        code = function_code("__nbp_skeleton", _parameters(names), body, ())
    return Skeleton(code, names, dict(slices.named))


def _parameters(names: Iterable[str]) -> ast.arguments:
    return ast.arguments([], [ast.arg(n) for n in (_ITEMS, *names)], None, [], [], None, [])


def _globals(code: types.CodeType) -> set[str]:
    """Give the names that code looks up outside of itself."""
    inner = [part for part in code.co_consts if isinstance(part, types.CodeType)]
    loaded = {
        instruction.argval
        for instruction in dis.get_instructions(code)
        if instruction.opname in ("LOAD_GLOBAL", "LOAD_NAME")
    }
    return loaded.union(*map(_globals, inner))


def _body(loop: Loop, slicer: Slicer) -> list[ast.stmt]:
    items = ast.Name(_ITEMS, ast.Load())
    done = ast.Return(ast.Constant(True))
    node = loop.node
    if isinstance(node, ast.For):
        kept = slicer.body(node.body, scope.target_names(node.target))
        return [ast.For(node.target, items, kept or [ast.Pass()], [done])]
    slicer.bound = frozenset(
        name for generator in node.generators for name in scope.target_names(generator.target)
    )
    made = slicer.comprehension(node)
    first, *rest = made.generators
    made.generators = [ast.comprehension(first.target, items, first.ifs, first.is_async), *rest]
    return [ast.Expr(made), done]
