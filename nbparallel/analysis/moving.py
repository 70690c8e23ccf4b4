"""Progress bars of tqdm that a body moves, labels, or writes past.

The kernel does that at the commit. A bar that writes elsewhere than to the standard streams may be
read by the body, and then it is told too late.
"""

from __future__ import annotations

import sys
from typing import Any, Final

from nbparallel.analysis.knowledge.vocabulary import Does, Gives, Known
from nbparallel.loaded import loaded

MOVES: Final = Known(Does.PRINTS, Gives.ATOM)

METHODS: Final = frozenset(
    "update set_description set_description_str set_postfix set_postfix_str refresh".split()
)

_KINDS: Final = (
    ("tqdm.std", "tqdm"),
    ("tqdm.asyncio", "tqdm_asyncio"),
    ("tqdm.auto", "tqdm"),
    ("tqdm.notebook", "tqdm_notebook"),
)


def is_bar(obj: Any) -> bool:
    """Whether an object is one of tqdm's own bars."""
    kind = type(obj)
    return kind.__module__.startswith("tqdm.") and any(
        kind is getattr(loaded(module), name, None) for module, name in _KINDS
    )


def moves(receiver: Any, name: str) -> bool:
    """Whether a method moves or labels one of tqdm's own bars, which is shown to the user."""
    own = name in METHODS and is_bar(receiver) and not vars(receiver).keys() & METHODS
    return own and _is_shown(receiver)


def _is_shown(bar: Any) -> bool:
    stream = getattr(bar, "fp", None)
    stream = getattr(stream, "_wrapped", stream)
    return stream is None or any(stream is known for known in streams())


def streams() -> list[Any]:
    """Give the standard streams, and those behind them."""
    current = [sys.stdout, sys.stderr]
    behind = [getattr(stream, "original", None) for stream in current]
    return [s for s in (*current, *behind, sys.__stdout__, sys.__stderr__) if s is not None]


def is_write(live: Any) -> bool:
    """Whether a live function is ``tqdm.write``."""
    cls = getattr(loaded("tqdm.std"), "tqdm", None)
    return cls is not None and getattr(live, "__func__", None) is cls.write.__func__


def draws_widgets(cls: Any) -> bool:
    """Whether a class makes bars that are widgets, which only a kernel can show."""
    widgets = getattr(loaded("tqdm.notebook"), "tqdm_notebook", None)
    return widgets is not None and isinstance(cls, type) and issubclass(cls, widgets)
