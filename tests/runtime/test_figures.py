"""Pyplot around a chunk: what is sent, what is noticed, and what is set back."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from typing import Any

import matplotlib
import pytest

matplotlib.use("agg")

import matplotlib.colors
import matplotlib.pyplot as plt

from nbparallel.runtime import figures
from nbparallel.runtime.commit import Chunk
from nbparallel.runtime.leftbehind import LeftBehind


@pytest.fixture(autouse=True)
def _as_new() -> Iterator[None]:
    plt.close("all")
    with matplotlib.rc_context():
        yield
    plt.close("all")


def sent() -> bytes:
    return pickle.dumps(figures.state())


def test_no_figure_may_be_open() -> None:
    plt.figure()
    with pytest.raises(figures.Unlike, match="figures are open"):
        figures.state()


def test_a_backend_with_windows_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    matplotlib.rcParams._set("backend", "qtagg")
    with pytest.raises(figures.Unlike, match="windows"):
        figures.state()
    matplotlib.rcParams._set("backend", "agg")


@pytest.mark.filterwarnings("ignore:The set_bad function")
@pytest.mark.parametrize("registry", [True, False])
def test_a_changed_colormap_is_refused(registry: bool) -> None:
    changed = plt.colormaps._cmaps["viridis"] if registry else plt.cm.viridis
    changed.set_bad("g")
    try:
        with pytest.raises(figures.Unlike, match="viridis"):
            figures.state()
    finally:
        changed.set_bad((0.0, 0.0, 0.0, 0.0))


@pytest.mark.parametrize("in_kernel", [True, False])
def test_a_chunk_that_leaves_all_as_it_was(in_kernel: bool) -> None:
    with figures.drawing(sent(), in_kernel=in_kernel) as left:
        assert plt.figure().number == 1
        with plt.rc_context({"font.size": 3}):
            plt.plot([1, 2])
        plt.close()
    assert left == []


@pytest.mark.parametrize("in_kernel", [True, False])
def test_a_figure_that_is_left_open_is_noticed_and_forgotten(in_kernel: bool) -> None:
    with figures.drawing(sent(), in_kernel=in_kernel) as left:
        plt.figure()
    assert left == ["pyplot's figures (one was left open)"]
    assert plt.get_fignums() == []


@pytest.mark.parametrize(
    ("change", "name"),
    [
        (lambda: matplotlib.rcParams.update({"font.size": 3}), "the settings of Matplotlib"),
        (lambda: plt.colormaps.register(plt.get_cmap("jet"), name="mine"), "the colormaps"),
        (lambda: matplotlib.colors._colors_full_map.update(mine="#123456"), "the names of colors"),
    ],
)
def test_other_changes_are_noticed_and_undone(change: Any, name: str) -> None:
    before = figures.state()
    with figures.drawing(sent(), in_kernel=False) as left:
        change()
    assert left == [name]
    assert figures.changed(before) == ""
    assert "mine" not in plt.colormaps


def test_workers_draw_with_the_kernels_settings_colors_and_colormaps() -> None:
    matplotlib.rcParams["font.size"] = 3
    plt.colormaps.register(plt.get_cmap("jet"), name="mine")
    matplotlib.colors.get_named_colors_mapping()["own"] = "#123456"
    data = sent()
    plt.colormaps.unregister("mine")
    del matplotlib.colors.get_named_colors_mapping()["own"]
    matplotlib.rcParams["font.size"] = 5
    with figures.drawing(data, in_kernel=False) as left:
        assert matplotlib.rcParams["font.size"] == 3
        assert "mine" in plt.colormaps
        assert matplotlib.colors.to_hex("own") == "#123456"
    assert left == []
    assert matplotlib.rcParams["font.size"] == 5
    assert "mine" not in plt.colormaps
    with pytest.raises(ValueError, match="own"):
        matplotlib.colors.to_hex("own")


def test_what_a_worker_cannot_have_is_said() -> None:
    state = figures.state()
    state["looks"]["fonts"] = ["/no/such.ttf"]
    with (
        pytest.raises(figures.Unlike, match="fonts"),
        figures.drawing(pickle.dumps(state), in_kernel=False),
    ):
        pass


def test_what_the_kernel_changed_meanwhile_is_said() -> None:
    state = figures.state()
    assert figures.changed(state) == ""
    matplotlib.rcParams["font.size"] = 3
    assert figures.changed(state) == "the settings of Matplotlib"
    plt.figure()
    assert "figures are open" in figures.changed(state)


# -- names that stayed behind ---------------------------------------------------------------------


def chunk(lost: list[str], *, again: bool = True, bound: Any = (), deleted: Any = ()) -> Chunk:
    return Chunk([], [], [], dict(bound), list(deleted), False, [], lost=lost, again=again)


def test_names_that_nobody_binds_are_had_once_more() -> None:
    names: dict[str, Any] = {"fig": "old", "ax": "old"}
    behind = LeftBehind(names, lambda start, items: {"fig": (start, items), "ax": 0, "other": 1})
    behind.committed(chunk(["fig"]), 4, lambda: [4, 5])
    assert behind.settle() == []
    assert names == {"fig": (4, [4, 5]), "ax": "old"}


def test_the_kernels_iterations_settle_what_they_bind() -> None:
    names: dict[str, Any] = {"fig": "old", "ax": "old"}
    behind = LeftBehind(names, lambda start, items: {"fig": "again", "ax": "again"})
    behind.committed(chunk(["fig", "ax", "new"]), 4, lambda: [4])
    with behind.while_kernel_runs():
        names["fig"] = "kernel's"
    assert names == {"fig": "kernel's", "ax": "old"}
    assert behind.settle() == ["new"]
    assert names == {"fig": "kernel's", "ax": "again"}


def test_later_chunks_settle_what_they_bind_or_delete() -> None:
    behind = LeftBehind({}, lambda start, items: None)
    behind.committed(chunk(["a", "b", "c"]), 0, lambda: [0])
    behind.committed(chunk([], bound={"a": 1}, deleted=["b"]), 1, lambda: [1])
    assert behind.settle() == ["c"]


def test_what_cannot_be_run_again_is_said() -> None:
    names: dict[str, Any] = {"fig": "old"}
    behind = LeftBehind(names, lambda start, items: {"fig": "again"})
    behind.committed(chunk(["fig"], again=False), 0, lambda: [0])
    assert behind.settle() == ["fig"]
    assert names == {"fig": "old"}
