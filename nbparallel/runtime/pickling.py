"""Pickling code and classes so that a copy is a copy: same file and lines, no tie to the original.

cloudpickle renames the file of every function it pickles, so that warnings and tracebacks would
name another; and where it unpickles a class in the process that made it, it writes the copy's
methods, which see a snapshot of the globals, into the original. And it makes the copy of a class
with ``__slots__`` without them. None of this may happen to a cell.
"""

from __future__ import annotations

import copyreg
import functools
import marshal
import pickle
import re
import sys
import types
from typing import Any, Final

import cloudpickle

from nbparallel import facts
from nbparallel.analysis import moving
from nbparallel.runtime import (
    bars,
    closedfiles,
    displays,
    fidelity,
    heldframes,
    layout,
    matches,
    randomstate,
    staging,
)
from nbparallel.runtime.chunkrun import load_code, with_cache
from nbparallel.runtime.giveback import common_nans, reduced_exception

_NAN_BYTES: Final = (b"G\x7f\xf8", b"G\xff\xf8")
"""What a NaN begins with in a pickle: sign and quiet bit set or not, the rest is zero."""


def may_hold_nan(data: bytes) -> bool:
    """Whether a pickle may hold a NaN that is a Python float."""
    return any(pattern in data for pattern in _NAN_BYTES)


class NaNs:
    """The NaNs of one loop's data, by number: to Python, one NaN in two places is one key.

    ``nan in [nan]`` is true for the same object only, so that copies must be one object where
    the originals are.
    """

    def __init__(self) -> None:
        self.known: dict[int, float] = {}  # number -> object, which keeps its identity taken
        self._number_of: dict[int, int] = {}

    def token(self, nan: float) -> tuple[str, object]:
        """Name a NaN for the workers."""
        common = common_nans().get(id(nan))
        if common is not None:
            return "nan", common
        number = self._number_of.setdefault(id(nan), len(self.known))
        self.known[number] = nan
        return "nan", number


class UnjudgedClass(pickle.PicklingError):
    """An object's class has its own way of being pickled, which nobody has judged."""

    def __init__(self, cls: type) -> None:
        super().__init__(f"objects of `{cls.__qualname__}` are judged too late")
        self.cls = cls


class Pickler(cloudpickle.Pickler):
    """A cloudpickle pickler for payloads and items.

    Parameters
    ----------
    file : file
        Where to.
    judged : frozenset of type
        The classes whose own code may run.
    """

    def __init__(self, file: Any, judged: frozenset[type], **keywords: Any) -> None:
        super().__init__(file, **keywords)
        self._judged = judged

    def reducer_override(self, obj: Any) -> Any:
        """Reduce code by itself, and classes without the number by which they are tracked."""
        cls: Any = type(obj)
        if cls is re.Match:
            return matches.reduced(obj)
        if (plain := matches.plain_type(obj)) is not None:
            return plain
        if cls is memoryview:  # of which cloudpickle would make bytes
            return layout.reduced_view(obj)
        if (spaced := layout.reduced(obj)) is not None:
            return spaced
        if heldframes.is_held(obj):
            return heldframes.reduced(obj)
        if cls not in self._judged and fidelity.is_doubtful(cls):
            raise UnjudgedClass(cls)
        if closedfiles.is_opened_image(obj):  # to pickle it would even read that
            raise fidelity.Unfaithful(
                f"a copy of a `{cls.__qualname__}` loses its file: `.copy()` has none"
            )
        if lost := fidelity.forgotten(obj):
            raise fidelity.Unfaithful(f"a copy of a `{cls.__qualname__}` loses `.{lost}`")
        if cls in copyreg.dispatch_table and (own := fidelity.registered(cls)):
            raise fidelity.Unfaithful(f"`{own}` decides how a `{cls.__qualname__}` is pickled")
        if (reference := randomstate.reference_to(obj) or displays.reduced(obj)) is not None:
            return reference
        if moving.is_bar(obj):
            return bars.Bar, (tuple(sorted(moving.METHODS)),)
        if facts.is_notebooks_open(obj):
            return staging.the_bodys_open, ()
        if cls is functools._lru_cache_wrapper:
            return with_cache, (obj.__wrapped__, *obj.cache_parameters().values())
        if isinstance(obj, types.CodeType):
            return load_code, (tuple(sys.version_info[:2]), marshal.dumps(obj))
        if isinstance(obj, BaseException):
            return reduced_exception(obj)
        reduced = super().reducer_override(obj)
        if isinstance(obj, type) and isinstance(reduced, tuple):
            make, arguments, *rest = reduced
            tracker = _tracker_of(obj)
            arguments = tuple(
                None if a is tracker else _with_slots(a, obj) if type(a) is dict else a
                for a in arguments
            )
            return (make, arguments, *rest)
        return reduced


class NaNPickler(Pickler):
    """The same, where NaNs are named rather than copied."""

    def __init__(self, file: Any, judged: frozenset[type], nans: NaNs, **keywords: Any) -> None:
        super().__init__(file, judged, **keywords)
        self._nans = nans

    def persistent_id(self, obj: object) -> object:
        """Name NaNs."""
        return self._nans.token(obj) if type(obj) is float and obj != obj else None


def _with_slots(arguments: dict[str, Any], cls: type) -> dict[str, Any]:
    """Let a class be made with its slots: to set ``__slots__`` afterwards has no effect."""
    made_by_others = "EnumType" in type(cls).__name__ or hasattr(cls, "_field_defaults")
    slots = vars(cls).get("__slots__") if not made_by_others else None
    return arguments if slots is None else {**arguments, "__slots__": slots}


def _tracker_of(cls: type) -> Any:
    return cloudpickle.cloudpickle._DYNAMIC_CLASS_TRACKER_BY_CLASS.get(cls, cls)
