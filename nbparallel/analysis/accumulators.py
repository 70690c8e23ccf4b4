"""Accumulators: objects from outside that a loop only adds to, never reads.

What an iteration adds does not depend on the others, so the additions can be logged on the
workers and replayed in iteration order in the kernel, which gives the serial result.
"""

from __future__ import annotations

import ast
import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from nbparallel import facts
from nbparallel.analysis import scope


class Adds(enum.Enum):
    """How an accumulator grows; the value names the replay."""

    LIST = "append"  # append, extend, += on a list
    SET = "add"  # add, update on a set
    KEYS = "keyed store"  # d[k] = v on a dict
    ITEMS = "element store"  # x[i] = v on a list
    ARRAY = "array store"  # a[i] = v, a[i, :] = v on an ndarray
    FOLD = "reduction"  # x op= v on a number, str or tuple
    ARRAY_FOLD = "array reduction"  # a op= v on an ndarray
    DEFERRED = "deferred"  # statements that the kernel runs on the workers' operands
    SECTION = "section"  # stores into the iteration's own part of an object
    COLUMNS = "columns"  # the same, of a frame: into columns that stay where they are


FOLD_OPERATORS: Final[dict[type[ast.operator], str]] = {
    ast.Add: "add",
    ast.Sub: "sub",
    ast.Mult: "mul",
    ast.Div: "truediv",
    ast.FloorDiv: "floordiv",
    ast.Mod: "mod",
    ast.Pow: "pow",
    ast.BitOr: "or_",
    ast.BitAnd: "and_",
    ast.BitXor: "xor",
    ast.LShift: "lshift",
    ast.RShift: "rshift",
}

_METHODS: Final = {"append": Adds.LIST, "extend": Adds.LIST, "add": Adds.SET, "update": Adds.SET}


@dataclass(slots=True)
class Accumulator:
    """One name that the loop only adds to.

    Attributes
    ----------
    name : str
        The name, global in the cell.
    adds : Adds
        How it grows.
    operator : str
        For a fold, the function of `operator` that is folded with.
    statements : list of ast.stmt
        The statements that add.
    """

    name: str
    adds: Adds | None = None
    operator: str = ""
    statements: list[ast.stmt] = field(default_factory=list)
    forms: set[str] = field(default_factory=set)
    operands: dict[int, list[ast.expr]] = field(default_factory=dict)
    uses: int = 0  # occurrences of the name that the statements account for

    def note(self, statement: ast.stmt, form: str, operands: list[ast.expr], uses: int = 1) -> None:
        """Take one more statement that adds."""
        self.statements.append(statement)
        self.forms.add(form)
        self.operands[id(statement)] = operands
        self.uses += uses


def recognise(body: list[ast.stmt], namespace: Mapping[str, Any]) -> dict[str, Accumulator]:
    """Find the names that a loop's body adds to and does not otherwise bind.

    Names that are also *read* are given too; the interpretation refuses the read.
    Names whose live object is of no known kind are left out.
    """
    found: dict[str, Accumulator] = {}
    for node in scope.walk_scope(body):
        if isinstance(node, ast.Expr):
            _method_form(node, found)
        elif isinstance(node, ast.Assign):
            _store_form(node, found)
        elif isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
            _fold_form(node, node.target.id, node.op, node.value, 1, found)
    stores = scope.times_bound(body) if found else {}
    kept = {}
    for name, accumulator in found.items():
        own_stores = sum(form.startswith("fold") for form in accumulator.forms) and sum(
            1
            for s in accumulator.statements
            if isinstance(s, ast.AugAssign) or _is_self_assign(s, name)
        )
        if stores.get(name, 0) > own_stores or name not in namespace:
            continue
        accumulator.adds = _kind(accumulator, namespace[name])
        if accumulator.adds is not None:
            kept[name] = accumulator
    return kept


def _method_form(node: ast.Expr, found: dict[str, Accumulator]) -> None:
    call = node.value
    if not (
        isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and call.func.attr in _METHODS
        and len(call.args) == 1
        and not call.keywords
        and not isinstance(call.args[0], ast.Starred)
    ):
        return
    name = call.func.value.id
    found.setdefault(name, Accumulator(name)).note(node, call.func.attr, [call.args[0]])


def _store_form(node: ast.Assign, found: dict[str, Accumulator]) -> None:
    if len(node.targets) != 1:
        return
    target = node.targets[0]
    if isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name):
        name = target.value.id
        operands = [node.value, target.slice]
        sliced = any(isinstance(part, ast.Slice | ast.Starred) for part in scope.walk(target.slice))
        form = "store parts" if sliced else "store"
        found.setdefault(name, Accumulator(name)).note(node, form, operands)
    elif isinstance(target, ast.Name) and _is_self_assign(node, target.id):
        assert isinstance(node.value, ast.BinOp)
        value = node.value
        _fold_form(node, target.id, value.op, value.right, 2, found)


def _is_self_assign(node: ast.stmt, name: str) -> bool:
    """Whether a statement is ``x = x op value``."""
    return (
        isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and node.targets[0].id == name
        and isinstance(node.value, ast.BinOp)
        and isinstance(node.value.left, ast.Name)
        and node.value.left.id == name
    )


def _fold_form(
    node: ast.stmt,
    name: str,
    op: ast.operator,
    operand: ast.expr,
    uses: int,
    found: dict[str, Accumulator],
) -> None:
    operator = FOLD_OPERATORS.get(type(op))
    if operator is not None:
        form = f"fold {operator}" if isinstance(node, ast.AugAssign) else f"fold-new {operator}"
        found.setdefault(name, Accumulator(name)).note(node, form, [operand], uses)


def _kind(accumulator: Accumulator, live: Any) -> Adds | None:
    """Match the statements' forms with the live object's exact type."""
    forms, cls = accumulator.forms, type(live)
    folds = {form.partition(" ")[2] for form in forms if form.startswith("fold")}
    if cls is list and forms <= {"append", "extend", "fold add"}:
        return Adds.LIST
    if cls is set and forms <= {"add", "update"}:
        return Adds.SET
    if forms <= {"store", "store parts"} and facts.is_ndarray(live):
        usable = live.flags.writeable and not live.dtype.hasobject
        usable = usable and not facts.overlaps_itself(live)
        return Adds.ARRAY if usable else None
    if forms == {"store"}:
        return Adds.KEYS if cls is dict else Adds.ITEMS if cls is list else None
    if len(folds) != 1 or any(not form.startswith("fold") for form in forms):
        return None
    accumulator.operator = folds.pop()
    if cls in facts.NUMBERS or _is_numpy_scalar(cls):
        return Adds.FOLD
    if cls in (str, tuple, bytes) and accumulator.operator == "add":
        return Adds.FOLD
    if (
        facts.is_ndarray(live)
        and not live.dtype.hasobject
        and forms == {f"fold {accumulator.operator}"}
    ):
        return Adds.ARRAY_FOLD
    return None


def _is_numpy_scalar(cls: type) -> bool:
    return cls.__module__ == "numpy" and facts.is_atom_type(cls)
