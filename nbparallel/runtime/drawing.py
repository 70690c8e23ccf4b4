"""What runs when an item is drawn, and which names it reads.

The items are drawn ahead of the iterations. A generator, or a function in a ``map``, that reads a
name which the body changes would then read another value than in the plain loop.
"""

from __future__ import annotations

import dis
import types
from collections.abc import Iterable, Mapping
from typing import Any, Final

from nbparallel import facts
from nbparallel.analysis.callees import python_method

_READS: Final = frozenset(
    {"LOAD_GLOBAL", "LOAD_NAME", "LOAD_DEREF", "LOAD_CLASSDEREF", "LOAD_FROM_DICT_OR_GLOBALS"}
)


def names_read(sources: Iterable[Any], namespace: Mapping[str, Any]) -> set[str]:
    """Give the names that the user's code reads whenever an item is drawn.

    Parameters
    ----------
    sources : iterable
        The iterators that are drawn from, with the functions that they call.
    namespace : mapping
        Where the loop stands.
    """
    todo = [code for source in sources if (code := _code_of(source)) is not None]
    read: set[str] = set()
    met: set[types.CodeType] = set()
    while todo:
        code = todo.pop()
        if code in met:
            continue
        met.add(code)
        todo += [constant for constant in code.co_consts if isinstance(constant, types.CodeType)]
        for name in {i.argval for i in dis.get_instructions(code) if i.opname in _READS} - read:
            read.add(name)
            called = _code_of(facts.lookup(namespace, name)[1])
            todo += [called] if called is not None else []
    return read


def _code_of(source: Any) -> types.CodeType | None:
    """Give the user's code that a generator or a function runs."""
    if isinstance(source, types.GeneratorType):
        code: types.CodeType = source.gi_code
        return None if facts.is_library_file(code.co_filename) else code
    function = source.__func__ if isinstance(source, types.MethodType) else source
    if isinstance(function, types.FunctionType) and facts.library_of(function) is None:
        return function.__code__
    call = python_method(type(source), "__call__") if facts.is_user_class(type(source)) else None
    return call.__code__ if call is not None else None
