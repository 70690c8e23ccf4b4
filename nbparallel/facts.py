"""What is known of live objects, without copying, hashing or changing them.

The analysis is static where it can be and asks here where it cannot: exact types (a
subclass with its own ``append`` is not a list), what a container's elements are, whether
code belongs to a library or to the user.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
import sysconfig
import types
from collections import deque
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Final

from nbparallel.loaded import loaded

ATOMS: Final = frozenset(
    {int, float, complex, bool, str, bytes, type(None), type(Ellipsis), type(NotImplemented), range}
)
"""Immutable builtin types whose instances hold nothing mutable."""

NUMBERS: Final = frozenset({int, float, complex, bool})

STDLIB_ATOMS: Final = frozenset(
    {
        ("datetime", "datetime"),
        ("datetime", "date"),
        ("datetime", "time"),
        ("datetime", "timedelta"),
        ("datetime", "timezone"),
        ("decimal", "Decimal"),
        ("fractions", "Fraction"),
        ("uuid", "UUID"),
        ("re", "Pattern"),
        ("pathlib", "PosixPath"),
        ("pathlib", "WindowsPath"),
        ("pathlib", "PurePosixPath"),
        ("pathlib", "PureWindowsPath"),
    }
)

SEQUENCES: Final = (list, tuple, range, str, bytes)
"""Exact types that can be sliced without running anybody's code."""

REITERABLE: Final = (*SEQUENCES, dict, set, frozenset, deque)
"""Exact types that can be iterated again and again without changing them."""

VIEWS: Final[tuple[type, ...]] = (type({}.keys()), type({}.values()), type({}.items()))


def is_atom_type(cls: type) -> bool:
    """Whether instances of exactly this type are immutable through and through."""
    if cls in ATOMS:
        return True
    module = cls.__module__.partition(".")[0]
    if module == "numpy":
        numpy = loaded("numpy")
        if numpy is None:
            return False
        return issubclass(cls, numpy.generic) and cls is not numpy.object_ and cls is not numpy.void
    return (module.lstrip("_"), cls.__name__) in STDLIB_ATOMS or (
        module == "pandas" and cls.__name__ in {"Timestamp", "Timedelta", "NaTType", "NAType"}
    )


def is_ndarray(value: object) -> bool:
    """Whether a value is exactly `numpy.ndarray` (subclasses have rules of their own)."""
    numpy = loaded("numpy")
    return numpy is not None and type(value) is numpy.ndarray


def is_frame(value: object) -> bool:
    """Whether a value is exactly a pandas ``DataFrame`` or ``Series``."""
    pandas = loaded("pandas")
    return pandas is not None and type(value) in (pandas.DataFrame, pandas.Series)


def strict_floats() -> contextlib.AbstractContextManager[None]:
    """Let NumPy raise where it would warn of a floating-point error."""
    numpy = loaded("numpy")
    if numpy is None:
        return contextlib.nullcontext()
    now = numpy.geterr()
    raised: contextlib.AbstractContextManager[None] = numpy.errstate(
        **{kind: mode if mode == "ignore" else "raise" for kind, mode in now.items()}
    )
    return raised


def is_one_shot(value: object) -> bool:
    """Whether reading a value consumes it: iterators, generators, open files."""
    return hasattr(type(value), "__next__")


_BUILTIN_MODULES: Final = frozenset({*sys.builtin_module_names, "builtins"})


@lru_cache(maxsize=1)
def _library_roots() -> tuple[str, ...]:
    paths = sysconfig.get_paths()
    roots = {paths[key] for key in ("stdlib", "platstdlib", "purelib", "platlib")}
    roots |= {path for path in sys.path if path.endswith(("site-packages", "dist-packages"))}
    return tuple(sorted(os.path.realpath(root) + os.sep for root in roots))


@lru_cache(maxsize=4096)
def is_library_file(filename: str) -> bool:
    """Whether a file belongs to the standard library or to an installed package."""
    if filename.startswith("<frozen"):
        return True
    if filename.startswith("<") or not filename:
        return False
    return os.path.realpath(filename).startswith(_library_roots())


_COMPILED_BY_LIBRARIES: Final = (
    "<string>",
    "<__array_function__",
    "<class 'networkx.utils.decorators.argmap'>",  # once a function has been called
)
"""What the code of functions is said to stand in that libraries write themselves."""


def is_open(function: object) -> bool:
    """Whether a function is ``open``: Python's, or the notebook's, which guards the streams."""
    return function is _OPEN or is_notebooks_open(function)


def is_notebooks_open(function: object) -> bool:
    """Whether a function is what IPython binds ``open`` to."""
    return (
        isinstance(function, types.FunctionType)
        and getattr(function, "__wrapped__", None) is _OPEN
        and function.__globals__.get("__name__") == "IPython.core.interactiveshell"
    )


_OPEN: Final = io.open


def library_of(value: object) -> str | None:
    """Give the top-level package a function, class, module or instance comes from.

    None for the user's own code: notebook cells and modules that are not installed.
    """
    if isinstance(value, types.FunctionType):
        filename = value.__code__.co_filename
        if is_library_file(filename):
            return (value.__module__ or "").partition(".")[0] or None
        if filename.startswith(_COMPILED_BY_LIBRARIES):
            return _library_of_module(value.__module__)
        return None
    if isinstance(value, types.ModuleType):
        return _library_of_module(value.__name__)
    if isinstance(value, type):
        return _library_of_module(value.__module__)
    module = getattr(value, "__module__", None)
    if isinstance(value, types.BuiltinFunctionType | types.MethodDescriptorType):
        owner = getattr(value, "__objclass__", None) or getattr(value, "__self__", None)
        if isinstance(owner, types.ModuleType):
            return _library_of_module(owner.__name__)
        if module is None and owner is not None:
            return _library_of_module(
                (owner if isinstance(owner, type) else type(owner)).__module__
            )
    if not isinstance(module, str):
        module = type(value).__module__
    return _library_of_module(module)


def _library_of_module(name: str | None) -> str | None:
    if not isinstance(name, str) or not name or name == "__main__":
        return None
    top = name.partition(".")[0]
    if top in _BUILTIN_MODULES:
        return top
    module = sys.modules.get(name) or sys.modules.get(top)
    if module is None:
        return None
    origin = getattr(getattr(module, "__spec__", None), "origin", None)
    filename = getattr(module, "__file__", None) or origin
    if origin in ("built-in", "frozen"):
        return top
    if filename is None:
        return None
    return top if is_library_file(filename) else None


def is_of_library(module: str) -> bool:
    """Whether a dotted name begins with that of an imported library."""
    return _library_of_module(module) is not None


def is_user_class(cls: type) -> bool:
    """Whether a class is the user's own: its dunder methods are code to be judged."""
    return library_of(cls) is None or (
        cls.__module__ == "builtins" and cls.__flags__ & (1 << 9) > 0
    )


def is_replaced(cls: type | None, name: str) -> bool:
    """Whether the user has put a function of theirs in the place of a library's method.

    Of an unknown object, the classes are asked to which that is usually done.
    """
    pandas = sys.modules.get("pandas")
    if cls is None:
        often = [getattr(pandas, kind, None) for kind in ("DataFrame", "Series")]
        classes = [each for each in often if isinstance(each, type)]
    else:
        classes = [] if is_user_class(cls) else [cls]
    members = (vars(base).get(name) for each in classes for base in each.__mro__)
    functions = (getattr(member, "__func__", member) for member in members)
    return any(isinstance(f, types.FunctionType) and library_of(f) is None for f in functions)


def is_class_method(value: object) -> bool:
    """Whether a value is a method of a library's class, bound to the class."""
    owner = getattr(value, "__self__", None)
    return (
        isinstance(value, types.MethodType | types.BuiltinMethodType)
        and isinstance(owner, type)
        and library_of(owner) is not None
    )


def is_own_class_method(value: object) -> bool:
    """Whether a value is a method of a class of the user's, bound to the class."""
    return (
        isinstance(value, types.MethodType)
        and isinstance(value.__self__, type)
        and isinstance(value.__func__, types.FunctionType)
        and library_of(value.__func__) is None
    )


def lookup(namespace: Mapping[str, Any], name: str) -> tuple[bool, Any]:
    """Find a name as module-level code does: the namespace, then builtins."""
    if name in namespace:
        return True, namespace[name]
    builtins = namespace.get("__builtins__", __builtins__)
    scope = builtins if isinstance(builtins, dict) else vars(builtins)
    if name in scope:
        return True, scope[name]
    return False, None


def overlaps_itself(array: Any) -> bool:
    """Whether two elements of an array may be one place in memory, as in sliding windows."""
    reach = array.itemsize
    for stride, length in sorted(zip(map(abs, array.strides), array.shape, strict=True)):
        if length > 1:
            if stride < reach:
                return True
            reach += stride * (length - 1)
    return False


def overlaps(first: Any, arrays: Iterable[Any]) -> bool:
    """Whether an array's memory may overlap any of the others' (bounds only, no scan)."""
    numpy = sys.modules["numpy"]
    return any(numpy.may_share_memory(first, other) for other in arrays)
