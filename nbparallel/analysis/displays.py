"""Whether what a body displays can be displayed by the kernel, when its chunk is committed.

Copies of the objects are formatted then. What formats them is the library's, or code of the user's
that is judged as if the body called it.
"""

from __future__ import annotations

import functools
import types
from collections.abc import Iterator
from typing import Any, Final

from nbparallel import facts
from nbparallel.analysis.knowledge.vocabulary import Does, Gives, Known
from nbparallel.loaded import loaded

SHOWS: Final = Known(Does.PRINTS, Gives.ATOM, type=type(None))

KEYWORDS: Final = frozenset(("include", "exclude", "metadata"))
"""Those that say only how objects are shown; `display_id` and others refer to the front end."""

METHODS: Final = frozenset(
    """__repr__ __str__ __getattr__ __getattribute__ __len__ __iter__ _ipython_display_
    _repr_mimebundle_ _repr_pretty_ _repr_html_ _repr_markdown_ _repr_svg_ _repr_png_ _repr_pdf_
    _repr_jpeg_ _repr_latex_ _repr_json_ _repr_javascript_""".split()
)
"""What IPython's formatters call of an object."""


def is_display(live: Any) -> bool:
    """Whether a function is IPython's `display`."""
    display = getattr(loaded("IPython.core.display_functions"), "display", None)
    return display is not None and live is display


def _shell() -> Any:
    shell = getattr(loaded("IPython.core.interactiveshell"), "InteractiveShell", None)
    return shell.instance() if shell is not None and shell.initialized() else None


def trouble() -> str:
    """Say why this kernel has to display at once; empty if it need not."""
    shell = _shell()
    if shell is None:
        return ""
    publisher = shell.display_pub
    if facts.library_of(type(publisher)) is None:
        return f"a `{type(publisher).__name__}` would see it later"
    if getattr(publisher, "_hooks", None):
        return "a hook would see it later"
    return next((f"a `{type(f).__name__}` formats it" for f in _formatters(shell)
                 if facts.library_of(type(f)) is None), "")  # fmt: skip


def own_formatters() -> Iterator[Any]:
    """Give the functions by which the user has objects formatted."""
    shell = _shell()
    for formatter in _formatters(shell) if shell is not None else ():
        for table in ("type_printers", "deferred_printers", "singleton_printers"):
            for function in getattr(formatter, table, {}).values():
                while isinstance(function, functools.partial):
                    function = function.func
                if isinstance(function, types.MethodType):
                    function = function.__func__
                if facts.library_of(function) is None:
                    yield function


def _formatters(shell: Any) -> list[Any]:
    known = shell.display_formatter
    return [known, known.ipython_display_formatter, known.mimebundle_formatter,
            *known.formatters.values()]  # fmt: skip
