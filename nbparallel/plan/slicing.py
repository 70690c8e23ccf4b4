"""Program slices: what is left of code if all that counts is which numbers it draws.

The slice of a body keeps each draw with its arguments, what these are computed from, and the
conditions and loops around them. It only has to be right nearly always: it foretells where the
random states will be, and whether they were there is verified before anything is committed.
"""

from __future__ import annotations

import ast
import inspect
import types
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from nbparallel import facts
from nbparallel.analysis import functions, scope
from nbparallel.analysis.callees import python_method
from nbparallel.analysis.draws import Place, place_of

_TAKES_ALL: Final = frozenset(
    """sum list tuple set frozenset sorted dict max min array asarray mean fmean median stdev fsum
    join Counter deque""".split()
)
"""Functions that draw all elements from a generator expression before they go on."""

_MOST_FUNCTIONS: Final = 40

_Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp


class NoSlice(Exception):
    """Code of which no slice can be made."""


@dataclass(eq=False)
class Slices:
    """The slices of one loop's body and of the functions it calls.

    Attributes
    ----------
    calls : frozenset of Place
        The calls that may draw.
    shows : frozenset of Place
        The calls that only show what they are given.
    made : dict
        The functions' slices so far, by the function's identity; None while they are made.
    named : dict of str to function
        The same by the names under which slices call them.
    bodies : list of list of stmt
        Their statements.
    reads_only : bool
        Whether what changes an object is left out, even if a draw may depend on it.
    """

    calls: frozenset[Place]
    shows: frozenset[Place] = frozenset()
    made: dict[int, str | None] = field(default_factory=dict)
    named: dict[str, types.FunctionType] = field(default_factory=dict)
    bodies: list[list[ast.stmt]] = field(default_factory=list)
    reads_only: bool = False

    def draws(self, node: ast.AST) -> bool:
        """Whether a node is a call that may draw."""
        return isinstance(node, ast.Call) and place_of(node) in self.calls

    def function(self, live: types.FunctionType, cls: type | None) -> str | None:
        """Give the name of the slice of a function, or a class's method; its result is not used."""
        if id(live) not in self.made and len(self.made) < _MOST_FUNCTIONS:
            self.made[id(live)] = None
            try:
                made = _function_slice(live, cls, self)
            except (NoSlice, SyntaxError):
                return None
            name = f"__nbp_slice_{len(self.named)}"
            self.made[id(live)], self.named[name] = name, made
        return self.made.get(id(live))


Lookup = Callable[[str], tuple[bool, Any]]
"""Gives whether a name is known to stand for one live object, and the object."""


@dataclass(eq=False)
class Slicer:
    """Slices the code of one scope.

    Parameters
    ----------
    slices : Slices
        What is known of calls.
    lookup : callable
        Looks up names that the code does not bind.
    in_function : bool
        Whether a ``return`` is the code's own.
    results : frozenset of str
        The names whose objects the loop adds to, which draws never depend on.
    classes : mapping of str to type
        What is believed of names that the code binds.
    """

    slices: Slices
    lookup: Lookup
    in_function: bool
    results: frozenset[str] = frozenset()
    classes: Mapping[str, type] = field(default_factory=dict)
    needed: set[str] = field(default_factory=set)
    bound: frozenset[str] = frozenset()
    _loops: int = 0  # loops around the statement, within the scope
    _tries: int = 0

    def body(self, statements: Sequence[ast.stmt], also: Iterable[str]) -> list[ast.stmt]:
        """Slice a scope's statements, until no more names turn out to be needed.

        Parameters
        ----------
        statements : sequence of stmt
            The code.
        also : iterable of str
            Names that are bound when it begins.
        """
        self.bound = frozenset((*also, *scope.bound_names(statements)))
        while True:
            kept = self._without_tail(self._block(statements))
            needed = self.bound & scope.read_names(kept)
            if needed <= self.needed:
                return kept
            self.needed |= needed

    # -- statements -------------------------------------------------------------------------

    def _block(self, statements: Sequence[ast.stmt]) -> list[ast.stmt]:
        return [kept for statement in statements for kept in self._statement(statement)]

    def _statement(self, node: ast.stmt) -> list[ast.stmt]:
        method = getattr(self, f"_{type(node).__name__.lower()}", None)
        if method is not None:
            found: list[ast.stmt] = method(node)
            return found
        if self._draws(node) or self._binds_needed(node):
            return [node]
        return []

    def _expr(self, node: ast.Expr) -> list[ast.stmt]:
        if self._changes_needed(node.value):
            return [node]
        return self._only_effects(node, node.value)

    def _assign(self, node: ast.Assign | ast.AnnAssign | ast.AugAssign) -> list[ast.stmt]:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        if any(self._is_needed(target) for target in targets):
            return [node]
        return self._only_effects(node, node.value, *targets)

    _annassign = _augassign = _assign

    def _return(self, node: ast.Return) -> list[ast.stmt]:
        effects = self._only_effects(node, node.value)
        end = ast.Return(ast.Constant(None))
        return [*effects, ast.copy_location(end, node)] if self.in_function else effects

    def _break(self, node: ast.Break) -> list[ast.stmt]:
        # Behind an iteration that leaves the loop nothing has to be foretold.
        return [node] if self.in_function or self._loops else []

    def _continue(self, node: ast.Continue) -> list[ast.stmt]:
        return [node]

    def _raise(self, node: ast.Raise) -> list[ast.stmt]:
        return [node] if self._tries else []

    def _pass(self, node: ast.Pass) -> list[ast.stmt]:
        return []

    def _assert(self, node: ast.Assert) -> list[ast.stmt]:
        return self._only_effects(node, node.test)

    def _if(self, node: ast.If) -> list[ast.stmt]:
        body, orelse = self._block(node.body), self._block(node.orelse)
        if not body and not orelse:
            return self._only_effects(node, node.test)
        return [ast.copy_location(ast.If(node.test, body or [ast.Pass()], orelse), node)]

    def _for(self, node: ast.For) -> list[ast.stmt]:
        body, orelse = self._inner(node), self._block(node.orelse)
        if not self._matters([*body, *orelse]) and not self._is_needed(node.target):
            return self._only_effects(node, node.iter)
        made = ast.For(node.target, node.iter, body or [ast.Pass()], orelse)
        return [ast.copy_location(made, node)]

    def _while(self, node: ast.While) -> list[ast.stmt]:
        body, orelse = self._inner(node), self._block(node.orelse)
        if not self._matters([*body, *orelse]) and not self._draws(node.test):
            return []
        made = ast.While(node.test, body or [ast.Pass()], orelse)
        return [ast.copy_location(made, node)]

    def _inner(self, node: ast.For | ast.While) -> list[ast.stmt]:
        self._loops += 1
        try:
            return self._without_tail(self._block(node.body))
        finally:
            self._loops -= 1

    def _without_tail(self, body: list[ast.stmt]) -> list[ast.stmt]:
        """Leave out jumps to where the code goes anyway, and what decides about them."""
        own = ast.Continue if self._loops or not self.in_function else ast.Return
        while body:
            last = body[-1]
            if isinstance(last, own):
                body = body[:-1]
                continue
            if isinstance(last, ast.If):
                then, otherwise = map(self._without_tail, (last.body, last.orelse))
                then = [statement for statement in then if not isinstance(statement, ast.Pass)]
                if then or otherwise:
                    made = ast.If(last.test, then or [ast.Pass()], otherwise)
                    return [*body[:-1], ast.copy_location(made, last)]
                body = [*body[:-1], *self._only_effects(last, last.test)]
                continue
            return body
        return body

    def _with(self, node: ast.With) -> list[ast.stmt]:
        body = self._block(node.body)
        if not body:
            return self._only_effects(node, *(item.context_expr for item in node.items))
        return [ast.copy_location(ast.With(node.items, body), node)]

    def _try(self, node: ast.Try) -> list[ast.stmt]:
        self._tries += 1
        try:
            parts = [self._block(block) for block in (node.body, node.orelse, node.finalbody)]
        finally:
            self._tries -= 1
        handlers = [
            ast.copy_location(
                ast.ExceptHandler(h.type, h.name, self._block(h.body) or [ast.Pass()]), h
            )
            for h in node.handlers
        ]
        if not any(parts) and not any(self._matters(h.body) for h in handlers):
            return []
        body, orelse, final = parts
        return [ast.copy_location(ast.Try(body or [ast.Pass()], handlers, orelse, final), node)]

    def _global(self, node: ast.Global | ast.Nonlocal) -> list[ast.stmt]:
        raise NoSlice

    _nonlocal = _global

    def _matters(self, body: Sequence[ast.stmt]) -> bool:
        """Whether a loop's slice draws, computes something needed, or leaves the function."""
        return any(
            isinstance(node, ast.Return | ast.Expr)
            or self.slices.draws(node)
            or (isinstance(node, ast.Name) and self._is_needed_store(node))
            for statement in body
            for node in scope.walk(statement)
        )

    def _is_needed_store(self, node: ast.Name) -> bool:
        return not isinstance(node.ctx, ast.Load) and node.id in self.needed

    # -- names ----------------------------------------------------------------------------------

    def _is_needed(self, target: ast.expr) -> bool:
        """Whether a target is a needed name, or a place in a needed object."""
        if isinstance(target, ast.Tuple | ast.List):
            return any(map(self._is_needed, target.elts))
        if self.slices.reads_only and isinstance(target, ast.Subscript | ast.Attribute):
            return False
        while isinstance(target, ast.Subscript | ast.Attribute | ast.Starred):
            target = target.value
        return isinstance(target, ast.Name) and target.id in self.needed

    def _binds_needed(self, node: ast.AST) -> bool:
        return bool(self.needed & scope.bound_names([node]).keys())

    def _changes_needed(self, node: ast.expr) -> bool:
        """Whether a call may change an object that is needed: it has it, or is its method."""
        if self.slices.reads_only or not isinstance(node, ast.Call):
            return False
        places = [*node.args, *(keyword.value for keyword in node.keywords)]
        if isinstance(node.func, ast.Attribute):
            places.append(node.func.value)
        named = {place.id for place in places if isinstance(place, ast.Name)}
        shows = place_of(node) in self.slices.shows
        return bool(named & self.needed) and not (named & self.results or shows)

    # -- expressions --------------------------------------------------------------------------

    def _draws(self, node: ast.AST | None) -> bool:
        return node is not None and any(map(self.slices.draws, scope.walk(node)))

    def _only_effects(self, place: ast.stmt, *nodes: ast.expr | None) -> list[ast.stmt]:
        """Give statements that draw as some expressions do, and compute nothing else."""
        return [
            ast.copy_location(ast.Expr(effect), place)
            for node in nodes
            for effect in self.effects(node)
        ]

    def effects(self, node: ast.expr | None) -> list[ast.expr]:
        """Give what has to be evaluated of an expression whose value is not used."""
        if node is None or not self._draws(node):
            return []
        if isinstance(node, ast.Call) and self.slices.draws(node):
            return [self._drawing_call(node)]
        if isinstance(node, ast.Call) and not _takes_all(node):
            return [node]
        if isinstance(node, ast.Call) and any(map(self._is_lazy, node.args)):
            return [node]
        if isinstance(node, ast.Lambda):
            return []
        if isinstance(node, ast.NamedExpr) and node.target.id in self.needed:
            return [node]
        if isinstance(node, ast.IfExp):
            return self._choice(node)
        if isinstance(node, ast.BoolOp):
            return (
                [node] if any(map(self._draws, node.values[1:])) else self.effects(node.values[0])
            )
        if isinstance(node, ast.Compare) and len(node.ops) > 1:
            return [node]
        if isinstance(node, _Comprehension):
            return [self.comprehension(node)]
        if isinstance(node, ast.Dict):
            pairs = zip(node.keys, node.values, strict=True)
            return [effect for pair in pairs for part in pair for effect in self.effects(part)]
        if isinstance(node, ast.Await | ast.Yield | ast.YieldFrom):
            raise NoSlice
        parts = [child for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr)]
        parts += [k.value for k in getattr(node, "keywords", ())]
        return [effect for part in parts for effect in self.effects(part)]

    def _choice(self, node: ast.IfExp) -> list[ast.expr]:
        body, orelse = self.effects(node.body), self.effects(node.orelse)
        if not body and not orelse:
            return self.effects(node.test)
        return [ast.copy_location(ast.IfExp(node.test, _tuple(body), _tuple(orelse)), node)]

    def comprehension(self, node: _Comprehension) -> ast.ListComp:
        """Give a list comprehension that draws as another does."""
        elements = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
        drawn = _tuple([effect for element in elements for effect in self.effects(element)])
        return ast.copy_location(ast.ListComp(drawn, node.generators), node)

    def _drawing_call(self, node: ast.Call) -> ast.expr:
        """Let the slice of a user's function be called in its place."""
        found = self._callee(node.func)
        name = self.slices.function(found[0], found[2]) if found is not None else None
        if found is None or name is None:
            return node
        arguments = [*found[1], *node.args]
        call = ast.Call(ast.Name(name, ast.Load()), arguments, node.keywords)
        return ast.copy_location(call, node)

    def _callee(
        self, node: ast.expr
    ) -> tuple[types.FunctionType, list[ast.expr], type | None] | None:
        """Find the user's function that is called, and the receiver if it is a method."""
        if isinstance(node, ast.Name) and node.id not in self.bound:
            known, live = self.lookup(node.id)
            if known and isinstance(live, types.FunctionType) and facts.library_of(live) is None:
                return live, [], None
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            cls = self._class_of(node.value.id)
            if cls is None or not facts.is_user_class(cls):
                return None
            method = python_method(cls, node.attr)
            raw = next((vars(c)[node.attr] for c in cls.__mro__ if node.attr in vars(c)), None)
            if raw is method is not None and facts.library_of(method) is None:
                return method, [node.value], cls
        return None

    def _is_lazy(self, node: ast.expr) -> bool:
        """Whether an expression calls a generator function, which draws when it is iterated."""
        found = self._callee(node.func) if isinstance(node, ast.Call) else None
        return found is not None and bool(found[0].__code__.co_flags & inspect.CO_GENERATOR)

    def _class_of(self, name: str) -> type | None:
        if name in self.bound:
            return self.classes.get(name)
        known, live = self.lookup(name)
        return type(live) if known else None


def _takes_all(node: ast.Call) -> bool:
    """Whether a call, of which an argument draws, draws all of it and before it does anything."""
    if not any(isinstance(a, ast.GeneratorExp | ast.Starred) for a in node.args):
        return True
    name = getattr(node.func, "id", None) or getattr(node.func, "attr", "")
    return name in _TAKES_ALL and not node.keywords


def _tuple(parts: list[ast.expr]) -> ast.expr:
    if len(parts) == 1:
        return parts[0]
    return ast.Tuple(parts, ast.Load()) if parts else ast.Constant(None)


# -- functions ------------------------------------------------------------------------------------


def _function_slice(
    live: types.FunctionType, cls: type | None, slices: Slices
) -> types.FunctionType:
    """Make the slice of a function, to be called as it is.

    Raises
    ------
    NoSlice
        If its code is not known, or not of the kind that can be sliced.
    """
    tree = functions.tree_of(live)
    if not isinstance(tree, ast.FunctionDef | ast.Lambda):
        raise NoSlice
    cells = dict(zip(live.__code__.co_freevars, live.__closure__ or (), strict=True))

    def lookup(name: str) -> tuple[bool, Any]:
        if name in cells:
            try:
                return True, cells[name].cell_contents
            except ValueError:
                return False, None
        return facts.lookup(live.__globals__, name)

    first = scope.parameters(tree.args)[:1] if cls is not None else []
    classes = {name: cls for name in first if cls is not None}
    slicer = Slicer(slices, lookup, in_function=True, classes=classes)
    if isinstance(tree, ast.Lambda):
        slicer.bound = frozenset(scope.parameters(tree.args))
        body: list[ast.stmt] = [ast.Expr(e) for e in slicer.effects(tree.body)]
    else:
        if any(isinstance(n, ast.Yield | ast.YieldFrom) for n in scope.walk_scope(tree.body)):
            raise NoSlice
        body = slicer.body(tree.body, scope.parameters(tree.args))
    slices.bodies.append(body)
    code = function_code(live.__name__, tree.args, body, [*cells, *slices.named])
    values = {**cells, **{name: types.CellType(f) for name, f in slices.named.items()}}
    closure = tuple(values[name] for name in code.co_freevars)
    made = types.FunctionType(code, live.__globals__, live.__name__, live.__defaults__, closure)
    made.__kwdefaults__ = live.__kwdefaults__
    return made


def function_code(
    name: str, arguments: ast.arguments, body: list[ast.stmt], around: Iterable[str]
) -> types.CodeType:
    """Compile a function among names of a function around it, without defaults."""
    plain = ast.arguments(
        posonlyargs=arguments.posonlyargs,
        args=arguments.args,
        vararg=arguments.vararg,
        kwonlyargs=arguments.kwonlyargs,
        kw_defaults=[None for _ in arguments.kwonlyargs],
        kwarg=arguments.kwarg,
        defaults=[],
    )
    inner = _definition(
        name if name.isidentifier() else "__nbp_lambda", plain, body or [ast.Pass()]
    )
    parameters = ast.arguments([], [ast.arg(n) for n in around], None, [], [], None, [])
    outer = _definition("__nbp_around", parameters, [inner])
    module = ast.fix_missing_locations(ast.Module([outer], []))
    compiled = compile(module, "<random numbers>", "exec", dont_inherit=True)
    outer_code = next(c for c in compiled.co_consts if isinstance(c, types.CodeType))
    return next(c for c in outer_code.co_consts if isinstance(c, types.CodeType))


def _definition(name: str, arguments: ast.arguments, body: list[ast.stmt]) -> ast.FunctionDef:
    made = ast.FunctionDef(name=name, args=arguments, body=body, decorator_list=[])
    if hasattr(made, "type_params"):
        made.type_params = []
    return made


_READERS: Final = frozenset(
    """abs all any bool divmod enumerate float int len list max min pow range reversed round set
    sorted str sum tuple zip""".split()
)
"""Builtins that change nothing."""


def only_reads(
    bodies: Iterable[Sequence[ast.stmt]], slices: Slices, direct: frozenset[Place]
) -> bool:
    """Whether slices change no object that they are given, whatever it is.

    Parameters
    ----------
    bodies : iterable of list of stmt
        The slices.
    slices : Slices
        Which of the functions are slices themselves.
    direct : frozenset of Place
        The draws that are a library's.
    """
    return all(
        _only_reads(node, slices, direct)
        for body in bodies
        for statement in body
        for node in ast.walk(statement)
    )


def _only_reads(node: ast.AST, slices: Slices, direct: frozenset[Place]) -> bool:
    if isinstance(node, ast.AugAssign | ast.With | ast.FunctionDef | ast.ClassDef):
        return False
    if isinstance(node, ast.Attribute | ast.Subscript):
        return isinstance(node.ctx, ast.Load)
    if not isinstance(node, ast.Call):
        return True
    if isinstance(node.func, ast.Name) and node.func.id in (*slices.named, *_READERS):
        return not any(keyword.arg == "key" for keyword in node.keywords)
    name = getattr(node.func, "attr", None) or getattr(node.func, "id", "")
    given = {keyword.arg for keyword in node.keywords}
    return place_of(node) in direct and name != "shuffle" and not given & {"out", None}
