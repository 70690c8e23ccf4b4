"""Warnings filters reach workers without the modules that made them."""

from __future__ import annotations

import pickle
import sys
import types
import warnings

import pytest

from nbparallel.runtime import filters


class Own(UserWarning):
    pass


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> type[Warning]:
    made = types.ModuleType("some_library")
    kind = type("Provisional", (FutureWarning,), {"__module__": "some_library"})
    made.__dict__["Provisional"] = kind
    monkeypatch.setitem(sys.modules, "some_library", made)
    return kind


def test_what_is_known_comes_back(library: type[Warning]) -> None:
    known = [("error", None, library, None, 0), ("ignore", None, UserWarning, None, 3)]
    assert filters.at_home(filters.abroad(known)) == known


def test_nothing_is_imported_to_read_them(
    library: type[Warning], monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = pickle.dumps(filters.abroad([("error", None, library, None, 0)]))
    module = sys.modules["some_library"]
    monkeypatch.delitem(sys.modules, "some_library")
    ((_, _, kind, *_),) = filters.at_home(pickle.loads(sent))
    assert not issubclass(library, kind)
    monkeypatch.setitem(sys.modules, "some_library", module)
    assert issubclass(library, kind)
    assert not issubclass(UserWarning, kind)


def test_a_filter_holds_once_its_module_is_there(
    library: type[Warning], monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = filters.abroad([("error", None, library, None, 0)])
    module = sys.modules["some_library"]
    monkeypatch.delitem(sys.modules, "some_library")
    with warnings.catch_warnings():
        warnings.filters[:] = filters.at_home(sent)  # type: ignore[index]
        monkeypatch.setitem(sys.modules, "some_library", module)
        with pytest.raises(library):
            warnings.warn("it is an error now", library, stacklevel=1)
        with pytest.warns(UserWarning, match="none"):
            warnings.warn("this is none", UserWarning, stacklevel=1)


def test_a_class_that_no_module_has_travels_as_it_is() -> None:
    class Local(UserWarning):
        pass

    assert filters.abroad([("error", None, Local, None, 0)]) == [("error", None, Local, None, 0)]
    assert filters.at_home(filters.abroad([("error", None, Own, None, 0)]))[0][2] is Own
