"""What is known of other people's functions and methods, in one place.

A name stands in a table only if a test shows that what the table says is so. What stands nowhere
is unknown, and unknown is never assumed pure. For each callable the tables tell its effect and
whose object the result is; `vocabulary` has the words, one module each library's tables.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any, Final

from nbparallel import facts
from nbparallel.analysis.knowledge import (
    arrays,
    builtin,
    dataframes,
    dates,
    imaging,
    learning,
    models,
    networks,
    notebook,
    plotting,
    science,
    standard,
    vocabulary,
)
from nbparallel.analysis.knowledge.builtin import CONTAINERS, of_builtin
from nbparallel.analysis.knowledge.register import FAMILY, Register, found_at
from nbparallel.analysis.knowledge.vocabulary import (
    ANY,
    HELD,
    SEEDS,
    UNKNOWN,
    Does,
    Gives,
    Known,
    Table,
)
from nbparallel.loaded import loaded

__all__ = [
    "ANY",
    "CONTAINERS",
    "HELD",
    "LIBRARIES",
    "SEEDS",
    "SELF_CHANGING",
    "UNKNOWN",
    "Does",
    "Gives",
    "Known",
    "doubtful_methods",
    "has_tables",
    "is_generator",
    "is_known_library",
    "is_plain_array",
    "of_builtin",
    "of_drawing",
    "of_function",
    "of_immutable_method",
    "of_maybe_drawn",
    "of_method",
    "of_unknown_method",
    "type_of",
]

_REGISTERS: Final[dict[str, Register]] = {
    "numpy": arrays.REGISTER,
    "pandas": dataframes.REGISTER,
    "scipy": science.REGISTER,
    "sklearn": learning.REGISTER,
    "statsmodels": models.REGISTER,
    "networkx": networks.REGISTER,
    "PIL": imaging.REGISTER,
    "IPython": notebook.REGISTER,
    "dateutil": dates.REGISTER,
}
LIBRARIES: Final = frozenset({*_REGISTERS, "patsy"})
"""Installed packages whose types' operators and attributes only read."""

_OTHERS: Final = {
    "mpl_toolkits": vocabulary.STATE,
    "requests": vocabulary.OUTSIDE,
    "httpx": vocabulary.OUTSIDE,
    "sqlalchemy": vocabulary.OUTSIDE,
}
"""Packages of which nothing more is known than why their functions are refused."""

_CLASS_METHODS: Final = Register(builtin.CLASS_METHODS, {})


def of_function(function: Any) -> Known:
    """What is known of a library's function, class or class method."""
    library = facts.library_of(function)
    if library is None:
        return UNKNOWN
    if library == "builtins":
        return of_builtin(function) or _CLASS_METHODS.function(function) or UNKNOWN
    if standard.is_standard(library):
        return standard.of_standard(function, library)
    if library == "matplotlib":
        return plotting.of_function(function) or UNKNOWN
    register = _REGISTERS.get(library)
    if register is None:
        return _OTHERS.get(library, UNKNOWN)
    known = register.function(function)
    if known is not None:
        return known
    if not isinstance(function, type):
        return UNKNOWN
    if issubclass(function, BaseException):
        return vocabulary.HOLDS
    return learning.of_class(function) or UNKNOWN


def of_method(cls: type, name: str) -> Known:
    """What is known of a method, by its receiver's exact type."""
    known = builtin.of_builtin_method(cls, name)
    if known is not None:
        return known
    library = facts.library_of(cls) or ""
    if cls.__name__ == "_Environ":
        return vocabulary.HOLDS if name in ("get", "keys", "values", "items") else vocabulary.STATE
    if cls in (logging.Logger, logging.RootLogger) and name in ("__str__", "__repr__"):
        return vocabulary.STR
    if cls.__module__.startswith("pathlib"):
        return standard.PATHS.get(name, UNKNOWN)
    if library == "matplotlib":
        return plotting.REGISTER.method(cls, name) or UNKNOWN
    register = standard.REGISTER if standard.is_standard(library) else _REGISTERS.get(library)
    if register is None:
        return UNKNOWN
    known = dataframes.of_method(cls, name) if library == "pandas" else register.method(cls, name)
    if known is not None:
        return known
    if library == "sklearn":
        return learning.of_method(cls, name) or UNKNOWN
    return _of_atom_method(cls, name) if facts.is_atom_type(cls) else UNKNOWN


def _of_atom_method(cls: type, name: str) -> Known:
    """Judge a method of a type whose objects never change."""
    if not hasattr(cls, name) or name in ("tofile", "dump"):
        return UNKNOWN
    if facts.library_of(cls) != "numpy":
        return vocabulary.ATOM
    for base in (str, bytes):
        if issubclass(cls, base):
            return builtin.METHODS[base].get(name, UNKNOWN)
    return vocabulary.ATOM if name in arrays.SCALAR else vocabulary.NEW


def of_unknown_method(
    name: str, positional: int | None = None, keywords: Collection[str] = ()
) -> Known:
    """What is known of a method by its name alone: what is true of every type that has it.

    Sound only together with two later checks: no class of the user's that travels to the
    workers may define the name, and no type of an unknown library may travel at all.

    Parameters
    ----------
    name : str
        The name.
    positional : int, optional
        How many positional arguments it is given: a path's ``replace`` takes one, a text's two.
    keywords : collection of str
        The keywords it is given: a date's ``replace`` takes parts of dates.
    """
    if name == "replace" and positional == 0 and keywords and set(keywords) <= standard.DATE_PARTS:
        return vocabulary.HOLDS
    if name in ("rename", "replace"):
        known = _by_name()[f"{name}!"]
        return known if positional == {"rename": 0, "replace": 2}[name] else UNKNOWN
    return _by_name().get(name, UNKNOWN)


def of_immutable_method(known: Known, name: str) -> Known:
    """What is known of a method of an immutable object, by what is known of its name.

    Immutable objects have no methods with effects, but for paths and arrays' scalars.
    """
    if name in _OF_TEXTS:
        return vocabulary.ATOM
    outward = standard.PATHS.get(name, vocabulary.NEW).does in (Does.OUTSIDE, Does.WRITES)
    if outward or name in ("tofile", "dump") or known.does is Does.NOTHING:
        return known
    return replace(vocabulary.NEW, calls=known.calls)


_OF_TEXTS: Final = frozenset(
    """capitalize center expandtabs ljust lower lstrip removeprefix removesuffix rjust rstrip strip
    swapcase title upper zfill""".split()
)
"""Methods that only texts and bytes have, of what is immutable, and that give such again."""


def doubtful_methods(cls: type, assumed: frozenset[str]) -> list[str]:
    """Give those of the methods assumed by name alone that a standard class may do otherwise."""
    if not standard.is_standard(facts.library_of(cls) or "") or cls.__module__ == "builtins":
        return []
    held = {name for name in assumed if callable(getattr(cls, name, None))}
    return sorted(name for name in held if of_method(cls, name).does is Does.UNKNOWN)


def _tables() -> Iterator[Table]:
    yield from builtin.METHODS.values()
    yield standard.PATHS
    for register in (standard.REGISTER, *_REGISTERS.values()):
        yield from register.methods.values()
    yield learning.METHODS


@lru_cache(maxsize=1)
def _by_name() -> Table:
    entries: dict[str, list[Known]] = {}
    for methods in _tables():
        for name, known in methods.items():
            if name in ("rename", "replace") and methods is not standard.PATHS:
                entries.setdefault(f"{name}!", []).append(known)
            entries.setdefault(name, []).append(known)
    return {name: _common(known) for name, known in entries.items()}


def _common(entries: list[Known]) -> Known:
    """Give what is true of every entry."""
    if all(known == entries[0] for known in entries):
        return entries[0]
    effects = {known.does for known in entries}
    if effects == {Does.NOTHING, Does.CHANGES_SELF}:
        effects = {Does.CHANGES_SELF}
    if len(effects) > 1 or any(known.only_with for known in entries):
        return UNKNOWN
    calls = tuple(dict.fromkeys(word for known in entries for word in known.calls))
    changes = tuple(dict.fromkeys(word for known in entries for word in known.changes))
    return Known(
        effects.pop(),
        _common_result({known.gives for known in entries}),
        calls=calls,
        changes=changes,
        methods=tuple(dict.fromkeys(word for known in entries for word in known.methods)),
        seeded=all(known.seeded for known in entries),
        expression=any(known.expression for known in entries),
        sets=any(known.sets for known in entries),
        prints=any(known.prints for known in entries),
        traces=any(known.traces for known in entries),
        unless=tuple(dict.fromkeys(word for known in entries for word in known.unless)),
        back=tuple(dict.fromkeys(pair for known in entries for pair in known.back)),
    )


def _common_result(gives: set[Gives]) -> Gives:
    if gives == {Gives.ATOM}:
        return Gives.ATOM
    made = {Gives.ATOM, Gives.NEW, Gives.COPY, Gives.HOLDS, Gives.NUMBER}
    return Gives.HOLDS if gives <= made else Gives.SAME


SELF_CHANGING: Final = frozenset(
    name for name, known in _by_name().items() if known.does is Does.CHANGES_SELF
) | frozenset(
    """__setitem__ __delitem__ __setattr__ __delattr__ __next__ __iadd__ acquire release
    put put_nowait get_nowait writelines setitem shuffle sample choice""".split()
)
"""Method names that change their receiver in some of the types that have them."""


def of_drawing(name: str) -> Known | None:
    """What is known of a method of an artist that the iteration has made; None if nothing is."""
    return plotting.of_method(name, sure=True)


def of_maybe_drawn(name: str) -> Known | None:
    """What is known of a method of an object of unknown type, if only artists have such a one."""
    others = _by_name().get(name)
    if loaded("matplotlib.artist") is None or name in plotting.OTHERS_HAVE:
        return None
    if others is not None and name not in plotting.OF_FRAMES:
        return None
    return plotting.of_method(name, sure=False)


def is_known_library(library: str | None) -> bool:
    """Whether operators and attributes of a library's types can be trusted to be pure."""
    return library is not None and (library in LIBRARIES or standard.is_standard(library))


def has_tables(value: object) -> bool:
    """Whether a callable or class is of a library whose parameters' names tell effects."""
    return facts.library_of(value) in _REGISTERS


def is_generator(cls: type | None) -> bool:
    """Whether a type's objects are generators of random numbers, which drawing changes."""
    if cls is None:
        return False
    numpy = loaded("numpy.random")
    kinds: list[type] = [random.Random]
    if numpy is not None:
        kinds += [numpy.Generator, numpy.RandomState, numpy.BitGenerator, numpy.SeedSequence]
    return issubclass(cls, tuple(kinds))


def is_plain_array(cls: type | None) -> bool:
    """Whether a type's objects hold data of their own, unless that data is Python objects."""
    if cls is None:
        return False
    numpy, pandas = loaded("numpy"), loaded("pandas")
    kinds = (numpy.ndarray,) if numpy is not None else ()
    if pandas is not None and hasattr(pandas, "DataFrame"):
        kinds += (pandas.DataFrame, pandas.Series, pandas.Index)
    return issubclass(cls, kinds)


def type_of(known: Known) -> type | None:
    """Give the exact type of a call's result, if its library is loaded."""
    if known.type is not None or not known.place:
        return known.type
    cls = found_at(known.place.removesuffix(FAMILY))
    return cls if isinstance(cls, type) else None
