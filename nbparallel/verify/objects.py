"""Copies of objects: attribute by attribute, or the way they would be pickled.

A library's object is copied whole or not at all: half of a connection is worse than none.
"""

from __future__ import annotations

import collections
import copyreg
from typing import TYPE_CHECKING, Any, Final

from nbparallel.verify import arrays
from nbparallel.verify.values import attributes

if TYPE_CHECKING:
    from nbparallel.verify.copies import Copies


_PLAIN: Final[dict[type, Any]] = {
    int: int.__int__,
    float: float.__float__,
    complex: complex.__complex__,
    str: str.__str__,
    bytes: bytes.__bytes__,
}
"""The value that an object of a class below these has for them, whatever it overrides."""


class Uncopyable(Exception):
    """An object gives no way to copy it."""


def copy_of(copies: Copies, obj: Any, cls: type) -> Any:
    """Copy an object by its attributes, or as it would be pickled.

    Raises
    ------
    Uncopyable
        If it gives no way to do so.
    """
    made = _copied(copies, obj, cls)
    if isinstance(obj, BaseException):
        _with_origin(copies, obj, made)
    return made


def _with_origin(copies: Copies, error: BaseException, made: BaseException) -> None:
    """Say of an exception's copy where it came from; what is past of a frame, both may share."""
    made.__traceback__ = error.__traceback__
    made.__cause__, made.__context__ = copies.of(error.__cause__), copies.of(error.__context__)
    made.__suppress_context__ = error.__suppress_context__


def _copied(copies: Copies, obj: Any, cls: type) -> Any:
    own = cls.__module__ in copies.modules
    if own or not _reduces_its_own_way(cls):
        if _is_only_attributes(cls):
            return _by_attributes(copies, obj, object.__new__(cls), own)
        made = _with_base(copies, obj, cls) if own else None
        if made is not None:
            return _by_attributes(copies, obj, made, own)
    if own or cls.__module__ == "collections":
        return _by_reduction(copies, obj, cls)
    copies.strict += 1
    try:
        return _by_reduction(copies, obj, cls)
    finally:
        copies.strict -= 1


def _is_only_attributes(cls: type) -> bool:
    """Whether its objects have nothing but attributes: no builtin or C class is below it."""
    expected = object.__basicsize__ + 8 * len(copyreg._slotnames(cls))  # type: ignore[attr-defined]
    expected += 8 * (cls.__dictoffset__ > 0) + 8 * (cls.__weakrefoffset__ > 0)
    return not cls.__itemsize__ and cls.__basicsize__ <= expected


def _with_base(copies: Copies, obj: Any, cls: type) -> Any:
    """Make an object with the contents that a builtin class below its own holds; else None."""
    base: Any = cls.__mro__[-2]
    make: Any = base.__new__
    if base in (int, float, complex, str, bytes):
        return make(cls, _PLAIN[base](obj))
    if base is tuple:
        return make(cls, copies.of(tuple(tuple.__iter__(obj))))
    if base is BaseException:
        made = make(cls)
        copies.keep(obj, made)
        made.args = copies.of(obj.args)
        return made
    if base in (list, dict, set):
        return _filled(copies, obj, cls, base)
    if arrays.is_array(obj):
        return _array(copies, obj, cls)
    return None


def _filled(copies: Copies, obj: Any, cls: type, base: Any) -> Any:
    """Copy the contents of a list, dict or set past the methods of its class."""
    made: Any = base.__new__(cls)
    copies.keep(obj, made)
    if base is dict:
        for key in dict.__iter__(obj):
            dict.__setitem__(made, copies.of(key), copies.of(dict.__getitem__(obj, key)))
    else:
        add = list.append if base is list else set.add
        for value in base.__iter__(obj):
            add(made, copies.of(value))
    return made


def _array(copies: Copies, obj: Any, cls: type) -> Any:
    import numpy as np

    return copies.of(obj.view(np.ndarray)).view(cls)


def _by_attributes(copies: Copies, obj: Any, made: Any, own: bool) -> Any:
    if copies.known(obj) is None:
        copies.keep(obj, made)
    copies.strict += not own
    try:
        _set_attributes(copies, obj, made, attributes(obj))
    finally:
        copies.strict -= not own
    return made


def _set_attributes(copies: Copies, obj: Any, made: Any, state: dict[str, Any]) -> None:
    held = getattr(made, "__dict__", None)
    for name, value in state.items():
        copied = copies.of(value)
        if held is not None and name in getattr(obj, "__dict__", ()):
            held[name] = copied
        else:
            object.__setattr__(made, name, copied)


def _by_reduction(copies: Copies, obj: Any, cls: type) -> Any:
    try:
        reduce = copyreg.dispatch_table.get(cls)
        reduced = reduce(obj) if reduce is not None else obj.__reduce_ex__(4)
    except Exception as error:  # foreign code says so in any way
        raise Uncopyable from error
    if isinstance(reduced, str):
        return obj
    function, arguments, state, elements, items = (*reduced, None, None, None)[:5]
    copied = copies.of(arguments)
    known = copies.known(obj)
    if known is not None:
        return known[1]
    try:
        made = function(*copied)
    except Exception as error:
        raise Uncopyable from error
    if type(made) is not cls:
        raise Uncopyable
    copies.keep(obj, made)
    _restore(copies, obj, made, state)
    for value in elements or ():
        _append(made, copies.of(value))
    for key, value in items or ():
        _store(made, copies.of(key), copies.of(value))
    held = getattr(made, "__dict__", None)
    if held is not None:  # what a class leaves out when it is pickled is there none the less
        left = {name: value for name, value in vars(obj).items() if name not in held}
        _set_attributes(copies, obj, made, left)
    return made


def _restore(copies: Copies, obj: Any, made: Any, state: Any) -> None:
    if state is None:
        return
    if hasattr(made, "__setstate__"):
        copied = copies.of(state)
        try:
            made.__setstate__(copied)
        except Exception as error:
            raise Uncopyable from error
        return
    held, slots = state if type(state) is tuple and len(state) == 2 else (state, None)
    _set_attributes(copies, obj, made, {**(held or {}), **(slots or {})})


def _reduces_its_own_way(cls: type) -> bool:
    plain = all(
        getattr(cls, name, None) is getattr(object, name, None)
        for name in ("__reduce__", "__reduce_ex__", "__getstate__", "__setstate__")
    )
    return not plain or cls in copyreg.dispatch_table


def _append(made: Any, value: Any) -> None:
    if isinstance(made, list):
        list.append(made, value)
    else:
        made.append(value)


def _store(made: Any, key: Any, value: Any) -> None:
    if isinstance(made, collections.OrderedDict):
        collections.OrderedDict.__setitem__(made, key, value)
    elif isinstance(made, dict):
        dict.__setitem__(made, key, value)
    else:
        made[key] = value
