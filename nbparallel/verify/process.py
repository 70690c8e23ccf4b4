"""The process around a run: kept, and set back so that a second run starts where the first did."""

from __future__ import annotations

import decimal
import os
import random
import sys
import types
import warnings
from typing import Any

from nbparallel.loaded import loaded
from nbparallel.runtime.surroundings import set_context
from nbparallel.verify.loggers import LoggerStates

_REGISTRY = "__warningregistry__"


class ProcessState:
    """Random states, environment, working directory and settings as they are now."""

    def __init__(self) -> None:
        self._random = random.getstate()
        self._environ = dict(os.environ)
        self._folder = _folder()
        self._path = list(sys.path)
        self._context = decimal.getcontext()
        self._decimal = self._context.copy()
        self._filters = list(warnings.filters)
        self._warned = {name: dict(warned) for name, warned in _registries()}
        self._numpy = _numpy_settings()
        self._figures = _figures()
        self._loggers = LoggerStates()

    def restore(self) -> None:
        """Set it all back; what was not changed is not touched."""
        random.setstate(self._random)
        for name in [name for name in os.environ if name not in self._environ]:
            del os.environ[name]
        for name, value in self._environ.items():
            if os.environ.get(name) != value:
                os.environ[name] = value
        if self._folder and self._folder != _folder():
            os.chdir(self._folder)
        if sys.path != self._path:
            sys.path[:] = self._path
        set_context(self._context, self._decimal)
        self._loggers.restore()
        if list(warnings.filters) != self._filters:
            warnings.filters[:] = self._filters  # type: ignore[index]
            warnings._filters_mutated()  # type: ignore[attr-defined]
        for name, warned in _registries():
            warned.clear()
            warned.update(self._warned.get(name, {}))
        _set_numpy(self._numpy)
        _set_figures(self._figures)

    def differences_to(self, other: ProcessState) -> list[tuple[str, str, str]]:
        """Name the settings in which another state differs, with both values."""
        pairs = [
            ("os.environ", self._environ, other._environ),
            ("the working directory", self._folder, other._folder),
            ("sys.path", self._path, other._path),
            ("the decimal context", _settings(self._decimal), _settings(other._decimal)),
            ("the warnings filters", self._filters, other._filters),
        ]
        found = [(name, repr(a), repr(b)) for name, a, b in pairs if a != b]
        drawn: list[tuple[str, Any, Any]] = [("random", self._random, other._random)]
        if self._numpy and other._numpy:
            mine, its = self._numpy, other._numpy
            drawn.append(("numpy.random", _drawn(mine["state"]), _drawn(its["state"])))
            for name in ("errors", "print options"):
                if mine[name] != its[name]:
                    found.append((f"NumPy's {name}", repr(mine[name]), repr(its[name])))
        found += [
            (f"the state of {name}", "drew other numbers", "drew other numbers")
            for name, a, b in drawn
            if a != b
        ]
        return found


def global_generators() -> list[Any]:
    """Give the generators behind the functions of `random` and `numpy.random`."""
    functions = [random.random]
    numpy = loaded("numpy")
    if numpy is not None and hasattr(numpy, "random"):
        functions.append(numpy.random.rand)
    return [getattr(function, "__self__", None) for function in functions]


def _folder() -> str:
    try:
        return os.getcwd()
    except OSError:
        return ""


def _settings(context: decimal.Context) -> str:
    return repr(context).partition("flags=")[0]


def _drawn(state: dict[str, Any]) -> list[Any]:
    inner = state["state"]
    return [
        state.get("has_gauss"),
        state.get("gauss"),
        *(
            (name, getattr(part, "tobytes", lambda part=part: part)())
            for name, part in inner.items()
        ),
    ]


def _registries() -> list[tuple[str, dict[Any, Any]]]:
    """Give what each module has warned of; that of the notebook is one of its names."""
    found = []
    for name, module in list(sys.modules.items()):
        if name == "__main__" or not isinstance(module, types.ModuleType):
            continue
        warned = vars(module).get(_REGISTRY)
        if isinstance(warned, dict):
            found.append((name, warned))
    return found


def _numpy_settings() -> dict[str, Any]:
    numpy = loaded("numpy")
    if numpy is None or not hasattr(numpy, "get_printoptions"):
        return {}
    options = numpy.get_printoptions()
    return {
        "state": numpy.random.get_state(legacy=False),
        "errors": numpy.geterr(),
        "print options": {k: v for k, v in options.items() if k != "override_repr"},
    }


def _set_numpy(settings: dict[str, Any]) -> None:
    if settings:
        numpy = sys.modules["numpy"]
        numpy.random.set_state(settings["state"])
        numpy.seterr(**settings["errors"])
        numpy.set_printoptions(**settings["print options"])


def _figures() -> list[tuple[Any, Any]] | None:
    """Give pyplot's open figures; None as long as it is not loaded."""
    pyplot = loaded("matplotlib._pylab_helpers")
    return list(pyplot.Gcf.figs.items()) if pyplot is not None else None


def _set_figures(figures: list[tuple[Any, Any]] | None) -> None:
    pyplot = loaded("matplotlib._pylab_helpers")
    if pyplot is not None:
        pyplot.Gcf.figs.clear()
        pyplot.Gcf.figs.update(figures or [])
    inline = loaded("matplotlib_inline.backend_inline")
    if inline is not None and hasattr(inline.show, "_to_draw"):
        inline.show._to_draw, inline.show._draw_called = [], False
