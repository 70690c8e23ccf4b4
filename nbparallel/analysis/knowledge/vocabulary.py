"""The words in which the tables tell what a call does and whose object it gives."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Final


class Does(enum.Enum):
    """The effect of a call, apart from its result."""

    NOTHING = "nothing"
    CHANGES_SELF = "changes self"
    CHANGES_FIRST = "changes its first argument"
    DRAWS = "draws random numbers"
    OUTSIDE = "acts outside the process"
    WRITES = "writes its first argument's file anew, opened by `open`, or makes a folder"
    STATE = "changes the state of the process"
    PRINTS = "prints"
    DRAWS_FIGURES = "changes pyplot's figures, and artists that it is given"
    SAVES_FIGURE = "the same, and writes its first argument's file anew"
    UNKNOWN = "unknown"


class Gives(enum.Enum):
    """Whose object the result of a call is."""

    ATOM = "an immutable value"
    NEW = "a new object that holds nothing from outside"
    COPY = "a new object with data of its own, which may be Python objects of its arguments"
    NUMBER = "an immutable value of numbers, else a copy"
    VALUE = "an immutable value of immutable arguments, else maybe one of them"
    HOLDS = "a new object that holds its arguments"
    WRAPS = "a new object that holds its arguments, and shares the data of arrays among them"
    SAME = "its receiver, an argument, or a part of one"
    SELF = "its receiver"
    ELEMENT = "an element of its receiver or first argument, or one of its other arguments"
    PICKS = "an element of its first argument, which is not the receiver"
    OTHERS = "an object that others may see"
    DRAWING = "an artist that the iteration has made, or several"
    DRAWN = "such a one, a new array, or an argument"
    NUMBERS = "a new container of numbers"


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one callable.

    Attributes
    ----------
    does : Does
        Its effect.
    gives : Gives
        Whose object the result is.
    each : type or None
        The exact type of the result's elements, immutable ones.
    type : type or None
        The result's exact type.
    place : str
        The result's exact type by name, where importing it would be too early.
    changes : tuple
        Positions and keywords of arguments it changes besides.
    calls : tuple
        Positions and keywords of arguments that it may call; `ANY` for all of them, `HELD` for
        what its receiver holds.
    methods : tuple of str
        Methods of its arguments that it calls.
    seeded : bool
        Whether an integer under one of `SEEDS` keeps it from drawing.
    reseeds : bool
        Whether it sets a generator's state without regard to what it was.
    only_with : tuple
        The positions and keywords without any of which it has no effect.
    expression : bool
        Whether its first argument is an expression, which may name variables.
    sets : bool
        Whether there may be sets in its result.
    prints : bool
        Whether it prints besides.
    traces : bool
        Whether it tells where exceptions were raised.
    unless : tuple of str
        The arguments with which it may do anything.
    followed : bool
        Whether a chunk that writes files is told of them when it asks this.
    back : tuple of (str, str)
        Parameters, each with the argument that may come back as it is, itself or in the result,
        where the parameter is given and is not a true constant.
    """

    does: Does
    gives: Gives = Gives.HOLDS
    each: type | None = None
    type: type | None = None
    place: str = ""
    changes: tuple[int | str, ...] = ()
    calls: tuple[int | str, ...] = ()
    methods: tuple[str, ...] = ()
    seeded: bool = False
    reseeds: bool = False
    only_with: tuple[int | str, ...] = ()
    expression: bool = False
    sets: bool = False
    prints: bool = False
    traces: bool = False
    unless: tuple[str, ...] = ()
    followed: bool = False
    back: tuple[tuple[str, str], ...] = ()


UNKNOWN: Final = Known(Does.UNKNOWN, Gives.OTHERS)

ANY: Final = "*"
HELD: Final = "self"
SEEDS: Final = ("random_state", "rng", "seed")


def pure(gives: Gives = Gives.NEW, type: type | None = None, place: str = "") -> Known:
    """Give what is known of a callable that does nothing but give a result."""
    return Known(Does.NOTHING, gives, type=type, place=place)


def calling(gives: Gives, *calls: int | str) -> Known:
    """Give what is known of a callable that does nothing but call some of its arguments."""
    return Known(Does.NOTHING, gives, calls=calls)


ATOM: Final = pure(Gives.ATOM)
BOOL: Final = pure(Gives.ATOM, bool)
INT: Final = pure(Gives.ATOM, int)
FLOAT: Final = pure(Gives.ATOM, float)
STR: Final = pure(Gives.ATOM, str)
BYTES: Final = pure(Gives.ATOM, bytes)
STRINGS: Final = Known(Does.NOTHING, Gives.NEW, each=str, type=list)
NEW: Final = pure(Gives.NEW)
COPY: Final = pure(Gives.COPY)
NUMBER: Final = pure(Gives.NUMBER)
VALUE: Final = pure(Gives.VALUE)
HOLDS: Final = pure(Gives.HOLDS)
SAME: Final = pure(Gives.SAME)
ELEMENT: Final = pure(Gives.ELEMENT)
OTHERS: Final = pure(Gives.OTHERS)

CHANGES: Final = Known(Does.CHANGES_SELF, Gives.ATOM)
CHANGES_SAME: Final = Known(Does.CHANGES_SELF, Gives.SAME)
CHANGES_ELEMENT: Final = Known(Does.CHANGES_SELF, Gives.ELEMENT)
CHANGES_SELF: Final = Known(Does.CHANGES_SELF, Gives.SELF)
FIRST: Final = Known(Does.CHANGES_FIRST, Gives.ATOM)
FIRST_ELEMENT: Final = Known(Does.CHANGES_FIRST, Gives.ELEMENT)
FIRST_SAME: Final = Known(Does.CHANGES_FIRST, Gives.SAME)
OUTSIDE: Final = Known(Does.OUTSIDE, Gives.SAME)
WRITES: Final = Known(Does.WRITES, Gives.ATOM)
STATE: Final = Known(Does.STATE, Gives.OTHERS)
DRAWS: Final = Known(Does.DRAWS, Gives.HOLDS)


def giving_back(word: str, argument: str = "") -> Known:
    """Give what is known of a callable that copies, unless a parameter lets an argument pass."""
    return Known(Does.NOTHING, Gives.COPY, back=((word, argument or word),))


def seeded(*only_with: int | str, gives: Gives = Gives.HOLDS) -> Known:
    """Give what is known of a callable that draws unless it is given a seed."""
    return Known(Does.DRAWS, gives, seeded=True, only_with=only_with)


Table = dict[str, Known]


def table(*rows: tuple[str, Known]) -> Table:
    """Make a table of rows of names that share what is known of them."""
    made: Table = {}
    for names, known in rows:
        for name in names.split():
            assert name not in made, name
            made[name] = known
    return made


def within(place: str, *rows: tuple[str, Known]) -> Table:
    """Make a table of what a module or class defines."""
    return {f"{place}.{name}": known for name, known in table(*rows).items()}
