"""The body of a user's function, made fit to stand in the place of a call."""

from __future__ import annotations

import ast
import types
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from nbparallel.analysis import scope
from nbparallel.analysis.loops import LOOKS_AT_FRAMES

_NOT_MOVED: Final = (
    *(ast.Yield, ast.YieldFrom, ast.Await, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef),
    *(ast.Import, ast.ImportFrom, ast.MatchAs, ast.MatchStar, ast.MatchMapping, ast.NamedExpr),
)  # fmt: skip
"""What belongs to a function, or binds names in ways that are not renamed here."""


class LeaveCall(Exception):
    """Ends the look at one call."""


@dataclass(frozen=True, slots=True)
class Callee:
    """A live function that may stand in the body: its tree, and the receiver of a method."""

    live: types.FunctionType
    tree: ast.FunctionDef
    receiver: ast.expr | None = None


def own_names(tree: ast.FunctionDef) -> set[str]:
    """Give every name that a function's text binds at any depth, but for declared ones."""
    declared: set[str] = set()
    found = set(scope.parameters(tree.args))
    for node in (child for statement in tree.body for child in ast.walk(statement)):
        if isinstance(node, ast.Global | ast.Nonlocal):
            declared.update(node.names)
        elif isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            found.add(node.id)
        elif isinstance(node, ast.arg):
            found.add(node.arg)
        elif isinstance(node, ast.ExceptHandler) and node.name:
            found.add(node.name)
    return found - declared


class Body:
    """One function's statements, made fit to stand in the place of a call."""

    def __init__(self, callee: Callee, node: ast.Call, number: int, result: str) -> None:
        self.callee = callee
        self.node = node
        self.result = result
        self._rename = {n: f"{n}[{callee.tree.name}:{number}]" for n in own_names(callee.tree)}

    def statements(self) -> list[ast.stmt]:
        """Give them.

        Raises
        ------
        LeaveCall
            If they would not do the same there.
        """
        tree = self.callee.tree
        if any(_is_bound_to_its_frame(n) for s in tree.body for n in ast.walk(s)):
            raise LeaveCall
        bindings = self._parameters()
        body = [scope.copied(statement) for statement in tree.body]
        if isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
            body = body[1:]  # what documents it
        body = self._structured(body, last=True)
        renaming = _Renaming(self._rename, self._substituted, self.callee)
        body = [new for s in body if (new := renaming.visit(s)) is not None]
        made = [*bindings, *body] or [ast.Pass()]
        return [placed(statement, self.node) for statement in made]

    def _parameters(self) -> list[ast.stmt]:
        """Bind parameters to arguments; names that stay what they are stand for themselves."""
        signature, node = self.callee.tree.args, self.node
        if signature.vararg or signature.kwarg or signature.posonlyargs:
            raise LeaveCall
        given = [self.callee.receiver] if self.callee.receiver is not None else []
        given += node.args
        named = [parameter.arg for parameter in signature.args]
        keywords = {keyword.arg: keyword.value for keyword in node.keywords}
        everything = [*named, *(parameter.arg for parameter in signature.kwonlyargs)]
        if (
            any(isinstance(argument, ast.Starred) for argument in given)
            or len(given) > len(named)
            or not keywords.keys() <= set(everything[len(given) :])
        ):
            raise LeaveCall
        values: dict[str, ast.expr] = dict(zip(named, given, strict=False))
        values.update({word: value for word, value in keywords.items() if word is not None})
        for name in everything:
            if name not in values:
                values[name] = self._default(name, named)
        stored = {
            n.id
            for s in self.callee.tree.body
            for n in ast.walk(s)
            if isinstance(n, ast.Name) and not isinstance(n.ctx, ast.Load)
        } | {n.arg for s in self.callee.tree.body for n in ast.walk(s) if isinstance(n, ast.arg)}
        globals_ = {
            name
            for child in ast.walk(self.callee.tree)
            if isinstance(child, ast.Global | ast.Nonlocal)
            for name in child.names
        }
        self._substituted: dict[str, ast.Name] = {}
        bindings: list[ast.stmt] = []
        for name, value in values.items():
            if isinstance(value, ast.Name) and name not in stored and value.id not in globals_:
                self._substituted[name] = value
            else:
                target = ast.Name(self._rename[name], ast.Store())
                bindings.append(ast.Assign([target], scope.copied(value)))
        return bindings

    def _default(self, name: str, named: list[str]) -> ast.expr:
        """Give a parameter's default, which must be what its text can say."""
        live = self.callee.live
        defaults = live.__defaults__ or ()
        with_default = named[len(named) - len(defaults) :] if defaults else []
        if name in with_default:
            value = defaults[with_default.index(name)]
        elif name in (live.__kwdefaults__ or {}):
            value = (live.__kwdefaults__ or {})[name]
        else:
            raise LeaveCall  # it raises
        if type(value) not in (int, float, bool, str, bytes, type(None)):
            raise LeaveCall
        return ast.Constant(value)

    # -- returns as assignments ----------------------------------------------------------------

    def _structured(self, body: list[ast.stmt], *, last: bool) -> list[ast.stmt]:
        """Give statements whose ``return`` s are assignments behind which nothing is run."""
        made: list[ast.stmt] = []
        for number, statement in enumerate(body):
            rest = body[number + 1 :]
            if isinstance(statement, ast.Return):
                return [*made, *self._returned(statement.value)]
            if not _holds_return(statement):
                made.append(statement)
                continue
            if isinstance(statement, ast.If):
                return [*made, self._split(statement, rest, last=last)]
            if isinstance(statement, ast.With) and not rest and last:
                statement.body = self._structured(statement.body, last=True)
                return [*made, statement]
            raise LeaveCall
        return [*made, *(self._returned(None) if last else ())]

    def _split(self, node: ast.If, rest: list[ast.stmt], *, last: bool) -> ast.stmt:
        if not last:
            raise LeaveCall
        if rest and not _ends(node.body) and not _ends(node.orelse):
            raise LeaveCall  # what follows would have to stand there twice
        first = node.body if _ends(node.body) else [*node.body, *rest]
        second = node.orelse if node.orelse and _ends(node.orelse) else [*node.orelse, *rest]
        node.body = self._structured(first, last=True) or [ast.Pass()]
        node.orelse = self._structured(second, last=True)
        return node

    def _returned(self, value: ast.expr | None) -> list[ast.stmt]:
        if self.result:
            value = value if value is not None else ast.Constant(None)
            return [ast.Assign([ast.Name(self.result, ast.Store())], value)]
        if value is None or isinstance(value, ast.Name | ast.Constant):
            return []
        return [ast.Expr(value)]


def _ends(body: list[ast.stmt]) -> bool:
    """Whether control never leaves a block by its end."""
    if not body:
        return False
    last = body[-1]
    if isinstance(last, ast.If):
        return _ends(last.body) and _ends(last.orelse)
    return isinstance(last, ast.Return | ast.Raise)


def _holds_return(node: ast.stmt) -> bool:
    return any(isinstance(child, ast.Return) for child in scope.walk_scope([node]))


def _is_bound_to_its_frame(node: ast.AST) -> bool:
    """Whether a part of a function means something else, or nothing, outside it."""
    if isinstance(node, ast.Name):
        return node.id in LOOKS_AT_FRAMES or node.id in ("super", "__class__", "globals")
    if isinstance(node, ast.Attribute):
        return node.attr in LOOKS_AT_FRAMES
    return isinstance(node, _NOT_MOVED)


class _Renaming(ast.NodeTransformer):
    """Gives a function's own names to what they stand for in the loop's body."""

    def __init__(
        self, rename: Mapping[str, str], substituted: Mapping[str, ast.Name], callee: Callee
    ) -> None:
        self.rename = rename
        self.substituted = substituted
        qualified = callee.live.__qualname__.rpartition(".")[0].rpartition(".")[2]
        self._class = qualified.lstrip("_") if callee.receiver is not None else ""

    def visit_Name(self, node: ast.Name) -> ast.AST:
        if node.id in self.substituted:
            return ast.copy_location(ast.Name(self.substituted[node.id].id, node.ctx), node)
        if node.id in self.rename:
            return ast.copy_location(ast.Name(self.rename[node.id], node.ctx), node)
        return node

    def visit_arg(self, node: ast.arg) -> ast.AST:
        node.arg = self.rename.get(node.arg, node.arg)
        return node

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> ast.AST:
        if node.name:
            node.name = self.rename.get(node.name, node.name)
        return self.generic_visit(node)

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        private = node.attr.startswith("__") and not node.attr.endswith("__")
        if private and self._class:  # as the compiler does in a class's methods
            node.attr = f"_{self._class}{node.attr}"
        return self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST | None:
        if node.value is None:
            return None
        made = ast.Assign([node.target], node.value)
        return self.generic_visit(ast.copy_location(made, node))

    def visit_Global(self, node: ast.Global) -> None:
        return None

    def visit_Nonlocal(self, node: ast.Nonlocal) -> None:
        return None


def placed(statement: ast.stmt, place: ast.AST) -> ast.stmt:
    """Put a statement, with all in it, where the call stands."""
    for node in ast.walk(statement):
        if isinstance(node, ast.stmt | ast.expr | ast.ExceptHandler | ast.arg | ast.keyword):
            ast.copy_location(node, place)
    return statement
