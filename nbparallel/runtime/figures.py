"""Pyplot around a chunk that draws figures: as in the kernel before, and no other afterwards.

The kernel sends what the looks of figures depend on. A worker draws with Agg, which is also what
notebooks draw with. A chunk must leave pyplot as it found it, without an open figure: then each
chunk began in the state that the plain loop would have had.

Runs on workers, so it imports the standard library only.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import pickle
import sys
from collections.abc import Iterator
from typing import Any, Final

from nbparallel.loaded import loaded

_BACKENDS: Final = ("agg", "inline", "module://matplotlib_inline.backend_inline")
_OF_FIGURES: Final = frozenset({"matplotlib", "mpl_toolkits"})


class Unlike(Exception):
    """Figures would not look here as they do in the kernel, or it cannot be told."""


def is_drawn(obj: object) -> bool:
    """Whether an object is one of Matplotlib's, which knows its figure and its canvas."""
    return str(type(obj).__module__).partition(".")[0] in _OF_FIGURES


def is_said_once(logger: str) -> bool:
    """Whether what a logger says depends on what its process has done before: found fonts, say."""
    return logger.partition(".")[0] in _OF_FIGURES


def _open_figures() -> Any:
    pyplot = loaded("matplotlib._pylab_helpers")
    return pyplot.Gcf.figs if pyplot is not None else {}


def state() -> dict[str, Any]:
    """Tell what figures look like in this process, which is the kernel.

    Raises
    ------
    Unlike
        If workers could not draw them.
    """
    importlib.import_module("matplotlib.pyplot")
    matplotlib: Any = sys.modules["matplotlib"]
    if _open_figures():
        raise Unlike(
            "figures are open: `plt.close(fig)` in the body, and `plt.close('all')` before"
        )
    settings = _settings()
    backend = settings.pop("backend")
    if isinstance(backend, str) and backend.lower() not in _BACKENDS:
        raise Unlike(f"the backend {backend!r} shows figures in windows of its own")
    if not isinstance(backend, str):
        chosen = os.environ.get("MPLBACKEND", "agg").lower()
        if chosen not in _BACKENDS:
            raise Unlike(f"the backend {chosen!r} shows figures in windows of its own")
    pandas = loaded("pandas")
    if pandas is not None and pandas.get_option("plotting.backend") != "matplotlib":
        raise Unlike("frames of pandas are drawn by another library")
    return {
        "settings": settings,
        "interactive": matplotlib.is_interactive(),
        "units": _units(),
        "colormaps": _own_colormaps(),
        "looks": _looks(),
        "colors": _own_colors(),
        "modules": [name for name in _USED if name in sys.modules],
    }


_USED: Final = ("pandas.plotting", "matplotlib.pyplot", "mpl_toolkits.mplot3d", "matplotlib.figure")


def _settings() -> dict[str, Any]:
    """Give the settings; they are read as what they are kept as, which chooses no backend."""
    kept: Any = sys.modules["matplotlib"].rcParams
    found = {name: kept._get(name) for name in dict.keys(kept)}
    return {name: list(v) if type(v) is list else v for name, v in found.items()}


def _units() -> list[tuple[str, str]]:
    """Name the types whose values have converters, and these."""
    units = loaded("matplotlib.units")
    registry = units.registry if units is not None else {}
    return sorted((_named(cls), _named(type(each))) for cls, each in registry.items())


def _named(cls: type) -> str:
    return f"{cls.__module__}.{cls.__qualname__}"


def _own_colormaps() -> dict[str, Any]:
    """Give the colormaps that were registered besides Matplotlib's."""
    registry: Any = sys.modules["matplotlib"].colormaps
    module = vars(loaded("matplotlib.cm"))  # which has copies of its own
    for name in registry._builtin_cmaps:
        for known in (registry._cmaps[name], module.get(name)):
            if known is None or not _is_as_new(known, name):
                raise Unlike(f"the colormap {name!r} was changed: a worker has another")
    return {n: each for n, each in registry._cmaps.items() if n not in registry._builtin_cmaps}


def _known_colors() -> dict[Any, Any]:
    """Give the colors that Matplotlib knows by name when it is new."""
    colors: Any = sys.modules["matplotlib.colors"]
    xkcd, tableau = colors.XKCD_COLORS, colors.TABLEAU_COLORS
    known: dict[Any, Any] = {**xkcd, **_spelt(xkcd, "grey", "gray")}
    known |= {**colors.CSS4_COLORS, **tableau, **_spelt(tableau, "gray", "grey")}
    known |= colors.BASE_COLORS
    return known


def _is_as_new(colormap: Any, name: str) -> bool:
    over, under, bad = (
        getattr(colormap, f"_rgba_{word}", None) for word in ("over", "under", "bad")
    )
    plain = over is None and under is None and bad is not None and not any(bad)
    return bool(plain and colormap.name == name)


def _spelt(colors: dict[str, Any], one: str, other: str) -> dict[str, Any]:
    return {name.replace(one, other): each for name, each in colors.items() if one in name}


def _own_colors() -> dict[Any, Any]:
    """Give the names of colors that were added or changed."""
    colors: Any = sys.modules["matplotlib.colors"]
    known = _known_colors()
    if known.keys() - colors._colors_full_map.keys():
        raise Unlike("colors were taken away")
    return {n: c for n, c in colors._colors_full_map.items() if known.get(n) != c}


def _looks() -> dict[str, Any]:
    """Tell what else figures depend on, which a worker must have by itself."""
    found: dict[str, Any] = {"version": sys.modules["matplotlib"].__version__}
    fonts = loaded("matplotlib.font_manager")
    manager = vars(fonts).get("fontManager") if fonts is not None else None
    if manager is not None:
        found["fonts"] = sorted(font.fname for font in manager.ttflist)
    matplotlib: Any = sys.modules["matplotlib"]
    found["sequences"] = {n: matplotlib.color_sequences[n] for n in matplotlib.color_sequences}
    styles = loaded("matplotlib.style")
    if styles is not None:
        found["styles"] = sorted((name, len(each)) for name, each in styles.library.items())
    scales, projections = loaded("matplotlib.scale"), loaded("matplotlib.projections")
    if scales is not None:
        found["scales"] = sorted((n, _named(c)) for n, c in scales._scale_mapping.items())
    if projections is not None:
        kinds = projections.projection_registry._all_projection_types
        found["projections"] = sorted((n, _named(c)) for n, c in kinds.items())
    return found


def changed(before: dict[str, Any]) -> str:
    """Say what is no longer as it was in the kernel when a loop was sent; empty if nothing."""
    try:
        now = state()
    except Unlike as error:
        return str(error)
    for word, name in _WORDS.items():
        if now[word] != before[word]:
            return name
    return ""


_WORDS: Final = {
    "settings": "the settings of Matplotlib",
    "interactive": "whether pyplot is interactive",
    "units": "how Matplotlib converts values",
    "looks": "what Matplotlib knows",
    "colors": "the names of colors",
    "colormaps": "the colormaps",
}


def _now() -> dict[str, Any]:
    matplotlib: Any = sys.modules["matplotlib"]
    settings = _settings()
    settings.pop("backend")
    return {
        "settings": settings,
        "interactive": matplotlib.is_interactive(),
        "units": _units(),
        "colors": dict(sys.modules["matplotlib.colors"]._colors_full_map),
        "colormaps": dict(matplotlib.colormaps._cmaps),
    }


def prepare(wanted: dict[str, Any]) -> None:
    """Make this process, which is a worker, draw as the kernel does.

    Raises
    ------
    Unlike
        If it cannot.
    """
    for name in wanted["modules"]:
        importlib.import_module(name)
    pyplot: Any = importlib.import_module("matplotlib.pyplot")
    matplotlib: Any = sys.modules["matplotlib"]
    if str(matplotlib.rcParams._get("backend")).lower() != "agg":
        pyplot.switch_backend("agg")
    if _units() != wanted["units"] and "pandas.plotting" in sys.modules:
        sys.modules["pandas.plotting"].register_matplotlib_converters()
    if _units() != wanted["units"]:
        raise Unlike("values are converted in another way on the worker")
    mine = _looks()
    for word, value in wanted["looks"].items():
        if mine.get(word) != value:
            raise Unlike(f"Matplotlib's {word} are others on the worker")


@contextlib.contextmanager
def drawing(sent: bytes | None, *, in_kernel: bool) -> Iterator[list[str]]:
    """Let a chunk draw; the list that is given has afterwards what it has left otherwise.

    Parameters
    ----------
    sent : bytes or None
        The kernel's state, pickled; None where nothing is drawn.
    in_kernel : bool
        Whether this process is the kernel.

    Raises
    ------
    Unlike
        If this process would draw otherwise than the kernel.
    """
    left: list[str] = []
    if sent is None:
        yield left
        return
    wanted = pickle.loads(sent)
    if not in_kernel:
        prepare(wanted)
    before, figures = _now(), dict(_open_figures())
    _open_figures().clear()
    if not in_kernel:
        _apply(wanted)
    begun = _now()
    try:
        yield left
    finally:
        ended = _now()
        if _open_figures():
            left.append("pyplot's figures (one was left open)")
        left += [_WORDS[word] for word in begun if begun[word] != ended[word]]
        _set_back(before, figures)


def _apply(wanted: dict[str, Any]) -> None:
    matplotlib: Any = sys.modules["matplotlib"]
    colors: Any = sys.modules["matplotlib.colors"]
    _set(wanted["settings"], wanted["interactive"])
    matplotlib.colormaps._cmaps.update(wanted["colormaps"])
    colors._colors_full_map.update(wanted["colors"])
    colors._colors_full_map.cache.clear()


def _set(settings: dict[str, Any], interactive: bool) -> None:
    matplotlib: Any = sys.modules["matplotlib"]
    for name, value in settings.items():
        matplotlib.rcParams._set(name, list(value) if type(value) is list else value)
    matplotlib.interactive(interactive)


def _set_back(before: dict[str, Any], figures: dict[Any, Any]) -> None:
    matplotlib: Any = sys.modules["matplotlib"]
    colors: Any = sys.modules["matplotlib.colors"]
    _open_figures().clear()
    _open_figures().update(figures)
    _set(before["settings"], before["interactive"])
    matplotlib.colormaps._cmaps.clear()
    matplotlib.colormaps._cmaps.update(before["colormaps"])
    if colors._colors_full_map != before["colors"]:
        dict.clear(colors._colors_full_map)
        dict.update(colors._colors_full_map, before["colors"])
        colors._colors_full_map.cache.clear()
