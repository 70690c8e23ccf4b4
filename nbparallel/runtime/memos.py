"""What the functions of a library remember in an `lru_cache`, compared with the kernel's.

A worker may remember what the kernel remembers, too: then whatever it has looked up there is what
the plain cell would have found. It may not remember more, since the kernel would not afterwards:
a function may give something else when it is called later, and what it gave once may have been
changed since. So only entries of plain values are compared, and any other counts as more.

Runs on workers, so it imports the standard library only.
"""

from __future__ import annotations

import gc
import re
import sys
import types
from collections.abc import Iterable, Mapping
from typing import Any, Final

from nbparallel.runtime.holdings import ATOMS, top_of

MOST: Final = 10_000
"""Entries of one function that are told to the workers."""

_LINK: Final = "_lru_list_elem"
"""The type that stands behind each key and value of a function that keeps so many at most."""

Table = dict[str, dict[str, str]]
"""By function and key: the value, as texts that are equal only for equal values of equal types."""


def table(memos: Iterable[Any]) -> Table:
    """Tell what functions remember, as far as it is plain."""
    found: Table = {}
    for memo in memos:
        entries = _entries(memo)
        told = found.setdefault(_name(memo), {})
        for key, value in entries if len(entries) <= MOST else []:
            told[_text(key) or ""] = _text(value) or ""
        told.pop("", None)
    return found


def more(memos: Iterable[Any], known: Mapping[str, Mapping[str, str]]) -> str:
    """Name a function that remembers something else than the table tells; empty if none does."""
    for memo in memos:
        if top_of(memo.__module__) in sys.stdlib_module_names:  # it remembers what it would find
            continue
        told = known.get(_name(memo), {})
        entries = _entries(memo)
        forgot = memo.cache_info().misses != len(entries)
        if forgot or any(not _is_told(key, value, told) for key, value in entries):
            return _name(memo)
    return ""


def _is_told(key: Any, value: Any, told: Mapping[str, str]) -> bool:
    name, text = _text(key), _text(value)
    return bool(name and text) and told.get(name or "") == text


def _name(memo: Any) -> str:
    return f"{memo.__module__}.{memo.__qualname__}"


def _entries(memo: Any) -> list[tuple[Any, Any]]:
    """Give the keys and values that a function with a cache keeps."""
    held = gc.get_referents(memo)
    if memo.cache_parameters()["maxsize"] is None:
        kept: Any = next(
            (part for part in held if type(part) is dict and part is not vars(memo)), {}
        )
        return list(kept.items())
    links = [place for place, part in enumerate(held) if getattr(part, "__name__", "") == _LINK]
    return [(held[place - 2], held[place - 1]) for place in links[: memo.cache_info().currsize]]


def _text(value: Any) -> str | None:
    """Give a text that only equal values of equal types share; None for what may be changed."""
    cls = type(value)
    if cls in ATOMS:
        return f"{cls.__name__} {value!r}"
    if cls is tuple or cls is frozenset:
        parts = [_text(part) for part in value]
        if None in parts:
            return None
        inner = parts if cls is tuple else sorted(map(str, parts))
        return f"{cls.__name__} ({', '.join(map(str, inner))})"
    if cls is object:  # stands between positional and named arguments
        return "object"
    if cls is re.Pattern:
        return f"pattern {value.pattern!r} {value.flags}"
    if isinstance(value, type | types.FunctionType | types.BuiltinFunctionType):
        name = f"{value.__module__}.{value.__qualname__}"
        return None if "<" in name else name
    return None
