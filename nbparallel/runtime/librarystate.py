"""What the modules of known libraries hold, told so that two processes can be compared.

A table says what a function of the standard library does, and that is so as long as nobody has
put something else into its module: ``json._default_encoder``, ``string.Template.delimiter``. A
library into which nobody can see may use any of them, and each process imports its own.

Runs on workers, so it imports the standard library only.
"""

from __future__ import annotations

import contextlib
import enum
import io
import logging
import pickle
import socket
import sys
import time
import types
import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from nbparallel.runtime.fidelity import is_library
from nbparallel.runtime.holdings import ATOMS, LRU, registered, top_of

Told = dict[str, dict[str, int]]
"""By module and variable: a checksum of what it holds."""

_OF_PROCESS: Final = frozenset(
    """sys os posix _thread codecs _codecs _warnings warnings encodings ctypes _ctypes threading
    logging asyncio _asyncio concurrent multiprocessing signal gc weakref importlib linecache
    _frozen_importlib _frozen_importlib_external tracemalloc random tempfile subprocess selectors
    nbparallel __main__""".split()
)
"""Libraries that hold what is each process's own, or is watched otherwise."""

_FILLED: Final = frozenset(
    """copyreg.dispatch_table pickle.dispatch_table copy.dispatch_table typing._overload_registry
    typing._collect_parameters typing._check_generic typing._cleanups sysconfig._CONFIG_VARS
    inspect.modulesbyfile inspect._filesbymodname pdb.Pdb pdb.set_trace sqlite3.converters
    sqlite3.dbapi2.converters _sqlite3.converters builtins.input builtins.execfile builtins.runfile
    builtins.display builtins.get_ipython builtins.exit builtins.quit builtins.copyright
    pandas._libs.parsers._NA_VALUES pandas._config.config._global_config
    pandas._config.config._registered_options pandas._config._global_config
    pandas.core.config_init.max_cols
    scipy.sparse._data.npfunc scipy.sparse._data.name scipy.special._orthogonal._modattrs
    scipy.stats._continuous_distns.pairs scipy.stats._discrete_distns.pairs
    scipy.stats._new_distributions._module""".split()
)
"""Variables that are filled when something is used, that a notebook's kernel sets, or that are in
the order of a set."""

_IN_ANY_ORDER: Final = frozenset({"tokenize"})
"""Modules that make texts from sets."""

_OF_CLASSES: Final = frozenset(
    """__dict__ __weakref__ __doc__ __module__ __annotations__ __abstractmethods__ _abc_impl
    __subclasshook__ __slotnames__ __parameters__ __orig_bases__""".split()
)
_HEAP_TYPE: Final = 1 << 9
_OWN_OBJECTS: Final = (io.IOBase, logging.Logger)
_DEPTH: Final = 4
_MOST: Final = 2000
"""Objects in a container from which on they are only counted."""

_PICKLED: Final = frozenset({"decimal", "datetime", "array", "re", "zoneinfo"})
"""Modules whose objects are made in C, and have pickles that tell all."""

_TOLD_OF_OTHERS: Final = ATOMS | {list, tuple, dict, set, frozenset}

_SEEN_BY_OTHERS: Final = (LRU, enum.Enum, types.MemberDescriptorType, types.GetSetDescriptorType)


def modules_used(names: Iterable[str], lazily: Iterable[str]) -> list[str]:
    """Give the modules that some modules use, and those that these use, without the process's own.

    Parameters
    ----------
    names : iterable of str
        Modules to begin with, which are not among what is given.
    lazily : iterable of str
        Modules that functions of theirs may import.
    """
    todo, first = [*names, *lazily], frozenset(names)
    met: set[str] = set()
    while todo:
        name = todo.pop()
        module = sys.modules.get(name)
        if name in met or not isinstance(module, types.ModuleType):
            continue
        if name not in first and top_of(name) in _OF_PROCESS:
            continue
        met.add(name)
        todo += _modules_in(module)
    return sorted(met - first)


def _modules_in(module: types.ModuleType) -> Iterator[str]:
    for value in list(vars(module).values()):
        if isinstance(value, types.ModuleType):
            yield value.__name__
        elif isinstance(value, type | types.FunctionType) and isinstance(value.__module__, str):
            yield value.__module__


def told(modules: Iterable[str]) -> Told:
    """Tell what modules hold in this process."""
    found: Told = {}
    for module in modules:
        owner = sys.modules.get(module)
        if owner is not None and module not in _IN_ANY_ORDER:
            found[module] = {name: _checksum(value) for name, value in _variables(owner)}
    return found


def _variables(module: types.ModuleType) -> list[tuple[str, Any]]:
    """Give what is told: of other libraries, plain values; `patches` finds replaced functions."""
    standard = top_of(module.__name__) in sys.stdlib_module_names
    return [
        (name, value)
        for name, value in list(vars(module).items())
        if name[:2] != "__"
        and not isinstance(value, types.ModuleType)
        and (standard or type(value) in _TOLD_OF_OTHERS)
        and "cache" not in name.lower()
        and f"{module.__name__}.{name}" not in _FILLED
    ]


def differing(there: Mapping[str, Mapping[str, int]]) -> str:
    """Name a variable that holds something else than another process has told; empty if none."""
    for module, names in there.items():
        owner = sys.modules.get(module)
        if owner is None:  # nothing here has imported it
            continue
        here = vars(owner)
        for name, checksum in names.items():
            if name not in here or _checksum(here[name]) != checksum:
                return f"{module}.{name}"
    return ""


def _checksum(value: Any) -> int:
    return zlib.crc32("".join(_tell(value, 0)).encode(errors="replace"))


def _tell(value: Any, depth: int) -> Iterator[str]:
    """Give texts that differ where two values do."""
    cls: Any = type(value)
    if issubclass(cls, _OWN_OBJECTS) or top_of(cls.__module__) == "nbparallel":
        return  # each process's own
    yield cls.__name__
    if cls in ATOMS:
        yield repr(value)
    elif isinstance(value, enum.Enum):
        yield str(value)
    elif issubclass(cls, type):
        yield f"{value.__module__}.{value.__qualname__}"
        if isinstance(value, enum.EnumType):
            yield from value.__members__
        elif depth == 0 and value.__flags__ & _HEAP_TYPE:
            yield from _of_class(value)
    elif cls is types.ModuleType:
        yield value.__name__
    elif cls in (types.FunctionType, types.BuiltinFunctionType):
        yield f"{value.__module__}.{value.__qualname__}"
        if cls is types.FunctionType and depth < _DEPTH:
            yield from _tell(value.__defaults__, depth + 1)
            yield from _tell(value.__kwdefaults__, depth + 1)
            if depth == 0:
                yield from _tell(vars(value), depth + 1)
    elif issubclass(cls, _SEEN_BY_OTHERS) or depth >= _DEPTH:
        return
    elif cls in (staticmethod, classmethod):
        yield from _tell(value.__func__, depth + 1)
    else:
        yield from _of_container(value, depth)


def _of_container(value: Any, depth: int) -> Iterator[str]:
    cls: Any = type(value)
    if isinstance(value, types.MappingProxyType):
        value = dict(value)
    if isinstance(value, list | tuple | set | frozenset | dict):
        size = len(value)
        yield str(size)
        if size <= _MOST:
            yield from _parts(value, depth)
    elif depth == 0 and top_of(cls.__module__) in _PICKLED:
        yield _pickled(value)
    with contextlib.suppress(AttributeError):
        own = object.__getattribute__(value, "__dict__")
        if type(own) is dict and own:
            named = {n: v for n, v in own.items() if "cache" not in str(n)}
            yield from _parts(named, depth)


def _pickled(value: Any) -> str:
    """Tell the state of an object that is made in C, as far as it has a pickle."""
    try:
        return pickle.dumps(value, 4).hex()
    except Exception:  # pickling runs foreign code: anything may come out of it
        return ""


def _parts(value: Any, depth: int) -> Iterator[str]:
    if isinstance(value, dict):
        items: Any = (
            (*_tell(name, depth + 1), ":", *_tell(part, depth + 1))
            for name, part in dict.items(value)
        )
        yield from sorted("".join(item) for item in items)
    elif isinstance(value, set | frozenset):
        yield from sorted("".join(_tell(part, depth + 1)) for part in set(value))
    else:
        iterate = list.__iter__ if isinstance(value, list) else tuple.__iter__
        for part in iterate(value):
            yield from _tell(part, depth + 1)


def _of_class(cls: type) -> Iterator[str]:
    for name, member in sorted(vars(cls).items()):
        if name not in _OF_CLASSES and "cache" not in name:
            yield name
            yield from _tell(member, 1)
    # A library registers its own when it is imported, wherever that is.
    others = (one for one in registered(cls) if not is_library(one.__module__ or ""))
    yield from sorted(f"{one.__module__}.{one.__qualname__}" for one in others)


def of_c() -> dict[str, str]:
    """Tell what the standard library keeps in C."""
    found = {
        "the timeout of sockets": repr(socket.getdefaulttimeout()),
        "the time zone": repr((time.tzname, time.timezone, time.altzone)),
    }
    csv = sys.modules.get("csv")
    if csv is not None:
        dialects = [
            (name, *(repr(getattr(csv.get_dialect(name), part)) for part in _OF_DIALECTS))
            for name in csv.list_dialects()
        ]
        found["the settings of `csv`"] = repr((csv.field_size_limit(), dialects))
    return found


_OF_DIALECTS: Final = (
    "delimiter", "doublequote", "escapechar", "lineterminator", "quotechar", "quoting",
    "skipinitialspace", "strict",
)  # fmt: skip
