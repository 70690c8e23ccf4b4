"""Matplotlib: its functions act on pyplot's figures and on artists; its classes make new ones.

No artist of others' is ever met: none may travel to a worker, so that whatever has an artist's
method was made in the iteration. What a worker's pyplot looks like before and after a chunk is the
runtime's business (`runtime/figures`). What stands nowhere is unknown.
"""

from __future__ import annotations

import sys
import types
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any, Final

from nbparallel import facts
from nbparallel.analysis.knowledge.register import FAMILY, Register
from nbparallel.analysis.knowledge.vocabulary import (
    ANY,
    HOLDS,
    NEW,
    SAME,
    STATE,
    Does,
    Gives,
    Known,
    pure,
    table,
    within,
)
from nbparallel.loaded import loaded

LIBRARIES: Final = frozenset({"matplotlib", "mpl_toolkits"})

CALLED: Final = (
    "autopct bw_method detrend fmt format formatter functions key picker reduce_C_function "
    "window xycoords textcoords agg_filter major_formatter minor_formatter"
).split()
"""Keywords under which artists are given functions, or what may hold some."""

_CALLING: Final = frozenset(
    """psd csd cohere specgram magnitude_spectrum angle_spectrum phase_spectrum xcorr acorr
    hexbin pie annotate violinplot FuncFormatter FuncScale FuncNorm FuncTransform
    set_major_formatter set_minor_formatter set_xscale set_yscale set_zscale xscale yscale
    secondary_xaxis secondary_yaxis set_agg_filter set_picker set_contains findobj
    set_path_effects""".split()
)
"""What may call any of its arguments, or what they hold."""

DRAWING: Final = Known(Does.DRAWS_FIGURES, Gives.DRAWING, calls=tuple(CALLED))
DRAWN: Final = replace(DRAWING, gives=Gives.DRAWN)
NUMBERS: Final = replace(DRAWING, gives=Gives.NUMBERS)
SAVES: Final = Known(Does.SAVES_FIGURE, Gives.ATOM)
ASKED: Final = replace(DRAWING, gives=Gives.ATOM)

# -- functions ------------------------------------------------------------------------------------

_PLOTS: Final = """annotate arrow axhline axhspan axline axvline axvspan bar barbs barh bar_label
    boxplot broken_barh clabel contour contourf ecdf errorbar eventplot figimage figlegend
    figtext fill fill_between fill_betweenx grouped_bar hexbin hlines imshow legend loglog matshow
    pcolor pcolormesh pie pie_label plot polar quiver quiverkey scatter semilogx semilogy spy
    stackplot stairs stem step streamplot suptitle table text title tricontour tricontourf
    tripcolor triplot violinplot vlines xlabel ylabel colorbar plot_date twinx twiny"""
"""What gives new artists only."""

_ARRAYS: Final = """acorr angle_spectrum cohere csd hist hist2d magnitude_spectrum phase_spectrum
    psd specgram xcorr"""
"""What gives arrays besides."""

_FUNCTIONS: Final = {
    **within(
        "matplotlib.pyplot",
        (f"""axes cla clf clim close delaxes draw figure findobj gca gcf gci sca sci subplot
         subplot2grid subplot_mosaic subplots subplots_adjust tight_layout autoscale box grid
         locator_params margins minorticks_off minorticks_on tick_params ticklabel_format xscale
         yscale setp {_PLOTS}""", DRAWING),
        (f"axis get getp rgrids thetagrids xlim ylim xticks yticks {_ARRAYS}", DRAWN),
        ("fignum_exists isinteractive", ASKED),
        ("get_fignums get_figlabels", NUMBERS),
        ("savefig imsave", SAVES),
        ("imread", NEW),
        ("get_cmap rc_context", DRAWING),
        ("""connect disconnect get_current_fig_manager ginput install_repl_displayhook ioff ion
         new_figure_manager pause rc rcdefaults set_cmap set_loglevel show subplot_tool
         switch_backend uninstall_repl_displayhook waitforbuttonpress xkcd draw_if_interactive
         autumn bone cool copper flag gray hot hsv jet pink prism spring summer winter magma
         inferno plasma viridis nipy_spectral""", STATE),
    ),
    **within("matplotlib", ("rc rcdefaults use interactive", STATE), ("rc_context", DRAWING)),
    **within("matplotlib.image", ("imsave", SAVES), ("imread", NEW)),
    **within(
        "matplotlib.colors",
        ("hsv_to_rgb is_color_like rgb_to_hsv same_color to_hex to_rgb to_rgba to_rgba_array",
         NEW),
    ),
    "matplotlib.style.context": DRAWING,  # what it sets is set back at its end
    "matplotlib.colors.LinearSegmentedColormap.from_list": DRAWING,
    **within("matplotlib.dates", ("date2num datestr2num drange num2date num2timedelta", NEW)),
}  # fmt: skip

_COLORMAP: Final = table(
    ("__call__", pure(Gives.NEW)),
    ("copy __copy__ resampled reversed with_extremes with_alpha", DRAWING),
    ("get_bad get_over get_under is_gray", NEW),
)
_SETTINGS: Final = table(("get keys values items", SAME), ("copy find_all", HOLDS))

REGISTER: Final = Register(
    _FUNCTIONS,
    {f"matplotlib.colors.Colormap{FAMILY}": _COLORMAP, "matplotlib.RcParams": _SETTINGS},
)

_OF_CLASSES: Final = frozenset(
    f"matplotlib.{name}"
    for name in """figure axes._axes patches lines text ticker gridspec collections colors dates
    cm offsetbox legend transforms path markers font_manager image table patheffects cycler
    quiver contour category colorizer hatch textpath layout_engine backends.backend_agg""".split()
)
"""Modules whose classes make new objects."""


def of_function(function: Any) -> Known | None:
    """What is known of a function or class of Matplotlib's; None if nothing is."""
    if isinstance(function, type):
        module = function.__module__
        own = getattr(sys.modules.get(module), function.__name__, None) is function
        if module in _OF_CLASSES and own and not _is_registry(function.__name__):
            return _of_name(function.__name__, DRAWING)
        return STATE
    known = REGISTER.function(function)
    if known is None and not isinstance(function, types.FunctionType | types.MethodType):
        return None
    return STATE if known is None else _of_name(getattr(function, "__name__", ""), known)


def _is_registry(name: str) -> bool:
    return name.endswith("Registry") or name.startswith("FontManager")


def _of_name(name: str, known: Known) -> Known:
    return replace(known, calls=(ANY,)) if name in _CALLING else known


# -- methods --------------------------------------------------------------------------------------

_MODULES: Final = """artist axes._axes axes._base axes._secondary_axes axis figure patches lines
    text collections image legend colorbar container spines ticker gridspec transforms offsetbox
    table quiver contour colors cm colorizer backend_bases backends.backend_agg projections.polar
    projections.geo path layout_engine""".split()
_TOOLKITS: Final = "axes3d art3d axis3d".split()

_REFUSED: Final = frozenset(
    """show add_callback remove_callback start_event_loop stop_event_loop ginput waitforbuttonpress
    new_timer set_window_title pick mouseover new_manager flush_events pchanged draggable
    set_draggable append extend insert setdefault sort pop popitem index""".split()
)

_ARTISTS: Final = frozenset(
    f"""{_PLOTS} add_artist add_axes add_child_axes add_collection add_container
    add_gridspec add_image add_line add_patch add_subfigure add_subplot add_table
    autofmt_xdate autoscale autoscale_view bar3d bar_label boxplot cla clear clf clabel
    contour3D contourf3D draw draw_artist draw_idle draw_without_rendering get_axes get_children
    get_figure get_figwidth get_figheight get_frame get_gridspec get_label_text get_legend
    get_legend_handles_labels get_lines get_major_ticks get_minor_ticks get_offset_text get_patches
    get_renderer get_shared_x_axes get_shared_y_axes get_subplotspec get_texts get_ticklabels
    get_ticklines get_topmost_subplotspec get_xaxis get_xgridlines get_xmajorticklabels
    get_xminorticklabels get_xticklabels get_xticklines get_yaxis get_ygridlines
    get_ymajorticklabels get_yminorticklabels get_yticklabels get_yticklines get_zaxis
    get_zticklabels grid indicate_inset indicate_inset_zoom inset_axes invert_xaxis invert_yaxis
    label_outer locator_params margins minorticks_off minorticks_on new_gridlines plot3D
    plot_surface plot_trisurf plot_wireframe quiver3D relim remove resampled
    reset_position scatter3D
    secondary_xaxis secondary_yaxis set subfigures subgridspec subplot_mosaic subplots
    subplots_adjust sup_title supxlabel supylabel text3D tick_bottom tick_left tick_params
    tick_right tick_top ticklabel_format tight_layout update_datalim view_init voxels
    add_geometry sca gca delaxes reversed""".split()
)
"""Methods that give artists only, as those that begin with ``set_`` do."""

_NUMBERS: Final = frozenset(
    """get_aspect get_figheight get_figwidth get_title get_xlabel get_ylabel get_zlabel get_text
    get_xscale get_yscale has_data""".split()
)
"""Methods that give a number or a text."""

_PAIRS: Final = frozenset(
    """get_xlim get_ylim get_zlim get_xbound get_ybound get_size_inches get_width_height""".split()
)
"""Methods that give new containers of numbers."""

_OF_COLORMAPS: Final = frozenset("set_bad set_extremes set_over set_under".split())
"""Methods that change a colormap, which may be one of others'."""

_CONTAINERS: Final = frozenset(
    """flatten ravel tolist reshape items keys values count copy transpose squeeze item""".split()
)
"""Methods of containers that change nothing, and give new ones with the same contents."""

PARTS: Final = frozenset(
    """axes figure canvas xaxis yaxis zaxis spines lines patches texts images collections artists
    containers ax flat T title patch transAxes transData transFigure legend_ left right top bottom
    offsetText label1 label2 child_axes""".split()
)
"""Attributes of artists that are artists, or hold some."""


@lru_cache(maxsize=16)
def _names_of(modules: frozenset[str]) -> frozenset[str]:
    return frozenset(
        name
        for module in modules
        for cls in vars(sys.modules[module]).values()
        if isinstance(cls, type) and cls.__module__ == module
        for name, member in vars(cls).items()
        if not name.startswith("_") and (callable(member) or isinstance(member, classmethod))
    )


OF_FRAMES: Final = frozenset("boxplot hist plot".split())
"""Methods that frames of pandas have, too: they draw likewise, on figures that are watched."""

OTHERS_HAVE: Final = frozenset("__call__ item".split()) | _CONTAINERS
"""Methods that are not artists' only."""


def artists_methods() -> frozenset[str]:
    """Give the names of the methods that artists have."""
    places = [f"matplotlib.{name}" for name in _MODULES]
    places += [f"mpl_toolkits.mplot3d.{name}" for name in _TOOLKITS]
    names = _names_of(frozenset(place for place in places if place in sys.modules))
    return frozenset(name for name in names if not _is_refused(name))


def _is_refused(name: str) -> bool:
    return name in _REFUSED or "connect" in name or name.startswith(("print_", "on_", "_"))


def of_method(name: str, *, sure: bool) -> Known | None:
    """What is known of a method of something that the iteration has drawn; None if nothing is.

    Parameters
    ----------
    name : str
        The method's.
    sure : bool
        Whether the iteration is sure to have made the object.
    """
    if name in _CONTAINERS:
        return pure(Gives.DRAWING)
    if name == "savefig":
        return SAVES
    if name == "by_key":  # of the settings' cycle of colors
        return HOLDS
    if name == "__call__":
        return pure(Gives.DRAWN)
    if name in _NUMBERS:
        return ASKED
    if name in _PAIRS:
        return NUMBERS
    if name in _OF_COLORMAPS and not sure:
        return None
    if name not in artists_methods():
        return None
    gives = DRAWING if name in _ARTISTS or name.startswith("set_") else DRAWN
    return _of_name(name, gives)


# -- what others may see --------------------------------------------------------------------------


def is_of_matplotlib(cls: type | None) -> bool:
    """Whether a type is one of Matplotlib's own."""
    return cls is not None and facts.library_of(cls) in LIBRARIES


def is_plain(cls: type) -> bool:
    """Whether objects of a type may travel: nothing that plots changes them."""
    return is_of_matplotlib(cls) and any(issubclass(cls, base) for base in _plain())


def _plain() -> Iterator[type]:
    for module, name in (("matplotlib.colors", "Colormap"),):
        base = getattr(loaded(module), name, None)
        if base is not None:
            yield base


def may_store(name: str, positional: int) -> bool:
    """Whether a method of a container has an artist's name, and puts its arguments into it."""
    return name in ("add", "update") or (name == "fill" and positional == 1)


def is_registry(live: Any) -> bool:
    """Whether an object gives a new colormap for each name."""
    return type(live).__name__ == "ColormapRegistry" and is_of_matplotlib(type(live))


def is_sent(live: Any) -> bool:
    """Whether workers that draw figures have a module's object as the kernel has it."""
    settings = getattr(loaded("matplotlib"), "RcParams", None)
    return is_registry(live) or (settings is not None and type(live) is settings)


def doubtful(cls: type, assumed: Iterable[str]) -> list[str]:
    """Give the methods taken for artists' that a class of another library has, too."""
    names = artists_methods().intersection(assumed) - OF_FRAMES
    return sorted(name for name in names if callable(getattr(cls, name, None)))


def derives(cls: type) -> bool:
    """Whether a class of the user's is one of Matplotlib's, too."""
    return any(facts.library_of(base) in LIBRARIES for base in cls.__mro__)
