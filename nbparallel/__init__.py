"""Run a notebook cell's independent loops in parallel, and leave what the plain cell would.

Faces are loaded when first used: importing the package stays cheap.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nbparallel.pipeline import analyze, last_run
    from nbparallel.pipeline import run_cell as run
    from nbparallel.runtime.cluster import use
    from nbparallel.runtime.strict import NotParallelError
    from nbparallel.verify.copies import VerifyError

__version__ = "0.1.0"
__all__ = [
    "NotParallelError",
    "VerifyError",
    "analyze",
    "last_run",
    "load_ipython_extension",
    "run",
    "unload_ipython_extension",
    "use",
]

_FACES = {
    "analyze": ("nbparallel.pipeline", "analyze"),
    "run": ("nbparallel.pipeline", "run_cell"),
    "last_run": ("nbparallel.pipeline", "last_run"),
    "use": ("nbparallel.runtime.cluster", "use"),
    "NotParallelError": ("nbparallel.runtime.strict", "NotParallelError"),
    "VerifyError": ("nbparallel.verify.copies", "VerifyError"),
}


def __getattr__(name: str) -> Any:
    if name not in _FACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    module, attribute = _FACES[name]
    value = getattr(importlib.import_module(module), attribute)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *_FACES])


def load_ipython_extension(shell: Any) -> None:
    """Register the magics; what ``%load_ext nbparallel`` calls."""
    from nbparallel import magic

    magic.load(shell)


def unload_ipython_extension(shell: Any) -> None:
    """Remove the magics and stop the cluster; what ``%unload_ext nbparallel`` calls."""
    from nbparallel import magic

    magic.unload(shell)
