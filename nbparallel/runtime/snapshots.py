"""Pictures of what a chunk displays: what it is at the call, whatever becomes of it.

Runs on workers, so it imports the standard library only.
"""

from __future__ import annotations

import decimal
import io
import pickle
import sys
import types
from collections.abc import Callable, Sequence
from typing import Any, Final

from nbparallel.loaded import loaded
from nbparallel.runtime.bars import Bar
from nbparallel.runtime.displays import DISPLAYED, UNSHOWN
from nbparallel.runtime.giveback import Known, dumps

_OF_VALUES: Final = frozenset(
    """builtins _codecs copyreg collections numpy pandas datetime decimal fractions IPython
    nbparallel""".split()
)
"""Packages whose objects are shown alike, whether they are copies or not."""


def keeping(known: Known, *, changing: bool) -> Callable[[Any], Any]:
    """Give what makes an entry of the objects and keywords of one call.

    Parameters
    ----------
    known : Known
        What came from the kernel.
    changing : bool
        Whether the chunk may change that, so that it has to be copied, too.
    """
    if changing:
        known = _code_of(known)

    before = _settings()

    def keep(call: Any) -> Any:
        if _settings() != before or not type(sys.stdout).__module__.startswith("nbparallel."):
            return UNSHOWN, "options or streams are others in the body than around it"
        try:
            parts = tuple(bytes(part) for part in dumps(call, known))
            if changing and (other := _others(parts, known)):
                return UNSHOWN, f"a copy of a `{other}` may look otherwise"
        except Exception as error:  # pickling runs foreign code: anything may come out of it
            return UNSHOWN, f"{type(error).__name__}: {error}"
        return DISPLAYED, parts

    return keep


def _settings() -> list[Any]:
    """Give what decides how numbers are shown."""
    found: list[Any] = [repr(decimal.getcontext()).partition("flags=")[0]]
    numpy = loaded("numpy")
    if numpy is not None and hasattr(numpy, "get_printoptions"):
        found += [numpy.geterr(), numpy.get_printoptions()]
    return found


def _code_of(known: Known) -> Known:
    """Leave of what came from the kernel only classes and functions, which no chunk changes."""
    code = known.copy()
    code.arrays = []
    code.tokens = {
        id(obj): (kind, place)
        for kind, memo in known.memos.items()
        for place, obj in memo.items()
        if isinstance(obj, type | types.FunctionType | Bar) and id(obj) in known.tokens
    }
    return code


def _others(parts: Sequence[bytes], known: Known) -> str:
    """Name a class or function in a pickle that is not one of values; empty if there is none."""
    reader = _Reader(parts, known)
    reader.load()
    return reader.other


class _Reader(pickle.Unpickler):
    """Loads a pickle, and looks at whose classes are in it."""

    def __init__(self, parts: Sequence[bytes], known: Known) -> None:
        super().__init__(io.BytesIO(parts[0]), buffers=parts[1:])
        self._known = known
        self.other = ""

    def find_class(self, module: str, name: str) -> Any:
        self._note(module, name)
        return super().find_class(module, name)

    def persistent_load(self, token: Any) -> object:
        kind, place = token
        if kind == "nan":
            return float("nan")
        found: Any = self._known.memos[kind][place]
        if not isinstance(found, Bar):
            self._note(found.__module__, found.__qualname__)
        return found

    def _note(self, module: str | None, name: str) -> None:
        if (module or "").partition(".")[0] not in _OF_VALUES:
            self.other = name
