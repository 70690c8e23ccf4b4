"""A real Jupyter server, and a headless Chromium that looks at one notebook."""

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
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
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
DARK = "JupyterLab Dark"

# What Jupyter itself logs, whatever a notebook does.
JUPYTERS_OWN = ("favicon", "404", "Failed to load resource", "schema", "preload")


def chromium() -> str:
    """Find a Chromium."""
    named = os.environ.get("NBPARALLEL_CHROMIUM")
    found = named or shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        raise FileNotFoundError(
            "the browser tests need Chromium: apt-get install chromium, or name yours in "
            "NBPARALLEL_CHROMIUM"
        )
    return found


@contextmanager
def browsing() -> Iterator[Browser]:
    """Start one headless browser."""
    path = chromium()
    with sync_playwright() as driver:
        instance = driver.chromium.launch(executable_path=path, args=FLAGS)
        yield instance
        instance.close()


@dataclass(frozen=True)
class Server:
    """Where JupyterLab and Notebook are served."""

    address: str
    token: str
    folder: Path

    def shut_kernels_down(self) -> None:
        """End every kernel."""
        headers = {"Authorization": f"token {self.token}"}
        listing = urllib.request.Request(f"{self.address}/api/sessions", headers=headers)
        with urllib.request.urlopen(listing, timeout=10) as answer:
            sessions = json.load(answer)
        for session in sessions:
            url = f"{self.address}/api/sessions/{session['id']}"
            request = urllib.request.Request(url, headers=headers, method="DELETE")
            urllib.request.urlopen(request, timeout=10).close()


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    """Serve a folder on a loopback port of its own."""
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
    # Else JupyterLab asks, in front of the last cell, whether it may fetch news.
    news = folder / ".settings" / "@jupyterlab" / "apputils-extension"
    news.mkdir(parents=True)
    (news / "notification.jupyterlab-settings").write_text('{"fetchNews": "false"}')
    log = (folder / "server.log").open("wb")
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"),
            *(f"--ServerApp.root_dir={folder}", "--ServerApp.ip=127.0.0.1"),
            *(f"--ServerApp.port={port}", "--ServerApp.port_retries=0"),
            *(f"--IdentityProvider.token={token}", "--LabApp.expose_app_in_browser=True"),
            *("--LabApp.news_url=None", "--JupyterNotebookApp.expose_app_in_browser=True"),
        ],
        env=environment,
        stdout=log,
        stderr=log,
        start_new_session=True,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for_server(f"{address}/api/status?token={token}", process, folder / "server.log")
        yield Server(address, token, folder)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
        log.close()


def _wait_for_server(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        assert process.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise TimeoutError(f"JupyterLab did not come up:\n{log.read_text()}")


class Lab:
    """One notebook, open in the page."""

    def __init__(self, page: Page, path: Path) -> None:
        self.page = page
        self.path = path
        self.errors: list[str] = []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _hear(self, message: Any) -> None:
        if message.type == "error" and not any(word in message.text for word in JUPYTERS_OWN):
            self.errors.append(message.text)

    def wait_for_kernel(self) -> None:
        """Wait until the kernel is ready."""
        self.page.wait_for_function(
            "() => { const k = window.jupyterapp?.shell?.currentWidget?.sessionContext"
            "?.session?.kernel; return !!k && k.status === 'idle'; }",
            timeout=PATIENCE,
        )

    def use_theme(self, name: str) -> None:
        """Change JupyterLab's theme."""
        self.page.evaluate(
            "name => window.jupyterapp.commands.execute('apputils:change-theme', {theme: name})",
            name,
        )

    def run_all(self) -> None:
        """Begin to run all cells; does not wait."""
        self.page.evaluate(
            "() => { window.jupyterapp.commands.execute('notebook:run-all-cells'); }"
        )

    def run_more(self, *texts: str) -> None:
        """Add cells below and run them; does not wait for the last."""
        self.page.evaluate(
            """async texts => {
                const panel = window.jupyterapp.shell.currentWidget;
                for (const text of texts) {
                    await window.jupyterapp.commands.execute('notebook:insert-cell-below');
                    panel.content.activeCell.model.sharedModel.setSource(text);
                    const ran = window.jupyterapp.commands.execute('notebook:run-cell');
                    if (text !== texts.at(-1)) await ran;
                }
            }""",
            list(texts),
        )

    def wait_for_text(self, text: str) -> None:
        """Wait until an output shows a text."""
        self.page.wait_for_function(
            "text => [...document.querySelectorAll('.jp-OutputArea-output')]"
            ".some(e => e.innerText.includes(text))",
            arg=text,
            timeout=PATIENCE,
        )

    def wait_until_done(self) -> None:
        """Wait until the last cell has run: it prints a word that only it prints."""
        self.wait_for_text("all-done")

    def wait_until_idle(self) -> None:
        """Wait until no cell runs or is to run: what is sent just after an error is thrown away."""
        self.page.wait_for_function(
            "() => ![...document.querySelectorAll('.jp-InputPrompt')]"
            ".some(e => e.innerText.includes('*'))",
            timeout=PATIENCE,
        )

    def wait_for(self, selector: str) -> Any:
        """Wait for an element that is seen."""
        return self.page.wait_for_selector(selector, timeout=PATIENCE)

    def wait_until_done_is_over(self, number: int) -> None:
        """Wait until the running card shows more iterations than that as done."""
        self.page.wait_for_function(
            "n => parseInt((document.querySelector('.nbp-done')?.innerText ?? '')"
            ".replace(/,/g, '')) > n",
            arg=number,
            timeout=PATIENCE,
        )

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


def open_notebook(
    server: Server, browser: Browser, name: str, *cells: str, app: str = "lab", **context: Any
) -> Lab:
    """Write a notebook of some cells and open it in a window of its own.

    ``app`` is ``lab`` or ``notebook``; ``context`` goes to the browser's new window.
    """
    notebook = new_notebook(cells=[new_code_cell(c) for c in (*cells, "print('all-' + 'done')")])
    notebook.metadata["kernelspec"] = {
        "name": "python3",
        "display_name": "Python 3",
        "language": "python",
    }
    path = server.folder / f"{name}.ipynb"
    nbformat.write(notebook, path)
    context.setdefault("viewport", {"width": 1200, "height": 1100})
    lab = Lab(browser.new_page(**context), path)
    lab.page.set_default_timeout(PATIENCE)
    place = "lab/tree" if app == "lab" else "notebooks"
    lab.page.goto(f"{server.address}/{place}/{path.name}?token={server.token}&reset")
    lab.wait_for_kernel()
    lab.errors.clear()  # what Jupyter logs while it starts is no matter of a cell's
    return lab
