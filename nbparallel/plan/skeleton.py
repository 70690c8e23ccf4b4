"""The skeleton of a loop: a function that draws as its iterations do, and does nothing else.

The kernel runs it ahead of the workers where it cannot be computed how far an iteration moves the
random states, to know in which states the next chunk begins.
"""

from __future__ import annotations

import ast
import dis
import types
from collections.abc import Callable, Iterable, Mapping, Sequence
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
        Of a function ``f(items, <names>, <stepped names>)``.
    names : tuple of str
        The names of the cell that it reads.
    functions : dict of str to function
        The slices of the user's functions that it calls.
    steps : dict of str to int
        The names that each iteration steps by so much, which it takes as keywords.
    """

    code: types.CodeType
    names: tuple[str, ...]
    functions: dict[str, types.FunctionType]
    steps: dict[str, int]

    def bind(
        self, namespace: Mapping[str, Any], first: int
    ) -> Callable[[Sequence[Any], int], object]:
        """Make a function of some items and the number of the first of them.

        Parameters
        ----------
        namespace : mapping
            The names as they are now.
        first : int
            Number of the iteration that is next.
        """
        made = types.FunctionType(self.code, {"__builtins__": __builtins__, **self.functions})
        made.__defaults__ = tuple(facts.lookup(namespace, name)[1] for name in self.names)
        now = {name: namespace[name] for name in self.steps}

        def run(items: Sequence[Any], start: int) -> object:
            done = start - first
            return made(items, **{n: now[n] + step * done for n, step in self.steps.items()})

        return run


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
    slices = Slices(draws.calls, draws.shows, reads_only=judgement.owns_items)
    changed = judgement.changed
    classes = {loop.target.id: type(item)} if isinstance(loop.target, ast.Name) else {}
    slicer = Slicer(slices, lambda name: facts.lookup(namespace, name), False, changed, classes)
    try:
        body = _body(loop, slicer)
    except NoSlice:
        return None
    careful = judgement.owns_items or draws.loud or judgement.writes
    if careful and not only_reads([body, *slices.bodies], slices, draws.direct):
        return None  # it would change the items, show something, or write a file
    with unwarned():
        plain = function_code("__nbp_skeleton", _parameters([], []), body, ())
    read = _globals(plain) - slices.named.keys()
    names = tuple(sorted(name for name in read if facts.lookup(namespace, name)[0]))
    carried = sorted(judgement.starts.keys() & {*plain.co_varnames, *plain.co_cellvars})
    starts = {name: judgement.starts[name] for name in carried}
    steps = {n: None if s.turns or s.grows else s.step for n, s in starts.items()}
    if len(names) < len(read) or read & changed or None in steps.values():
        return None
    with unwarned():
        code = function_code("__nbp_skeleton", _parameters(names, carried), body, ())
    known = {name: step for name, step in steps.items() if step is not None}
    return Skeleton(code, names, dict(slices.named), known)


def _parameters(names: Iterable[str], keywords: Iterable[str]) -> ast.arguments:
    positional = [ast.arg(name) for name in (_ITEMS, *names)]
    named = [ast.arg(name) for name in keywords]
    return ast.arguments([], positional, None, named, [None for _ in named], None, [])


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
    node = loop.node
    if isinstance(node, ast.For):
        kept = slicer.body(node.body, scope.target_names(node.target))
        return [ast.For(node.target, items, kept or [ast.Pass()], [])]
    slicer.bound = frozenset(
        name for generator in node.generators for name in scope.target_names(generator.target)
    )
    made = slicer.comprehension(node)
    first, *rest = made.generators
    made.generators = [ast.comprehension(first.target, items, first.ifs, first.is_async), *rest]
    return [ast.Expr(made)]
