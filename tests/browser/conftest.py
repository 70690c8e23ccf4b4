"""A real JupyterLab and a headless Chromium that looks at it."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import Browser, Page, sync_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 90_000  # milliseconds; a bound on waiting, never a wait


def chromium() -> str:
    """Find a Chromium; without one these tests cannot tell anything."""
    named = os.environ.get("NBPARALLEL_CHROMIUM")
    found = named or shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        pytest.fail(
            "the browser tests need Chromium: apt-get install chromium, or name yours in "
            "NBPARALLEL_CHROMIUM",
            pytrace=False,
        )
    return found


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str, Path]]:
    """Start JupyterLab on a loopback port of its own; give address, token and folder."""
    folder = tmp_path_factory.mktemp("lab")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    token = secrets.token_hex(16)
    environment = {
        **os.environ,
        "JUPYTER_CONFIG_DIR": str(folder / ".config"),
        "JUPYTER_DATA_DIR": str(folder / ".data"),
        "JUPYTERLAB_SETTINGS_DIR": str(folder / ".settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(folder / ".workspaces"),
        "IPYTHONDIR": str(folder / ".ipython"),
    }
    environment.pop("NBPARALLEL_NONINTERACTIVE", None)
    log = (folder / "server.log").open("wb")
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"),
            *(f"--ServerApp.root_dir={folder}", "--ServerApp.ip=127.0.0.1"),
            *(f"--ServerApp.port={port}", "--ServerApp.port_retries=0"),
            *(f"--IdentityProvider.token={token}", "--LabApp.expose_app_in_browser=True"),
            "--LabApp.news_url=None",
        ],
        env=environment,
        stdout=log,
        stderr=log,
        start_new_session=True,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for_server(f"{address}/api/status?token={token}", process, folder / "server.log")
        yield address, token, folder
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
        log.close()


def _wait_for_server(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert process.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    pytest.fail(f"JupyterLab did not come up:\n{log.read_text()}")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start one headless browser."""
    path = chromium()
    with sync_playwright() as driver:
        instance = driver.chromium.launch(executable_path=path, args=FLAGS)
        yield instance
        instance.close()


class Lab:
    """One notebook, open in the page."""

    def __init__(self, page: Page, path: Path, errors: list[str]) -> None:
        self.page = page
        self.path = path
        self.errors = errors

    def run_all(self) -> None:
        """Begin to run all cells; does not wait."""
        self.page.evaluate(
            "() => { window.jupyterapp.commands.execute('notebook:run-all-cells'); }"
        )

    def wait_until_done(self) -> None:
        """Wait until the last cell has run: it prints a word that only it prints."""
        self.page.wait_for_function(
            "() => [...document.querySelectorAll('.jp-OutputArea-output')]"
            ".some(e => e.innerText.includes('all-done'))",
            timeout=PATIENCE,
        )

    def wait_for(self, selector: str) -> Any:
        """Wait for an element that is seen."""
        return self.page.wait_for_selector(selector, timeout=PATIENCE)

    def number_done(self) -> int:
        """Read how many iterations the running card shows as done; -1 if there is none."""
        text = self.page.evaluate("() => document.querySelector('.nbp-done')?.innerText ?? ''")
        digits = "".join(c for c in text.split("/")[0] if c.isdigit())
        return int(digits) if digits else -1

    def output(self, index: int) -> str:
        """Read what a cell shows."""
        return str(
            self.page.evaluate(
                "i => document.querySelectorAll('.jp-CodeCell')[i]"
                ".querySelector('.jp-OutputArea')?.innerText ?? ''",
                index,
            )
        )

    def saved(self) -> nbformat.NotebookNode:
        """Save, and read the notebook from disk."""
        self.page.evaluate(
            "async () => { await window.jupyterapp.shell.currentWidget.context.save(); }"
        )
        return nbformat.read(self.path, as_version=4)


@pytest.fixture
def lab(server: tuple[str, str, Path], browser: Browser) -> Iterator[Callable[..., Lab]]:
    """Give a function that opens a new notebook of some cells."""
    address, token, folder = server
    opened: list[Page] = []

    def open_notebook(name: str, *cells: str) -> Lab:
        notebook = new_notebook(
            cells=[new_code_cell(c) for c in (*cells, "print('all-' + 'done')")]
        )
        notebook.metadata["kernelspec"] = {
            "name": "python3",
            "display_name": "Python 3",
            "language": "python",
        }
        path = folder / f"{name}.ipynb"
        nbformat.write(notebook, path)
        page = browser.new_page(viewport={"width": 1200, "height": 1100})
        opened.append(page)
        errors: list[str] = []
        page.on(
            "console",
            lambda message: errors.append(message.text) if message.type == "error" else None,
        )
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{address}/lab/tree/{path.name}?token={token}&reset")
        page.wait_for_function(
            "() => { const k = window.jupyterapp?.shell?.currentWidget?.sessionContext"
            "?.session?.kernel; return !!k && k.status === 'idle'; }",
            timeout=PATIENCE,
        )
        return Lab(page, path, errors)

    yield open_notebook
    for page in opened:
        page.close()
    _shut_kernels_down(address, token)


def _shut_kernels_down(address: str, token: str) -> None:
    headers = {"Authorization": f"token {token}"}
    listing = urllib.request.Request(f"{address}/api/sessions", headers=headers)
    with urllib.request.urlopen(listing, timeout=10) as answer:
        sessions = json.load(answer)
    for session in sessions:
        url = f"{address}/api/sessions/{session['id']}"
        request = urllib.request.Request(url, headers=headers, method="DELETE")
        urllib.request.urlopen(request, timeout=10).close()
