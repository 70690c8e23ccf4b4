"""The candidate loops of a cell: those in its own code, outermost first."""

from __future__ import annotations

import ast
import enum
from dataclasses import dataclass
from typing import Final

from nbparallel.analysis import scope

LoopNode = ast.For | ast.ListComp | ast.SetComp | ast.DictComp


class Kind(enum.Enum):
    """The syntactic form of a candidate."""

    FOR = "for"
    LIST = "list comprehension"
    SET = "set comprehension"
    DICT = "dict comprehension"


_KINDS: Final = {
    ast.For: Kind.FOR,
    ast.ListComp: Kind.LIST,
    ast.SetComp: Kind.SET,
    ast.DictComp: Kind.DICT,
}


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
    """

    index: int
    node: LoopNode
    parent: int | None

    @property
    def kind(self) -> Kind:
        """Its syntactic form."""
        return _KINDS[type(self.node)]

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

    Code in functions, lambdas and classes is not the cell's own, nor is a comprehension
    inside another's element: its names are another scope's.
    """
    found: list[tuple[LoopNode, LoopNode | None]] = []
    for statement in tree.body:
        _collect(statement, None, found)
    found.sort(key=lambda pair: (pair[0].lineno, pair[0].col_offset))
    index_of = {id(node): index for index, (node, _) in enumerate(found)}
    return [
        Loop(index, node, index_of[id(parent)] if parent is not None else None)
        for index, (node, parent) in enumerate(found)
    ]


def _collect(
    node: ast.AST, parent: LoopNode | None, found: list[tuple[LoopNode, LoopNode | None]]
) -> None:
    if isinstance(node, scope.SCOPES):
        return
    if isinstance(node, ast.GeneratorExp):
        _collect(node.generators[0].iter, parent, found)
        return
    if isinstance(node, ast.For):
        found.append((node, parent))
        _collect(node.iter, parent, found)
        for child in [node.target, *node.body, *node.orelse]:
            _collect(child, node, found)
        return
    if isinstance(node, ast.ListComp | ast.SetComp | ast.DictComp):
        if _is_plain(node):
            found.append((node, parent))
        _collect(node.generators[0].iter, parent, found)
        return
    for child in ast.iter_child_nodes(node):
        _collect(child, parent, found)


def _is_plain(node: ast.ListComp | ast.SetComp | ast.DictComp) -> bool:
    """Whether a comprehension binds nothing outside itself and awaits nothing."""
    return not any(
        isinstance(child, ast.NamedExpr | ast.Await | ast.Yield | ast.YieldFrom)
        or (isinstance(child, ast.comprehension) and child.is_async)
        for child in ast.walk(node)
    )
