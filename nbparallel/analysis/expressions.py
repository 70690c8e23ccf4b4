"""Abstract interpretation of expressions: what they give, and what they do on the way."""

from __future__ import annotations

import ast
import collections
import datetime
import decimal
import inspect
import sys
import types
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Final

from nbparallel import facts
from nbparallel.analysis import (
    drawn,
    frames_of_pandas,
    handlers,
    knowledge,
    looking,
    moving,
    protocols,
    scope,
    values,
)
from nbparallel.analysis.callees import Arguments
from nbparallel.analysis.context import Context
from nbparallel.analysis.frames import Frame, Slot, join_states
from nbparallel.analysis.knowledge import dataframes, plotting
from nbparallel.analysis.values import (
    ABSENT,
    ATOM,
    FRESH,
    SHARED,
    SHELL,
    LocalFunction,
    Owner,
    Value,
)
from nbparallel.diagnostic import Code
from nbparallel.loaded import loaded

_SETS: Final[tuple[type, ...]] = (set, frozenset, type({}.keys()), type({}.items()))


class Dispatch(dict[type, str]):
    """The method that interprets each class of nodes."""

    def __init__(self, prefix: str) -> None:
        super().__init__()
        self.prefix = prefix

    def __missing__(self, cls: type) -> str:
        self[cls] = name = f"{self.prefix}{cls.__name__.lower()}"
        return name


_METHODS: Final = Dispatch("_")
_OF_FRAMES: Final = frozenset(
    {"tb_frame", "gi_frame", "cr_frame", "ag_frame", "f_back", "f_locals", "f_globals", "f_code"}
)
"""Attributes that show the frame of what runs: on a worker, another."""


class Expressions:
    """Evaluates expressions over abstract values; calls are the subclass's business."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self._frames: list[Frame] = []
        self._moved: set[int] = set()  # expressions of bars that are only moved
        self._taken_in: list[Value] = []  # what objects made in the iteration have taken in
        self._displayed: tuple[list[ast.expr], list[Value]] = [], []  # the display last looked at

    @contextmanager
    def active(self, frame: Frame) -> Iterator[None]:
        """Keep a frame known while it is interpreted: its objects may be aliased."""
        self._frames.append(frame)
        try:
            yield
        finally:
            self._frames.pop()

    # -- dispatch ---------------------------------------------------------------------

    def value(self, node: ast.expr | None, frame: Frame) -> Value:
        """Interpret an expression in a frame."""
        if node is None:
            return ATOM
        method = getattr(self, _METHODS[type(node)], None)
        if method is None:
            self.context.refuse(
                Code.UNSUPPORTED, f"`{type(node).__name__}` is not analysed here", node
            )
            return SHARED
        mark = len(self._taken_in)
        result: Value = method(node, frame)
        if result.live is not ABSENT and moving.is_bar(result.live):
            self._bar(result.live, node)
        return self.since(mark, result)

    def _bar(self, bar: Any, node: ast.expr) -> None:
        """Refuse to use a progress bar otherwise than to move it."""
        if id(node) in self._moved:
            self.context.bars.add(id(bar))
            return
        self.context.refuse(
            Code.UNKNOWN_CALL,
            f"`{ast.unparse(node)}` is a progress bar, of which a worker has only the methods "
            f"that move and label it, at line {node.lineno}",
            node,
        )

    def since(self, mark: int, value: Value) -> Value:
        """Give a value that was had meanwhile, with all that objects have taken in since a mark.

        What is not under a name yet may hold one that is: ``[row], put(row, x)``.
        """
        for added in self._taken_in[mark:]:
            value = aged_by(value, added)
        return value

    def call(self, node: ast.Call, frame: Frame) -> Value:
        """Interpret a call."""
        raise NotImplementedError  # pragma: no cover - the subclass's

    def _call(self, node: ast.Call, frame: Frame) -> Value:
        return self.call(node, frame)

    # -- names ------------------------------------------------------------------------

    def _name(self, node: ast.Name, frame: Frame) -> Value:
        return self.read(node.id, node, frame)

    def read(self, name: str, node: ast.AST, frame: Frame) -> Value:
        """Read a name by Python's scoping rules."""
        scope_frame: Frame | None = frame
        while scope_frame is not None:
            if name in scope_frame.local and name not in scope_frame.global_names:
                value = self._read_local(name, node, scope_frame)
                if (
                    scope_frame is not frame
                    and name in scope_frame.rebound
                    and (value.owner is not Owner.ATOM)
                ):
                    return Value(Owner.SHARED, roots=value.roots | {name})
                return value
            if name in scope_frame.cells:
                return self._read_cell(name, node, scope_frame)
            if name in scope_frame.global_names:
                break
            scope_frame = scope_frame.parent
        return self._read_global(name, node, frame)

    def _read_cell(self, name: str, node: ast.AST, frame: Frame) -> Value:
        """Read a live function's closure, which may be over the names of the loop's function."""
        context = self.context
        if context.in_function and (name in context.written or name in context.accumulators):
            context.refuse(
                Code.CARRIED,
                f"the loop assigns `{name}`, which `{frame.function}` reads from outside",
                node,
                f"pass `{name}` to `{frame.function}` as an argument",
            )
            return SHARED
        live = frame.cells[name]
        accumulator = context.accumulator_named_by(live)
        if accumulator is not None:
            self._accumulator_read(accumulator, node)
        return self.see(values.of_live(live, name))

    def _read_local(self, name: str, node: ast.AST, frame: Frame) -> Value:
        if frame.state is None:
            return ATOM
        slot = frame.state.get(name)
        if slot is not None and (slot.definite or frame.function):
            return slot.value
        if frame.function or name not in self.context.written:
            return slot.value if slot is not None else ATOM  # unbound: it raises there as here
        self._carried(name, node, slot)
        return SHARED

    def _carried(self, name: str, node: ast.AST, slot: Slot | None) -> None:
        write = self.context.written[name]
        line, write_line = getattr(node, "lineno", 0), getattr(write, "lineno", 0)
        if slot is None:
            message = (
                f"`{name}` is read at line {line} before this iteration writes it at line "
                f"{write_line}: iteration i needs what iteration i-1 left"
            )
        else:
            message = (
                f"`{name}` is read at line {line}, but not every path of the iteration has "
                f"written it by then (line {write_line}): an earlier iteration's value may be used"
            )
        hint = f"bind `{name}` at the start of the body if no iteration needs the one before"
        self.context.refuse(Code.CARRIED, message, node, hint, [write])

    def _read_global(self, name: str, node: ast.AST, frame: Frame) -> Value:
        context = self.context
        namespace = frame.namespace
        if context.is_cells(namespace):
            namespace = context.namespace
            if frame.function and name in context.written and name not in context.accumulators:
                context.refuse(
                    Code.CARRIED,
                    f"the loop assigns `{name}`, which `{frame.function}` reads as a global",
                    node,
                    f"pass `{name}` to `{frame.function}` as an argument",
                    [context.written[name]],
                )
                return SHARED
            if getattr(node, frames_of_pandas.HARMLESS, False) and name in context.accumulators:
                context.broadcast.add(name)
                return self.see(values.of_live(namespace[name], name))
            if name in context.accumulators or (name in context.sections and frame.function):
                self._accumulator_read(name, node)
                return SHARED
            if name in context.sections:
                return self.see(values.of_live(namespace[name], name))
            if frame.is_in_text:
                context.broadcast.add(name)
        known, live = facts.lookup(namespace, name)
        if not known:
            return SHARED  # a NameError there as here
        if namespace is not context.namespace and name in namespace:
            self._read_of_module(namespace.get("__name__"), name)
        accumulator = context.accumulator_named_by(live)
        if accumulator is not None:
            context.refuse(
                Code.ALIAS,
                f"`{name}` is the same object as `{accumulator}`, which the loop changes",
                node,
                related=[context.change_of(accumulator)],
            )
        return self.see(values.of_live(live, name))

    def _read_of_module(self, module: Any, path: str) -> None:
        """Note what is read of a module, of which each worker imports its own copy."""
        if isinstance(module, str) and module != "__main__" and module in sys.modules:
            self.context.module_reads.add((module, path))

    def _accumulator_read(self, name: str, node: ast.AST) -> None:
        write = self.context.change_of(name)
        self.context.refuse(
            Code.ACCUMULATOR_READ,
            f"`{name}` is read at line {getattr(node, 'lineno', 0)} while the loop changes it at "
            f"line {getattr(write, 'lineno', 0)}: iteration i needs what earlier iterations added",
            node,
            f"read `{name}` after the loop, or a value of the iteration's own instead",
            [write],
        )

    def see(self, value: Value) -> Value:
        """Note what code a value brings with it: its class's implicit methods, or its own."""
        if (name := looking.function(value.live)) is not None:
            self.context.looks.setdefault(name, None)
        if value.owner is Owner.ATOM or isinstance(value.live, type):
            return value
        fresh = value.owner < Owner.SHARED and value.live is ABSENT
        for cls in value.kinds if value.type is None else (value.type,):
            self.see_class(cls, made=fresh and cls in self.context.made_classes)
        return value

    def see_class(self, cls: type, *, made: bool = False) -> None:
        """Remember a user class, whose implicit methods any operator may run."""
        if cls not in (types.FunctionType, types.ModuleType) and facts.is_user_class(cls):
            (self.context.made_classes if made else self.context.user_classes).add(cls)
            self._read_of_module(cls.__module__, cls.__qualname__)

    def protocol(
        self, receiver: Value, name: str, given: list[Value], node: ast.AST
    ) -> Value | None:
        """Give what a method that syntax calls gives; None where the class has none, or unknown.

        Of an object of unknown type, the method is noted as one of which something is assumed.
        """
        if protocols.may_be_any(receiver):
            self.context.assumed_results.add(name)
        function = protocols.method_of(receiver, name)
        if function is None:
            return None
        return self._user_function(function, Arguments([receiver, *given], {}, True), node)

    def called_by_subscript(self, container: Value, index: ast.expr, frame: Frame) -> None:
        """Judge functions in a subscript, which its container may call."""
        raise NotImplementedError  # pragma: no cover - the subclass's

    def _user_function(
        self, live: types.FunctionType, arguments: Arguments, node: ast.AST
    ) -> Value:
        raise NotImplementedError  # pragma: no cover - the subclass's

    # -- literals and operators ---------------------------------------------------------

    def _constant(self, node: ast.Constant, frame: Frame) -> Value:
        return values.atom(type(node.value))

    def _joinedstr(self, node: ast.JoinedStr, frame: Frame) -> Value:
        for part in node.values:
            self._shown(self.value(part, frame), part)
        return values.atom(str)

    def _formattedvalue(self, node: ast.FormattedValue, frame: Frame) -> Value:
        result = self.value(node.value, frame)
        self.value(node.format_spec, frame)
        return result

    def _list(self, node: ast.List, frame: Frame) -> Value:
        return self._container(list, node.elts, frame)

    def _tuple(self, node: ast.Tuple, frame: Frame) -> Value:
        result = self._container(tuple, node.elts, frame)
        atoms = result.elements is not None and result.elements.owner is Owner.ATOM
        return replace(result, owner=Owner.ATOM) if atoms else result

    def _set(self, node: ast.Set, frame: Frame) -> Value:
        return self.made_set(self._container(set, node.elts, frame))

    def _container(self, cls: type, elements: list[ast.expr], frame: Frame) -> Value:
        mark = len(self._taken_in)
        held = [self.value(element, frame) for element in elements]
        held = [self.since(mark, value) for value in held]
        self._displayed = elements, held
        return values.container_of(cls, values.joined(held))

    def _dict(self, node: ast.Dict, frame: Frame) -> Value:
        held = [self.value(key, frame) for key in node.keys if key is not None]
        entries = []
        for key, entry in zip(node.keys, node.values, strict=True):
            value = self.value(entry, frame)
            entries.append(values.element_of(value) if key is None else value)
            held += [values.iterated(value)] if key is None else []
        contents = values.joined(entries)
        container = values.container_of(dict, contents)
        if any(key.owner > Owner.FRESH for key in held):
            container = container.aged(Owner.SHELL)
        return container

    def _starred(self, node: ast.Starred, frame: Frame) -> Value:
        return self.iterate(self.value(node.value, frame), node)

    def _binop(self, node: ast.BinOp, frame: Frame) -> Value:
        mark = len(self._taken_in)
        left, right = self.value(node.left, frame), self.value(node.right, frame)
        left = self.since(mark, left)
        if isinstance(node.op, ast.Mod) and left.type in (str, None):
            self._ordered(right, node, "shown")
            self._ordered(values.element_of(right), node, "shown")
        return self.operate(left, right, node.op, node)

    def operate(self, left: Value, right: Value, op: ast.operator, node: ast.AST) -> Value:
        """Give a binary operator's result: what a class of the user's gives, or a new object."""
        name = protocols.OPERATORS[type(op)]
        own = self.protocol(left, f"__{name}__", [right], node)
        other = self.protocol(right, f"__r{name}__", [left], node)
        if own is not None and (other is None or left.type is right.type):
            return own
        if other is not None and (own is not None or left.owner is Owner.ATOM):
            return other if own is None else own.join(other)
        new = self._new_of(left, right, op)
        return new if other is None else new.join(other)

    def _new_of(self, left: Value, right: Value, op: ast.operator) -> Value:
        """Give the new object that an operator of builtins and libraries gives."""
        if left.owner is Owner.ATOM and right.owner is Owner.ATOM:
            if (
                left.type is right.type
                and left.type in (int, float, str)
                and not (left.type is int and isinstance(op, ast.Div | ast.Pow))
            ):
                return values.atom(left.type)
            if left.type is str and isinstance(op, ast.Mod):
                return values.atom(str)
            if (date := _date_of(left.type, right.type, op)) is not None:
                return values.atom(date)
            if (number := _number_of(left.type, right.type, op)) is not None:
                return values.atom(number)
            for side in (left.type, right.type):
                if side is not None and side.__module__.partition(".")[0] == "pathlib":
                    return values.atom(side)  # folder / name
            return ATOM
        if left.type in _SETS or right.type in _SETS:
            held = values.element_of(left).join(values.element_of(right))
            return self.made_set(replace(values.container_of(set, held), elements=held))
        if isinstance(op, ast.Mult | ast.Add) and left.type in (list, tuple):
            held = values.element_of(left)
            if right.type is left.type:
                held = held.join(values.element_of(right))
            assert left.type is not None
            return values.container_of(left.type, held)
        arrays = facts.is_ndarray(left.live) or facts.is_ndarray(right.live)
        if arrays or (left.owner <= Owner.FRESH and right.owner <= Owner.FRESH):
            return FRESH
        return SHELL

    def _unaryop(self, node: ast.UnaryOp, frame: Frame) -> Value:
        operand = self.value(node.operand, frame)
        if isinstance(node.op, ast.Not):
            return values.atom(bool)
        if operand.owner is Owner.ATOM:
            return operand
        own = self.protocol(operand, protocols.UNARY[type(node.op)], [], node)
        if own is not None:
            return own
        new = facts.is_ndarray(operand.live) or operand.owner <= Owner.FRESH
        return FRESH if new else SHELL

    def _boolop(self, node: ast.BoolOp, frame: Frame) -> Value:
        return values.joined(self._branches(node.values, frame))

    def _branches(self, nodes: list[ast.expr], frame: Frame) -> list[Value]:
        """Interpret operands of which only the first is sure to be evaluated."""
        results = [self.value(nodes[0], frame)]
        for operand in nodes[1:]:
            before = dict(frame.state) if frame.state is not None else None
            results.append(self.value(operand, frame))
            self.rejoin(frame, before)
        return results

    def rejoin(self, frame: Frame, before: dict[str, Slot] | None) -> None:
        """Join the current state with that of the path that skipped the code between."""
        frame.state = join_states(frame.state, before)

    def _compare(self, node: ast.Compare, frame: Frame) -> Value:
        operands = [self.value(node.left, frame), *self._branches(node.comparators, frame)]
        if any(isinstance(op, ast.Is | ast.IsNot) for op in node.ops):
            self._identity(node, operands)
        if all(operand.owner is Owner.ATOM for operand in operands):
            return values.atom(bool)
        results = [FRESH]
        for op, left, right in zip(node.ops, operands, operands[1:], strict=False):
            if type(op) in protocols.COMPARISONS:
                own, reflected = protocols.COMPARISONS[type(op)]
                results += [
                    found
                    for found in (
                        self.protocol(left, own, [right], node),
                        self.protocol(right, reflected, [left], node),
                    )
                    if found is not None
                ]
        return values.joined(results)

    def _identity(self, node: ast.Compare, operands: list[Value]) -> None:
        """Refuse ``is`` between values that copies on a worker may tell apart: numbers, texts."""
        places = [node.left, *node.comparators]
        if any(isinstance(p, ast.Constant) and p.value in (None, True, False, ...) for p in places):
            return
        if not any(
            operand.owner is not Owner.ATOM
            and operand.type is not None
            and not facts.is_atom_type(operand.type)
            for operand in operands
        ):
            self.context.refuse(
                Code.UNSUPPORTED,
                f"`{ast.unparse(node)}` may compare numbers or texts by identity, at line "
                f"{node.lineno}",
                node,
                "compare them by ==",
            )

    def _ifexp(self, node: ast.IfExp, frame: Frame) -> Value:
        self.value(node.test, frame)
        before = dict(frame.state) if frame.state is not None else None
        first = self.value(node.body, frame)
        after = frame.state
        frame.state = before
        second = self.value(node.orelse, frame)
        self.rejoin(frame, after)
        return first.join(second)

    def _namedexpr(self, node: ast.NamedExpr, frame: Frame) -> Value:
        result = self.value(node.value, frame)
        home = frame
        while home.parent is not None and home.function == "" and node.target.id not in home.local:
            home = home.parent
        home.bind(node.target.id, result)
        return result

    def _await(self, node: ast.Await, frame: Frame) -> Value:
        self.context.refuse(
            Code.LEAVES_LOOP, "the body awaits: the event loop lives in the kernel", node
        )
        return SHARED

    def _lambda(self, node: ast.Lambda, frame: Frame) -> Value:
        for default in [*node.args.defaults, *(d for d in node.args.kw_defaults if d is not None)]:
            self.value(default, frame)
        function = LocalFunction(node, frame)
        self.context.local_functions.append(function)
        return Value(Owner.FRESH, types.FunctionType, function=function)

    def _slice(self, node: ast.Slice, frame: Frame) -> Value:
        for part in (node.lower, node.upper, node.step):
            self.value(part, frame)
        return values.atom(slice)

    # -- parts of objects ---------------------------------------------------------------

    def _attribute(self, node: ast.Attribute, frame: Frame) -> Value:
        owner = self.value(node.value, frame)
        return self._bound_method(owner, node) or self.attribute(owner, node.attr, node)

    def _bound_method(self, owner: Value, node: ast.Attribute) -> Value | None:
        """Give a method that is taken without being called: whoever gets it may call it."""
        cls, name = owner.type, node.attr
        if isinstance(owner.live, types.ModuleType | type) or owner.owner is Owner.ATOM:
            return None
        if cls is None:
            self.context.assumed_methods.add(name)
            if name in knowledge.SELF_CHANGING and owner.owner is Owner.SHARED:
                self.context.refuse(
                    Code.SHARED_MUTATED,
                    f"`.{name}` of {self.named(owner)}, which others may see, is handed on",
                    node,
                )
            return None
        member = inspect.getattr_static(cls, name, None)
        if isinstance(member, types.FunctionType | types.MethodDescriptorType):
            if owner.live is not ABSENT and not facts.is_user_class(cls):
                return values.of_live(getattr(owner.live, name))
            if owner.live is not ABSENT and isinstance(member, types.FunctionType):
                return values.of_live(types.MethodType(member, owner.live))
            return Value(Owner.SHARED, types.MethodType, roots=owner.roots)
        return None

    def attribute(self, owner: Value, name: str, node: ast.AST) -> Value:
        """Give an object's attribute, the live one where the object is known."""
        if name == "__dict__":
            self.context.attributes.opened()
        if name in _OF_FRAMES:
            self.context.refuse(Code.PROCESS_STATE, f"`.{name}` shows the frame it runs in", node)
        if handlers.is_logger(owner.type) and name in handlers.OF_KERNEL:
            self.context.refuse(Code.PROCESS_STATE, f"`.{name}` of a logger is the kernel's", node)
        self.context.traces = self.context.traces or name == "__traceback__"
        if owner.live is not ABSENT:
            return self._live_attribute(owner, name, node)
        if owner.type in drawn.TYPES:
            return self._of_drawing(owner, name, node)
        if owner.owner is Owner.ATOM:
            return ATOM
        if name in dataframes.INDEXERS and dataframes.is_frame(owner.type):
            return Value(owner.owner, roots=owner.roots)  # what it changes is the frame
        if owner.type is not None and facts.is_user_class(owner.type):
            member = inspect.getattr_static(owner.type, name, ABSENT)
            harmless = isinstance(member, types.MemberDescriptorType) or (
                facts.is_atom_type(type(member))
            )
            if member is not ABSENT and not harmless:
                return Value(Owner.SHARED, roots=owner.roots)  # a property, or all instances' own
            if member is ABSENT:
                asked = self.protocol(owner, "__getattr__", [values.atom(str)], node)
                if asked is not None:
                    return asked.join(self.part_of(owner))
            if owner.owner < Owner.SHARED and owner.type in self.context.made_classes:
                return self._made_attribute(owner, owner.type, name)
        elif protocols.may_be_any(owner):
            self.context.assumed_results.add("__getattr__")
        if name.startswith("__") and name.endswith("__"):
            return Value(Owner.SHARED, roots=owner.roots)
        return self.part_of(owner)

    def _of_drawing(self, owner: Value, name: str, node: ast.AST) -> Value:
        """Give an attribute of what plotting gives."""
        if name.startswith("_") or name == "manager":
            self.context.refuse(Code.PROCESS_STATE, f"`.{name}` may be the process's own", node)
        part = name in plotting.PARTS and owner.type is drawn.Drawing
        return owner if part else Value(Owner.SHARED, drawn.Drawn)

    def _made_attribute(self, owner: Value, cls: type, name: str) -> Value:
        """Give an attribute of an object that the iteration has made."""
        part = self.part_of(owner)
        found = values.of_types(self.context.attributes.types_of(cls, name), owner.roots)
        if found.owner is Owner.ATOM:
            return found
        return replace(part, type=found.type, kinds=found.kinds)

    def _live_attribute(self, owner: Value, name: str, node: ast.AST) -> Value:
        live = owner.live
        if isinstance(live, types.ModuleType):
            found = vars(live).get(name, ABSENT)
            if found is ABSENT and knowledge.is_known_library(facts.library_of(live)):
                found = getattr(live, name, ABSENT)  # libraries load submodules on first use
            elif found is ABSENT and "__getattr__" in vars(live):
                return self._asked_of_module(live, name, node)
            if facts.is_atom_type(type(found)) or None in map(facts.library_of, (live, found)):
                self._read_of_module(live.__name__, name)
            self._module_read(live, name, found, node)
            self._container_read(live, name, found, node)
        elif name == "flat" and facts.is_ndarray(live):
            made = values.container_of(type(live.flat), values.element_of(owner))
            return replace(made, owner=Owner.SHELL)  # what is stored into it is in the array
        else:
            found = inspect.getattr_static(live, name, ABSENT)
            bound = None
            if isinstance(live, type) and (
                isinstance(found, classmethod) or not facts.is_user_class(live)
            ):
                bound = getattr(live, name, None)
            if facts.is_class_method(bound) or facts.is_own_class_method(bound):
                return values.of_live(bound)
            if isinstance(found, staticmethod | classmethod):
                found = found.__func__ if isinstance(found, staticmethod) else ABSENT
            elif hasattr(type(found), "__get__") and not isinstance(live, type):
                found = ABSENT  # a property, a slot or a method: judged where it is called
        if found is ABSENT:
            return Value(Owner.SHARED, roots=owner.roots) if owner.owner is not Owner.ATOM else ATOM
        accumulator = self.context.accumulator_named_by(found)
        if accumulator is not None:
            self._accumulator_read(accumulator, node)
        return self.see(replace(values.of_live(found), roots=owner.roots))

    def _asked_of_module(self, module: types.ModuleType, name: str, node: ast.AST) -> Value:
        """Judge an attribute that a module makes when it is asked for it."""
        written, library = f"{module.__name__}.{name}", facts.library_of(module)
        if self.context.guarded and library is not None:
            self.context.try_under_guards(written, node, library)
        else:
            self.context.refuse(
                Code.UNKNOWN_CALL, f"`{written}` is what a function of its module gives", node
            )
        return SHARED

    def _module_read(self, module: types.ModuleType, name: str, found: Any, node: ast.AST) -> None:
        """Judge a variable of a library's module: the worker's may have another value."""
        library = facts.library_of(module)
        if library is None or knowledge.is_known_library(library):
            return
        if isinstance(found, types.ModuleType | type) or callable(found):
            return
        if plotting.is_sent(found):
            self.context.figures = True
            return
        if self.context.guarded:
            self.context.try_under_guards(f"{module.__name__}.{name}", node, library)
            return
        self.context.refuse(
            Code.PROCESS_STATE,
            f"`{module.__name__}.{name}` is a variable of a library that "
            "each worker has for itself",
            node,
            f"bind it to a name first: `{name} = {module.__name__}.{name}`",
        )

    def _container_read(
        self, module: types.ModuleType, name: str, found: Any, node: ast.AST
    ) -> None:
        """Judge a container that a module holds: the worker's may hold something else."""
        if module is sys and name == "modules":
            self.context.refuse(Code.PROCESS_STATE, "`sys.modules` differs between processes", node)
        elif type(found) in (list, dict, set) and (module is not sys or name != "argv"):
            self._read_of_module(module.__name__, name)

    def part_of(self, owner: Value) -> Value:
        """Give what an unknown part of an object may be."""
        if owner.type in drawn.TYPES:
            return owner
        if owner.owner is Owner.SHELL:
            return Value(Owner.SHARED, roots=owner.roots)
        return Value(owner.owner, roots=owner.roots)

    def section_of(self, node: ast.expr, frame: Frame) -> str | None:
        """Give the section that a path of subscripts leads into."""
        while isinstance(node, ast.Subscript):
            node = node.value
        name = node.id if isinstance(node, ast.Name) else ""
        return name if name in self.context.sections and not frame.function else None

    def _subscript(self, node: ast.Subscript, frame: Frame) -> Value:
        value = self._element(node, frame)
        name = self.section_of(node, frame)
        if (
            name is None
            or value.owner is not Owner.ATOM
            or facts.is_ndarray(self.context.namespace[name])
        ):
            return value
        if name in self.context.loose:
            return Value(Owner.SHARED, roots=frozenset({name}))
        self.context.relied.add(name)
        return ATOM  # a store may have changed its type

    def _element(self, node: ast.Subscript, frame: Frame) -> Value:
        container = self.value(node.value, frame)
        index = self.value(node.slice, frame)
        self.called_by_subscript(container, node.slice, frame)
        if facts.is_ndarray(container.live):
            return self._array_part(container, index, node)
        if container.type is collections.defaultdict and container.owner is Owner.SHARED:
            self.context.refuse(
                Code.SHARED_MUTATED,
                f"reading {self.named(container)}[...] inserts a missing key: it is a defaultdict",
                node,
                "use .get(key), or dict(...) it before the loop",
            )
        if container.live is not ABSENT and plotting.is_registry(container.live):
            return Value(Owner.FRESH, drawn.Drawing)  # a copy of a colormap
        sliced = isinstance(node.slice, ast.Slice)
        if sliced and container.type in (list, tuple, str, bytes):
            held = values.element_of(container)
            if container.type in (str, bytes):
                return values.atom(container.type)
            assert container.type is not None
            return values.container_of(container.type, held)
        if container.type in (list, tuple, dict, str, bytes, range) or container.elements:
            return self.see(values.element_of(container))
        own = self.protocol(container, "__getitem__", [index], node)
        if own is not None:
            return self.see(own)
        if index.type in (str, int) and dataframes.has_plain_columns(container.live):
            return replace(self.part_of(container), type=loaded("pandas").Series)
        selects = isinstance(node.slice, ast.Slice) or index.owner is not Owner.ATOM
        if selects and dataframes.is_frame(container.type) and dataframes.is_selection(node.slice):
            return replace(self.part_of(container), type=container.type)
        return self.part_of(container)

    def _array_part(self, array: Value, index: Value, node: ast.Subscript) -> Value:
        plain = not array.live.dtype.hasobject and not array.live.dtype.names
        if isinstance(node.slice, ast.Tuple):
            scalars = (
                len(node.slice.elts) == array.live.ndim
                and not any(
                    isinstance(part, ast.Slice | ast.Starred | ast.Constant)
                    and not isinstance(getattr(part, "value", 0), int)
                    for part in node.slice.elts
                )
                and index.owner is Owner.ATOM
                and not any(isinstance(p, ast.Slice) for p in node.slice.elts)
            )
        else:
            scalars = array.live.ndim == 1 and index.owner is Owner.ATOM and index.type is not slice
        if plain and scalars:
            return Value(Owner.ATOM, array.live.dtype.type, roots=array.roots)
        return Value(Owner.SHARED, type(array.live), roots=array.roots)

    # -- iteration ----------------------------------------------------------------------

    def iterate(self, container: Value, node: ast.AST, *, ordered: bool = True) -> Value:
        """Give what iterating a value gives; refuse to consume what others can see."""
        if ordered:
            self._ordered(container, node, "iterated")
        live = container.live
        if live is not ABSENT and facts.is_one_shot(live) and live is not self.context.file:
            self.context.refuse(
                Code.ITERATOR,
                f"{self.named(container)} is an iterator shared between the iterations: reading "
                "it consumes it",
                node,
                "make it a list before the loop",
            )
        if ordered and container.type is None and container.owner is not Owner.ATOM:
            self.context.iterates_unknown = True
        own = self.protocol(container, "__iter__", [], node)
        if own is not None:
            following = self.protocol(own, "__next__", [], node)
            return self.see(values.iterated(own) if following is None else following)
        following = self.protocol(container, "__next__", [], node)
        return self.see(values.iterated(container) if following is None else following)

    def _shown(self, value: Value, node: ast.AST) -> None:
        """Note that a value is turned into text: what it holds shows its order."""
        self._ordered(value, node, "shown")
        if value.owner is not Owner.ATOM and value.type not in (float, int):
            self.context.iterates_unknown = True

    def made_set(self, value: Value) -> Value:
        """Note that a set is made whose order differs between processes."""
        if values.element_of(value).type not in (int, bool):
            self.context.makes_sets = True
        return value

    def _ordered(self, value: Value, node: ast.AST, verb: str) -> None:
        """Refuse where the order of a set would show: it differs between processes."""
        if value.type not in (set, frozenset):
            return
        elements = values.element_of(value)
        integers = elements.type in (int, bool)
        private = value.owner < Owner.SHARED
        if private and integers:
            return
        self.context.refuse(
            Code.SET_ORDER,
            f"a set is {verb} at line {getattr(node, 'lineno', 0)}: its order may differ "
            "between processes",
            node,
            "use sorted(...) where the order shows",
        )

    def named(self, value: Value) -> str:
        """Name a value for a message."""
        return " or ".join(f"`{root}`" for root in sorted(value.roots)) or "an object"

    # -- comprehensions -----------------------------------------------------------------

    def _listcomp(self, node: ast.ListComp, frame: Frame) -> Value:
        return values.container_of(list, self._comprehension(node.generators, [node.elt], frame))

    def _setcomp(self, node: ast.SetComp, frame: Frame) -> Value:
        held = self._comprehension(node.generators, [node.elt], frame)
        return self.made_set(values.container_of(set, held))

    def _generatorexp(self, node: ast.GeneratorExp, frame: Frame) -> Value:
        held = self._comprehension(node.generators, [node.elt], frame)
        return values.container_of(types.GeneratorType, held)

    def _dictcomp(self, node: ast.DictComp, frame: Frame) -> Value:
        return values.container_of(
            dict, self._comprehension(node.generators, [node.key, node.value], frame)
        )

    def _comprehension(
        self, generators: list[ast.comprehension], elements: list[ast.expr], frame: Frame
    ) -> Value:
        names = frozenset(n for g in generators for n in scope.target_names(g.target))
        inner = Frame(names, frame.namespace, {}, parent=frame, function=frame.function)
        inner.is_comprehension = True
        with self.active(inner):
            return self._comprehended(generators, elements, frame, inner)

    def _comprehended(
        self,
        generators: list[ast.comprehension],
        elements: list[ast.expr],
        frame: Frame,
        inner: Frame,
    ) -> Value:
        for generator in generators:
            if generator.is_async:
                self.context.refuse(Code.LEAVES_LOOP, "the body awaits", generator.target)
            iterable = self.value(
                generator.iter, inner if generator is not generators[0] else frame
            )
            self.bind(generator.target, self.iterate(iterable, generator.iter), inner)
            for condition in generator.ifs:
                self.value(condition, inner)
        return values.joined([self.value(element, inner) for element in elements])

    def bind(self, target: ast.expr, value: Value, frame: Frame) -> None:
        """Bind a target; storing into objects is the statements' business."""
        raise NotImplementedError  # pragma: no cover - the subclass's

    def interpret_live(self, live: Any) -> Value:
        """Give the value of a live object."""
        return self.see(values.of_live(live))


def _number_of(left: type | None, right: type | None, op: ast.operator) -> type | None:
    """Give the type of what two numbers of exact types make; None where it depends on them."""
    kinds = {left, right}
    if not isinstance(op, ast.Add | ast.Sub | ast.Mult | ast.Div | ast.FloorDiv | ast.Mod):
        return None
    if decimal.Decimal in kinds and kinds <= {decimal.Decimal, int}:
        return decimal.Decimal
    if kinds <= {int, bool, float}:
        return float if float in kinds or isinstance(op, ast.Div) else int
    return None


_DATES: Final = (datetime.date, datetime.datetime)


def _date_of(left: type | None, right: type | None, op: ast.operator) -> type | None:
    """Give the type of what dates and spans of time make; None where neither is one."""
    span = datetime.timedelta
    if left is span and isinstance(op, ast.Mult | ast.Div) and right in (int, float):
        return span
    if not isinstance(op, ast.Add | ast.Sub):
        return None
    if right is span and left in (*_DATES, span):
        return left
    if left is span and right in _DATES and isinstance(op, ast.Add):
        return right
    return span if left is right and left in _DATES and isinstance(op, ast.Sub) else None


def aged_by(value: Value, added: Value) -> Value:
    """Give what an object may be that may have taken another in."""
    if value.owner is Owner.ATOM or value.type is drawn.Drawing:
        return value
    if value.elements is not None:
        value = replace(value, elements=value.elements.join(added))
    if added.owner > Owner.FRESH and value.owner is Owner.FRESH:
        value = replace(value, owner=Owner.SHELL, roots=value.roots | added.roots)
    return value
