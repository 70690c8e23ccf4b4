"""Callees: signatures bound to abstract arguments, and what classes and closures hold."""

from __future__ import annotations

import ast
import types
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from nbparallel import facts
from nbparallel.analysis import scope, values
from nbparallel.analysis.frames import Frame, Slot
from nbparallel.analysis.functions import FunctionNode
from nbparallel.analysis.values import SHARED, Value


class Arguments:
    """The interpreted arguments of one call."""

    def __init__(self, positional: list[Value], keywords: dict[str, Value], exact: bool) -> None:
        self.positional = positional
        self.keywords = keywords
        self.exact = exact  # no * or ** among them
        self.called: list[Value] = []  # what the functions among them give

    def all(self) -> list[Value]:
        """Every argument."""
        return [*self.positional, *self.keywords.values()]


def summary_key(value: Value | None) -> object:
    """Name an abstract value, for the summaries of calls."""
    if value is None:
        return None
    function = value.function
    return (
        value.owner,
        value.type,
        id(value.live),
        None if function is None else (id(function.node), id(function.frame)),
        summary_key(value.elements),
        value.kinds,
        tuple(map(id, value.among)),
    )


def surroundings_key(frame: Frame) -> tuple[object, object]:
    """Name what code finds outside its own scope: one text may stand for several functions.

    Given is the name, and what must stay alive as long as it is compared.
    """
    found: list[object] = [id(frame.namespace)]
    alive: list[object] = [frame]
    around: Frame | None = frame
    while around is not None:
        found.append(tuple((name, id(cell)) for name, cell in around.cells.items()))
        around = around.parent
        if around is not None:
            state = None if around.state is None else dict(around.state)
            alive.append(state)
            found.append(None if state is None else tuple(map(_slot_key, state.items())))
    return tuple(found), alive


def _slot_key(entry: tuple[str, Slot]) -> object:
    name, slot = entry
    return name, slot.definite, summary_key(slot.value)


def frame_is_in_cell(frame: Frame) -> bool:
    """Whether a function was defined in the loop's own text, so that its lines are the cell's."""
    return frame.parent is not None


def closure_of(live: types.FunctionType) -> dict[str, Any]:
    """Give a live function's closure variables that are bound."""
    cells = {}
    for name, cell in zip(live.__code__.co_freevars, live.__closure__ or (), strict=True):
        try:
            cells[name] = cell.cell_contents
        except ValueError:  # an empty cell: unbound there as here
            continue
    return cells


def has_shared_attributes(cls: type) -> bool:
    """Whether a class holds changeable data that all its instances see."""
    plain = (types.FunctionType, property, staticmethod, classmethod)
    return any(
        not facts.is_atom_type(type(member))
        and not isinstance(member, plain)
        and not hasattr(type(member), "__get__")
        and not name.startswith("__")
        for base in cls.__mro__
        if facts.is_user_class(base)
        for name, member in vars(base).items()
    )


def python_method(cls: type, name: str) -> types.FunctionType | None:
    """Find a method written in Python, through the bases; None if there is none."""
    for base in cls.__mro__:
        found = vars(base).get(name)
        if found is not None:
            if isinstance(found, staticmethod | classmethod):
                found = found.__func__
            return found if isinstance(found, types.FunctionType) else None
    return None


def bind_parameters(
    signature: ast.arguments,
    arguments: Arguments,
    defaults: list[Value],
    keyword_defaults: dict[str, Value],
) -> dict[str, Value]:
    """Give each parameter its abstract value; of inexact calls, the join of all arguments."""
    named = [parameter.arg for parameter in [*signature.posonlyargs, *signature.args]]
    bound: dict[str, Value] = dict(keyword_defaults)
    for name, default in zip(named[len(named) - len(defaults) :], defaults, strict=False):
        bound[name] = default
    if not arguments.exact:
        mixed = values.joined([*arguments.all(), SHARED, *bound.values()])
        return dict.fromkeys(scope.parameters(signature), Value(mixed.owner, roots=mixed.roots))
    extra = arguments.positional[len(named) :]
    bound.update(zip(named, arguments.positional, strict=False))
    surplus = []
    keyword_names = {*named, *(parameter.arg for parameter in signature.kwonlyargs)}
    for name, value in arguments.keywords.items():
        if name in keyword_names:
            bound[name] = value
        else:
            surplus.append(value)
    if signature.vararg is not None:
        bound[signature.vararg.arg] = values.container_of(tuple, values.joined(extra))
    if signature.kwarg is not None:
        bound[signature.kwarg.arg] = values.container_of(dict, values.joined(surplus))
    return bound


@dataclass(frozen=True, slots=True)
class FunctionScope:
    """The names of a function's own scope.

    Attributes
    ----------
    local : frozenset of str
        The names that belong to it.
    global_names : frozenset of str
        Those that it declares global.
    rebound : frozenset of str
        Those that it binds at several places.
    yields : bool
        Whether it is a generator.
    """

    local: frozenset[str]
    global_names: frozenset[str]
    rebound: frozenset[str]
    yields: bool


@lru_cache(maxsize=512)
def scope_of(tree: FunctionNode) -> FunctionScope:
    """Give the names of a function's own scope; its tree must not be changed any more."""
    scope.index(tree)
    body = [tree.body] if isinstance(tree, ast.Lambda) else tree.body
    nodes = scope.walk_scope(body)
    declared = frozenset(n for node in nodes if isinstance(node, ast.Global) for n in node.names)
    outer = frozenset(n for node in nodes if isinstance(node, ast.Nonlocal) for n in node.names)
    return FunctionScope(
        frozenset(scope.parameters(tree.args))
        | (frozenset(scope.bound_names(body)) - declared - outer),
        declared,
        scope.bound_repeatedly(body),
        any(isinstance(node, ast.Yield | ast.YieldFrom) for node in nodes),
    )


def keyword_of(node: ast.Call, name: str) -> ast.expr | None:
    """Give the expression of a keyword argument."""
    return next((keyword.value for keyword in node.keywords if keyword.arg == name), None)


def name_of(live: Any) -> str:
    """Name a live callable for a message."""
    return (
        getattr(live, "__qualname__", None) or getattr(live, "__name__", None) or repr(type(live))
    )
