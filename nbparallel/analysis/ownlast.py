"""What an iteration has just appended: ``log.append(f(x)); print(log[-1])``.

The last element of a list is the iteration's own where it has appended it itself. So the loop is
judged again with that element under a name that no code can write, which is bound before it is
appended and read in the place of ``log[-1]``.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from nbparallel.analysis import scope
from nbparallel.analysis.loops import Loop

_BLOCKS = ("body", "orelse", "finalbody", "handlers", "cases")


def find(loop: Loop, namespace: Mapping[str, Any]) -> Loop | None:
    """Give a loop that reads what it has appended under names; None if it reads nothing such.

    Parameters
    ----------
    loop : Loop
        A ``for`` loop.
    namespace : mapping
        The live namespace.
    """
    assert isinstance(loop.node, ast.For)
    bound = scope.bound_names([loop.target, *loop.body])
    read = {name for s in loop.body for node in scope.walk(s) if (name := _last_of(node))}
    lists = {name for name in read - bound.keys() if type(namespace.get(name)) is list}
    if not lists:
        return None
    writing = _Writing(lists)
    body = writing.block(copy.deepcopy(loop.node.body), frozenset())
    if not writing.found:
        return None
    node = copy.copy(loop.node)
    node.body = body
    return replace(loop, node=node)


def _last_of(node: ast.AST) -> str:
    """Give the name of the list of which an expression reads the last element, ``name[-1]``."""
    if (
        isinstance(node, ast.Subscript)
        and isinstance(node.ctx, ast.Load)
        and isinstance(node.value, ast.Name)
        and ast.unparse(node.slice) == "-1"
    ):
        return node.value.id
    return ""


def _appended(node: ast.stmt) -> tuple[str, ast.Call] | None:
    """Give the name and the call of a statement ``name.append(value)``."""
    call = node.value if isinstance(node, ast.Expr) else None
    if (
        isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr == "append"
        and isinstance(call.func.value, ast.Name)
        and len(call.args) == 1
        and not call.keywords
        and not isinstance(call.args[0], ast.Starred)
    ):
        return call.func.value.id, call
    return None


class _Writing:
    """Writes blocks anew; what is known in one is the lists whose last element is the iteration's.

    Parameters
    ----------
    lists : set of str
        The names of the lists of which it matters.
    """

    def __init__(self, lists: set[str]) -> None:
        self.lists = lists
        self.found = False

    def block(self, body: list[ast.stmt], own: frozenset[str]) -> list[ast.stmt]:
        """Write statements that stand one after the other."""
        return self._block(body, own)[0]

    def _block(
        self, body: list[ast.stmt], own: frozenset[str]
    ) -> tuple[list[ast.stmt], frozenset[str]]:
        written: list[ast.stmt] = []
        for statement in body:
            appended = _appended(statement)
            if appended is None or appended[0] not in self.lists:
                own -= self._changed(statement)
                written.append(self._statement(statement, own))
                continue
            name, call = appended
            value = call.args[0]
            if self._changed(value):
                own -= self._changed(statement)
                written.append(statement)
                continue
            value = self._read(value, own)
            own |= {name}
            binding = ast.Assign([ast.Name(f"{name}[-1]", ast.Store())], value)
            call.args = [ast.copy_location(ast.Name(f"{name}[-1]", ast.Load()), value)]
            ast.copy_location(binding.targets[0], statement)
            written += [ast.copy_location(binding, statement), statement]
        return written, own

    def _changed(self, node: ast.AST) -> frozenset[str]:
        """Give the lists of which a piece of code does more than read the last element."""
        last = {id(part.value) for part in ast.walk(node) if isinstance(part, ast.Subscript)
                and _last_of(part)}  # fmt: skip
        return frozenset(
            part.id
            for part in ast.walk(node)
            if isinstance(part, ast.Name) and part.id in self.lists and id(part) not in last
        )

    def _statement(self, node: ast.stmt, own: frozenset[str]) -> ast.stmt:
        """Write a statement that appends nothing itself, and the blocks in it."""
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            return node
        for part, held in ast.iter_fields(node):
            if part not in _BLOCKS:
                setattr(node, part, self._field(held, own))
        after = own
        for part in ("body", "orelse", "finalbody"):
            if not isinstance(getattr(node, part, None), list):
                continue
            known = after if part == "orelse" and isinstance(node, ast.Try) else own
            block, after = self._block(getattr(node, part), known)
            setattr(node, part, block)
        for each in [*getattr(node, "handlers", ()), *getattr(node, "cases", ())]:
            each.body = self.block(each.body, own)
        return node

    def _field(self, held: Any, own: frozenset[str]) -> Any:
        if isinstance(held, list):
            return [self._read(part, own) for part in held]
        return self._read(held, own)

    def _read(self, node: Any, own: frozenset[str]) -> Any:
        """Write an expression."""
        if not isinstance(node, ast.AST) or not own:
            return node
        return _Naming(self, own).visit(node)


class _Naming(ast.NodeTransformer):
    def __init__(self, writing: _Writing, own: frozenset[str]) -> None:
        self.writing = writing
        self.own = own

    def visit_Lambda(self, node: ast.Lambda) -> ast.AST:
        return node  # it may be called when another element is the last

    def visit_GeneratorExp(self, node: ast.GeneratorExp) -> ast.AST:
        return node  # so may it be drawn from

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        name = _last_of(node)
        if name in self.own:
            self.writing.found = True
            return ast.copy_location(ast.Name(f"{name}[-1]", ast.Load()), node)
        return self.generic_visit(node)
