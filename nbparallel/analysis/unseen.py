"""What cannot be seen into, and may yet run on the workers: under guards.

A library that no table lists, compiled code, a function without source: nobody can say
beforehand what such a call does. Workers are processes of their own that work on copies, so
it may be tried there: the runtime looks whether anything but the result has changed, and
throws the chunk away if so. What is *known* to tie iterations together is not tried.
"""

from __future__ import annotations

import types
from typing import Any, Final

from nbparallel import facts
from nbparallel.analysis import knowledge
from nbparallel.analysis.knowledge import standard
from nbparallel.analysis.values import ABSENT, Owner, Value

_OF_THE_FRAME: Final = frozenset({"numexpr"})
"""Libraries that look into the frame which calls them."""


def may_try(callee: Any, receiver: Value | None) -> bool:
    """Whether a call may be tried under guards.

    Parameters
    ----------
    callee : object
        What is called, `ABSENT` if it is not known.
    receiver : Value or None
        Of a method; of a call of an unknown object, that object.
    """
    if callee is ABSENT:
        if receiver is None:
            return False
        if receiver.type is None:
            return True
        return receiver.type is types.FunctionType or _is_unlisted(receiver.type)
    if isinstance(callee, types.FunctionType) and facts.library_of(callee) is None:
        return True
    return _is_unlisted(callee)


def _is_unlisted(thing: Any) -> bool:
    """Whether a callable or a class is of a library of which nothing is known."""
    library = facts.library_of(thing)
    if library is None:
        return not isinstance(thing, type) or not facts.is_user_class(thing)
    if library == "builtins" or standard.is_standard(library) or library in _OF_THE_FRAME:
        return False
    return not knowledge.has_tables(thing)


def package_of(callee: Any, receiver: Value | None) -> str | None:
    """Give the library whose state is to be watched, if it is known."""
    thing = callee
    if callee is ABSENT:
        thing = receiver.type if receiver is not None else None
    return facts.library_of(thing) if thing is not None else None


def is_known_to_change(receiver: Value, name: str) -> bool:
    """Whether a method changes a shared receiver of unknown type, by all that its name tells."""
    shared = receiver.owner is Owner.SHARED and receiver.type is None
    return shared and name in knowledge.SELF_CHANGING
