"""Abstract values: whose object an expression gives, and what is known of its type.

The only question that decides legality is *ownership*: may the object also be seen from
outside the iteration? Reading is always harmless; changing an object that others can see
is what ties iterations together.
"""

from __future__ import annotations

import ast
import builtins
import enum
import io
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from nbparallel import facts
from nbparallel.analysis import contents, drawn

if TYPE_CHECKING:
    from nbparallel.analysis.frames import Frame


class Owner(enum.IntEnum):
    """Who else may see an object, from nobody to anybody; the join is the maximum."""

    ATOM = 0  # immutable through and through
    FRESH = 1  # made in this iteration, with all that it reaches
    SHELL = 2  # made in this iteration; what it holds may be seen from outside
    SHARED = 3  # may be an object that lives outside the iteration


class _Absent:
    """Marks that no single live object is known."""

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT: Final = _Absent()


@dataclass(frozen=True, slots=True)
class LocalFunction:
    """A ``lambda`` or ``def`` met while interpreting: its node and where it was defined."""

    node: ast.Lambda | ast.FunctionDef
    frame: Frame


@dataclass(slots=True, eq=False)
class Value:
    """What is known of one expression's value; never changed once it is made.

    Not frozen, for a judgement makes hundreds: a frozen one takes three times as long to make.

    Attributes
    ----------
    owner : Owner
        Who else may see the object.
    type : type or None
        Its exact type where known.
    live : object
        The one live object it is, or `ABSENT`.
    roots : frozenset of str
        The outside names it may be reached from; for messages.
    function : LocalFunction or None
        The code, where it is a function defined inside the code being interpreted.
    elements : Value or None
        What its elements are, where known better than the owner tells.
    kinds : frozenset of type
        Its possible exact types, where they are several and all known.
    among : tuple
        The live callables of which it is one.
    """

    owner: Owner
    type: type | None = None
    live: Any = ABSENT
    roots: frozenset[str] = field(default=frozenset())
    function: LocalFunction | None = None
    elements: Value | None = None
    kinds: frozenset[builtins.type] = field(default=frozenset())
    among: tuple[Any, ...] = ()

    def join(self, other: Value) -> Value:
        """Give what is true of either."""
        if self == other:
            return self
        return Value(
            max(self.owner, other.owner),
            self._type_with(other),
            self.live if self.live is other.live else ABSENT,
            self.roots | other.roots,
            self.function if self.function == other.function else None,
            self.elements if self.elements == other.elements else None,
            self._kinds_with(other),
            self._options_with(other),
        )

    def _type_with(self, other: Value) -> builtins.type | None:
        if self.type is other.type:
            return self.type
        both = self.type in drawn.TYPES and other.type in drawn.TYPES
        return drawn.Drawn if both else None

    def _kinds_with(self, other: Value) -> frozenset[builtins.type]:
        """Give the types that either may have, where they are several and all known."""
        if self.type in drawn.TYPES or other.type in drawn.TYPES:
            return frozenset()
        if self.type is other.type and self.kinds == other.kinds:
            return self.kinds
        one = self.kinds if self.type is None else frozenset({self.type})
        two = other.kinds if other.type is None else frozenset({other.type})
        united = one | two
        return united if one and two and len(united) <= _MOST_KINDS else frozenset()

    def _options_with(self, other: Value) -> tuple[Any, ...]:
        """Give the callables of which either is one, or None, which cannot be called."""
        if self._has_same_options(other) or other.type is type(None):
            return self.among
        return other.among if self.type is type(None) else ()

    def _has_same_options(self, other: Value) -> bool:
        return list(map(id, self.among)) == list(map(id, other.among))

    def aged(self, owner: Owner) -> Value:
        """Give the same value seen by at least ``owner``."""
        return replace(self, owner=max(self.owner, owner)) if owner > self.owner else self

    def __eq__(self, other: object) -> bool:
        # Live objects are compared by identity: their own __eq__ is foreign code.
        return isinstance(other, Value) and (
            self.owner is other.owner
            and self.type is other.type
            and self.live is other.live
            and self.roots == other.roots
            and self.function == other.function
            and self.elements == other.elements
            and self.kinds == other.kinds
            and self._has_same_options(other)
        )

    __hash__ = None  # type: ignore[assignment]


ATOM: Final = Value(Owner.ATOM)
FRESH: Final = Value(Owner.FRESH)
SHELL: Final = Value(Owner.SHELL)
SHARED: Final = Value(Owner.SHARED)


class _Atoms(dict["builtins.type | None", Value]):
    """Immutable values by their types: most values are such."""

    def __missing__(self, cls: builtins.type | None) -> Value:
        self[cls] = made = Value(Owner.ATOM, cls)
        return made


_ATOMS: Final = _Atoms()


def atom(cls: type | None = None) -> Value:
    """Give an immutable value of a known type."""
    return _ATOMS[cls]


def fresh(cls: type | None = None) -> Value:
    """Give a newly made object that holds nothing from outside."""
    return Value(Owner.FRESH, cls)


def of_live(value: object, root: str = "") -> Value:
    """Give what is known of a live object reached by an outside name."""
    cls = type(value)
    owner = Owner.ATOM if facts.is_atom_type(cls) else Owner.SHARED
    return Value(owner, cls, value, frozenset({root}) if root else frozenset())


_MOST_KINDS: Final = 8
"""Types that are told apart; of more, nothing is known."""


def of_types(types: frozenset[type] | None, roots: frozenset[str]) -> Value:
    """Give what is known of an object that is one of some exact types."""
    if not types:
        return Value(Owner.SHARED, roots=roots)
    owner = Owner.ATOM if all(facts.is_atom_type(cls) for cls in types) else Owner.SHARED
    if len(types) == 1:
        return Value(owner, next(iter(types)), roots=roots)
    return Value(owner, roots=roots, kinds=types if len(types) <= _MOST_KINDS else frozenset())


def one_of(value: Value, held: Iterable[Any]) -> Value:
    """Give a value that is one of some live objects, if these are a few callables."""
    kinds = value.kinds or {value.type}
    if not all(
        kind is not None and any("__call__" in vars(base) for base in kind.__mro__)
        for kind in kinds
    ):
        return value
    found = {id(part): part for part in held}
    return replace(value, among=tuple(found.values())) if len(found) <= _MOST_KINDS else value


_MOST_OPTIONS: Final = 1000
"""Elements of a container among which callables are looked for."""


def container_of(cls: type, elements: Value) -> Value:
    """Give a newly made container of some elements."""
    owner = Owner.FRESH if elements.owner <= Owner.FRESH else Owner.SHELL
    return Value(owner, cls, roots=elements.roots, elements=elements)


def stores_outside(container: Value) -> bool:
    """Whether storing into a value changes what others may see."""
    if container.type is drawn.Drawing:
        return True
    flat = container.type is not None and container.type.__name__ == "flatiter"
    return container.owner is Owner.SHARED or (container.owner is Owner.SHELL and flat)


def joined(values: list[Value]) -> Value:
    """Join any number of values; of none, an atom."""
    result: Value | None = None
    for value in values:
        result = value if result is None else result.join(value)
    return result if result is not None else ATOM


def element_of(container: Value) -> Value:
    """Give what subscripting a value gives, and iterating it unless it is a mapping."""
    if container.elements is not None:
        return container.elements
    if container.type in drawn.TYPES:
        return container
    if container.live is not ABSENT:
        if facts.is_ndarray(container.live):
            return _array_element(container)
        found = of_types(contents.element_types(container.live), container.roots)
        if type(container.live) in (list, tuple, dict) and len(container.live) <= _MOST_OPTIONS:
            held = container.live.values() if type(container.live) is dict else container.live
            return one_of(found, held)
        return found
    if container.type is range or container.type is bytes:
        return atom(int)
    if container.type is str:
        return atom(str)
    if container.owner is Owner.SHELL:
        return Value(Owner.SHARED, roots=container.roots)
    return Value(container.owner, roots=container.roots)


def iterated(container: Value) -> Value:
    """Give what iterating a value gives: of a mapping its keys, of which less is known."""
    if container.type is io.TextIOWrapper:
        return atom(str)
    if not _is_mapping(container.type):
        return element_of(container)
    if type(container.live) is dict:
        return of_types(contents.key_types(container.live), container.roots)
    return Value(_owner_within(container), roots=container.roots)


def _is_mapping(cls: type | None) -> bool:
    return cls is not None and issubclass(cls, dict)


def _owner_within(container: Value) -> Owner:
    return Owner.SHARED if container.owner is Owner.SHELL else container.owner


def _array_element(array: Value) -> Value:
    if array.live.dtype.hasobject or array.live.dtype.names:
        return Value(Owner.SHARED, roots=array.roots)
    if array.live.ndim == 1:
        return Value(Owner.ATOM, array.live.dtype.type, roots=array.roots)
    return Value(Owner.SHARED, type(array.live), roots=array.roots)
