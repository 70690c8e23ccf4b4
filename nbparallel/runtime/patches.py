"""Functions of libraries that the user has replaced: the workers' libraries have their own."""

from __future__ import annotations

import sys
import types
from collections.abc import Iterable

from nbparallel import facts


def find(apart: Iterable[str]) -> str:
    """Name a library's function or method that is not the library's; empty if there is none.

    Parameters
    ----------
    apart : iterable of str
        Libraries that are not looked at.
    """
    left_out = {*apart, "__main__", "unittest"}
    for name, module in list(sys.modules.items()):
        if not isinstance(module, types.ModuleType) or name.partition(".")[0] in left_out:
            continue
        if facts.library_of(module) is None:
            continue
        for label, value in list(vars(module).items()):
            if _is_users(value):
                return f"{name}.{label}"
            if issubclass(type(value), type) and value.__module__ == name:
                for method, member in list(vars(value).items()):
                    if _is_users(member):
                        return f"{name}.{label}.{method}"
    return ""


def find_among(libraries: Iterable[str]) -> str:
    """Name a function or method of some libraries that is the user's; empty if there is none."""
    wanted = frozenset(libraries)
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] not in wanted:
            continue
        for label, value in list(vars(module).items()):
            if _is_not_of_a_library(value):
                return f"{name}.{label}"
            if isinstance(value, type) and value.__module__ == name:
                for method, member in list(vars(value).items()):
                    if _is_not_of_a_library(member):
                        return f"{name}.{label}.{method}"
    return ""


def _is_not_of_a_library(value: object) -> bool:
    if type(value) is types.FunctionType:
        return facts.library_of(value) is None
    return _is_users(value)


def _is_users(value: object) -> bool:
    cls = type(value)
    if cls is types.FunctionType:
        return value.__module__ == "__main__" and facts.library_of(value) is None
    return cls.__module__ == "unittest.mock" and not issubclass(cls, type)
