"""Are two runs the same? Values bit for bit, types, order, and what is one object.

Two graphs of objects are walked side by side. Objects that may be changed are paired when
they are first met; the graphs are the same if and only if the pairing is one to one and all
paired objects have the same type and contents. Pairs that are known beforehand, such as an
object and its copy, tell an object that should be *the same* from one that is only *alike*.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from nbparallel.report import Difference
from nbparallel.verify import arrays, contents
from nbparallel.verify.values import EXACT, Path, bits, is_immutable, name_of, short, text_of

_SHOWN: Final = 3
"""Differences told of the parts of one object; the others are counted."""
_MOST: Final = 100


class Comparison:
    """Walks two graphs of objects and collects their differences.

    Parameters
    ----------
    pairs : iterable of (object, object)
        What corresponds beforehand: an object of the plain run, and of the parallel one.
    unordered : iterable of set
        Sets of the plain run whose order is not compared.
    """

    def __init__(
        self, pairs: Iterable[tuple[object, object]] = (), unordered: Iterable[set[Any]] = ()
    ) -> None:
        self.unordered = {id(each) for each in unordered}
        self._partner: dict[int, Any] = {}
        self._owner: dict[int, int] = {}  # of a parallel object: its partner's id
        self._keep: list[object] = []
        self._at: dict[int, Path | None] = {}
        self._seen: set[int] = set()
        self._todo: list[tuple[Path, Any, Any]] = []
        self._found: list[tuple[Path, str, str, str]] = []
        self._more: dict[int, tuple[Path, int]] = {}
        self._dropped = 0
        self.memory = arrays.Overlaps()
        for plain, parallel in pairs:
            self._pair(plain, parallel, None)

    @property
    def differences(self) -> tuple[Difference, ...]:
        """All that was found, in the order of the walk."""
        said = [Difference(text_of(path), *rest) for path, *rest in self._found]
        for path, count in self._more.values():
            if count > _SHOWN:
                left = count - _SHOWN
                what = "more differences" if left > 1 else "more difference"
                said.append(Difference(text_of(path), f"{left} {what}", "", ""))
        if self._dropped:
            said.append(Difference("elsewhere", f"{self._dropped} more differences", "", ""))
        return tuple(said)

    def names(self, plain: Mapping[str, Any], parallel: Mapping[str, Any], where: str = "") -> None:
        """Compare what two namespaces bind; the order of names is not compared."""
        root = (None, where) if where else None
        for name in sorted({*plain, *parallel}):
            path = (root, f".{name}" if where else name)
            if name not in parallel:
                self.note(path, "unbound", short(plain[name]), "not bound")
            elif name not in plain:
                self.note(path, "unbound", "not bound", short(parallel[name]))
            else:
                self.values(path, plain[name], parallel[name])

    def values(self, where: Path | str, plain: Any, parallel: Any) -> None:
        """Compare two values and all they reach."""
        path = (None, where) if isinstance(where, str) else where
        self._todo.append((path, plain, parallel))
        while self._todo:
            self._meet(*self._todo.pop())

    def differ(self, where: str, what: str, plain: str, parallel: str) -> None:
        """Note a difference that was found elsewhere."""
        self.note((None, where), what, plain, parallel)

    # -- one pair ---------------------------------------------------------------------------

    def _meet(self, path: Path, a: Any, b: Any) -> None:
        if a is b:
            return
        cls = type(a)
        if not self._same_type(path, a, b):
            return
        if cls in EXACT or is_immutable(cls):
            if (a != b) if cls in EXACT else repr(a) != repr(b):
                self.note(path, "value", short(a), short(b))
        elif cls is float or cls is complex:
            if bits(a) != bits(b):
                self.note(path, "value", short(a), short(b))
        elif arrays.is_scalar(a):
            if a.dtype != b.dtype or a.tobytes() != b.tobytes():
                self.note(path, "value", short(a), short(b))
        elif cls is tuple:
            contents.sequence(self, path, a, b)
        elif self._paired(path, a, b):
            contents.compare(self, path, a, b)

    def _same_type(self, path: Path, a: Any, b: Any) -> bool:
        one, other = type(a), type(b)
        if one is other:
            return True
        if one.__qualname__ == other.__qualname__ and one.__module__ == other.__module__:
            return True  # a class that each run has made anew
        self.note(path, "type", f"{name_of(one)}: {short(a)}", f"{name_of(other)}: {short(b)}")
        return False

    def _paired(self, path: Path, a: Any, b: Any) -> bool:
        """Whether the two correspond and are still to be looked into."""
        known = self._partner.get(id(a))
        if known is None and id(b) not in self._owner:
            self._pair(a, b, path)
        elif known is not b:
            self.note(path, "identity", self._which(a, known), self._which(b, known))
            return False
        if id(a) in self._seen:
            return False
        self._seen.add(id(a))
        if self._at.get(id(a)) is None:
            self._at[id(a)] = self._at[id(b)] = path
        return True

    def _pair(self, a: Any, b: Any, path: Path | None) -> None:
        self._partner[id(a)] = b
        self._owner[id(b)] = id(a)
        self._at[id(a)] = self._at[id(b)] = path
        self._keep += (a, b)

    def _which(self, value: Any, known: Any) -> str:
        """Say which object it is."""
        if id(value) not in self._at:
            return f"a new object: {short(value)}"
        met = self._at[id(value)]
        return f"the object {text_of(met)}" if met else f"the object from before: {short(value)}"

    def note(self, path: Path, what: str, plain: str, parallel: str) -> None:
        """Note a difference; beyond the first ones of an object they are counted."""
        parent = path[0]
        if parent is not None:
            _, count = self._more.get(id(parent), (parent, 0))
            self._more[id(parent)] = parent, count + 1
            if count >= _SHOWN:
                return
        if len(self._found) >= _MOST:
            self._dropped += 1
            return
        self._found.append((path, what, plain, parallel))

    # -- contents ---------------------------------------------------------------------------

    def count(self, path: Path, number: int) -> None:
        """Note how many parts of an object differ in all."""
        self._more[id(path)] = path, number

    def partner(self, plain: Any) -> Any:
        """Give what corresponds to an object; itself if that is not known."""
        return self._partner.get(id(plain), plain)

    def alike(self, a: Any, b: Any) -> bool:
        """Whether two objects could correspond."""
        pairs = zip(self._keep[::2], self._keep[1::2], strict=True)
        trial = Comparison(pairs)
        trial.values("", a, b)
        return not trial.differences

    # -- for `contents` ---------------------------------------------------------------------

    def push(self, path: Path, step: str, a: Any, b: Any) -> None:
        """Have a part of two objects compared."""
        self._todo.append(((path, step), a, b))

    def push_all(self, path: Path, parts: list[tuple[str, Any, Any]]) -> None:
        """Have all parts compared, in order."""
        for step, a, b in reversed(parts):  # the first is the next to be taken
            self.push(path, step, a, b)
