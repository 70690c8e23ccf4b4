"""Whether the code of libraries may let the order of a set, or a hash, show in what it gives.

Hashes of texts differ between processes. So in the libraries that cannot be judged, functions
that code of the loop may get to, by the names it uses, are searched for sets that are used in
any other way than those that do not depend on order. Compiled code is not searched.
"""

from __future__ import annotations

import ast
import dis
import functools
import itertools
import operator
import types
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from nbparallel.analysis import functions, scope
from nbparallel.runtime import traps
from nbparallel.runtime.holdings import Reach, top_of
from nbparallel.runtime.snapshot import walk

_MAKES: Final = frozenset({"set", "frozenset"})
_COMBINES: Final = frozenset(
    {"union", "intersection", "difference", "symmetric_difference", "copy"}
)
_TAKES: Final = frozenset(
    """add discard remove update clear issubset issuperset isdisjoint difference_update
    intersection_update symmetric_difference_update""".split()
)
_MAKES_SET: Final = frozenset(dis.opmap[name] for name in ("BUILD_SET", "SET_ADD", "SET_UPDATE"))
_ORDERLESS: Final = frozenset(
    {"hash", "len", "sorted", "min", "max", "bool", "any", "all", *_MAKES}
)
_REFLECTS: Final = frozenset({"eval", "exec", "builtins", "__builtins__", "literal_eval"})
_SUSPECT: Final = frozenset(
    # Views of dicts make sets of `&` and `|`.
    {*_MAKES, *_COMBINES, *_REFLECTS, "hash", "__hash__", "keys", "items"}
)
_CALLERS: Final = frozenset({functools.partial, operator.methodcaller})


@dataclass(slots=True)
class Code:
    """The functions of some libraries.

    Attributes
    ----------
    by_name : dict of str to list
        Those of modules and classes.
    loose : list
        Those that are held by something else: tables, closures, objects.
    sets : set of str
        Names and attributes under which sets are kept, or what may call their methods.
    makers : set of str
        Names under which `set` and `frozenset` are kept.
    """

    by_name: dict[str, list[types.FunctionType]] = field(default_factory=dict)
    loose: list[types.FunctionType] = field(default_factory=list)
    sets: set[str] = field(default_factory=set)
    makers: set[str] = field(default_factory=set)


def code_of(roots: Iterable[tuple[str, object]], inside: frozenset[str]) -> Code:
    """Find the functions of libraries."""
    found = Code()
    for _, obj, contents in walk(roots, Reach(inside)):
        if isinstance(obj, types.FunctionType) and top_of(obj.__module__) in inside:
            found.by_name.setdefault(obj.__name__, []).append(obj)
        named = isinstance(obj, types.ModuleType | type)
        for name, part in itertools.pairwise(contents):
            if type(name) is not str:
                continue
            if isinstance(part, set | frozenset) or part is hash or type(part) in _CALLERS:
                found.sets.add(name)
            if isinstance(part, type) and issubclass(part, set | frozenset):
                found.makers.add(name)
        if not named:
            found.loose += [part for part in contents if isinstance(part, types.FunctionType)]
    return found


def reached(code: Code, names: Iterable[str]) -> Iterator[types.FunctionType]:
    """Give the functions that names may lead to, those that they use included."""
    todo = [*code.loose, *(f for name in names for f in code.by_name.get(name, ()))]
    todo += [f for name, made in code.by_name.items() if name[:2] == "__" for f in made]
    met: set[int] = set()
    while todo:
        function = todo.pop()
        if id(function) in met:
            continue
        met.add(id(function))
        yield function
        for name in names_in(function.__code__):
            todo += code.by_name.get(name, ())


def names_in(code: types.CodeType) -> frozenset[str]:
    """Give the names that code uses, of functions defined in it included."""
    found = set(code.co_names)
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            found |= names_in(constant)
    return frozenset(found)


def shown_by(
    function: types.FunctionType, sets: frozenset[str], makers: frozenset[str] = _MAKES
) -> bool:
    """Whether a function may let the order of a set, or a hash, show."""
    suspect = names_in(function.__code__) & (_SUSPECT | sets | makers)
    if not suspect and not _makes_set(function.__code__):
        return False
    tree: Any = functions.tree_of(function)
    if tree is None:
        return True
    return _Search(tree, sets, makers | _MAKES).shows()


def _makes_set(code: types.CodeType) -> bool:
    return (
        not _MAKES_SET.isdisjoint(code.co_code[::2])
        or frozenset in map(type, code.co_consts)
        or any(_makes_set(part) for part in code.co_consts if isinstance(part, types.CodeType))
    )


class _Search:
    """Searches one function's text."""

    def __init__(self, tree: ast.AST, sets: frozenset[str], makers: frozenset[str]) -> None:
        self._tree = tree
        self._sets = sets
        self._makers = makers
        self._parent = {
            id(child): parent for parent in ast.walk(tree) for child in ast.iter_child_nodes(parent)
        }
        self._local: set[str] = set()

    def shows(self) -> bool:
        """Whether it may show."""
        is_hash = getattr(self._tree, "name", "") == "__hash__"
        count = -1
        while count < len(self._local):
            count = len(self._local)
            self._note_names()
        for node in ast.walk(self._tree):
            if isinstance(node, ast.Name) and node.id == "hash" and not is_hash:
                return True
            if _is_reflection(node) or self._passes_maker(node):
                return True
            if isinstance(node, ast.expr) and self._is_set(node) and not self._is_harmless(node):
                return True
        return False

    def _passes_maker(self, node: ast.AST) -> bool:
        """Whether `set` itself is handed on, so that others make sets of it."""
        if not isinstance(node, ast.Name) or node.id not in self._makers:
            return False
        parent = self._parent.get(id(node))
        if isinstance(parent, ast.Tuple):
            parent = self._parent.get(id(parent))
        if isinstance(parent, ast.Call):
            named = parent.func.id if isinstance(parent.func, ast.Name) else ""
            return parent.func is not node and named not in ("isinstance", "issubclass", "cast")
        return isinstance(parent, ast.keyword | ast.Assign | ast.Return | ast.Dict | ast.List)

    def _note_names(self) -> None:
        for node in ast.walk(self._tree):
            if isinstance(node, ast.Assign | ast.AnnAssign | ast.NamedExpr | ast.AugAssign):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                if node.value is not None and self._is_set(node.value):
                    self._local.update(n for target in targets for n in scope.target_names(target))

    def _is_set(self, node: ast.expr) -> bool:
        match node:
            case ast.Set() | ast.SetComp():
                return True
            case ast.Name(id=name, ctx=ast.Load()):
                return name in self._local or name in self._sets
            case ast.Attribute(attr=name, ctx=ast.Load()):
                return name in self._sets
            case ast.Call(func=ast.Name(id=name)):
                return name in self._makers
            case ast.Call(func=ast.Attribute(value=value, attr=name)):
                if name in self._makers:
                    return True
                return name in _COMBINES and (name != "copy" or self._is_set(value))
            case ast.BinOp(left=left, right=right, op=ast.BitAnd() | ast.BitOr() | ast.BitXor()
                           | ast.Sub()):  # fmt: skip
                return any(self._is_set(side) or _is_view(side) for side in (left, right))
            case ast.IfExp(body=body, orelse=orelse):
                return self._is_set(body) or self._is_set(orelse)
            case ast.BoolOp(values=parts):
                return any(map(self._is_set, parts))
        return False

    def _is_harmless(self, node: ast.expr) -> bool:
        """Whether what surrounds a set does not depend on its order."""
        parent = self._parent.get(id(node))
        match parent:
            case ast.Compare() | ast.Expr() | ast.UnaryOp(op=ast.Not()) | ast.Assert():
                return True
            case ast.BinOp() | ast.BoolOp() | ast.IfExp():
                return True  # a set itself, or a truth value
            case ast.If(test=test) | ast.While(test=test):
                return test is node
            case ast.Attribute(attr=name):
                return name in _TAKES or name in _COMBINES
            case ast.Call(func=ast.Name(id=name)):
                return name in _ORDERLESS or name in self._makers or name == "isinstance"
            case ast.Call(func=ast.Attribute(attr=name)):
                return name in _COMBINES or (name in _TAKES and name not in ("add", "update"))
            case ast.Assign(targets=targets):
                return all(isinstance(t, ast.Name) for t in targets)
            case ast.AnnAssign(target=target) | ast.AugAssign(target=target):
                return isinstance(target, ast.Name)
            case ast.NamedExpr():
                return self._is_harmless(parent)
            case ast.comprehension():
                return self._is_orderless(self._parent.get(id(parent)))
        return isinstance(parent, ast.arg | ast.arguments)

    def _is_orderless(self, made: ast.AST | None) -> bool:
        """Whether a comprehension gives the same in any order."""
        if isinstance(made, ast.SetComp):
            return True
        parent = self._parent.get(id(made))
        return (
            isinstance(made, ast.GeneratorExp | ast.ListComp)
            and isinstance(parent, ast.Call)
            and isinstance(parent.func, ast.Name)
            and parent.func.id in _ORDERLESS
        )


def _is_reflection(node: ast.AST) -> bool:
    """Whether names are made of texts, or a hash is asked for by its method."""
    if isinstance(node, ast.Name):
        return node.id in _REFLECTS
    return isinstance(node, ast.Attribute) and node.attr in ("__hash__", "literal_eval")


def _is_view(node: ast.expr) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("keys", "items")
    )


@functools.lru_cache(maxsize=4096)
def _shown(function: types.FunctionType, sets: frozenset[str], makers: frozenset[str]) -> bool:
    return shown_by(function, sets, makers)


def suspects(code: Code) -> list[traps.Key]:
    """Give the functions of libraries that may let the order of a set, or a hash, show."""
    sets, makers = frozenset(code.sets), frozenset(code.makers)
    every = [*code.loose, *(function for made in code.by_name.values() for function in made)]
    found = {traps.key_of(function) for function in every if _shown(function, sets, makers)}
    return sorted(found)


def names_used(code: Code, names: Iterable[str]) -> set[str]:
    """Give all names that functions use to which some names may lead."""
    return {name for function in reached(code, names) for name in names_in(function.__code__)}
