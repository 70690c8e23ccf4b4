"""Takes calls out of a statement's expressions, so that statements can stand in their place."""

from __future__ import annotations

import ast
from typing import Final, Protocol

from nbparallel.analysis import scope
from nbparallel.analysis.calleebody import placed

EVALUATED: Final[dict[type[ast.stmt], tuple[str, ...]]] = {
    ast.Expr: ("value",),
    ast.Assign: ("value",),
    ast.AugAssign: ("value",),
    ast.AnnAssign: ("value",),
    ast.Return: ("value",),
    ast.If: ("test",),
    ast.For: ("iter",),
    ast.Match: ("subject",),
}
"""What a statement evaluates first, and once."""


class Inlines(Protocol):
    """Whoever puts bodies in the place of calls."""

    calls: int

    def may_inline(self, node: ast.Call) -> bool:
        """Whether a call is of a function that changes what others may see."""

    def inline(self, node: ast.Call, before: list[ast.stmt], result: str) -> bool:
        """Put a call's statements behind those before it; its value gets a name, if asked."""


Place = tuple[ast.AST, str, int | None]
"""Where an expression stands: its node's field, and the position in it."""


class Hoisting:
    """Takes calls out of one statement's expressions, in the order of evaluation.

    What is evaluated before such a call, and is more than a name, is taken out, too.
    """

    def __init__(self, inliner: Inlines, before: list[ast.stmt], statement: ast.AST) -> None:
        self.inliner = inliner
        self.before = before
        self.statement = statement
        self._left: list[Place] = []  # what is evaluated by now, where it stands

    def visit(self, place: Place) -> None:
        """Rewrite an expression that is evaluated now."""
        node = _get(place)
        depth = len(self._left)
        if any(isinstance(child, ast.Call) for child in scope.walk(node)):
            for part in parts_of(node):
                self.visit(part)
            if isinstance(node, ast.Call) and self.inliner.may_inline(node):
                own = self._left[depth:]
                del self._left[depth:]
                if self._hoisted(node, place):
                    return
                self._left += own
        del self._left[depth:]
        self._left.append(place)

    def _hoisted(self, node: ast.Call, place: Place) -> bool:
        mark, calls = len(self.before), self.inliner.calls
        left = [(where, _get(where)) for where in self._left]
        fixed = (ast.Name, ast.Constant, ast.Slice, ast.Starred)
        possible = not any(isinstance(part, ast.Slice | ast.Starred) for _, part in left)
        if possible:
            for where, part in left:
                if not isinstance(part, fixed):
                    _put(where, self._temporary(part))
        inside = len(self.before)
        name = self._result_name(node)
        names = [part.id for _, part in left if isinstance(part, ast.Name)]
        if (
            possible
            and self.inliner.inline(node, self.before, name)
            and self._keeps(names, self.before[inside:])
        ):
            _put(place, ast.copy_location(ast.Name(name, ast.Load()), node))
            return True
        del self.before[mark:]
        self.inliner.calls = calls
        for where, part in left:
            _put(where, part)
        return False

    def _result_name(self, node: ast.Call) -> str:
        """Give a name for what a call gives."""
        return f"{ast.unparse(node.func)}()[{self.inliner.calls + 1}]"

    def _temporary(self, part: ast.expr) -> ast.expr:
        """Evaluate an expression before a call that stood behind it."""
        name = f"[{len(self.before)}, {self.inliner.calls + 1}]"
        self.before.append(placed(ast.Assign([ast.Name(name, ast.Store())], part), part))
        return ast.copy_location(ast.Name(name, ast.Load()), part)

    def _keeps(self, names: list[str], body: list[ast.stmt]) -> bool:
        """Whether what a call does leaves alone what the statement has looked up before it."""
        bound = scope.bound_names(body)
        if isinstance(self.statement, ast.AugAssign):  # its target is looked up first
            stored = self.statement.target
            names = [*names, *scope.read_names([stored]), *scope.target_names(stored)]
            if any(isinstance(node, ast.Call) for node in ast.walk(stored)):
                return False
        if any(name in bound for name in names):
            return False
        if not isinstance(self.statement, ast.AugAssign):
            return True
        target: ast.expr = self.statement.target
        inside = [node for statement in body for node in ast.walk(statement)]
        if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name):
            name, attribute = target.value.id, target.attr
            others = {id(n.value) for n in inside
                      if isinstance(n, ast.Attribute) and n.attr != attribute}  # fmt: skip
            return all(
                id(node) in others
                for node in inside
                if isinstance(node, ast.Name) and node.id == name
            )
        while isinstance(target, ast.Subscript | ast.Attribute):
            target = target.value
        mentioned = {node.id for node in inside if isinstance(node, ast.Name)}
        return isinstance(target, ast.Name) and target.id not in mentioned


def _get(place: Place) -> ast.expr:
    node, name, index = place
    part = getattr(node, name)
    found: ast.expr = part if index is None else part[index]
    return found


def _put(place: Place, value: ast.expr) -> None:
    node, name, index = place
    if index is None:
        setattr(node, name, value)
    else:
        getattr(node, name)[index] = value


def parts_of(node: ast.expr) -> list[Place]:
    """Give the parts of an expression that are evaluated in any case, in their order."""
    if isinstance(node, ast.BoolOp):
        return [(node, "values", 0)]
    if isinstance(node, ast.IfExp):
        return [(node, "test", None)]
    if isinstance(node, ast.Compare):
        return [(node, "left", None), (node, "comparators", 0)]
    if isinstance(node, ast.Call):
        callee: list[Place] = (
            [(node.func, "value", None)] if isinstance(node.func, ast.Attribute) else []
        )
        arguments: list[Place] = [(node, "args", index) for index in range(len(node.args))]
        return [*callee, *arguments, *((word, "value", None) for word in node.keywords)]
    if isinstance(node, ast.BinOp):
        return [(node, "left", None), (node, "right", None)]
    if isinstance(node, ast.Subscript):
        return [(node, "value", None), (node, "slice", None)]
    if isinstance(node, ast.Tuple | ast.List | ast.Set):
        return [(node, "elts", index) for index in range(len(node.elts))]
    if isinstance(node, ast.Dict):
        return [
            (node, name, index)
            for index in range(len(node.keys))
            for name in ("keys", "values")
            if getattr(node, name)[index] is not None
        ]
    if isinstance(node, ast.UnaryOp):
        return [(node, "operand", None)]
    if isinstance(node, ast.Attribute):
        return [(node, "value", None)]
    return []
