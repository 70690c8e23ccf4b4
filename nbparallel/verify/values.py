"""Single values: what is compared by its bits, an object's parts, and texts of both."""

from __future__ import annotations

import logging
import re
import struct
from array import array
from collections.abc import Iterable
from typing import Any, Final

from nbparallel.loaded import loaded

EXACT: Final = frozenset(
    {int, bool, str, bytes, type(None), range, type(...), type(NotImplemented)}
)
"""Types whose objects are the same if they are equal."""

_IMMUTABLE: Final = {"Timestamp", "Timedelta", "Period", "Interval", "NaTType", "NAType"}
_IMMUTABLE_MODULES: Final = ("pandas", "pathlib")
_WIDTH: Final = 200

Path = tuple[Any, str]
"""Where something is: the path of what holds it, and the step from there."""


def text_of(path: Path | None) -> str:
    """Give a path as Python writes it: ``out[3].x``."""
    steps: list[str] = []
    while path is not None:
        path, step = path
        steps.append(step)
    return "".join(reversed(steps))


def is_immutable(cls: type) -> bool:
    """Whether objects of a foreign class are values: which of several equal ones is not asked."""
    return (
        cls.__name__ in _IMMUTABLE or cls.__name__.endswith("Path")
    ) and cls.__module__.partition(".")[0] in _IMMUTABLE_MODULES


def attributes(value: Any) -> dict[str, Any]:
    """Give an object's own attributes, those in slots as well."""
    found = dict(getattr(value, "__dict__", None) or {})
    slots = [s for c in type(value).__mro__ for s in _names_of(getattr(c, "__slots__", ()))]
    for slot in slots:
        if slot not in ("__dict__", "__weakref__") and hasattr(value, slot):
            found[slot] = getattr(value, slot)
    if isinstance(value, logging.Logger):
        found.pop("_cache", None)  # which levels it was asked for: that changes no answer
    if type(value).__module__.startswith("matplotlib."):
        found.pop("_parents", None)  # of transforms, by address: what is to be computed again
    return found


def _names_of(slots: Any) -> Iterable[str]:
    return (slots,) if isinstance(slots, str) else slots


def bits(value: float | complex) -> bytes:
    """Give the bytes of a float or a complex number."""
    if isinstance(value, complex):
        return struct.pack("<dd", value.real, value.imag)
    return struct.pack("<d", value)


def same_at_once(a: Any, b: Any) -> bool:
    """Whether two sequences of plain values are the same; False if that takes a closer look."""
    kinds = set(map(type, a))
    if kinds <= EXACT:
        return list(map(type, a)) == list(map(type, b)) and list(a) == list(b)
    if kinds == {float} and set(map(type, b)) == {float}:
        return array("d", a).tobytes() == array("d", b).tobytes()
    return False


def name_of(cls: type) -> str:
    """Name a class as a user would."""
    return cls.__qualname__


def foreign(value: Any) -> str:
    """Describe an object of a foreign type by its text, without the address."""
    return re.sub(r" (at|@) 0x[0-9a-fA-F]+", "", repr(value))


def short(value: Any, width: int = _WIDTH) -> str:
    """Give a value's text, cut; whatever its ``repr`` does."""
    try:
        numpy = loaded("numpy")
        if numpy is not None and isinstance(value, numpy.generic):
            value = value.item()
        text = " ".join(repr(value).split()) if not isinstance(value, str) else repr(value)
    except Exception as error:
        text = f"<{type(value).__name__} whose repr raises {type(error).__name__}>"
    return text if len(text) <= width else text[: width - 1] + "…"
