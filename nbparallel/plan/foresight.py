"""What a cell is sure to have bound when one of its loops is reached, without running it.

A cell usually sets up what its loops use: ``out = []``, ``n = 100``, an import, a ``def``. These
statements have no effect but to bind a name, so a plan may take the name for bound. Whatever
else the cell binds before a loop is not known yet, and the plan says so.
"""

from __future__ import annotations

import ast
import collections
import sys
import types
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from nbparallel import facts
from nbparallel.analysis import functions, scope
from nbparallel.analysis.loops import Loop
from nbparallel.analysis.values import ABSENT
from nbparallel.source import Source, unwarned

_MADE: Final = (
    *(list, dict, set, tuple, str, int, float, bool, bytearray),
    *(collections.defaultdict, collections.Counter, collections.deque, collections.OrderedDict),
)
"""Classes that may be called with what is known beforehand, as nobody can see it."""


_DISPLAYS: Final = (ast.Tuple, ast.List, ast.Set, ast.Dict, ast.UnaryOp, ast.BinOp)
"""What may be a literal: numbers with signs, and containers of literals."""


class Foreseen(dict[str, Any]):
    """A namespace as it will be: the live one's names, and those the cell is sure to bind.

    Attributes
    ----------
    live : mapping
        The live namespace, which the user's functions call their globals.
    """

    __slots__ = ("live",)

    def __init__(self, live: Mapping[str, Any], names: Mapping[str, Any]) -> None:
        super().__init__(live)
        self.update(names)
        self.live = live


@dataclass(frozen=True, slots=True)
class _Definition:
    """A function that a ``def`` will make; its globals are known when a loop is reached."""

    node: ast.FunctionDef
    code: types.CodeType
    defaults: tuple[Any, ...]
    keyword_defaults: dict[str, Any]

    def made(self, names: Foreseen) -> types.FunctionType:
        function = types.FunctionType(self.code, names, self.code.co_name, self.defaults or None)
        function.__kwdefaults__ = self.keyword_defaults or None
        functions.know_tree(function, self.node)
        return function


@dataclass(frozen=True, slots=True)
class View:
    """What can be said beforehand of the names that a loop finds.

    Attributes
    ----------
    namespace : mapping
        The names as they will be.
    uncertain : dict of str to ast node
        The names that the cell binds before, to something not known yet; with the place.
    """

    namespace: Mapping[str, Any]
    uncertain: dict[str, ast.AST]


def look_ahead(source: Source, loops: Sequence[Loop], namespace: Mapping[str, Any]) -> list[View]:
    """Go through a cell's statements in their order; give what each loop will find."""
    where = {id(loop.origin): loop for loop in loops}
    views: dict[int, View] = {}
    before = _Before(namespace, source.filename)
    for statement in source.tree.body:
        nodes = list(scope.walk(statement))
        inside = [where[id(node)] for node in nodes if id(node) in where]
        if inside:
            found, uncertain = before.namespace(), before.uncertain()
            for loop in inside:
                more = _bound_around(loop.function or statement, loop.origin, before)
                if loop.function is not None:
                    parameters = scope.parameters(loop.function.args)
                    more = {**dict.fromkeys(parameters, loop.function), **more}
                views[loop.index] = View(found, {**uncertain, **more})
        before.take(statement, {node.id for node in nodes if type(node) is ast.Name})
    return [views[loop.index] for loop in loops]


def inside(outer: Loop, inner: Loop, namespace: Mapping[str, Any]) -> View:
    """Give what an inner loop will find, told when the loop around it is reached."""
    if inner.function is not None and inner.function is not outer.function:
        names = scope.parameters(inner.function.args)
        bound = scope.bound_names(inner.function.body)
        return View(namespace, {**dict.fromkeys(names, inner.function), **bound})
    uncertain: dict[str, ast.AST] = {}
    for part in _around(outer.node, inner.origin):
        uncertain.update(scope.bound_names([part]))
        changed = {name for name in _mentioned(part) if _may_change(namespace.get(name, ABSENT))}
        uncertain.update(dict.fromkeys(changed, part))
    return View(namespace, uncertain)


def _may_change(value: Any) -> bool:
    """Whether statements may change what an object holds."""
    fixed = types.ModuleType | types.FunctionType | types.BuiltinFunctionType | type | _Definition
    return not (value is ABSENT or facts.is_atom_type(type(value)) or isinstance(value, fixed))


class _Before:
    """The names bound by the statements above one of the cell's statements."""

    def __init__(self, live: Mapping[str, Any], filename: str) -> None:
        self.live = live
        self.filename = filename
        self.nodes: dict[str, ast.AST] = {}  # every name bound so far
        self.certain: dict[str, Any] = {}
        self._known = collections.ChainMap[str, Any](self.certain, live)  # type: ignore[arg-type]

    def namespace(self) -> Mapping[str, Any]:
        """Give the names as they are sure to be."""
        if not self.certain:
            return self.live
        names = Foreseen(self.live, self.certain)
        for name, value in self.certain.items():
            if isinstance(value, _Definition):
                names[name] = value.made(names)
        return names

    def uncertain(self) -> dict[str, ast.AST]:
        """Give the names that are bound to something not known."""
        return {name: node for name, node in self.nodes.items() if name not in self.certain}

    def take(self, statement: ast.stmt, mentioned: set[str]) -> None:
        """Take account of one more statement, and of the names that occur in it."""
        for name in mentioned & self.certain.keys():
            if self.is_changeable(name):
                del self.certain[name]  # it may change what the object holds
        bound = scope.bound_names([statement])
        values = self._binds(statement)
        for name, node in bound.items():
            self.nodes[name] = node
            self.certain.pop(name, None)
            if name in values:
                self.certain[name] = values[name]

    def is_changeable(self, name: str) -> bool:
        """Whether a name is sure to stand for an object that statements may change."""
        return _may_change(self.certain.get(name, ABSENT))

    def _binds(self, statement: ast.stmt) -> dict[str, Any]:
        if isinstance(statement, ast.Assign):
            return _assigned(statement, self._known)
        if isinstance(statement, ast.Import):
            return _imported(statement)
        if isinstance(statement, ast.ImportFrom):
            return _imported_from(statement)
        if isinstance(statement, ast.FunctionDef):
            return _defined(statement, self.filename)
        return {}


def _bound_around(statement: ast.stmt, loop: ast.AST, before: _Before) -> dict[str, ast.AST]:
    """Give the names that the statement a loop stands in binds or changes outside the loop."""
    if not hasattr(statement, "body") or statement is loop:
        return {}  # an assignment binds only when the loop in its value is over
    found: dict[str, ast.AST] = {}
    for part in _around(statement, loop):
        found.update(scope.bound_names([part]))
        changed = {name for name in _mentioned(part) if before.is_changeable(name)}
        found.update(dict.fromkeys(changed, part))
    return found


def _around(node: ast.AST, loop: ast.AST) -> Iterator[ast.AST]:
    """Give the parts of a statement that are not the loop in it."""
    if node is loop:
        return
    if not any(child is loop for child in scope.walk(node)):
        yield node
        return
    for child in scope.children(node):
        yield from _around(child, loop)


def _mentioned(node: ast.AST) -> set[str]:
    return {child.id for child in scope.walk(node) if type(child) is ast.Name}


def _defined(node: ast.FunctionDef, filename: str) -> dict[str, _Definition]:
    """Make the function of a ``def`` whose execution runs nothing of the user's."""
    arguments = node.args
    given = [*arguments.defaults, *(d for d in arguments.kw_defaults if d is not None)]
    annotated = any(a.annotation for a in scope.walk(arguments) if isinstance(a, ast.arg))
    if node.decorator_list or node.returns or annotated or getattr(node, "type_params", None):
        return {}
    try:
        defaults = [ast.literal_eval(default) for default in given]
    except (ValueError, TypeError):
        return {}
    try:
        with unwarned():
            made = compile(ast.Module([node], []), filename, "exec", dont_inherit=True)
    except SyntaxError:  # which only the compiler sees: the cell will not run either
        return {}
    code = next(code for code in made.co_consts if isinstance(code, types.CodeType))
    pairs = zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    keywords = [argument.arg for argument, default in pairs if default is not None]
    count = len(arguments.defaults)
    by_keyword = dict(zip(keywords, defaults[count:], strict=True))
    return {node.name: _Definition(node, code, tuple(defaults[:count]), by_keyword)}


def evaluated(node: ast.expr, namespace: Mapping[str, Any]) -> Any:
    """Give an expression's value where that runs nothing of the user's; else `ABSENT`.

    Literals, names of immutable values, and builtin containers and ranges made of these.
    """
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, _DISPLAYS):
        try:
            return ast.literal_eval(node)
        except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
            return ABSENT
    if isinstance(node, ast.Name):
        known, live = facts.lookup(namespace, node.id)
        return live if known and (facts.is_atom_type(type(live)) or type(live) is type) else ABSENT
    if not isinstance(node, ast.Call) or node.keywords:
        return ABSENT
    function = _named(node.func, namespace)
    if function is len and len(node.args) == 1 and isinstance(node.args[0], ast.Name):
        size = length(node.args[0], namespace)
        return ABSENT if size is None else size
    arguments = [evaluated(argument, namespace) for argument in node.args]
    if any(argument is ABSENT for argument in arguments):
        return ABSENT
    return _called(function, arguments)


def _called(function: Any, arguments: list[Any]) -> Any:
    if function is not range and not any(function is cls for cls in _MADE):
        return ABSENT
    if any(type(a) not in (int, float, str, type) for a in arguments):
        return ABSENT
    try:
        return function(*arguments)
    except (TypeError, ValueError, OverflowError):  # the cell will raise it when it runs
        return ABSENT


def length(node: ast.expr, namespace: Mapping[str, Any]) -> int | None:
    """Give the number of items of a loop's header, where live objects tell it."""
    if isinstance(node, ast.Name):
        _, live = facts.lookup(namespace, node.id)
        return sized(live)
    if not isinstance(node, ast.Call):
        value = evaluated(node, namespace)
        return sized(value)
    if isinstance(node.func, ast.Attribute) and node.func.attr in ("items", "keys", "values"):
        holder = node.func.value
        _, live = facts.lookup(namespace, holder.id) if isinstance(holder, ast.Name) else (0, None)
        return len(live) if type(live) is dict and not node.args else None
    function = _named(node.func, namespace)
    if function in (enumerate, reversed, list, tuple, sorted) and node.args:
        return length(node.args[0], namespace)
    if function is zip and node.args and not node.keywords:
        lengths = [length(argument, namespace) for argument in node.args]
        known = [n for n in lengths if n is not None]
        return min(known) if len(known) == len(lengths) else None
    return sized(evaluated(node, namespace))


def drawn(node: ast.expr, namespace: Mapping[str, Any]) -> Iterable[Any] | None:
    """Give an iterable like the one a header makes, where making it runs nothing of the user's."""
    if isinstance(node, ast.Name):
        known, live = facts.lookup(namespace, node.id)
        return live if known and sized(live) is not None else None
    if not isinstance(node, ast.Call) or node.keywords:
        return None
    if isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name):
        _, live = facts.lookup(namespace, node.func.value.id)
        views: dict[str, Any] = {"items": dict.items, "keys": dict.keys, "values": dict.values}
        view = views.get(node.func.attr)
        return view(live) if view and type(live) is dict and not node.args else None
    function = _named(node.func, namespace)
    if function is range:
        made = evaluated(node, namespace)
        return made if type(made) is range else None
    arguments = [drawn(argument, namespace) for argument in node.args]
    if not arguments or any(argument is None for argument in arguments):
        return None
    one = len(arguments) == 1
    if function is zip or (one and function in (enumerate, list, tuple)):
        return function(*arguments)  # type: ignore[no-any-return]
    if one and function is reversed and type(arguments[0]) in (list, tuple, range):
        return reversed(arguments[0])  # type: ignore[call-overload, no-any-return]
    return None


def sized(value: object) -> int | None:
    """Give a builtin container's or an array's length."""
    if type(value) in facts.REITERABLE or type(value) in facts.VIEWS:
        return len(value)  # type: ignore[arg-type]
    if facts.is_ndarray(value):
        return len(value) if value.ndim else None  # type: ignore[attr-defined, arg-type]
    return None


def _named(node: ast.expr, namespace: Mapping[str, Any]) -> Any:
    """Give what a name, or a name in a library's module, stands for."""
    if isinstance(node, ast.Name):
        known, live = facts.lookup(namespace, node.id)
        return live if known else ABSENT
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        _, module = facts.lookup(namespace, node.value.id)
        if isinstance(module, types.ModuleType):
            return vars(module).get(node.attr, ABSENT)
    return ABSENT


def _assigned(statement: ast.Assign, namespace: Mapping[str, Any]) -> dict[str, Any]:
    bound: dict[str, Any] = {}
    whole = ABSENT
    for target in statement.targets:
        if isinstance(target, ast.Name):
            whole = evaluated(statement.value, namespace) if whole is ABSENT else whole
            bound[target.id] = whole
        elif isinstance(target, ast.Tuple) and isinstance(statement.value, ast.Tuple):
            if len(target.elts) != len(statement.value.elts) or len(statement.targets) > 1:
                return {}
            for child, value in zip(target.elts, statement.value.elts, strict=True):
                if isinstance(child, ast.Name):
                    bound[child.id] = evaluated(value, namespace)
        else:
            return {}
    return {name: value for name, value in bound.items() if value is not ABSENT}


def _imported(statement: ast.Import) -> dict[str, Any]:
    bound = {}
    for alias in statement.names:
        name = alias.asname or alias.name.partition(".")[0]
        module = sys.modules.get(alias.name if alias.asname else name)
        if module is not None and alias.name in sys.modules:
            bound[name] = module
    return bound


def _imported_from(statement: ast.ImportFrom) -> dict[str, Any]:
    module = sys.modules.get(statement.module or "") if not statement.level else None
    members = vars(module) if module is not None else {}
    return {
        alias.asname or alias.name: members[alias.name]
        for alias in statement.names
        if alias.name in members
    }
