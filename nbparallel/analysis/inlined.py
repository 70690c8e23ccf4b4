"""Calls replaced by what they do: ``tracker.add(x)``, ``def step(x): log.append(x)``.

What a user's function adds to objects that the iterations share can be logged and replayed only
where the additions stand in the body. So a loop is judged again with the bodies of such functions
in the place of their calls: parameters and locals get names that no code can write, a ``return``
becomes an assignment. Whatever would not do the same in the same order is left a call.

An exception's traceback would not be the same, but a chunk that raises is thrown away, and its
iterations run as the cell has them.
"""

from __future__ import annotations

import ast
import types
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from nbparallel import facts
from nbparallel.analysis import functions, knowledge, scope
from nbparallel.analysis.calleebody import Body, Callee, LeaveCall, own_names
from nbparallel.analysis.callees import python_method
from nbparallel.analysis.hoisting import EVALUATED, Hoisting, parts_of
from nbparallel.analysis.loops import Loop

_MOST_CALLS: Final = 40
_MOST_NODES: Final = 4000
"""Beyond this a body is no longer read in a moment."""


@dataclass(eq=False)
class _Home:
    """The names the loop lives among, and which of them a function shares.

    Attributes
    ----------
    namespace : mapping
        The live names.
    local : frozenset of str
        Those that are a function's own, if the loop stands in one.
    cells : frozenset of int
        That function's variables, by the identity of their cells.
    bound : frozenset of str
        What the loop binds.
    """

    namespace: Mapping[str, Any]
    local: frozenset[str]
    cells: frozenset[int]
    bound: frozenset[str]
    in_function: bool
    _shares: dict[int, bool] = field(default_factory=dict)

    def callee(self, node: ast.Call) -> Callee | None:
        """Find the live function that a call by a plain name, or on a named object, runs."""
        func = node.func
        if isinstance(func, ast.Name) and func.id not in self.bound:
            live, receiver = self.namespace.get(func.id), None
        elif isinstance(func, ast.Attribute) and isinstance(func.value, ast.Name):
            receiver = func.value
            obj = self.namespace.get(receiver.id) if receiver.id not in self.bound else None
            cls = type(obj)
            plain = facts.is_user_class(cls) and not python_method(cls, "__getattribute__")
            plain = plain and func.attr not in getattr(obj, "__dict__", {})
            defined = next((vars(k)[func.attr] for k in cls.__mro__ if func.attr in vars(k)), None)
            live = python_method(cls, func.attr) if plain and defined is not None else None
            live = live if live is defined else None  # no static method, nothing decorated
        else:
            return None
        if type(live) is not types.FunctionType or facts.library_of(live) is not None:
            return None
        tree = functions.tree_of(live)
        if not isinstance(tree, ast.FunctionDef) or not self._fits(live, tree):
            return None
        return Callee(live, tree, receiver)

    def _fits(self, live: types.FunctionType, tree: ast.FunctionDef) -> bool:
        """Whether a function's free names mean the same where the loop stands."""
        own = (self.namespace, *(getattr(self.namespace, n, None) for n in ("live", "module")))
        if not any(live.__globals__ is names for names in own):
            return False
        free = dict(zip(live.__code__.co_freevars, live.__closure__ or (), strict=True))
        if any(id(cell) not in self.cells or name not in self.local for name, cell in free.items()):
            return False
        declared = {n for s in scope.walk_scope(tree.body) if isinstance(s, ast.Global)
                    for n in s.names}  # fmt: skip
        if self.in_function and declared:
            return False
        loads = scope.read_names(tree.body) - own_names(tree) - free.keys()
        return not loads & self.local

    def shares(self, callee: Callee) -> bool:
        """Whether a function may change what it was not called to make: a look at its text."""
        key = id(callee.live.__code__)
        if key not in self._shares:
            self._shares[key] = False  # until known; of a recursion the rest decides
            self._shares[key] = any(map(self._changes, ast.walk(callee.tree)))
        return self._shares[key]

    def _changes(self, node: ast.AST) -> bool:
        if isinstance(node, ast.Global | ast.Nonlocal):
            return True
        if isinstance(node, ast.Subscript | ast.Attribute) and not isinstance(node.ctx, ast.Load):
            return True
        if not isinstance(node, ast.Call):
            return False
        if isinstance(node.func, ast.Attribute) and node.func.attr in knowledge.SELF_CHANGING:
            return True
        if getattr(node.func, "id", getattr(node.func, "attr", "")) in ("heappush", "setattr"):
            return True
        callee = self.callee(node)
        return callee is not None and self.shares(callee)


def find(loop: Loop, namespace: Mapping[str, Any]) -> Loop | None:
    """Give a loop with the bodies of functions in the place of calls; None if there is none.

    Parameters
    ----------
    loop : Loop
        A ``for`` loop.
    namespace : mapping
        The live names it lives among.
    """
    assert isinstance(loop.node, ast.For)
    local = frozenset[str]()
    if loop.function is not None:
        body = loop.function.body
        local = frozenset({*scope.parameters(loop.function.args), *scope.bound_names(body)})
    read = getattr(namespace, "_read", None)
    cells = frozenset(map(id, getattr(read, "__closure__", None) or ()))
    bound = frozenset(scope.bound_names([loop.target, *loop.body]))
    home = _Home(namespace, local, cells, bound, loop.function is not None)
    inliner = _Inliner(home)
    body = inliner.block([scope.copied(statement) for statement in loop.node.body])
    if not inliner.calls or sum(1 for s in body for _ in ast.walk(s)) > _MOST_NODES:
        return None
    node = ast.copy_location(ast.For(loop.node.target, loop.node.iter, body, []), loop.node)
    return replace(loop, node=node, altered_frames=True)


class _Inliner:
    """Rewrites blocks of statements that are ours to change."""

    def __init__(self, home: _Home) -> None:
        self.home = home
        self.calls = 0
        self._stack: list[types.CodeType] = []

    def block(self, body: list[ast.stmt]) -> list[ast.stmt]:
        """Rewrite a block."""
        return [made for statement in body for made in self._statement(statement)]

    def _statement(self, node: ast.stmt) -> list[ast.stmt]:
        before: list[ast.stmt] = []
        hoisting = Hoisting(self, before, node)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            for part in parts_of(node.value):
                hoisting.visit(part)
            if self.may_inline(node.value) and self.inline(node.value, before, ""):
                return before
            return [*before, node]
        for name in EVALUATED.get(type(node), ()):
            if getattr(node, name) is not None:
                hoisting.visit((node, name, None))
        if isinstance(node, ast.With):
            hoisting.visit((node.items[0], "context_expr", None))
        if not isinstance(node, ast.FunctionDef | ast.ClassDef):
            inner = [node, *getattr(node, "handlers", ()), *getattr(node, "cases", ())]
            for holder in inner:
                for name in ("body", "orelse", "finalbody"):
                    if isinstance(getattr(holder, name, None), list):
                        setattr(holder, name, self.block(getattr(holder, name)))
        return [*before, node]

    def may_inline(self, node: ast.Call) -> bool:
        """Whether a call is of a function that changes what others may see."""
        callee = self.home.callee(node)
        return (
            callee is not None
            and callee.live.__code__ not in self._stack
            and self.calls < _MOST_CALLS
            and self.home.shares(callee)
        )

    def inline(self, node: ast.Call, before: list[ast.stmt], result: str) -> bool:
        """Put a call's statements behind those before it; its value gets a name, if asked."""
        callee = self.home.callee(node)
        assert callee is not None
        try:
            body = Body(callee, node, self.calls + 1, result).statements()
        except LeaveCall:
            return False
        self.calls += 1
        self._stack.append(callee.live.__code__)
        before += self.block(body)
        self._stack.pop()
        return True
