"""Functions of libraries that may let the order of a set show, made to say when they are called.

Most of them never are. So a loop is not refused because of what some function of its libraries
might do: where such a function is called on a worker, the guards hear of it.

Runs on workers, so it imports the standard library only.
"""

from __future__ import annotations

import sys
import types
from collections.abc import Callable, Collection, Iterable
from typing import Any, Final

from nbparallel.runtime.holdings import Reach
from nbparallel.runtime.snapshot import walk

EVENT: Final = "nbparallel.order"
"""What `sys.audit` is told when such a function is called."""

Key = tuple[str, str, int]
"""A function's module, qualified name, and first line."""

_PLACE: Final = 0xC0DE


def key_of(function: types.FunctionType) -> Key:
    """Give what names a function in every process."""
    return (
        str(function.__module__),
        function.__qualname__,
        function.__code__.co_firstlineno,
    )


def lay(
    roots: Iterable[tuple[str, object]], inside: frozenset[str], suspects: Collection[Key]
) -> None:
    """Let functions tell of their calls, as far as they can be reached.

    Parameters
    ----------
    roots : iterable of (str, object)
        Modules, with their names.
    inside : frozenset of str
        The libraries that are looked into.
    suspects : collection of (str, str, int)
        The functions.
    """
    wanted = frozenset(suspects)
    found = [obj for _, obj, _ in walk(roots, Reach(inside))] if wanted else []
    for function in found:
        if isinstance(function, types.FunctionType) and key_of(function) in wanted:
            _lay(function)


def _lay(function: types.FunctionType) -> None:
    """Put other code into a function: whoever holds it holds the same object."""
    code = function.__code__
    original = types.FunctionType(
        code, function.__globals__, function.__name__, function.__defaults__, function.__closure__
    )
    original.__kwdefaults__ = function.__kwdefaults__
    constants = tuple(
        _told(original) if constant == _PLACE else constant for constant in _trap.__code__.co_consts
    )
    function.__code__ = _trap.__code__.replace(
        co_consts=constants,
        co_freevars=code.co_freevars,
        co_name=code.co_name,
        co_filename=code.co_filename,
        co_firstlineno=code.co_firstlineno,
    )


def _told(original: types.FunctionType) -> Callable[..., Any]:
    def called(*args: Any, **kwargs: Any) -> Any:
        sys.audit(EVENT)
        return original(*args, **kwargs)

    return called


def _trap(*args: Any, **kwargs: Any) -> Any:
    # A constant, since the names are the library's; it is replaced by what is to be called.
    return (0xC0DE).__call__(*args, **kwargs)  # type: ignore[operator]
