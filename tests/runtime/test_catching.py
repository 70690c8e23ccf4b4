"""What chunks do to filters of warnings, done again."""

from __future__ import annotations

import warnings
from typing import Any

import pytest

from nbparallel.runtime import catching

IGNORE = ("ignore", None, Warning, None, 0), False


def logged(act: Any) -> list[str]:
    """Give the kinds of what is logged while a function runs."""
    log: list[Any] = []
    patched = catching.Patched(lambda: log)
    patched.enter()
    try:
        act(log)
    finally:
        patched.leave()
    return [kind for kind, _ in log]


def test_changes_that_nothing_saw_are_one_entry() -> None:
    def quiet(log: list[Any]) -> None:
        for _ in range(3):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                with warnings.catch_warnings():
                    pass

    assert logged(quiet) == [catching.FORGOTTEN]


def test_what_warns_in_between_keeps_its_place() -> None:
    def warning(log: list[Any]) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("default")
            log.append(("warning", None))
        with warnings.catch_warnings():
            pass

    expected = [catching.ENTERED, catching.ADDED, "warning", catching.LEFT, catching.FORGOTTEN]
    assert logged(warning) == expected


def test_filters_set_for_good_are_not_logged() -> None:
    with warnings.catch_warnings():
        assert logged(lambda log: warnings.simplefilter("ignore")) == []


def interrupted() -> None:
    with catching.Replay() as filters:
        filters.run(catching.ENTERED, None)
        filters.run(catching.ENTERED, None)
        filters.run(catching.ADDED, IGNORE)
        assert warnings.filters[0][0] == "ignore"
        raise KeyboardInterrupt


def test_an_interrupted_replay_puts_the_filters_back() -> None:
    before = list(warnings.filters)
    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert list(warnings.filters) == before
