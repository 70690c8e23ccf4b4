"""What the workers are to watch where a loop runs under guards, and in which state it is here."""

from __future__ import annotations

import sys
import time
import types
from collections.abc import Iterable
from typing import Any, Final

from nbparallel import facts
from nbparallel.analysis import knowledge
from nbparallel.analysis.legality import Judgement
from nbparallel.diagnostic import Code, Diagnostic
from nbparallel.plan.guardprice import prices
from nbparallel.runtime import (
    fidelity,
    guards,
    hashorder,
    librarystate,
    logkeeping,
    patches,
    processwatch,
    reach,
    snapshot,
)
from nbparallel.runtime.undeliverable import PayloadError
from nbparallel.source import Span

_THE_HOUSES_OWN: Final = frozenset(
    """matplotlib IPython ipykernel dask distributed tornado nbparallel cloudpickle psutil zmq
    pytest _pytest pluggy hypothesis traitlets ipywidgets comm""".split()
)
"""Libraries whose state is watched otherwise, or is another on workers and nobody's business."""


def libraries(judgement: Judgement, body: types.CodeType, data: list[Any]) -> frozenset[str]:
    """Find the libraries that are to be watched.

    Parameters
    ----------
    judgement : Judgement
        Of a loop that runs under guards.
    body : code
        The chunk function's.
    data : list
        What the body reads, and some of the items.
    """
    met = {snapshot.library_of(obj) for obj in [*reach.reached(list(data)), *data]}
    packages = frozenset(_reached({*judgement.watched, *(met - _known())}))
    # What those make travels in a way of its own, also in loops that are proven.
    fidelity.distrust(packages - {"tqdm", "IPython"})
    return packages


def _known() -> frozenset[str]:
    """Give the libraries that need not be watched."""
    names = {"", "__main__", *knowledge.LIBRARIES, *_THE_HOUSES_OWN, *sys.stdlib_module_names}
    return frozenset(names)


def terms(
    judgement: Judgement,
    packages: frozenset[str],
    body: types.CodeType,
    span: Span,
    data: list[Any],
) -> dict[str, Any]:
    """Give what a worker's `guards.Guard` is to know.

    Parameters
    ----------
    judgement : Judgement
        Of a loop that runs under guards.
    packages : frozenset of str
        The libraries that are watched.
    body : code
        The chunk function's.
    span : Span
        The loop's place.
    data : list
        What the body reads, and some of the items.

    Raises
    ------
    PayloadError
        If changes would not be noticed, or what the libraries give depends on the process.
    """
    if patched := patches.find(_THE_HOUSES_OWN):
        message = f"`{patched}` was replaced, and on a worker it is what it was"
        raise PayloadError([Diagnostic(Code.PROCESS_STATE, message, span)])
    found = list(reach.reached(list(data)))
    modules = guards.modules_of(packages)
    try:
        codes = [body, *(obj.__code__ for obj in found if isinstance(obj, types.FunctionType))]
        used = {name for code in codes for name in hashorder.names_in(code)}
        code = hashorder.code_of(guards.roots_of(modules), packages)
        names, suspects = hashorder.names_used(code, used), hashorder.suspects(code)
        imports = sorted(name for name in names if name in sys.modules and name not in packages)
        began = time.perf_counter()
        state = guards.state_of(modules, packages)
        others = librarystate.told(librarystate.modules_used(modules, imports))
        prices.looked(packages, time.perf_counter() - began)
    except snapshot.Unwatchable as error:
        tried = ", ".join(f"`{name}`" for name in judgement.unseen)
        message = f"what {tried} does cannot be seen, and changes would not be noticed of {error}"
        raise PayloadError([Diagnostic(Code.UNKNOWN_CALL, message, span)]) from error
    return {
        "packages": sorted(packages),
        "modules": modules,
        "state": state,
        "known": sorted(_known()),
        "levels": logkeeping.levels(),
        "settings": {**processwatch.settings(), **librarystate.of_c()},
        "imports": imports,
        "suspects": suspects,
        "kernel": guards.of_kernel(),
        "others": others,
    }


def _reached(packages: Iterable[str]) -> list[str]:
    """Give libraries and all those of unknown ones that their modules use."""
    todo, found = list(packages), set[str]()
    while todo:
        package = todo.pop()
        if package in found:
            continue
        found.add(package)
        for name in guards.modules_of([package]):
            for value in list(vars(sys.modules[name]).values()):
                if issubclass(type(value), types.ModuleType | types.FunctionType | type):
                    other = facts.library_of(value)
                    known = other is None or knowledge.is_known_library(other)
                    if not known and other not in _THE_HOUSES_OWN:
                        todo.append(str(other))
    return sorted(found)
