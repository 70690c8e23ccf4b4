"""Who hears of what a body prints and warns: objects of the notebook's own may tell it again.

Output of workers is replayed, in order, by the kernel: to the streams and hooks that stand there.
Where these are the user's own, the body may read what they keep, while the loop goes on; and they
may tell one write from two.
"""

from __future__ import annotations

import sys
import types
import warnings
from collections.abc import Mapping
from typing import Any


def own_stream(namespace: Mapping[str, Any]) -> str:
    """Name a standard stream that is an object of the notebook's; empty if there is none."""
    for name in ("stdout", "stderr"):
        if _is_the_notebooks(type(getattr(sys, name)), namespace):
            return f"sys.{name}"
    return ""


def own_warnings_hook(namespace: Mapping[str, Any]) -> bool:
    """Whether a function of the notebook's is called for each warning."""
    hook = warnings.showwarning
    return isinstance(hook, types.FunctionType) and _is_the_notebooks(hook, namespace)


def recorded_warnings() -> Any:
    """Give the list to which ``catch_warnings(record=True)`` adds; None if nothing does."""
    return getattr(getattr(warnings, "_showwarnmsg_impl", None), "__self__", None)


def _is_the_notebooks(made: Any, namespace: Mapping[str, Any]) -> bool:
    return made.__module__ in ("__main__", namespace.get("__name__", "__main__"))
