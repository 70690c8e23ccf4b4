"""Frames that share memory until one of them is changed, when pandas copies it (copy-on-write).

``sub`` of ``for k, sub in df.groupby("k")`` may be a view of ``df``'s memory, but no store into
``df`` is seen in it: pandas keeps count of the frames that share a block.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from nbparallel import facts
from nbparallel.loaded import loaded


def apart(objects: Iterable[Any], targets: Iterable[Any]) -> set[int]:
    """Give the identities of arrays in frames that pandas keeps apart from those in others.

    Parameters
    ----------
    objects : iterable
        Objects, frames among them.
    targets : iterable
        Objects that are changed, frames among them.
    """
    pandas: Any = loaded("pandas")
    version = getattr(pandas, "__version__", "0")
    if not version.partition(".")[0].isdigit() or int(version.partition(".")[0]) < 3:
        return set()
    counted = {id(refs) for target in targets for _, refs in _blocks(target)}
    if not counted:
        return set()
    found: set[int] = set()
    for obj in objects:
        for values, refs in _blocks(obj):
            if id(refs) in counted:
                found |= {id(values), id(getattr(values, "_ndarray", values))}
    return found


def _blocks(obj: Any) -> Iterator[tuple[Any, Any]]:
    """Give the arrays of a frame, each with what counts who shares it."""
    if not facts.is_frame(obj):
        return
    for block in getattr(getattr(obj, "_mgr", None), "blocks", ()):
        refs = getattr(block, "refs", None)
        if refs is not None:
            yield block.values, refs
