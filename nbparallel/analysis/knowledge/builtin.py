"""Builtin functions, and the methods of builtin types."""

from __future__ import annotations

import types
from typing import Any, Final

from nbparallel import facts
from nbparallel.analysis.knowledge.vocabulary import (
    ATOM,
    BOOL,
    BYTES,
    CHANGES,
    CHANGES_ELEMENT,
    CHANGES_SAME,
    ELEMENT,
    FIRST,
    FIRST_ELEMENT,
    FLOAT,
    HOLDS,
    INT,
    NEW,
    OTHERS,
    SAME,
    STR,
    STRINGS,
    UNKNOWN,
    VALUE,
    Does,
    Gives,
    Known,
    Table,
    pure,
    table,
    within,
)

CONTAINERS: Final = frozenset(
    {list, tuple, set, frozenset, dict, enumerate, zip, map, filter, reversed}
)
"""Builtin classes whose call makes a container of their arguments' elements."""

FUNCTIONS: Final = table(
    ("len ord", INT),
    ("ascii bin chr format hex oct repr str", STR),
    ("int", INT),
    ("float", FLOAT),
    ("bool callable hasattr isinstance issubclass any all", BOOL),
    ("complex", pure(Gives.ATOM, complex)),
    ("bytes", BYTES),
    ("range", pure(Gives.ATOM, range)),
    ("abs divmod pow round", VALUE),
    ("sum", HOLDS),
    ("slice object", HOLDS),
    ("type getattr", OTHERS),
    ("bytearray", pure(Gives.NEW, bytearray)),
    ("memoryview", SAME),
    ("dir", STRINGS),
    ("min max", ELEMENT),
    ("print", Known(Does.PRINTS, Gives.ATOM, type=types.NoneType)),
    ("next", FIRST_ELEMENT),
    ("setattr delattr", FIRST),
    ("input", Known(Does.OUTSIDE, Gives.ATOM, type=str)),
)

CLASS_METHODS: Final = {
    **within("builtins.dict", ("fromkeys", HOLDS)),
    **within("builtins.str", ("maketrans", NEW)),
    **within("builtins.int", ("from_bytes", INT)),
    **within("builtins.float", ("fromhex", FLOAT)),
    **within("builtins.bytes", ("fromhex", BYTES), ("maketrans", BYTES)),
    **within("builtins.bytearray", ("fromhex", pure(Gives.NEW, bytearray))),
}

_SEQUENCE: Final = table(("index count", INT))
_SET: Final = table(
    ("copy union intersection difference symmetric_difference", HOLDS),
    ("issubset issuperset isdisjoint", BOOL),
)
_TEXT: Final = table(
    ("find rfind index rindex count", INT),
    ("partition rpartition", Known(Does.NOTHING, Gives.ATOM, type=tuple)),
    ("startswith endswith", BOOL),
    ("isalnum isalpha isascii isdigit islower isspace istitle isupper", BOOL),
)
_SAME_TEXT: Final = (
    "strip lstrip rstrip lower upper title capitalize swapcase replace join zfill ljust rjust "
    "center expandtabs translate removeprefix removesuffix"
)

_BUILTIN: Final[dict[type, Table]] = {
    list: _SEQUENCE
    | table(
        ("copy", pure(Gives.HOLDS, list)),
        ("append extend insert remove clear reverse", CHANGES),
        ("sort", Known(Does.CHANGES_SELF, Gives.ATOM, type=types.NoneType, calls=("key",))),
        ("pop", CHANGES_ELEMENT),
    ),
    tuple: _SEQUENCE,
    range: _SEQUENCE,
    dict: table(
        ("copy", pure(Gives.HOLDS, dict)),
        ("keys values items", HOLDS),
        ("get", ELEMENT),
        ("update clear", CHANGES),
        ("pop setdefault", CHANGES_ELEMENT),
        ("popitem", CHANGES_SAME),
    ),
    set: _SET
    | table(
        (
            "add discard remove clear update intersection_update difference_update "
            "symmetric_difference_update",
            CHANGES,
        ),
        ("pop", CHANGES_ELEMENT),
    ),
    frozenset: _SET,
    type({}.keys()): table(("isdisjoint", BOOL)),
    type({}.items()): table(("isdisjoint", BOOL)),
    bytearray: {**_TEXT, "partition": NEW, "rpartition": NEW}
    | table(
        ("append extend insert remove clear reverse", CHANGES),
        ("pop", Known(Does.CHANGES_SELF, Gives.ATOM, type=int)),
        ("decode hex", STR),
        ("copy strip lstrip rstrip lower upper replace join zfill ljust rjust center", NEW),
        ("split rsplit splitlines", NEW),
    ),
    memoryview: table(("tobytes", BYTES), ("hex", STR), ("tolist", NEW), ("cast toreadonly", SAME)),
    str: _TEXT
    | table(
        (_SAME_TEXT, STR),
        ("casefold format format_map", STR),
        ("split rsplit splitlines", STRINGS),
        ("encode", BYTES),
        ("isdecimal isidentifier isnumeric isprintable", BOOL),
    ),
    bytes: _TEXT
    | table(
        (_SAME_TEXT, BYTES),
        ("split rsplit splitlines", Known(Does.NOTHING, Gives.NEW, each=bytes, type=list)),
        ("decode hex", STR),
    ),
    int: table(
        ("bit_length bit_count conjugate", INT),
        ("to_bytes", BYTES),
        ("as_integer_ratio", ATOM),
    ),
    float: table(
        ("is_integer", BOOL), ("hex", STR), ("as_integer_ratio", ATOM), ("conjugate", FLOAT)
    ),
    complex: table(("conjugate", pure(Gives.ATOM, complex))),
    slice: table(("indices", ATOM)),
    types.GeneratorType: table(("send throw", CHANGES_SAME), ("close", CHANGES)),
    BaseException: table(("add_note", CHANGES)),
}
_BUILTIN[bool] = _BUILTIN[int]

METHODS: Final = dict(_BUILTIN)


def of_builtin(function: Any) -> Known | None:
    """What is known of a builtin function or class."""
    return FUNCTIONS.get(getattr(function, "__name__", ""))


def of_builtin_method(cls: type, name: str) -> Known | None:
    """What is known of a builtin type's method; None if the type is not builtin."""
    raised = issubclass(cls, BaseException) and facts.library_of(cls) == "builtins"
    methods = METHODS.get(BaseException if raised else cls)
    return None if methods is None else methods.get(name, UNKNOWN)
