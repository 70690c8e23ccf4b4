"""Of what a name stands for, which parts deferred statements compute with.

What the kernel only keeps may be changed until its chunk is over. What it computes with must be,
when it does, what it was in the plain cell: it must not have changed since it was kept.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from typing import Any

Path = tuple[object, ...]
"""The keys on the way to a part of an object; None for one that is not constant."""

Read = tuple[Path, bool]
"""A path, and whether what lies below it counts, too: of a length, it does not."""


def key(node: ast.expr) -> object:
    """Give a constant key; None for any other."""
    return node.value if isinstance(node, ast.Constant) else None


def paths(
    skeletons: Iterable[ast.stmt], names: Iterable[str], namespace: Mapping[str, Any]
) -> dict[str, list[Read]]:
    """Give the paths, by name, of what the kernel computes with.

    Left out are comparisons with None, containers to which a method adds, and the keys of a
    dict that are looked for.
    """
    found: dict[str, list[Read]] = {name: [] for name in names}
    handed: list[tuple[str, str]] = []
    for skeleton in skeletons:
        _Reads(found, handed, namespace).visit(skeleton)
    for _ in handed:
        for source, target in handed:  # a name takes over what another stands for
            found[source] += [read for read in found.get(target, []) if read not in found[source]]
    return found


class _Reads(ast.NodeVisitor):
    def __init__(
        self,
        found: dict[str, list[Read]],
        handed: list[tuple[str, str]],
        namespace: Mapping[str, Any],
    ) -> None:
        self.found = found
        self.handed = handed
        self.namespace = namespace

    def _note(self, node: ast.expr, *, deep: bool = True) -> bool:
        """Take a path to a part of a name's object; whether it is one."""
        keys: list[ast.expr] = []
        while not isinstance(node, ast.Name):
            if isinstance(node, ast.Subscript):
                keys.append(node.slice)
                node = node.value
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
                keys.append(node.args[0])
                node = node.func.value
            else:
                return False
        if node.id not in self.found:
            return False
        self.found[node.id].append((tuple(map(key, reversed(keys))), deep))
        return True

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Load):
            self._note(node)

    def visit_Starred(self, node: ast.Starred) -> None:
        if not self._note(node.value, deep=False):
            self.visit(node.value)

    def visit_Dict(self, node: ast.Dict) -> None:
        for key, value in zip(node.keys, node.values, strict=True):
            if key is not None:
                self.visit(key)
            if key is not None or not self._note(value, deep=False):
                self.visit(value)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        if isinstance(node.ctx, ast.Load):
            self._note(node)
        self.visit_keys(node)

    def visit_keys(self, node: ast.expr) -> None:
        """Look at the keys of a path, which are computed."""
        while isinstance(node, ast.Subscript | ast.Call):
            if isinstance(node, ast.Subscript):
                self.visit(node.slice)
                node = node.value
            else:
                for argument in node.args:
                    self.visit(argument)
                node = node.func.value if isinstance(node.func, ast.Attribute) else node.func
        if not isinstance(node, ast.Name):
            self.visit(node)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        """An attribute that is asked for is looked at elsewhere."""

    def visit_Call(self, node: ast.Call) -> None:
        if isinstance(node.func, ast.Attribute) and isinstance(
            node.func.value, ast.Name | ast.Subscript | ast.Call
        ):
            if node.func.attr == "get":
                self._note(node)
            self.visit_keys(node)
        elif getattr(node.func, "id", "") == "len" and len(node.args) == 1:
            if self._note(node.args[0], deep=False):
                self.visit_keys(node.args[0])
        else:
            self.generic_visit(node)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        self._note(node.target)
        self.visit_keys(node.target)
        self.visit(node.value)

    def visit_Assign(self, node: ast.Assign) -> None:
        target, value = node.targets[0], node.value
        pairs = [(target, value)]
        if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
            pairs = list(zip(target.elts, value.elts, strict=False))
        for place, given in pairs:
            if isinstance(place, ast.Name) and isinstance(given, ast.Name):
                if given.id in self.found:
                    self.handed.append((given.id, place.id))
                continue
            self.visit_keys(place)
            self.visit(given)

    def visit_Compare(self, node: ast.Compare) -> None:
        sides = [node.left, *node.comparators]
        if any(isinstance(side, ast.Constant) and side.value is None for side in sides):
            sides = [side for side in sides if not isinstance(side, ast.Name)]
        elif isinstance(node.ops[0], ast.In | ast.NotIn) and isinstance(sides[1], ast.Name):
            live = self.namespace.get(sides[1].id)
            sides = sides[:1] if isinstance(live, dict) else sides
        for side in sides:
            self.visit(side)


def met(path: Path, reads: Iterable[Read]) -> list[Path]:
    """Give those of the reads that meet what is kept on a path."""
    return [
        read
        for read, deep in reads
        if (deep or len(path) <= len(read))
        and all(
            one is None or other is None or one == other
            for one, other in zip(path, read, strict=False)
        )
    ]


def keys_below(path: Path, reads: Iterable[Path]) -> tuple[str, ...]:
    """Give the keys, as text, of the only parts that count of what is kept on a path.

    Empty if it counts as a whole.
    """
    found: set[str] = set()
    for read in reads:
        below = read[len(path)] if len(read) > len(path) else None
        if type(below) is not int and not (isinstance(below, str) and below.isidentifier()):
            return ()
        found.add(repr(below))
    return tuple(sorted(found))
