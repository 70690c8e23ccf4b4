"""Names whose value at the start of any iteration is known without running those before it.

An induction variable (``j += 2``) has a closed form, or grows by a constant (``t += dt``), so that
its value costs next to nothing to find, rounding included; a wrap-around variable (``before = x``
at the end of the body) holds what the previous item alone determines (Wolfe, "Beyond induction
variables", PLDI 1992). Each chunk is given the value that serial execution would start it with.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from nbparallel.analysis import scope
from nbparallel.analysis.sections import Known


@dataclass(frozen=True, slots=True)
class StartValue:
    """How a name's value at the start of an iteration is found.

    Attributes
    ----------
    step : int or None
        What every iteration adds to an induction variable; None for a wrap-around variable.
    value : ast.expr
        What every iteration binds a wrap-around variable to, as a function of its item.
    before : str
        For a variable that takes over another's value before that is bound anew: the other.
    turns : bool
        Whether every iteration changes the sign of a number, and nothing else.
    grows : tuple of str and number, or None
        The function of `operator`, and the number, with which every iteration computes a float.
    """

    step: int | None
    value: ast.expr
    before: str = ""
    turns: bool = False
    grows: tuple[str, float] | None = None


def find(
    body: list[ast.stmt], target: ast.expr, namespace: Mapping[str, Any], wanted: frozenset[str]
) -> dict[str, StartValue]:
    """Find start values of names that the loop carries from one iteration to the next.

    Parameters
    ----------
    body : list of ast.stmt
        A ``for`` loop's body.
    target : ast.expr
        Its target.
    namespace : mapping
        The live namespace.
    wanted : frozenset of str
        The names in question.
    """
    branches = [part for s in body if isinstance(s, ast.If) for part in (*s.body, *s.orelse)]
    if not any(_bound(statement) in wanted for statement in (*body, *branches)):
        return {}
    if any(isinstance(node, ast.Continue) for node in _own_level(body)):
        return {}  # an iteration may leave out what stands behind it
    known = Known(target, body, namespace)
    changed = frozenset(changed_names(body))
    found: dict[str, StartValue] = {}
    for statement in body:
        if isinstance(statement, ast.If):
            found.update(_in_both(statement, wanted, namespace, known))
        name = _bound(statement)
        if name not in wanted or name not in namespace or known.times_bound(name) != 1:
            continue
        step = _step(statement, name, known, namespace)
        if step is not None and type(namespace[name]) is int:
            found[name] = StartValue(step, ast.Constant(None))
        elif _turns(statement, name) and _has_sign(namespace[name]):
            found[name] = StartValue(0, ast.Constant(None), turns=True)
        elif (grows := _growth(statement, name, known, namespace)) is not None:
            found[name] = StartValue(0, ast.Constant(None), grows=grows)
        elif isinstance(statement, ast.Assign):
            value = known.resolve(statement.value)
            if known.is_determined(value, {}, changed) and name not in scope.read_names([value]):
                found[name] = StartValue(None, value)
    return found | dict(_second(body, wanted - found.keys(), namespace, known, found))


def _in_both(
    node: ast.If, wanted: frozenset[str], namespace: Mapping[str, Any], known: Known
) -> Iterator[tuple[str, StartValue]]:
    """Give induction variables that both branches of an ``if`` step alike."""
    steps = [
        {
            name: _step(statement, name, known, namespace)
            for statement in branch
            if (name := _bound(statement)) in wanted
        }
        for branch in (node.body, node.orelse)
    ]
    for name, step in steps[0].items():
        alike = step is not None and steps[1].get(name) == step
        if alike and known.times_bound(name) == 2 and type(namespace.get(name)) is int:
            yield name, StartValue(step, ast.Constant(None))


def _second(
    body: list[ast.stmt],
    wanted: frozenset[str],
    namespace: Mapping[str, Any],
    known: Known,
    found: Mapping[str, StartValue],
) -> Iterator[tuple[str, StartValue]]:
    """Give the variables that hold what another held an iteration before: ``y = x; x = b[i]``."""
    bound: set[str] = set()
    for statement in body:
        name = _bound(statement)
        value = statement.value if isinstance(statement, ast.Assign) else None
        if (
            name in wanted
            and name in namespace
            and known.times_bound(name) == 1
            and isinstance(value, ast.Name)
            and value.id in found
            and found[value.id].step is None
            and value.id not in bound
        ):
            yield name, StartValue(None, found[value.id].value, value.id)
        bound.add(name)


def _own_level(body: list[ast.stmt]) -> Iterator[ast.AST]:
    """Walk code in which a ``continue`` would be the loop's own."""
    todo: list[ast.AST] = list(body)
    while todo:
        node = todo.pop()
        yield node
        if not isinstance(node, ast.For | ast.While | ast.FunctionDef | ast.ClassDef):
            todo.extend(ast.iter_child_nodes(node))


def changed_names(body: list[ast.stmt]) -> Iterator[str]:
    """Give the names whose objects a body may change: what is stored into, what has methods run."""
    for statement in body:
        for node in scope.walk(statement):
            place: ast.expr | None = None
            if isinstance(node, ast.Subscript | ast.Attribute):
                if not isinstance(node.ctx, ast.Load):
                    place = node
            elif isinstance(node, ast.Call):
                place = node.func if isinstance(node.func, ast.Attribute) else None
                yield from (arg.id for arg in node.args if isinstance(arg, ast.Name))
            while isinstance(place, ast.Subscript | ast.Attribute):
                place = place.value
            if isinstance(place, ast.Name):
                yield place.id


def _bound(statement: ast.stmt) -> str:
    """Give the one name that a statement binds."""
    target: ast.expr | None = None
    if isinstance(statement, ast.AugAssign):
        target = statement.target
    elif isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        target = statement.targets[0]
    return target.id if isinstance(target, ast.Name) else ""


def _has_sign(value: Any) -> bool:
    """Whether a value is a number that changes its sign and nothing else; no NaN is."""
    return type(value) in (int, float) and value == value


def _turns(statement: ast.stmt, name: str) -> bool:
    """Whether a statement is ``s = -s``, ``s *= -1`` or ``s = s * -1``."""
    return ast.unparse(statement) in (
        f"{name} = -{name}",
        f"{name} *= -1",
        f"{name} = {name} * -1",
        f"{name} = -1 * {name}",
    )


def _operation(statement: ast.stmt, name: str) -> tuple[ast.operator, ast.expr] | None:
    """Give operator and operand of ``j += x`` or ``j = j + x``."""
    if isinstance(statement, ast.AugAssign):
        return statement.op, statement.value
    if (
        isinstance(statement, ast.Assign)
        and isinstance(statement.value, ast.BinOp)
        and getattr(statement.value.left, "id", None) == name
    ):
        return statement.value.op, statement.value.right
    return None


def _step(statement: ast.stmt, name: str, known: Known, namespace: Mapping[str, Any]) -> int | None:
    """Give what ``j += step`` or ``j = j + step`` adds, where it is always the same integer."""
    operation = _operation(statement, name)
    if operation is None or not isinstance(operation[0], ast.Add | ast.Sub):
        return None
    op, operand = operation
    if isinstance(operand, ast.Constant) and type(operand.value) is int:
        step = operand.value
    elif isinstance(operand, ast.Name) and known.is_integer(operand.id):
        step = namespace[operand.id]
    else:
        return None
    return step if isinstance(op, ast.Add) else -step


_GROWTHS: Final[dict[type[ast.operator], str]] = {
    ast.Add: "add",
    ast.Sub: "sub",
    ast.Mult: "mul",
    ast.Div: "truediv",
}


def _growth(
    statement: ast.stmt, name: str, known: Known, namespace: Mapping[str, Any]
) -> tuple[str, float] | None:
    """Give what ``t += dt`` or ``rate *= 0.9`` computes a float with, where it is always that."""
    operation = _operation(statement, name)
    if operation is None or type(operation[0]) not in _GROWTHS:
        return None
    op, operand = operation
    number: Any = None
    if isinstance(operand, ast.Constant):
        number = operand.value
    elif isinstance(operand, ast.Name) and known.is_settled(operand.id):
        number = namespace[operand.id]
    start = namespace[name]
    kinds = {type(number), type(start)}
    if float not in kinds or not kinds <= {int, float} or abs(number) >= _MOST or start != start:
        return None
    if type(start) is int and abs(start) >= _MOST:
        return None
    if not number and not isinstance(op, ast.Add | ast.Sub):
        return None  # by zero, even infinity would become a NaN
    return _GROWTHS[type(op)], number


_MOST: Final = 2**53
"""Integers below this are floats, too. With what is larger, something might overflow, or be NaN."""
