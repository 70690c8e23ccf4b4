"""What the tables say of Matplotlib is so: each plotting call is made on small data, and compared."""

from __future__ import annotations

import types
from collections.abc import Iterator
from typing import Any

import matplotlib
import numpy as np
import pytest

matplotlib.use("agg")

import matplotlib.dates
import matplotlib.pyplot as plt
from matplotlib.container import Container

from nbparallel.analysis.knowledge import plotting
from nbparallel.analysis.knowledge.register import found_at
from nbparallel.analysis.knowledge.vocabulary import Does, Gives

X, Y = np.arange(1.0, 7.0), np.array([2.0, 1.0, 3.0, 5.0, 4.0, 6.0])
GRID = np.arange(16.0).reshape(4, 4) + 1
LONG = np.sin(np.arange(600.0))
PAIR = (X, Y)
OLD = {"plot_date"}  # of versions before the newest that is supported

CALLS: dict[str, tuple[Any, ...]] = {
    "annotate": ("a", (1, 1)), "arrow": (0, 0, 1, 1), "axhline": (1,), "axhspan": (1, 2),
    "axline": ((0, 0), (1, 1)), "axvline": (1,), "axvspan": (1, 2), "bar": PAIR, "barbs": PAIR * 2,
    "barh": PAIR, "boxplot": (X,), "broken_barh": ([(1, 2)], (3, 4)), "contour": (GRID,),
    "contourf": (GRID,), "ecdf": (X,), "errorbar": (X, Y, Y), "eventplot": (X,),
    "figimage": (GRID,), "figlegend": ([], []), "figtext": (0, 0, "a"), "fill": PAIR,
    "fill_between": PAIR, "fill_betweenx": PAIR, "hexbin": PAIR, "hlines": (X, 0, 1),
    "imshow": (GRID,), "legend": ([], []), "loglog": PAIR, "matshow": (GRID,), "pcolor": (GRID,),
    "pcolormesh": (GRID,), "pie": (X,), "plot": PAIR, "polar": PAIR, "quiver": PAIR,
    "scatter": PAIR, "semilogx": PAIR, "semilogy": PAIR, "spy": (GRID,), "stackplot": PAIR,
    "stairs": (X,), "stem": PAIR, "step": PAIR, "streamplot": (X[:4], X[:4], GRID, GRID),
    "suptitle": ("a",), "text": (0, 0, "a"), "title": ("a",), "tricontour": (X, Y, X),
    "tricontourf": (X, Y, X), "tripcolor": (X, Y, X), "triplot": PAIR, "violinplot": (X,),
    "vlines": (X, 0, 1), "xlabel": ("a",), "ylabel": ("a",), "twinx": (), "twiny": (),
    "table": ([["a"]],), "grouped_bar": ([X, Y],),
    "acorr": (LONG,), "angle_spectrum": (LONG,), "cohere": (LONG, LONG), "csd": (LONG, LONG),
    "hist": (X,), "hist2d": PAIR, "magnitude_spectrum": (LONG,), "phase_spectrum": (LONG,),
    "psd": (LONG,), "specgram": (LONG,), "xcorr": (LONG, LONG),
}  # fmt: skip
"""Arguments for each of pyplot's plotting functions."""

OF_ARTISTS = {"bar_label", "clabel", "colorbar", "pie_label", "quiverkey"}
"""Functions that are given an artist."""


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    plt.close("all")
    yield
    plt.close("all")


def named(text: str) -> set[str]:
    return set(text.split())


def parts(value: Any) -> Iterator[Any]:
    """Give what a result consists of."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple) and not isinstance(value, Container):
        for each in value:
            yield from parts(each)
    else:
        yield value


def test_every_function_is_there() -> None:
    missing = {name for name in plotting._FUNCTIONS if found_at(name) is None}
    assert {name.rpartition(".")[2] for name in missing} <= OLD


def test_pyplot_has_no_function_that_no_table_tells_of() -> None:
    own = {
        name
        for name, live in vars(plt).items()
        if isinstance(live, types.FunctionType) and live.__module__ == "matplotlib.pyplot"
    }
    told = {name.rpartition(".")[2] for name in plotting._FUNCTIONS}
    left = {name for name in own - told if not name.startswith("_")}
    assert left == {"get_plot_commands"}


def test_each_plotting_function_is_tried() -> None:
    told = named(plotting._PLOTS) | named(plotting._ARRAYS)
    assert told - CALLS.keys() - OF_ARTISTS - OLD == set()


@pytest.mark.parametrize("name", CALLS)
def test_a_plotting_call_changes_and_shares_nothing_that_it_is_given(name: str) -> None:
    function = getattr(plt, name, None)
    if function is None:  # a younger version's
        assert matplotlib.__version_info__ < (3, 11)
        return
    given = [part for part in parts(list(CALLS[name])) if isinstance(part, np.ndarray)]
    before = [part.tobytes() for part in given]
    settings, drawn = dict(plt.rcParams), np.random.get_state()[1].tobytes()
    result = function(*CALLS[name])
    plt.gcf().canvas.draw()
    assert [part.tobytes() for part in given] == before
    assert dict(plt.rcParams) == settings
    assert np.random.get_state()[1].tobytes() == drawn
    for part in parts(result):
        if name in named(plotting._PLOTS):
            assert not isinstance(part, np.ndarray)
        elif isinstance(part, np.ndarray):
            assert not any(np.shares_memory(part, each) for each in given)


def test_what_gives_numbers_gives_no_part_of_an_artist() -> None:
    fig, ax = plt.subplots()
    things = [fig, ax, ax.text(0, 0, "a"), ax.plot(X, Y)[0], ax.xaxis, fig.canvas]
    tried = set()
    for thing in things:
        for name in plotting._NUMBERS:
            if hasattr(thing, name):
                tried.add(name)
                assert isinstance(getattr(thing, name)(), int | float | str | type(None)), name
        for name in plotting._PAIRS:
            if hasattr(thing, name):
                tried.add(name)
                found = getattr(thing, name)()
                assert all(isinstance(each, int | float) for each in found), name
                assert found is not getattr(thing, name)() or isinstance(found, tuple)
    assert (plotting._NUMBERS | plotting._PAIRS) - tried <= {"get_zlim", "get_zlabel"}


@pytest.mark.parametrize(
    "name",
    ["show", "mpl_connect", "add_callback", "ginput", "append", "extend", "sort", "print_png",
     "__setstate__", "_private", "start_event_loop", "pop", "insert"],
)  # fmt: skip
def test_methods_that_are_refused(name: str) -> None:
    assert plotting.of_method(name, sure=True) is None


def test_a_getter_may_give_what_was_handed_in() -> None:
    color = [1.0, 0.0, 0.0]
    (line,) = plt.plot(X, Y, color=color)
    assert line.get_color() is color
    known = plotting.of_method("get_color", sure=True)
    assert known is not None
    assert known.gives is Gives.DRAWN
    assert known.does is Does.DRAWS_FIGURES


def test_a_colormap_may_be_changed_only_where_it_is_new() -> None:
    assert plotting.of_method("set_bad", sure=False) is None
    assert plotting.of_method("set_bad", sure=True) is not None
