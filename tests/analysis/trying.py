"""Try what a table claims: call the thing on small data and look at everything before and after."""

from __future__ import annotations

import contextlib
import copy
import decimal
import inspect
import io
import itertools
import os
import pathlib
import random
import sys
import types
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import numpy as np
import pandas as pd
from PIL import Image

from nbparallel import facts
from nbparallel.analysis import knowledge, parameters
from nbparallel.analysis.knowledge import SEEDS, Does, Gives, Known
from tests.analysis.portrait import Portrait

MUTABLE = (list, dict, set, bytearray, deque, np.ndarray, pd.DataFrame, pd.Series)
_SPARSE = ("data", "indices", "indptr", "row", "col", "rows", "_dict")


def portrait(value: Any) -> Any:
    """Picture an object, with the state that its attributes do not show."""
    if isinstance(value, pathlib.PurePath):
        return str(value)
    if type(value).__module__.startswith("scipy.sparse"):  # what it caches does not show
        return value.shape, [portrait(getattr(value, n, None)) for n in _SPARSE]
    if isinstance(value, ElementTree.Element):
        return ElementTree.tostring(value)
    if isinstance(value, Image.Image):
        return value.mode, value.size, value.tobytes()
    if isinstance(value, nx.Graph):  # what it caches does not show
        return type(value), value.graph, list(value.nodes(data=True)), list(value.edges(data=True))
    if type(value) in (list, tuple):
        return type(value), [portrait(part) for part in value]
    return Portrait({}).of(value), tuple(_hidden(part) for part in _parts(value))


def _parts(value: Any) -> Iterable[Any]:
    return value if type(value) in (tuple, list) else (value,)


def _hidden(value: Any) -> Any:
    if isinstance(value, np.random.Generator):
        children = value.bit_generator.seed_seq.n_children_spawned
        return repr(value.bit_generator.state), children
    if isinstance(value, np.random.RandomState):
        return repr(value.get_state())
    if isinstance(value, random.Random):
        return value.getstate()
    if isinstance(value, np.random.SeedSequence):
        return value.n_children_spawned
    if isinstance(value, io.IOBase):
        if value.closed:
            return "closed"
        text = value.getvalue() if isinstance(value, io.StringIO | io.BytesIO) else ""
        with contextlib.suppress(OSError):  # while it is iterated
            return text, value.tell()
        return text
    if hasattr(value, "hexdigest"):
        return value.hexdigest()
    if type(value).__module__ == "array":
        return value.tolist()
    if isinstance(value, types.GeneratorType):
        return inspect.getgeneratorstate(value), dict(inspect.getgeneratorlocals(value))
    if isinstance(value, deque | bytearray):
        return list(value)
    if isinstance(value, np.ndarray):
        return value.flags.writeable, value.strides
    return None


def process() -> Any:
    """Picture what a call must leave alone outside its arguments."""
    kind, keys, position, *rest = np.random.get_state()
    return (
        random.getstate(),
        (kind, keys.tobytes(), position, *rest),
        os.getcwd(),
        dict(os.environ),
        np.geterr(),
        {k: v for k, v in np.get_printoptions().items() if k != "override_repr"},
        repr(decimal.getcontext()).partition("flags=")[0],
        sys.getrecursionlimit(),
        len(warnings.filters),
    )


@contextmanager
def quiet() -> Iterator[io.StringIO]:
    """Catch what is printed and warned of."""
    text = io.StringIO()
    with warnings.catch_warnings(), redirect_stdout(text), redirect_stderr(text):
        warnings.simplefilter("ignore")
        warnings.showwarning = lambda *args, **words: None
        yield text


class Trial:
    """One call: the callable, the arguments, and what was seen."""

    def __init__(self, call: Callable[..., Any], receiver: Any, args: tuple[Any, ...]) -> None:
        self.receiver, self.args = receiver, args
        self.keywords = args[-1] if args and type(args[-1]) is Keywords else {}
        self.positional = args[:-1] if self.keywords else args
        self.before = [portrait(receiver), *map(portrait, self._all())]
        self.held = list(_reached([receiver, *self._all()]))
        around = process()
        with quiet() as text:
            self.result = call(*self.positional, **self.keywords)
            drawn = _drawn(self.result)
        self.printed = text.getvalue()
        self.after = [portrait(receiver), *map(portrait, self._all())]
        self.disturbed = process() != around
        self.parts = list(_reached([self.result, *drawn]))

    def _all(self) -> list[Any]:
        return [*self.positional, *self.keywords.values()]

    def changed(self) -> list[int]:
        """Give the places of what was changed; 0 is the receiver, then come the arguments."""
        pairs = zip(self.before, self.after, strict=True)
        return [place for place, (one, other) in enumerate(pairs) if one != other]

    def complaints(self, known: Known) -> list[str]:
        """Say where what was seen is not what is claimed."""
        found = [f"changed {self._named(place)}" for place in self.changed()
                 if not self._may_change(known, place)]  # fmt: skip
        if self.disturbed and not self._may_draw(known):
            found.append("changed the process")
        if self.printed and known.does is not Does.PRINTS:
            found.append(f"printed {self.printed!r}")
        return found + self._of_result(known)

    def _named(self, place: int) -> str:
        return "its receiver" if place == 0 else f"argument {place}"

    def _may_change(self, known: Known, place: int) -> bool:
        if place and "read" in known.methods and isinstance(self._all()[place - 1], io.IOBase):
            return True  # an open file does not travel, so it is the iteration's own
        words = [None, *range(len(self.positional)), *self.keywords][place]
        if place and words in known.changes:
            return True
        if known.does is Does.CHANGES_FIRST:
            return place == 1
        if place == 0 and self._may_draw(known):
            return True  # it holds the generator that it draws from
        return known.does is Does.CHANGES_SELF and place == 0

    def _may_draw(self, known: Known) -> bool:
        if known.does is not Does.DRAWS:
            return False
        seeded = known.seeded and any(word in self.keywords for word in SEEDS)
        words = [*range(len(self.positional)), *self.keywords]
        idle = known.only_with and not any(word in words for word in known.only_with)
        return not (seeded or idle)

    def _of_result(self, known: Known) -> list[str]:
        result, cls = self.result, knowledge.type_of(known)
        found = []
        if cls is not None and type(result) is not cls:
            found.append(f"gave a {type(result)}, not a {cls}")
        if known.each is not None and {type(part) for part in result} - {known.each}:
            found.append(f"gave elements of {set(map(type, result))}")
        match known.gives:
            case Gives.ATOM if not _is_atom(result):
                found.append(f"gave a {type(result)}, which is not immutable")
            case Gives.NUMBER if self._of_numbers() and not _is_atom(result):
                found.append(f"gave a {type(result)} of numbers")
            case Gives.NEW | Gives.COPY | Gives.NUMBER:
                if self._shares():
                    found.append("gave a part of what it was given")
            case Gives.HOLDS if self._is_given(result):
                found.append("gave what it was given")
            case Gives.SELF if result is not self.receiver:
                found.append("did not give its receiver")
        return found

    def _of_numbers(self) -> bool:
        numbers = (int, float, complex, np.generic)
        return bool(self._all()) and all(isinstance(v, numbers) for v in self._all())

    def _shares(self) -> bool:
        identities = {id(part) for part in self.held if isinstance(part, MUTABLE)}
        if any(id(part) in identities for part in self.parts):
            return True
        return _writes_through(self.parts, self.held, [self.receiver, *self._all()])

    def _is_given(self, result: Any) -> bool:
        if isinstance(result, MUTABLE) and any(result is part for part in self.held):
            return True
        arrays = [part for part in self.held if isinstance(part, np.ndarray)]
        return isinstance(result, np.ndarray) and any(
            np.shares_memory(result, array) for array in arrays
        )


class Keywords(dict):  # type: ignore[type-arg]
    """Marks the last of a tuple of arguments as keywords."""


def _drawn(result: Any) -> list[Any]:
    """Draw from a lazy result: what it does late it does, too."""
    if hasattr(type(result), "__next__") and not isinstance(result, io.IOBase):
        return list(itertools.islice(result, 6))
    return []


def _reached(values: Iterable[Any]) -> Iterator[Any]:
    seen: set[int] = set()
    todo = list(values)
    while todo and len(seen) < 5000:
        value = todo.pop()
        if id(value) in seen or isinstance(value, type | types.ModuleType | types.FunctionType):
            continue
        seen.add(id(value))
        yield value
        if isinstance(value, dict):
            todo += [*value.keys(), *value.values()]
        elif isinstance(value, list | tuple | set | frozenset | deque):
            todo += list(value)
        elif isinstance(value, np.ndarray):
            todo += value.ravel().tolist() if value.dtype.hasobject else []
            todo += [value.base] if value.base is not None else []
        elif not isinstance(value, pd.DataFrame | pd.Series | pd.Index):
            todo += list((getattr(value, "__dict__", None) or {}).values())


def _writes_through(parts: list[Any], held: list[Any], given: list[Any]) -> bool:
    """Whether writing to what a call gave changes what it was given."""
    arrays = [part for part in held if isinstance(part, np.ndarray)]
    frames = [part for part in held if isinstance(part, pd.DataFrame | pd.Series)]
    columns = [column for frame in frames for column in _columns(frame)]
    for part in parts:
        if isinstance(part, np.ndarray) and part.flags.writeable:
            if any(np.shares_memory(part, array) for array in [*arrays, *columns]):
                return True
        elif isinstance(part, pd.DataFrame | pd.Series) and part.size:
            before = [portrait(value) for value in given]
            _overwrite(part)
            if [portrait(value) for value in given] != before:
                return True
    return False


def _columns(frame: Any) -> list[np.ndarray]:
    series = [frame] if isinstance(frame, pd.Series) else [frame[c] for c in frame.columns]
    return [np.asarray(column.array) for column in series if column.dtype.kind in "iufb"]


def _overwrite(frame: Any) -> None:
    width = frame.shape[1] if isinstance(frame, pd.DataFrame) else 1
    for place in range(width):
        key = (0, place) if isinstance(frame, pd.DataFrame) else 0
        last = (-1, place) if isinstance(frame, pd.DataFrame) else -1
        try:
            frame.iloc[key] = copy.copy(frame.iloc[last])
        except (TypeError, ValueError):
            continue


def _is_atom(value: Any) -> bool:
    if isinstance(value, tuple | frozenset):
        return all(map(_is_atom, value))
    immutable = (pd.Period, pd.offsets.BaseOffset, types.NoneType, os.stat_result)
    return facts.is_atom_type(type(value)) or isinstance(value, immutable)


def attempts(
    call: Callable[[Any], Callable[..., Any]],
    receiver: Callable[[], Any],
    values: list[Any],
    most: int,
) -> Iterator[Trial]:
    """Call with tuples of up to two values that it takes, each time on copies."""
    lengths = (itertools.product(values, repeat=length) for length in (0, 1, 2))
    function = call(receiver())
    for template in itertools.chain.from_iterable(lengths):
        args = copy.deepcopy(template)
        if most <= 0:
            return
        if _writes_out(function, args):
            continue
        words = args[-1] if args and type(args[-1]) is Keywords else {}
        try:
            with quiet():
                _drawn(function(*(args[:-1] if words else args), **words))
        except Exception:  # it does not take these
            continue
        made, function = receiver(), call(receiver())
        most -= 1
        yield Trial(call(made), made, copy.deepcopy(template))


def _writes_out(function: Any, args: tuple[Any, ...]) -> bool:
    """Whether an argument stands where the analysis sees an output array."""
    if len(args) > getattr(function, "nin", len(args)):
        return True
    known = parameters.of(function, bound=False)
    names = known.positional[: len(args)] if known is not None else ()
    return any(parameters.is_effective(name) for name in names)
