"""Abstract interpretation of statements: flow of names, stores, and where control may go.

A name is private to an iteration only if every path writes it before it reads it, so the
interpretation is flow-sensitive: branches are joined, loops run to a fixed point.
"""

from __future__ import annotations

import ast
import inspect
import sys
import types
import warnings
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

from nbparallel import facts
from nbparallel.analysis import knowledge, protocols, redirected, scope, values
from nbparallel.analysis.callees import Arguments
from nbparallel.analysis.calls import COMPRESSED, Calls
from nbparallel.analysis.expressions import Dispatch, aged_by
from nbparallel.analysis.frames import Frame, Slot, State, join_states
from nbparallel.analysis.values import ABSENT, ATOM, SHARED, SHELL, LocalFunction, Owner, Value
from nbparallel.diagnostic import Code

_MAX_PASSES: Final = 6
_KEPT_IN_PLACE: Final = (list, dict, set, bytearray)
"""Types of which an object stays itself under an in-place operator."""

_TRANSPARENT: Final = frozenset(
    """_io.StringIO _io.BytesIO contextlib.nullcontext contextlib.closing decimal.localcontext
    numpy.errstate numpy.printoptions warnings.catch_warnings contextlib.redirect_stdout""".split()
).union(f"{library}.open" for library in COMPRESSED)
"""Makers of context managers that let every exception through."""


def _copy(state: State | None) -> State | None:
    return dict(state) if state is not None else None


_METHODS: Final = Dispatch("_do_")


_SHARED_BY_COPIES: Final = ("dtype", "index", "columns")
"""Attributes of arrays and frames whose objects other arrays and frames may have, too."""


class Statements(Calls):
    """Interprets blocks of statements in a frame."""

    def function_body(self, body: list[ast.stmt], frame: Frame) -> None:
        """Interpret a function's statements."""
        with self.active(frame):
            self.block(body, frame)

    def block(self, body: Iterable[ast.stmt], frame: Frame) -> None:
        """Interpret statements one after the other."""
        for statement in body:
            operands = self.context.accumulator_nodes.get(id(statement))
            if operands is not None:
                for operand in operands:
                    self._operand(operand, frame)
                continue
            method = getattr(self, _METHODS[type(statement)], None)
            if method is None:
                self.context.refuse(
                    Code.UNSUPPORTED,
                    f"`{type(statement).__name__}` inside a loop is not analysed",
                    statement,
                )
            else:
                method(statement, frame)

    def _operand(self, node: ast.expr, frame: Frame) -> None:
        """Interpret what a worker evaluates for a statement that the kernel completes."""
        context = self.context
        printed, context.prints = context.prints, False
        drawn = context.drawn.count
        self.value(node, frame)
        if context.drawn.count > drawn and id(node) in context.conditional:
            context.refuse(
                Code.RANDOM,
                f"whether `{ast.unparse(node)}` is evaluated, and draws, hangs on earlier "
                "iterations",
                node,
            )
        if context.prints and id(node) in context.conditional:
            context.refuse(
                Code.CARRIED,
                f"whether `{ast.unparse(node)}` is evaluated, and prints, hangs on earlier "
                "iterations",
                node,
            )
        context.prints = context.prints or printed

    # -- simple statements ------------------------------------------------------------------

    def _do_expr(self, node: ast.Expr, frame: Frame) -> None:
        self.value(node.value, frame)

    def _do_pass(self, node: ast.Pass, frame: Frame) -> None:
        """Do nothing, as it says."""

    def _do_assign(self, node: ast.Assign, frame: Frame) -> None:
        value = self.value(node.value, frame)
        for target in node.targets:
            self.bind(target, value, frame, node.value)

    def _do_annassign(self, node: ast.AnnAssign, frame: Frame) -> None:
        if not frame.function and isinstance(node.target, ast.Name):
            self.context.refuse(
                Code.UNSUPPORTED,
                "an annotation in the loop changes `__annotations__`",
                node,
                "remove the annotation, or move it above the loop",
            )
        if node.value is not None:
            self.bind(node.target, self.value(node.value, frame), frame)

    def _do_augassign(self, node: ast.AugAssign, frame: Frame) -> None:
        target = node.target
        if isinstance(target, ast.Name):
            before = self.read(target.id, target, frame)
            operand = self.value(node.value, frame)
            made = self._in_place(before, operand, node)
            if made is not None:
                self._bind_name(target.id, made, frame, node)
                return
            self.mutate(before, f"{target.id} {_operator(node.op)}= ...", node)
            self.absorb_values([operand])
            self._bind_name(target.id, replace(before, live=ABSENT, elements=None), frame, node)
            return
        loaded: ast.expr = _as_load(target)
        element = self.value(loaded, frame)
        operand = self.value(node.value, frame)
        if element.owner is not Owner.ATOM and self.section_of(target, frame) is None:
            self.mutate(element, "in-place operator", node)
        made = self._in_place(element, operand, node)
        held = operand if made is None else made.join(operand)
        if isinstance(target, ast.Attribute):
            kept = made if made is not None else element if element.type in _KEPT_IN_PLACE else None
            self.context.attributes.store(target.attr, kept)
            held = replace(held, type=None if kept is None else kept.type, kinds=frozenset())
        self._store(target, held, frame)

    def _in_place(self, before: Value, operand: Value, node: ast.AugAssign) -> Value | None:
        """Give what an augmented assignment binds, where that is not simply the object before."""
        if before.owner is Owner.ATOM:
            return self.operate(before, operand, node.op, node)
        name = protocols.OPERATORS[type(node.op)]
        made = self.protocol(before, f"__i{name}__", [operand], node)
        if made is None and protocols.method_of(before, f"__{name}__") is not None:
            made = self.operate(before, operand, node.op, node)
        return made

    def _do_delete(self, node: ast.Delete, frame: Frame) -> None:
        for target in node.targets:
            if isinstance(target, ast.Name):
                self.read(target.id, target, frame)
                frame.unbind(target.id)
            elif isinstance(target, ast.Subscript | ast.Attribute):
                container = self.value(target.value, frame)
                if isinstance(target, ast.Subscript):
                    key = self.value(target.slice, frame)
                    self.protocol(container, "__delitem__", [key], node)
                else:
                    self.protocol(container, "__delattr__", [values.atom(str)], node)
                self.mutate(container, "del", node)
            else:
                self.context.refuse(Code.UNSUPPORTED, "this `del` is not analysed", node)

    def _do_import(self, node: ast.Import, frame: Frame) -> None:
        for alias in node.names:
            top = alias.name.partition(".")[0]
            self._imported(alias.asname or top, alias.name if alias.asname else top, node, frame)

    def _do_importfrom(self, node: ast.ImportFrom, frame: Frame) -> None:
        module = sys.modules.get(node.module or "")
        for alias in node.names:
            if alias.name == "*" or node.level:
                self.context.refuse(Code.UNSUPPORTED, "this import is not analysed", node)
                continue
            self._known_module(node.module or "", node)
            name = alias.asname or alias.name
            live = getattr(module, alias.name, ABSENT) if module is not None else ABSENT
            value = values.of_live(live) if live is not ABSENT else SHARED
            self._bind_name(name, value, frame, node)

    def _imported(self, name: str, module: str, node: ast.stmt, frame: Frame) -> None:
        self._known_module(module, node)
        live = sys.modules.get(module, ABSENT)
        value = values.of_live(live) if live is not ABSENT else SHARED
        self._bind_name(name, value, frame, node)

    def _known_module(self, module: str, node: ast.stmt) -> None:
        top = module.partition(".")[0]
        if not knowledge.is_known_library(top):
            if self.context.guarded:
                self.context.try_under_guards(module, node, top)
                return
            self.context.refuse(
                Code.PROCESS_STATE,
                f"importing `{module}` runs code that is not known",
                node,
                "import it before the loop",
            )

    def _do_assert(self, node: ast.Assert, frame: Frame) -> None:
        self.value(node.test, frame)
        before = _copy(frame.state)
        self.value(node.msg, frame)
        frame.state = before

    def _do_raise(self, node: ast.Raise, frame: Frame) -> None:
        raised = self.value(node.exc, frame)
        self.value(node.cause, frame)
        if isinstance(raised.live, type):
            if facts.is_user_class(raised.live):
                self._construct(raised.live, Arguments([], {}, True), node)
        elif node.exc is not None and raised.type is not type:
            self.mutate(raised, "raise", node)  # it is told where, and with what
        frame.state = None

    def _do_global(self, node: ast.Global, frame: Frame) -> None:
        for name in node.names:
            if frame.function and name in self.context.accumulators:
                self._global_write(name, node, frame)

    def _do_nonlocal(self, node: ast.Nonlocal, frame: Frame) -> None:
        for name in node.names:
            if name in frame.cells:
                self.context.refuse(
                    Code.CALLEE_WRITES,
                    f"`{frame.function}` keeps state in `{name}` from one call to the next",
                    node,
                    "pass the state in and return it instead",
                )

    def _do_functiondef(self, node: ast.FunctionDef, frame: Frame) -> None:
        for default in [*node.args.defaults, *(d for d in node.args.kw_defaults if d is not None)]:
            self.value(default, frame)
        if node.decorator_list:
            self.context.refuse(Code.UNSUPPORTED, "a decorated function in the loop", node)
        if any(isinstance(n, ast.Global) for n in ast.walk(node)):
            self.context.refuse(Code.CALLEE_WRITES, f"`{node.name}` declares a global", node)
        function = LocalFunction(node, frame)
        self.context.local_functions.append(function)
        self._bind_name(node.name, Value(Owner.FRESH, function=function), frame, node)

    # -- binding and storing ------------------------------------------------------------------

    def bind(
        self, target: ast.expr, value: Value, frame: Frame, source: ast.expr | None = None
    ) -> None:
        """Bind a target of an assignment, a ``for`` or a ``with``."""
        if isinstance(target, ast.Name):
            self._bind_name(target.id, value, frame, target)
        elif isinstance(target, ast.Tuple | ast.List):
            self._unpack(target, value, frame, source)
        elif isinstance(target, ast.Starred):
            held = values.container_of(list, value)
            self.bind(target.value, held, frame)
        else:
            self._store(target, value, frame)

    def _unpack(
        self, target: ast.Tuple | ast.List, value: Value, frame: Frame, source: ast.expr | None
    ) -> None:
        parts: list[Value] | None = None
        elements, held = self._displayed
        if (
            isinstance(source, ast.Tuple | ast.List)
            and elements is source.elts
            and len(source.elts) == len(target.elts)
            and not any(isinstance(e, ast.Starred) for e in [*source.elts, *target.elts])
        ):
            parts = held
        element = self.iterate(value, target)
        for index, child in enumerate(target.elts):
            self.bind(child, parts[index] if parts is not None else element, frame)

    def _bind_name(self, name: str, value: Value, frame: Frame, node: ast.AST) -> None:
        home: Frame | None = frame
        while home is not None and name not in home.local and name not in home.global_names:
            home = home.parent
        if home is None or name in home.global_names:
            self._global_write(name, node, frame)
        elif home is frame:
            home.bind(name, value)
        elif home.state is not None:  # a nonlocal: other calls may come in between
            slot = home.state.get(name)
            joined = value.join(slot.value) if slot else value
            home.state[name] = Slot(joined, bool(slot and slot.definite))

    def _global_write(self, name: str, node: ast.AST, frame: Frame) -> None:
        self.context.refuse(
            Code.CALLEE_WRITES,
            f"`{frame.function or 'the body'}` writes the global `{name}`",
            node,
            f"return the value and assign `{name}` in the cell",
        )

    def _store(self, target: ast.expr, value: Value, frame: Frame) -> None:
        if not isinstance(target, ast.Subscript | ast.Attribute):
            self.context.refuse(Code.UNSUPPORTED, "this target is not analysed", target)
            return
        container = self.value(target.value, frame)
        held = [value]
        if isinstance(target, ast.Subscript):
            held.append(self.value(target.slice, frame))  # a mapping holds its keys, too
            self.called_by_subscript(container, target.slice, frame)
        own = self.section_of(target, frame) if isinstance(target, ast.Subscript) else None
        if own is not None and value.owner is not Owner.ATOM:
            self.context.loose.add(own)
        if values.stores_outside(container) and own is None:
            shared = replace(container, owner=Owner.SHARED)
            self.mutate(shared, f"{ast.unparse(target)} = ...", target)
        if isinstance(target, ast.Subscript):
            self.protocol(container, "__setitem__", [held[1], value], target)
        else:
            self._set_attribute(container, target, value)
        self.absorb_values(held)

    def _set_attribute(self, container: Value, target: ast.Attribute, value: Value) -> None:
        """Judge what storing an attribute runs: of a property, or of the class."""
        self.protocol(container, "__setattr__", [values.atom(str), value], target)
        if target.attr in ("name", "names") and isinstance(target.value, ast.Attribute):
            part = target.value.attr
            if part in _SHARED_BY_COPIES and not facts.is_user_class(container.type or object):
                self.mutate(replace(container, owner=Owner.SHARED), f"{part}.name = ...", target)
        if protocols.may_be_any(container):
            self.context.assumed_results.add(f".{target.attr}")
        self.context.attributes.store(target.attr, value)
        cls = container.type
        if cls is not None and facts.is_user_class(cls):
            member = inspect.getattr_static(cls, target.attr, None)
            setter = member.fset if isinstance(member, property) else None
            if isinstance(setter, types.FunctionType):
                self._user_function(setter, Arguments([container, value], {}, True), target)

    def absorb_values(self, held: list[Value]) -> None:
        """Let any object made in the iteration hold these: aliases are not told apart."""
        added = values.joined(held)
        if not held:
            return
        for frame in self._frames:
            scope_frame: Frame | None = frame
            while scope_frame is not None:
                self._age(scope_frame, added)
                scope_frame = scope_frame.parent
        self._taken_in.append(added)
        self.absorbed = added if self.absorbed is None else self.absorbed.join(added)

    @staticmethod
    def _age(frame: Frame, added: Value) -> None:
        if frame.state is None:
            return
        for name, slot in frame.state.items():
            if slot.value.owner is not Owner.ATOM:
                frame.state[name] = Slot(aged_by(slot.value, added), slot.definite)

    # -- branches -------------------------------------------------------------------------------

    def _do_if(self, node: ast.If, frame: Frame) -> None:
        self.value(node.test, frame)
        before = _copy(frame.state)
        self.block(node.body, frame)
        after, frame.state = frame.state, before
        self.block(node.orelse, frame)
        frame.state = join_states(after, frame.state)

    def _do_match(self, node: ast.Match, frame: Frame) -> None:
        subject = self.value(node.subject, frame)
        captured = Value(max(subject.owner, Owner.FRESH), roots=subject.roots)
        if subject.owner is Owner.SHELL:
            captured = Value(Owner.SHARED, roots=subject.roots)
        ends: list[State | None] = []
        irrefutable = False
        for case in node.cases:
            before = _copy(frame.state)
            for child in ast.walk(case.pattern):
                if isinstance(child, ast.MatchValue):
                    self.value(child.value, frame)
                elif isinstance(child, ast.MatchClass):
                    self.value(child.cls, frame)
                elif isinstance(child, ast.MatchMapping):
                    self.context.assumed_methods.add("get")
                    self.protocol(subject, "get", [ATOM, ATOM], child)
            for name in scope.bound_names([case.pattern]):
                self._bind_name(name, captured, frame, case.pattern)
            self.value(case.guard, frame)
            failed = join_states(before, _copy(frame.state))
            self.block(case.body, frame)
            ends.append(frame.state)
            frame.state = failed
            bare = isinstance(case.pattern, ast.MatchAs) and case.pattern.pattern is None
            irrefutable = irrefutable or (bare and case.guard is None)
        if irrefutable:
            frame.state = None
        for end in ends:
            frame.state = join_states(frame.state, end)

    def _do_with(self, node: ast.With, frame: Frame) -> None:
        catches = 0
        for item in node.items:
            manager = self.value(item.context_expr, frame)
            if manager.owner is Owner.SHARED:
                written = ast.unparse(item.context_expr)
                self._unseen(written, item.context_expr, manager, Arguments([], {}, True))
            given = self.protocol(manager, "__enter__", [], item.context_expr)
            if manager.type in redirected.MANAGERS:
                given = redirected.entered(manager, node, item)
                if given is None:
                    self._unknown(ast.unparse(item.context_expr), item.context_expr, manager)
                catches += manager.type is warnings.catch_warnings
            self.protocol(manager, "__exit__", [ATOM, SHARED, SHARED], item.context_expr)
            if item.optional_vars is not None:
                entered = replace(manager, live=ABSENT)
                if manager.owner is Owner.SHELL:
                    entered = entered.aged(Owner.SHARED)
                self.bind(item.optional_vars, entered if given is None else given, frame)
        before = _copy(frame.state)
        frame.catches += catches
        self.block(node.body, frame)
        frame.catches -= catches
        if not all(self._lets_through(item.context_expr, frame) for item in node.items):
            frame.state = join_states(frame.state, self._weakened(before, node.body))

    def _lets_through(self, manager: ast.expr, frame: Frame) -> bool:
        """Whether a ``with`` is over once an exception is raised in it."""
        if not isinstance(manager, ast.Call) or any(
            isinstance(child, ast.Call) for child in scope.walk(manager.func)
        ):
            return False
        if isinstance(manager.func, ast.Attribute) and manager.func.attr == "open":
            receiver = self.value(manager.func.value, frame)
            if receiver.type is not None and receiver.type.__module__.startswith("pathlib"):
                return True
        live = self.value(manager.func, frame).live
        library, name = facts.library_of(live), getattr(live, "__name__", "")
        return facts.is_open(live) or f"{library}.{name}" in _TRANSPARENT

    def _weakened(self, state: State | None, body: list[ast.stmt]) -> State | None:
        """Give the state after code that may have stopped anywhere within."""
        if state is None:
            return None
        weak = dict(state)
        for name in scope.bound_names(body):
            slot = weak.get(name)
            weak[name] = (
                Slot(SHARED, False)
                if slot is None
                else Slot(slot.value.join(SHARED), slot.definite and not _deletes(body, name))
            )
        return weak

    def _do_try(self, node: ast.Try, frame: Frame) -> None:
        before = _copy(frame.state)
        self.block(node.body, frame)
        interrupted = self._weakened(before, node.body)
        self.block(node.orelse, frame)
        end = frame.state
        for handler in node.handlers:
            frame.state = _copy(interrupted)
            self.value(handler.type, frame)
            if handler.name:
                self._bind_name(handler.name, SHELL, frame, handler)
            self.block(handler.body, frame)
            if handler.name:
                frame.unbind(handler.name)
            end = join_states(end, frame.state)
        handled = [s for h in node.handlers for s in h.body]
        frame.state = end
        if node.finalbody:
            frame.state = join_states(
                _copy(end), self._weakened(before, [*node.body, *node.orelse, *handled])
            )
            self.block(node.finalbody, frame)
            if end is None:
                frame.state = None
            elif frame.state is not None:
                frame.state = self._after_finally(end, frame.state, node.finalbody)

    def _after_finally(self, end: State, merged: State, body: list[ast.stmt]) -> State:
        """Undo the pessimism that only the exceptional way through a ``finally`` needs."""
        written = scope.bound_names(body)
        return {
            name: slot if name in written else end.get(name, slot) for name, slot in merged.items()
        }

    _do_trystar = _do_try

    # -- loops ------------------------------------------------------------------------------------

    def _do_for(self, node: ast.For, frame: Frame) -> None:
        items = self.value(node.iter, frame)
        element = self.iterate(items, node.iter)

        def head() -> None:
            self.bind(node.target, element, frame)

        certain = self._is_run(node.iter, items, frame)
        self._loop(node.body, node.orelse, frame, head, endless=False, certain=certain)

    def _is_run(self, header: ast.expr, items: Value, frame: Frame) -> bool:
        """Whether a loop is sure to have an iteration, so that its names are bound behind it."""
        if isinstance(header, ast.List | ast.Tuple | ast.Set):
            return any(not isinstance(part, ast.Starred) for part in header.elts)
        if type(items.live) in (list, tuple, str, dict, range):
            return len(items.live) > 0 and self._stays(items.live)
        if not isinstance(header, ast.Call) or header.keywords:
            return False
        callee = self.value(header.func, frame).live
        if callee in (enumerate, reversed, sorted) and len(header.args) == 1:
            return self._is_run(header.args[0], self.value(header.args[0], frame), frame)
        if callee is not range:
            return False
        bounds = [self._integer(argument, frame) for argument in header.args]
        try:
            return None not in bounds and len(range(*bounds)) > 0  # type: ignore[arg-type]
        except (TypeError, ValueError, OverflowError):
            return False

    def _integer(self, node: ast.expr, frame: Frame) -> int | None:
        """Give the integer that an expression is sure to be."""
        live = node.value if isinstance(node, ast.Constant) else self.value(node, frame).live
        return live if type(live) is int else None

    def _do_while(self, node: ast.While, frame: Frame) -> None:
        endless = isinstance(node.test, ast.Constant) and bool(node.test.value)
        self.value(node.test, frame)

        def head() -> None:
            self.value(node.test, frame)

        self._loop(node.body, node.orelse, frame, head, endless=endless)

    def _loop(
        self,
        body: list[ast.stmt],
        orelse: list[ast.stmt],
        frame: Frame,
        head: Any,
        *,
        endless: bool,
        certain: bool = False,
    ) -> None:
        outer = frame.breaks, frame.continues
        skipped = None if endless or certain else _copy(frame.state)
        entry = _copy(frame.state)
        for _ in range(_MAX_PASSES):
            frame.breaks, frame.continues = [], []
            frame.state = _copy(entry)
            head()
            self.block(body, frame)
            around = frame.state
            for state in frame.continues:
                around = join_states(around, state)
            joined = join_states(_copy(entry), around)
            if joined == entry:
                break
            entry = joined
        broken = frame.breaks
        frame.breaks, frame.continues = outer
        frame.state = join_states(skipped, None if endless else around)
        self.block(orelse, frame)
        for state in broken:
            frame.state = join_states(frame.state, state)

    def _do_break(self, node: ast.Break, frame: Frame) -> None:
        frame.breaks.append(frame.state)
        frame.state = None

    def _do_continue(self, node: ast.Continue, frame: Frame) -> None:
        frame.continues.append(frame.state)
        frame.state = None

    def _do_return(self, node: ast.Return, frame: Frame) -> None:
        value = self.value(node.value, frame) if node.value else values.atom(type(None))
        if not frame.function and not self.context.in_function:
            self.context.refuse(Code.LEAVES_LOOP, "`return` leaves the loop's function", node)
        frame.returned.append(value)
        if frame.state is not None:
            frame.ends.append(frame.state)
        frame.state = None

    # -- generators -------------------------------------------------------------------------------

    def _yield(self, node: ast.Yield, frame: Frame) -> Value:
        home: Frame = frame
        while not home.function and home.parent is not None:
            home = home.parent
        value = self.value(node.value, frame)
        if not home.function:
            self.context.refuse(Code.LEAVES_LOOP, "`yield` leaves the loop", node)
        home.returned.append(value)
        return SHARED

    def _yieldfrom(self, node: ast.YieldFrom, frame: Frame) -> Value:
        element = self.iterate(self.value(node.value, frame), node)
        frame.returned.append(element)
        return SHARED


def _operator(op: ast.operator) -> str:
    symbols = {"Add": "+", "Sub": "-", "Mult": "*", "Div": "/", "FloorDiv": "//", "Mod": "%",
               "Pow": "**", "BitOr": "|", "BitAnd": "&", "BitXor": "^", "LShift": "<<",
               "RShift": ">>", "MatMult": "@"}  # fmt: skip
    return symbols[type(op).__name__]


def _as_load(target: ast.expr) -> ast.expr:
    if isinstance(target, ast.Subscript):
        return ast.copy_location(ast.Subscript(target.value, target.slice, ast.Load()), target)
    assert isinstance(target, ast.Attribute)
    return ast.copy_location(ast.Attribute(target.value, target.attr, ast.Load()), target)


def _deletes(body: list[ast.stmt], name: str) -> bool:
    return any(
        (isinstance(n, ast.Name) and n.id == name and isinstance(n.ctx, ast.Del))
        or (isinstance(n, ast.ExceptHandler) and n.name == name)
        for n in scope.walk_scope(body)
    )
