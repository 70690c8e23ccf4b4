"""What is in two objects of one type: each kind's parts are compared, or left to the walk."""

from __future__ import annotations

import functools
import random
import sys
import traceback
import types
from array import array
from collections import defaultdict, deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from nbparallel.verify import arrays
from nbparallel.verify.values import EXACT, Path, attributes, foreign, same_at_once, short

if TYPE_CHECKING:
    from nbparallel.verify.compare import Comparison

_MATCHED: Final = 64
"""Elements of a set of objects among which partners are looked for."""


def compare(walk: Comparison, path: Path, a: Any, b: Any) -> None:
    """Compare the contents of two objects of one type."""
    for kinds, compare_kind in _BY_KIND:
        if isinstance(a, kinds):
            compare_kind(walk, path, a, b)
            return
    if type(a).__module__.startswith("pandas"):
        _pandas(walk, path, a, b)
    elif arrays.is_array(a):
        _array(walk, path, a, b)
    elif arrays.is_generator(a):
        walk.push(path, ".state", arrays.state_of(a), arrays.state_of(b))
    elif not _attributes(walk, path, a, b) and foreign(a) != foreign(b):
        walk.note(path, "value", short(a), short(b))


def sequence(walk: Comparison, path: Path, a: Any, b: Any) -> None:
    """Compare the elements of two lists, tuples or deques."""
    if isinstance(a, list):
        _attributes(walk, path, a, b)
    if len(a) != len(b):
        walk.note(path, "length", _length(a), _length(b))
    elif same_at_once(a, b):
        return
    parts = zip(a, b, strict=False)
    walk.push_all(path, [(f"[{i}]", x, y) for i, (x, y) in enumerate(parts)])


def _dict(walk: Comparison, path: Path, a: Any, b: Any) -> None:
    _attributes(walk, path, a, b)
    keys, others = list(a), list(b)
    if isinstance(a, defaultdict):
        walk.push(path, ".default_factory", a.default_factory, b.default_factory)
    if len(keys) == len(others) and same_at_once(keys, others):
        if not same_at_once(list(a.values()), list(b.values())):
            pairs = zip(a.items(), b.values(), strict=True)
            walk.push_all(path, [(f"[{short(k, 60)}]", x, y) for (k, x), y in pairs])
    elif {*map(type, keys), *map(type, others)} <= EXACT:
        _keys_differ(walk, path, a, b)
    elif len(keys) != len(others):
        walk.note(path, "length", _length(a), _length(b))
    else:
        numbered = enumerate(zip(a.items(), b.items(), strict=True))
        for i, ((k, x), (other, y)) in numbered:
            walk.push(path, f"[{short(k, 60)}]", x, y)
            walk.push(path, f" key {i}", k, other)


def _keys_differ(walk: Comparison, path: Path, a: Any, b: Any) -> None:
    gone, new = [k for k in a if k not in b], [k for k in b if k not in a]
    for key in gone:
        walk.note((path, f"[{short(key, 60)}]"), "missing", short(a[key]), "no such key")
    for key in new:
        walk.note((path, f"[{short(key, 60)}]"), "missing", "no such key", short(b[key]))
    if not gone and not new:
        walk.note(path, "order", short(list(a)), short(list(b)))
    both = [k for k in a if k in b]
    walk.push_all(path, [(f"[{short(k, 60)}]", a[k], b[k]) for k in both])


def _set(walk: Comparison, path: Path, a: Any, b: Any) -> None:
    if {*map(type, a), *map(type, b)} <= EXACT:
        if a != b:
            walk.note(path, "elements", f"with {short(a - b)}", f"with {short(b - a)}")
        elif list(a) != list(b) and id(a) not in walk.unordered:
            walk.note(path, "order", short(list(a)), short(list(b)))
        if a != b or id(a) in walk.unordered:
            return
    if len(a) != len(b):
        walk.note(path, "length", short(a), short(b))
        return
    by_address: Any = object.__hash__
    if any(type(element).__hash__ is by_address for element in a):
        a, b = _matched(walk, list(a), list(b))  # their order follows from addresses
    for i, (x, y) in enumerate(zip(a, b, strict=True)):
        walk.push(path, f" element {i}", x, y)


def _matched(walk: Comparison, a: list[Any], b: list[Any]) -> tuple[list[Any], list[Any]]:
    """Put elements in an order in which they correspond, as far as that is known."""
    left = dict(enumerate(b))
    order: list[tuple[Any, Any]] = []
    unknown = []
    for x in a:
        partner = walk.partner(x)
        place = next((i for i, y in left.items() if y is partner), None)
        if place is None:
            unknown.append(x)
        else:
            order.append((x, left.pop(place)))
    for x in unknown:
        candidates = list(left)[:_MATCHED]
        place = next((i for i in candidates if walk.alike(x, left[i])), candidates[0])
        order.append((x, left.pop(place)))
    return [x for x, _ in order], [y for _, y in order]


def _deque(walk: Comparison, path: Path, a: Any, b: Any) -> None:
    walk.push(path, ".maxlen", a.maxlen, b.maxlen)
    sequence(walk, path, a, b)


def _function(walk: Comparison, path: Path, a: Any, b: Any) -> None:
    if (a.__qualname__, a.__code__.co_code, a.__code__.co_names) != (
        b.__qualname__, b.__code__.co_code, b.__code__.co_names,
    ):  # fmt: skip
        walk.note(path, "value", short(a), short(b))
        return
    walk.push(path, ".__defaults__", a.__defaults__, b.__defaults__)
    walk.push(path, ".__kwdefaults__", a.__kwdefaults__, b.__kwdefaults__)
    cells = zip(a.__code__.co_freevars, a.__closure__ or (), b.__closure__ or (), strict=False)
    for name, one, other in cells:
        walk.push(path, f" closure {name}", _held(one), _held(other))
    _attributes(walk, path, a, b)


def _named(walk: Comparison, path: Path, a: Any, b: Any) -> None:
    if _name(a) != _name(b):
        walk.note(path, "value", short(a), short(b))


def _method(walk: Comparison, path: Path, a: Any, b: Any) -> None:
    walk.push(path, ".__func__", a.__func__, b.__func__)
    walk.push(path, ".__self__", a.__self__, b.__self__)


def _partial(walk: Comparison, path: Path, a: Any, b: Any) -> None:
    for name in ("func", "args", "keywords"):
        walk.push(path, f".{name}", getattr(a, name), getattr(b, name))


def _random(walk: Comparison, path: Path, a: Any, b: Any) -> None:
    if a.getstate() != b.getstate():
        walk.note(path, "random state", "drew other numbers", "drew other numbers")


def _exception(walk: Comparison, path: Path, a: Any, b: Any) -> None:
    walk.push(path, ".args", a.args, b.args)
    _attributes(walk, path, a, b)
    for name in ("__cause__", "__context__", "__suppress_context__"):
        walk.push(path, f".{name}", getattr(a, name), getattr(b, name))
    one, other = _frames(a), _frames(b)
    if one != other:
        walk.note(path, ".__traceback__", short(one), short(other))


def _frames(error: BaseException) -> list[tuple[str, Any, Any, Any, Any]]:
    """Give what a traceback shows of its frames: two runs of a cell may be in two files."""
    return [
        (frame.name, frame.lineno, frame.line, frame.colno, frame.end_colno)
        for frame in traceback.extract_tb(error.__traceback__)
    ]


def _buffer(walk: Comparison, path: Path, a: Any, b: Any) -> None:
    if bytes(a) != bytes(b):
        walk.note(path, "value", short(a), short(b))


def _attributes(walk: Comparison, path: Path, a: Any, b: Any) -> bool:
    """Compare attributes, in order; whether there are any."""
    one, other = attributes(a), attributes(b)
    if list(one) != list(other):
        if set(one) == set(other):
            walk.note(path, "order", f"attributes {list(one)}", f"attributes {list(other)}")
        for name in {**one, **other}:
            if name not in other:
                walk.note((path, f".{name}"), "missing", short(one[name]), "not set")
            elif name not in one:
                walk.note((path, f".{name}"), "missing", "not set", short(other[name]))
    both = [name for name in one if name in other]
    walk.push_all(path, [(f".{name}", one[name], other[name]) for name in both])
    return bool(one or other)


def _array(walk: Comparison, path: Path, a: Any, b: Any) -> None:
    for what in ("dtype", "shape"):
        if getattr(a, what) != getattr(b, what):
            walk.note(path, what, str(getattr(a, what)), str(getattr(b, what)))
            return
    if a.flags.writeable != b.flags.writeable:
        walk.note(path, "writeable", str(a.flags.writeable), str(b.flags.writeable))
    one, other = walk.memory.met(a, b)
    if one != other:
        walk.note(path, "shared memory", _sharing(one), _sharing(other))
    if a.dtype.hasobject:
        sequence(walk, path, a.ravel().tolist(), b.ravel().tolist())
        return
    places, count = arrays.differing(a, b)
    for place in places:
        index = ", ".join(map(str, place))
        where = (path, f"[{index}]") if place else path
        walk.note(where, "value", short(a[place]), short(b[place]))
    if count > len(places):
        walk.count(path, count)


def _pandas(walk: Comparison, path: Path, a: Any, b: Any) -> None:
    if hasattr(a, "columns") and hasattr(a, "iloc"):
        types_ = [str(list(map(str, frame.dtypes))) for frame in (a, b)]
        if not (
            _same_text(walk, path, ".dtypes", *types_)
            and _same_text(walk, path, ".shape", a.shape, b.shape)
        ):
            return
        for i in range(a.shape[1]):
            step = f".iloc[:, {i}]"
            walk.push(path, step, _data(a.iloc[:, i]), _data(b.iloc[:, i]))
        _same_index(walk, path, ".columns", a.columns, b.columns)
        _same_index(walk, path, ".index", a.index, b.index)
    elif hasattr(a, "to_numpy"):
        _same_text(walk, path, ".dtype", str(a.dtype), str(b.dtype))
        if hasattr(a, "name"):  # the arrays in which a column keeps its elements have none
            _same_text(walk, path, ".name", repr(a.name), repr(b.name))
        walk.push(path, "", _data(a), _data(b))
        if hasattr(a, "index"):
            _same_index(walk, path, ".index", a.index, b.index)
    else:
        _same_text(walk, path, "", foreign(a), foreign(b))


def _data(column: Any) -> Any:
    """Give a column's data; from pandas 3 on nobody can tell whether two columns share it."""
    version: str = sys.modules["pandas"].__version__
    return column.to_numpy(copy=int(version.partition(".")[0]) >= 3)


def _same_index(walk: Comparison, path: Path, step: str, a: Any, b: Any) -> None:
    if repr(a) != repr(b) or not a.identical(b):
        walk.note((path, step), "value", short(a), short(b))


def _same_text(walk: Comparison, path: Path, step: str, a: Any, b: Any) -> bool:
    if a != b:
        walk.note((path, step), "value", short(a), short(b))
    return bool(a == b)


def _held(cell: Any) -> Any:
    try:
        return cell.cell_contents
    except ValueError:
        return None


def _name(value: Any) -> tuple[str, str]:
    return getattr(value, "__module__", "") or "", getattr(value, "__qualname__", value.__name__)


def _length(value: Any) -> str:
    return f"{len(value)} elements: {short(value)}"


def _sharing(found: Any) -> str:
    return "memory of its own" if found is None else "memory shared with an earlier array"


_BY_KIND: Final[list[tuple[Any, Callable[[Any, Path, Any, Any], None]]]] = [
    (types.ModuleType, _named),
    (types.FunctionType, _function),
    (types.MethodType, _method),
    (type, _named),
    (dict, _dict),
    ((set, frozenset), _set),
    (list, sequence),
    (tuple, sequence),
    (deque, _deque),
    (random.Random, _random),
    (BaseException, _exception),
    (functools.partial, _partial),
    ((bytearray, memoryview, array), _buffer),
]
