"""Variants of a cell's functions, in which their loops reach the runtime.

The functions themselves stay the user's: later cells call them, and workers get them.
"""

from __future__ import annotations

import ast
import types
from collections.abc import Iterator
from typing import Any

from nbparallel import rewrite
from nbparallel.analysis.functions import FUTURE, compile_both_ways
from nbparallel.analysis.loops import Loop
from nbparallel.source import Source, unwarned


class Variants:
    """Gives functions of one cell in the form in which the cell calls them.

    Parameters
    ----------
    source : Source
        The cell.
    loops : list of Loop
        Its candidates.
    run : str
        What the hook is to be told.
    collect : bool
        Whether loops go on over iterations that raise.
    """

    def __init__(
        self, source: Source, loops: list[Loop], run: str, *, collect: bool = False
    ) -> None:
        self._collect = collect
        self._source = source
        self._loops = loops
        self._run = run
        self._any = any(loop.function is not None for loop in loops)
        self._code: dict[int, types.CodeType | None] = {}
        self._kept: list[types.CodeType] = []  # so that their ids stay theirs
        self._compiled: dict[int, list[tuple[types.CodeType, types.CodeType]]] = {}

    def of(self, function: Any) -> Any:
        """Give a function's, or a bound method's, variant; itself if it has none."""
        plain = function.__func__ if isinstance(function, types.MethodType) else function
        if not self._any or type(plain) is not types.FunctionType:
            return function
        code = plain.__code__
        if id(code) not in self._code:
            self._code[id(code)] = self._variant_of(code)
            self._kept.append(code)
        variant = self._code[id(code)]
        if variant is None:
            return function
        made = types.FunctionType(
            variant, plain.__globals__, plain.__name__, plain.__defaults__, plain.__closure__
        )
        made.__kwdefaults__ = plain.__kwdefaults__
        made.__qualname__ = plain.__qualname__
        return made if plain is function else types.MethodType(made, function.__self__)

    def _variant_of(self, code: types.CodeType) -> types.CodeType | None:
        """Find the code of the variant of a function that this very cell has made."""
        if code.co_filename != self._source.filename:
            return None
        for plain, variant in self._pairs(code.co_flags & FUTURE):
            if plain == code:
                suits = variant.co_freevars == plain.co_freevars and variant != plain
                return variant if suits else None
        return None

    def _pairs(self, future: int) -> list[tuple[types.CodeType, types.CodeType]]:
        """Compile the cell's functions both ways."""
        if future not in self._compiled:
            text, name = self._source.text, self._source.filename
            flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT | future
            trees = [ast.parse(text, name), ast.parse(text, name)]
            rewrite.rewrite_functions(trees[1], self._loops, self._run, collect=self._collect)
            with unwarned():
                variants = compile(trees[1], name, "exec", flags, dont_inherit=True)
            by_place = {(c.co_qualname, c.co_firstlineno): c for c in _functions(variants)}
            self._compiled[future] = [
                (code, by_place[key])
                for code in compile_both_ways(trees[0], name, future)
                if (key := (code.co_qualname, code.co_firstlineno)) in by_place
            ]
        return self._compiled[future]


def _functions(code: types.CodeType) -> Iterator[types.CodeType]:
    """Give the code of a module's functions and methods, not of functions in them."""
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            if constant.co_flags & 2:  # CO_NEWLOCALS: a function; a class body has its names
                yield constant
            else:
                yield from _functions(constant)
