"""The inspector: do two iterations meet in a section? Asked of the live index values.

It looks for a flow dependence: an iteration that reads what an earlier one writes (Saltz,
Mirchandaney and Crowley, "Run-time parallelization and scheduling of loops", IEEE Trans.
Computers 40(5), 1991). Over a ``range`` with affine subscripts that is integer arithmetic
(Banerjee, "Dependence Analysis", 1997) and takes no time; else the subscripts are evaluated for
every item.
"""

from __future__ import annotations

import ast
import itertools
import math
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from nbparallel import facts
from nbparallel.analysis import scope
from nbparallel.analysis.sections import Section, Use, drawn_name
from nbparallel.facts import strict_floats
from nbparallel.source import unwarned

MOST_KEYS: Final = 1_000_000
"""Keys that the inspector looks at before it gives up."""

_SLICE: Final = "__nbp_slice"
_ITEMS: Final = "__nbp_items"
_SKIP: Final = "__nbp_skip"


class _Skipped:
    """Stands for the index of a use that an iteration does not come by."""


_SKIPPED: Final = _Skipped()


@dataclass(frozen=True, slots=True)
class Conflict:
    """A flow dependence between two iterations."""

    name: str
    key: Any
    reader: int
    writer: int
    read: ast.AST
    write: ast.AST


def inspect(
    section: Section,
    target: ast.expr,
    header: ast.expr,
    items: Sequence[Any],
    first: int,
    namespace: Mapping[str, Any],
) -> Conflict | None:
    """Look for an iteration that reads what an earlier one writes, on every axis.

    Parameters
    ----------
    section : Section
        The name and its uses.
    target, header : ast.expr
        The loop's.
    items : sequence
        The items that are left.
    first : int
        Number of the first of them.
    namespace : mapping
        The live namespace.

    Returns
    -------
    Conflict or None
        None if there is an axis on which no two iterations meet.

    Raises
    ------
    ValueError
        If the subscripts cannot be evaluated, or are too many.
    """
    section = _without_apart(section, scope.target_names(target), namespace)
    conflict: Conflict | None = None
    trouble: ValueError | None = None
    for axis in section.axes:
        try:
            found = _on_axis(section, axis, target, header, items, first, namespace)
        except ValueError as error:
            trouble = error
            continue
        if found is None:
            return None
        conflict = conflict or found
    if conflict is None and trouble is not None:
        raise trouble
    jointly = conflict is not None and len(section.known) > 1 and _is_scalar(section)
    if jointly and not _meet(section, target, items, namespace):
        return None
    return conflict


def _without_apart(section: Section, targets: set[str], namespace: Mapping[str, Any]) -> Section:
    """Leave out reads that no store can meet: their index on some axis is always another."""
    writes = [use for use in section.uses if use.writes]
    kept = [
        use
        for use in section.uses
        if use.writes or not all(_are_apart(use, w, section, targets, namespace) for w in writes)
    ]
    return section if len(kept) == len(section.uses) else replace(section, uses=kept)


def _are_apart(
    read: Use, write: Use, section: Section, targets: set[str], namespace: Mapping[str, Any]
) -> bool:
    """Whether two uses have, in all iterations, different indices on some axis."""
    for axis in section.known:
        if _names_behind([read.path[axis], write.path[axis]], section) & targets:
            continue
        length = _length(namespace[section.name], axis)
        lines = [_line(use, axis, "", section, namespace) for use in (read, write)]
        if length is None or any(
            line is None or line.slope or line.low < 0 or line.high >= length for line in lines
        ):
            continue
        one, other = lines
        assert one is not None
        assert other is not None
        if one.high < other.low or other.high < one.low:
            return True
    return False


def _names_behind(nodes: list[ast.expr], section: Section) -> set[str]:
    """Give the names that expressions read, by way of inner loops' variables, too."""
    names = scope.read_names(nodes)
    for _ in section.counters:
        names |= scope.read_names([section.counters[n] for n in names & section.counters.keys()])
    return names


def _is_scalar(section: Section) -> bool:
    """Whether each use is one element on each known axis."""
    parts = [use.path[axis] for use in section.uses for axis in section.known]
    return not any(isinstance(p, ast.Slice) or _counters_of(p, section) for p in parts)


def _meet(
    section: Section, target: ast.expr, items: Sequence[Any], namespace: Mapping[str, Any]
) -> bool:
    """Whether an iteration reads what an earlier one writes, all axes taken together."""
    live = namespace[section.name]
    normals = [_normaliser(live, axis) for axis in section.known]
    columns = [_keys(section, axis, target, items, namespace) for axis in section.known]
    writer: dict[Any, int] = {}
    for number, found in enumerate(zip(*columns, strict=True)):
        if number * len(section.uses) > MOST_KEYS:
            return True
        places: list[tuple[Any, ...] | None] = []
        for position in range(len(section.uses)):
            parts = [axis[position] for axis in found]
            if _SKIPPED in parts:
                places.append(None)
                continue
            keys = [normal(part) for normal, part in zip(normals, parts, strict=True)]
            if any(len(key) != 1 for key in keys):
                return True
            places.append(tuple(key[0] for key in keys))
        for use, place in zip(section.uses, places, strict=True):
            if use.reads and place is not None and place in writer:
                return True
        for use, place in zip(section.uses, places, strict=True):
            if use.writes and place is not None:
                writer[place] = number
    return False


def _on_axis(
    section: Section,
    axis: int,
    target: ast.expr,
    header: ast.expr,
    items: Sequence[Any],
    first: int,
    namespace: Mapping[str, Any],
) -> Conflict | None:
    live = namespace[section.name]
    drawn = _draw(header, live) if drawn_name(header) == section.name else None
    if drawn is not None and axis:
        raise ValueError("the items are whole rows")
    if type(items) is range and isinstance(target, ast.Name) and drawn is None:
        length = _length(live, axis)
        lines = [_line(use, axis, target.id, section, namespace) for use in section.uses]
        if None not in lines:
            known = [line for line in lines if line is not None]
            answer = _arithmetic(section, known, items, first, length)
            guarded = any(use.guards for use in section.uses)
            if answer is None or (answer is not _UNDECIDED and not guarded):
                assert answer is None or isinstance(answer, Conflict)
                return answer
    return _evaluated(section, axis, target, items, first, namespace, drawn)


def _length(live: Any, axis: int) -> int | None:
    if facts.is_ndarray(live):
        length: int = live.shape[axis]
        return length
    if axis == 0 and type(live) is list:
        return len(live)
    return None


# -- arithmetic -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Line:
    """The indices ``[slope * x + low, slope * x + high]`` of a use in the iteration of item x."""

    slope: int
    low: int
    high: int


_UNDECIDED: Final = object()


def _line(
    use: Use, axis: int, target: str, section: Section, namespace: Mapping[str, Any]
) -> _Line | None:
    """Give a use's indices as a function of the item; None if they are not affine."""
    node = use.path[axis]
    if isinstance(node, ast.Slice):
        if node.step is not None or node.lower is None or node.upper is None:
            return None
        low = _affine(node.lower, target, section, namespace)
        high = _affine(node.upper, target, section, namespace)
        if low is None or high is None or low.slope != high.slope:
            return None
        return _Line(low.slope, low.low, high.high - 1) if low.low < high.high else None
    return _affine(node, target, section, namespace)


def _affine(
    node: ast.expr, target: str, section: Section, namespace: Mapping[str, Any]
) -> _Line | None:
    if isinstance(node, ast.Constant):
        return _Line(0, node.value, node.value) if type(node.value) is int else None
    if isinstance(node, ast.Name):
        if node.id == target:
            return _Line(1, 0, 0)
        if node.id in section.counters:
            return _counter(section.counters[node.id], target, section, namespace)
        live = namespace.get(node.id)
        return _Line(0, live, live) if type(live) is int else None
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        part = _affine(node.operand, target, section, namespace)
        return _Line(-part.slope, -part.high, -part.low) if part is not None else None
    if not isinstance(node, ast.BinOp):
        return None
    left = _affine(node.left, target, section, namespace)
    right = _affine(node.right, target, section, namespace)
    if left is None or right is None:
        return None
    if isinstance(node.op, ast.Add):
        return _Line(left.slope + right.slope, left.low + right.low, left.high + right.high)
    if isinstance(node.op, ast.Sub):
        return _Line(left.slope - right.slope, left.low - right.high, left.high - right.low)
    if isinstance(node.op, ast.Mult):
        return _scaled(left, right) or _scaled(right, left)
    if isinstance(node.op, ast.FloorDiv | ast.Mod) and not left.slope and left.low == left.high:
        return _constant(node.op, left.low, right)
    return None


def _scaled(line: _Line, by: _Line) -> _Line | None:
    if by.slope or by.low != by.high:
        return None
    ends = sorted((line.low * by.low, line.high * by.low))
    return _Line(line.slope * by.low, *ends)


def _constant(op: ast.operator, value: int, by: _Line) -> _Line | None:
    if by.slope or by.low != by.high or not by.low:
        return None
    result = value // by.low if isinstance(op, ast.FloorDiv) else value % by.low
    return _Line(0, result, result)


def _counter(
    call: ast.Call, target: str, section: Section, namespace: Mapping[str, Any]
) -> _Line | None:
    """Give the values of an inner loop's variable; its bounds may move with the item."""
    bounds = [_affine(argument, target, section, namespace) for argument in call.args]
    if len(bounds) == 1:
        bounds = [_Line(0, 0, 0), *bounds]
    if len(bounds) != 2:
        return None
    low, high = bounds
    if low is None or high is None or low.slope != high.slope or low.low >= high.high:
        return None
    return _Line(low.slope, low.low, high.high - 1)


def _arithmetic(
    section: Section, lines: list[_Line], items: range, first: int, length: int | None
) -> object:
    """Decide by integer arithmetic where that is possible."""
    count = len(items)
    if count < 2:
        return None
    ends = [line.slope * x + line.low for line in lines for x in (items[0], items[-1])]
    tops = [line.slope * x + line.high for line in lines for x in (items[0], items[-1])]
    if min(ends) < 0 or length is None or max(tops) >= length:
        return _UNDECIDED  # an index counts from the end, or is out of range
    pairs = list(zip(section.uses, lines, strict=True))
    for (write, its), (read, other) in itertools.product(pairs, pairs):
        if not write.writes or not read.reads:
            continue
        if its.slope == other.slope:
            distance = _distance(its, other, items.step, count)
            if distance is not None:
                key = other.slope * items[distance] + max(
                    other.low, its.low - other.slope * items.step * distance
                )
                reader = first + distance
                return Conflict(section.name, key, reader, first, read.node, write.node)
        elif its.low != its.high or other.low != other.high:
            return _UNDECIDED
        else:
            found = _crossing(its, other, items)
            if found is not None:
                written, seen = found
                key = its.slope * items[written] + its.low
                at = first + seen, first + written
                return Conflict(section.name, key, *at, read.node, write.node)
    return None


def _distance(write: _Line, read: _Line, step: int, count: int) -> int | None:
    """Give by how many iterations a read lags behind the write it meets; None if it never does.

    With one slope c, the two meet ``k`` iterations apart if ``c * step * k`` lies between
    ``write.low - read.high`` and ``write.high - read.low``.
    """
    low, high = write.low - read.high, write.high - read.low
    stride = write.slope * step
    if stride == 0:
        return 1 if low <= 0 <= high else None
    if stride < 0:
        low, high, stride = -high, -low, -stride
    nearest = max(1, -(-low // stride))
    return nearest if nearest <= count - 1 and nearest * stride <= high else None


def _crossing(write: _Line, read: _Line, items: range) -> tuple[int, int] | None:
    """Give iterations ``w < r`` with ``a*w + b == c*r + d``, by the extended Euclid.

    All solutions are ``w0 + k*c/g, r0 + k*a/g``; the bounds on ``w``, ``r`` and their order leave
    an interval of ``k``.
    """
    count = len(items)
    a, c = write.slope * items.step, read.slope * items.step
    constant = (read.slope - write.slope) * items.start + read.low - write.low
    if a == 0 or c == 0:
        return _fixed(a, c, constant, count)
    divisor, s, t = _euclid(a, -c)
    if constant % divisor:
        return None
    w, r = s * (constant // divisor), t * (constant // divisor)
    dw, dr = c // divisor, a // divisor
    low, high = -math.inf, math.inf
    for base, slope in ((w, dw), (count - 1 - w, -dw), (r, dr), (count - 1 - r, -dr)):
        low, high = _bounded(base, slope, low, high)
    low, high = _bounded(r - w - 1, dr - dw, low, high)
    if low > high:
        return None
    k = int(low) if low > -math.inf else int(high)
    return w + k * dw, r + k * dr


def _bounded(base: int, slope: int, low: float, high: float) -> tuple[float, float]:
    """Narrow ``[low, high]`` to the ``k`` with ``base + slope * k >= 0``."""
    if slope > 0:
        return max(low, -(base // slope)), high
    if slope < 0:
        return low, min(high, base // -slope)
    return (low, high) if base >= 0 else (1, 0)


def _fixed(a: int, c: int, constant: int, count: int) -> tuple[int, int] | None:
    """Solve ``a*w - c*r == constant`` where one of the slopes is zero."""
    if a == 0 and c == 0:
        return (0, 1) if constant == 0 else None
    if a == 0:  # the write is always at one place, the read passes it once
        r, rest = divmod(-constant, c)
        return (0, r) if not rest and 1 <= r < count else None
    w, rest = divmod(constant, a)
    return (w, w + 1) if not rest and 0 <= w < count - 1 else None


def _euclid(a: int, b: int) -> tuple[int, int, int]:
    """Give ``g, s, t`` with ``s*a + t*b == g``, the greatest common divisor, above zero."""
    s, t, u, v = 1, 0, 0, 1
    while b:
        quotient = a // b
        a, b = b, a - quotient * b
        s, u = u, s - quotient * u
        t, v = v, t - quotient * v
    return (a, s, t) if a > 0 else (-a, -s, -t)


# -- evaluation -----------------------------------------------------------------------------------


def _evaluated(
    section: Section,
    axis: int,
    target: ast.expr,
    items: Sequence[Any],
    first: int,
    namespace: Mapping[str, Any],
    drawn: Callable[[int, Any], Any] | None,
) -> Conflict | None:
    live = namespace[section.name]
    grows = drawn is not None and type(live) is dict
    normal = _normaliser(live, axis)
    uses = sorted(section.uses, key=lambda use: use.writes)
    order = [section.uses.index(use) for use in uses]
    several = [_counters_of(use.path[axis], section) != [] for use in uses]
    writer: dict[Any, tuple[int, ast.AST]] = {}
    seen = 0
    for number, found in enumerate(_keys(section, axis, target, items, namespace)):
        iteration = first + number
        place = drawn(iteration, items[number]) if drawn is not None else _NOWHERE
        if place in writer:
            other, write = writer[place]
            return Conflict(section.name, place, iteration, other, target, write)
        for use, position, many in zip(uses, order, several, strict=True):
            keys = found[position]
            if keys is _SKIPPED:
                continue
            for key in itertools.chain.from_iterable(map(normal, keys)) if many else normal(keys):
                seen += 1
                before = writer.get(key)
                if use.reads and before is not None and before[0] != iteration:
                    return Conflict(section.name, key, iteration, before[0], use.node, before[1])
                if use.writes:
                    if grows and key not in live:
                        raise ValueError("the dict that is iterated grows")
                    writer[key] = iteration, use.node
        if seen > MOST_KEYS:
            raise ValueError("too many subscripts to compare")
    return None


_NOWHERE: Final = object()


def _draw(header: ast.expr, live: Any) -> Callable[[int, Any], Any]:
    """Give what tells which part of an object its iterator reads for an item."""
    if type(live) is not dict:
        return lambda iteration, item: iteration
    if isinstance(header, ast.Call) and getattr(header.func, "attr", "") == "items":
        return lambda iteration, item: item[0]
    return lambda iteration, item: _NOWHERE


def _counters_of(node: ast.expr, section: Section) -> list[str]:
    """Give the inner loops' variables of an index, those first on which others depend."""
    needed = scope.read_names([node]) & section.counters.keys()
    while True:
        more = {
            name
            for counter in needed
            for name in scope.read_names([section.counters[counter]]) & section.counters.keys()
        }
        if more <= needed:
            break
        needed |= more
    return [name for name in section.counters if name in needed]


def _keys(
    section: Section,
    axis: int,
    target: ast.expr,
    items: Sequence[Any],
    namespace: Mapping[str, Any],
) -> Iterator[tuple[Any, ...]]:
    """Evaluate every use's index on the axis for every item; of inner loops, all of theirs."""
    parts = [_guarded_key(use, axis, section) for use in section.uses]
    clause = ast.comprehension(target, ast.Name(_ITEMS, ast.Load()), [], 0)
    tree = ast.GeneratorExp(ast.Tuple(parts, ast.Load()), [clause])
    parameters = ast.arguments([], [ast.arg(_ITEMS)], None, [], [], None, [])
    function = ast.Expression(ast.Lambda(parameters, tree))
    ast.fix_missing_locations(function)
    known = {**namespace, _SLICE: slice, _SKIP: _SKIPPED, "__warningregistry__": {}}
    with unwarned():
        code = compile(function, "<subscripts>", "eval", dont_inherit=True)
    made: Callable[[Any], Iterator[tuple[Any, ...]]] = eval(code, known)
    return _guarded(made(items))


def _guarded_key(use: Use, axis: int, section: Section) -> ast.expr:
    """Give a use's index, or that there is none where its ``if`` does not hold."""
    key = _key(use.path[axis], section)
    for guard in use.guards:
        key = ast.IfExp(guard, key, ast.Name(_SKIP, ast.Load()))
    return key


def _key(node: ast.expr, section: Section) -> ast.expr:
    value = _as_value(node)
    counters = _counters_of(node, section)
    if not counters:
        return value
    clauses = [
        ast.comprehension(ast.Name(name, ast.Store()), section.counters[name], [], 0)
        for name in counters
    ]
    return ast.ListComp(value, clauses)


def _guarded(elements: Iterator[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    try:
        while True:
            with unwarned(), strict_floats():
                keys = next(elements, None)
            if keys is None:
                return
            yield keys
    except Exception as error:  # the cell's own subscript raises: the kernel will raise it
        raise ValueError(f"a subscript cannot be evaluated: {error!r}") from error


def _as_value(node: ast.expr) -> ast.expr:
    if not isinstance(node, ast.Slice):
        return node
    parts: list[ast.expr] = [
        part if part is not None else ast.Constant(None)
        for part in (node.lower, node.upper, node.step)
    ]
    return ast.Call(ast.Name(_SLICE, ast.Load()), parts, [])


def _normaliser(live: Any, axis: int) -> Callable[[Any], Sequence[Any]]:
    """Give what turns one index on an axis into comparable keys."""
    if type(live) is dict and axis == 0:
        return _hashed
    length = _length(live, axis)
    vector = facts.is_ndarray(live)

    def normal(index: Any) -> Sequence[Any]:
        if isinstance(index, slice) and length is not None:
            return range(*_bounds(index, length))
        if vector and (type(index) is list or facts.is_ndarray(index)):
            return _of_vector(index, normal)
        plain = type(index) is int or facts.is_atom_type(type(index))
        if type(index) is bool or not plain or not hasattr(type(index), "__index__"):
            if length is None:
                return _hashed(index)
            raise ValueError("a subscript is not an integer")
        position = index.__index__()
        if position < 0:
            if length is None:
                raise ValueError("a subscript counts from the end")
            position += length
        return (position,)

    return normal


def _bounds(index: slice, length: int) -> tuple[int, int, int]:
    try:
        return index.indices(length)
    except (TypeError, ValueError) as error:  # the cell's own subscript raises, if it is reached
        raise ValueError(f"a slice cannot be evaluated: {error}") from error


def _of_vector(index: Any, normal: Callable[[Any], Sequence[Any]]) -> Sequence[Any]:
    """Give the positions that an index vector (or a mask) takes."""
    numpy = sys.modules["numpy"]
    vector = numpy.asarray(index)
    if vector.ndim != 1 or vector.dtype.kind not in "iub":
        raise ValueError("a subscript is not a vector of integers")
    positions = numpy.flatnonzero(vector) if vector.dtype.kind == "b" else vector
    return [key for position in positions.tolist() for key in normal(position)]


def _hashed(key: Any) -> Sequence[Any]:
    if not facts.is_atom_type(type(key)) and not (
        type(key) is tuple and all(facts.is_atom_type(type(part)) for part in key)
    ):
        raise ValueError("a key is of no plain type")
    return (key,)
