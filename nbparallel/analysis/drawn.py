"""The abstract types of what plotting makes: no object has them, values do.

Matplotlib's objects are not told apart. Each that an iteration makes is a *drawing*, and so are
its parts, and what most of its methods give. What might also be an array or a list, maybe one
that was handed in, is *drawn*: artists' methods may change it, nothing else may.
"""

from __future__ import annotations

from typing import Final


class Drawing:
    """An artist that the iteration has made, or a container of such that Matplotlib has made."""

    __module__ = "matplotlib"


class Drawn:
    """What a plotting function or method gives besides: an artist, or maybe an argument of its."""

    __module__ = "matplotlib"


TYPES: Final = (Drawing, Drawn)
