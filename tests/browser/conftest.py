"""One server and one browser for each module of tests; a window for each notebook."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.lab import Lab, Server, browsing, chromium, open_notebook, serving


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Start JupyterLab."""
    with serving(tmp_path_factory.mktemp("lab")) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Chromium; without one these tests cannot tell anything."""
    try:
        chromium()
    except FileNotFoundError as error:
        pytest.fail(str(error), pytrace=False)
    with browsing() as instance:
        yield instance


@pytest.fixture
def lab(server: Server, browser: Browser) -> Iterator[Callable[..., Lab]]:
    """Give a function that opens a new notebook of some cells."""
    opened: list[Lab] = []

    def opening(*args: Any, **options: Any) -> Lab:
        opened.append(open_notebook(server, browser, *args, **options))
        return opened[-1]

    yield opening
    for each in opened:
        each.page.close()
    server.shut_kernels_down()
