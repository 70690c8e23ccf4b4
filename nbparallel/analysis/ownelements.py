"""Elements looked up by the item: ``nodes[i].score = ...``, ``rows[k].sort()``, ``M[i] -= m``.

Of a graph of networkx, the attributes of its nodes and edges: ``G[u][v]["weight"] = ...``.

A loop that reaches a container only through elements that its item determines is a loop over
these elements. So it is judged again with each such element as one more item, under a name
that no code can write; whether two iterations reach one element is seen when items are sent.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from nbparallel import facts
from nbparallel.analysis import contents, fixed, scope
from nbparallel.analysis.loops import Loop
from nbparallel.analysis.sections import Known
from nbparallel.analysis.startvalues import changed_names
from nbparallel.source import unwarned

_ITEMS = "__nbp_items"


@dataclass(frozen=True, slots=True)
class Elements:
    """A loop over its items and the elements they determine.

    Attributes
    ----------
    loop : Loop
        The loop, with one more target for each element.
    extended : callable
        Gives the items with their elements, ``[(item, (element, ...)), ...]``.
    containers : tuple
        What the elements, and their keys, are looked up in.
    told_by : frozenset of str
        The names that tell which elements they are.
    """

    loop: Loop
    extended: Callable[[Sequence[Any]], list[Any]]
    containers: tuple[Any, ...]
    told_by: frozenset[str]

    def stay(self, changed: Iterable[Any]) -> bool:
        """Whether none of the containers is among the objects that a loop changes."""
        return not any(
            obj is container
            or (
                facts.is_ndarray(obj)
                and facts.is_ndarray(container)
                and facts.overlaps(obj, [container])
            )
            for obj in changed
            for container in self.containers
        )


def find(loop: Loop, namespace: Mapping[str, Any]) -> Elements | None:
    """Find the elements that a body reaches; None if there are none.

    Parameters
    ----------
    loop : Loop
        A ``for`` loop.
    namespace : mapping
        The live namespace.
    """
    known = Known(loop.target, loop.body, namespace)
    changed = frozenset(changed_names(loop.body))
    uses: dict[str, ast.Subscript] = {}
    counts: dict[str, int] = {}
    for statement in loop.body:
        for node in ast.walk(statement):
            if _is_element(node, known, namespace, changed):
                assert isinstance(node, ast.Subscript)
                uses.setdefault(ast.unparse(node), node)
                name = _root(node)
                counts[name] = counts.get(name, 0) + 1
    whole = [n for s in loop.body for n in ast.walk(s) if isinstance(n, ast.Name)]
    reached_otherwise = {
        name for name in counts if sum(node.id == name for node in whole) != counts[name]
    }
    chosen = {text: node for text, node in uses.items() if _root(node) not in reached_otherwise}
    return _over(loop, chosen, known, namespace) if chosen else None


def _is_element(
    node: ast.AST, known: Known, namespace: Mapping[str, Any], changed: frozenset[str]
) -> bool:
    if not (isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load)):
        return False
    keys = _keys_of(node, namespace)
    resolved = [known.resolve(key) for key in keys]
    return (
        bool(keys)
        and all(known.is_determined(key, {}, changed) for key in resolved)
        and bool(scope.read_names(resolved) & known.targets)
    )


def _root(node: ast.expr) -> str:
    """Give the name that subscripts and attributes begin with."""
    while isinstance(node, ast.Subscript | ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _keys_of(node: ast.Subscript, namespace: Mapping[str, Any]) -> list[ast.expr]:
    """Give what an element is looked up by; nothing where the container is of no known kind."""
    container, key = node.value, node.slice
    live: Any = namespace.get(_root(node))
    if _is_graph(live):
        return _keys_in_graph(container, key)
    if not isinstance(container, ast.Name) or isinstance(key, ast.Slice | ast.Tuple):
        return []
    held = type(live) in (list, dict) and not _holds_atoms(live)
    return [key] if held or (facts.is_ndarray(live) and live.ndim > 1) else []


def _is_graph(live: Any) -> bool:
    """Whether an object is a graph of networkx's that has one edge at most between two nodes."""
    kind = type(live)
    return kind.__module__.startswith("networkx.classes.") and kind.__name__ in ("Graph", "DiGraph")


def _keys_in_graph(container: ast.expr, key: ast.expr) -> list[ast.expr]:
    """Give the keys of attributes: ``G.nodes[n]``, ``G.edges[u, v]``, ``G[u][v]``."""
    if isinstance(container, ast.Attribute) and isinstance(container.value, ast.Name):
        pair = isinstance(key, ast.Tuple) and len(key.elts) == 2
        wanted = {"nodes": not isinstance(key, ast.Tuple | ast.Slice), "edges": pair}
        return [key] if wanted.get(container.attr) else []
    if isinstance(container, ast.Subscript) and isinstance(container.value, ast.Name):
        keys = [container.slice, key]
        return [] if any(isinstance(k, ast.Tuple | ast.Slice) for k in keys) else keys
    return []


def _holds_atoms(container: Any) -> bool:
    types = contents.element_types(container) or frozenset()
    return all(map(facts.is_atom_type, types))


def _over(
    loop: Loop, chosen: Mapping[str, ast.Subscript], known: Known, namespace: Mapping[str, Any]
) -> Elements:
    assert isinstance(loop.node, ast.For)
    names = [ast.Name(text, ast.Store()) for text in chosen]
    node = copy.copy(loop.node)
    more = ast.Tuple(list[ast.expr](names), ast.Store())
    node.target = ast.copy_location(ast.Tuple([loop.target, more], ast.Store()), loop.target)
    ast.fix_missing_locations(node.target)
    naming = _Naming(chosen)
    node.body = [naming.visit(copy.deepcopy(statement)) for statement in loop.node.body]
    looked_up = [_resolved(part, known) for part in chosen.values()]
    find_elements = _function(loop.target, looked_up, namespace)

    def extended(items: Sequence[Any]) -> list[Any]:
        return list(zip(items, find_elements(items), strict=True))

    names_read = scope.read_names(list[ast.AST](looked_up))
    containers = tuple(namespace[n] for n in sorted(names_read) if n in namespace)
    return Elements(replace(loop, node=node), extended, containers, frozenset(names_read))


def _resolved(node: ast.Subscript, known: Known) -> ast.Subscript:
    """Give a look-up by what the names in its keys are bound to."""
    value = node.value
    if isinstance(value, ast.Subscript):
        value = _resolved(value, known)
    return ast.Subscript(value, known.resolve(node.slice), ast.Load())


def are_apart(extended: Sequence[Any]) -> bool:
    """Whether no two iterations look the same changeable object up."""
    holder: dict[object, int] = {}
    for number, (_, elements) in enumerate(extended):
        for element in elements:
            if fixed.is_immutable(element):
                continue
            place = (
                ("memory", element.__array_interface__["data"][0])
                if facts.is_ndarray(element)
                else id(element)
            )
            if holder.setdefault(place, number) != number:
                return False
    return True


def _function(
    target: ast.expr, looked_up: list[ast.Subscript], namespace: Mapping[str, Any]
) -> Callable[[Any], list[Any]]:
    """Make a function that looks the elements of items up."""
    clause = ast.comprehension(target, ast.Name(_ITEMS, ast.Load()), [], 0)
    elements = ast.ListComp(ast.Tuple(list[ast.expr](looked_up), ast.Load()), [clause])
    parameters = ast.arguments([], [ast.arg(_ITEMS)], None, [], [], None, [])
    tree = ast.fix_missing_locations(ast.Expression(ast.Lambda(parameters, elements)))
    with unwarned():
        code = compile(tree, "<elements>", "eval", dont_inherit=True)
    made: Callable[[Any], list[Any]] = eval(code, {**namespace})
    return made


class _Naming(ast.NodeTransformer):
    def __init__(self, chosen: Mapping[str, ast.Subscript]) -> None:
        self.chosen = chosen

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        text = ast.unparse(node)
        if isinstance(node.ctx, ast.Load) and text in self.chosen:
            return ast.copy_location(ast.Name(text, ast.Load()), node)
        return self.generic_visit(node)


def is_written(name: str) -> bool:
    """Whether a name is one that code can write, or an attribute: not an element's."""
    return "[" not in name
