"""Modules that are there already: nothing here imports any.

Threads import Bokeh and Dask, and with them NumPy and pandas, behind the cell's back. A module
that is being imported stands in `sys.modules` before it has its names.
"""

from __future__ import annotations

import sys
from typing import Any


def loaded(name: str) -> Any:
    """Give a module if it was imported, to its end; else None."""
    module = sys.modules.get(name)
    initializing = getattr(getattr(module, "__spec__", None), "_initializing", False)
    return None if initializing else module
