"""One line of source against one line of result: judge the last loop of a cell."""

from __future__ import annotations

import itertools
import linecache
from typing import Any

from nbparallel.analysis import loops
from nbparallel.analysis.legality import Judgement, judge
from nbparallel.source import Source

_numbers = itertools.count(1)


def namespace(setup: str) -> dict[str, Any]:
    """Run a setup whose functions have their source known."""
    name = f"<setup-{next(_numbers)}>"
    linecache.cache[name] = (len(setup), None, setup.splitlines(True), name)
    names: dict[str, Any] = {"__name__": "__main__"}
    exec(compile(setup, name, "exec"), names)
    return names


def judged(cell: str, setup: str = "") -> Judgement:
    """Judge the first candidate of a cell with the live names that a setup leaves."""
    source = Source(cell, "<cell>")
    names = namespace(setup)
    loop = loops.find(source.tree)[0]
    items = eval(compile(_expression(loop.iterable), "<header>", "eval"), names)
    if type(items) not in (list, tuple, range, str, bytes) and not hasattr(items, "dtype"):
        items = list(items)
    return judge(loop, source, names, items)


def _expression(node: Any) -> Any:
    import ast

    return ast.Expression(node)


def roles(cell: str, setup: str = "") -> str:
    """Give ``name:role`` for the names that are not merely read, or the codes of refusals."""
    judgement = judged(cell, setup)
    if judgement.diagnostics:
        return " ".join(dict.fromkeys(d.code.value for d in judgement.diagnostics))
    shown = {n: r.value for n, r in judgement.roles.items() if r.value != "broadcast"}
    return " ".join(f"{name}:{shown[name]}" for name in sorted(shown))
