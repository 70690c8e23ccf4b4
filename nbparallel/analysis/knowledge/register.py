"""Finds a live callable in the tables: by identity, so that a name's namesake is not mistaken.

Only modules that are loaded are looked at, and each library's again when more of them are.
"""

from __future__ import annotations

import sys
import types
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from nbparallel import facts
from nbparallel.analysis.knowledge.vocabulary import Known, Table

FAMILY: Final = "+"
"""Ends the place of a class whose methods are also those of its library's subclasses."""


class Register:
    """The tables of one library, found by live object.

    Attributes
    ----------
    functions : mapping of str to Known
        Functions, classes and class methods by the place where the documentation has them.
    methods : mapping of str to Table
        Tables of methods by the class's place.
    """

    def __init__(self, functions: Table, methods: Mapping[str, Table]) -> None:
        self.functions = functions
        self.methods = methods
        self._by_name: dict[str, list[str]] = {}
        for place in functions:
            self._by_name.setdefault(place.rpartition(".")[2], []).append(place)
        self._of_functions = _Loaded(functions)
        self._of_methods = _Loaded(methods)
        self._by_identity: dict[object, tuple[object, Known]] = {}
        self._tables: dict[type, tuple[Table, bool]] = {}

    def function(self, live: Any) -> Known | None:
        """What is known of a function, class, class method or ufunc; None if nothing is."""
        identity = _identity(live)
        found = self._by_identity.get(identity) or self._named(live, identity)
        if found is None and self._of_functions.more():
            for place, known in self.functions.items():
                at = found_at(place)
                if at is not None:
                    self._by_identity.setdefault(_identity(at), (at, known))
            found = self._by_identity.get(identity)
        return found[1] if found is not None else None

    def _named(self, live: Any, identity: object) -> tuple[object, Known] | None:
        """Find a function where its own name says: few have others than that."""
        for place in self._by_name.get(getattr(live, "__name__", ""), ()):
            at = found_at(place)
            if at is not None and _identity(at) == identity:
                self._by_identity[identity] = at, self.functions[place]
                return self._by_identity[identity]
        return None

    def method(self, cls: type, name: str) -> Known | None:
        """What is known of a method; None if nothing is.

        The nearest base that defines the name decides, unless a table speaks for its family.
        """
        self._look_at_classes()
        overridden = False
        for base in cls.__mro__:
            methods, family = self._tables.get(base, ({}, False))
            if name in methods and (family or not overridden):
                return methods[name]
            overridden = overridden or name in vars(base)
        return None

    def tables(self) -> Iterator[tuple[type, Table]]:
        """The tables of the classes that are loaded."""
        self._look_at_classes()
        return ((cls, methods) for cls, (methods, _) in self._tables.items())

    def _look_at_classes(self) -> None:
        if not self._of_methods.more():
            return
        for place, methods in self.methods.items():
            cls = found_at(place.removesuffix(FAMILY))
            if isinstance(cls, type):
                self._tables[cls] = methods, place.endswith(FAMILY)


class _Loaded:
    """Tells when more of the modules in which there are some places have been loaded."""

    def __init__(self, places: Iterable[str]) -> None:
        self._modules = {module for place in places for module in _prefixes(place)}
        self._count = 0

    def more(self) -> bool:
        """Whether there are more than when this was last asked."""
        before = self._count
        self._count = sum(map(sys.modules.__contains__, self._modules))
        return self._count != before


def _prefixes(place: str) -> Iterator[str]:
    parts = place.removesuffix(FAMILY).split(".")
    return (".".join(parts[:length]) for length in range(1, len(parts)))


def found_at(place: str) -> Any:
    """Give the live object at a place; None if it is not loaded, or is the user's own."""
    parts = place.split(".")
    for length in range(len(parts) - 1, 0, -1):
        module = sys.modules.get(".".join(parts[:length]))
        if module is None:
            continue
        live: Any = module
        for part in parts[length:]:
            # What a module would only now load for being asked is nothing that a cell calls.
            held = vars(live) if isinstance(live, types.ModuleType) else {}
            live = held.get(part) if held else getattr(live, part, None)
        return live if live is not None and facts.library_of(live) is not None else None
    return None


def _identity(live: Any) -> object:
    """Name a callable: class methods are made anew whenever they are looked up."""
    owner = getattr(live, "__self__", None)
    bound = isinstance(live, types.MethodType | types.BuiltinMethodType)
    if bound and isinstance(owner, type):
        return id(owner), live.__name__
    return id(live)
