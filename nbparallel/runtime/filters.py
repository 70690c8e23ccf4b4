"""Warnings filters on their way to workers, without the modules that made them.

A filter names a class of warnings. IPython sets one for a class of its own, so that to send the
filters as they are would have each worker import IPython before its first chunk. A class of a
module that a worker has not imported can match none of its warnings until that is imported.

Runs on workers, so it imports the standard library only.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Any

Named = tuple[str, str]
"""A class as its module and its name there."""


class _Later(type):
    """A class that stands for one that may be imported later."""

    named: Named

    def __subclasscheck__(cls, subclass: type) -> bool:
        meant = _find(cls.named)
        return meant is not None and issubclass(subclass, meant)


def abroad(filters: Iterable[Any]) -> list[Any]:
    """Give filters as they are sent: with names instead of the classes of modules."""
    return [(action, text, _named(kind), *rest) for action, text, kind, *rest in filters]


def at_home(filters: Iterable[Any]) -> list[Any]:
    """Give what `abroad` was given, as far as this process knows the classes."""
    return [(action, text, _found(kind), *rest) for action, text, kind, *rest in filters]


def _find(named: Named) -> type | None:
    """Give a class if its module has been imported here."""
    module, name = named
    found: Any = sys.modules.get(module)
    for part in name.split("."):
        found = getattr(found, part, None)
    return found if isinstance(found, type) else None


def _named(kind: Any) -> Any:
    named = getattr(kind, "__module__", None), getattr(kind, "__qualname__", None)
    module, name = named
    if not isinstance(module, str) or not isinstance(name, str):
        return kind
    if module in ("builtins", "__main__") or _find((module, name)) is not kind:
        return kind
    return named


def _found(kind: Any) -> Any:
    if not isinstance(kind, tuple) or not all(isinstance(part, str) for part in kind):
        return kind
    return _find(kind) or _Later(kind[1], (Warning,), {"named": kind})
