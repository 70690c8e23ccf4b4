"""What a cell displays in a real kernel: the same messages in the same order as plainly."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import start_new_kernel

SETUP = """
import os
os.environ["NBPARALLEL_NONINTERACTIVE"] = "1"
%load_ext nbparallel
import nbparallel
from nbparallel import pipeline
from nbparallel.runtime.inline import InlineExecutor
inline = lambda options: InlineExecutor(3, seed=5)
pipeline.default_executor = inline
pipeline.Run.__init__.__defaults__ = (inline,)
import pandas as pd
import numpy as np
from IPython.display import HTML, Image, Markdown


class Own:
    def __init__(self, x):
        self.x = x

    def __repr__(self):
        return f"Own({self.x})"

    def _repr_html_(self):
        return f"<b>{self.x}</b>"


class Bundle(Own):
    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"text/plain": "bundle", "application/x-own": {"x": [self.x]}}, {"x": self.x}


class Itself(Own):
    def _ipython_display_(self):
        print("itself", self.x)
        display(self.x)


class Failing(Own):
    def _repr_html_(self):
        raise ValueError(f"no {self.x}")


class Formatted:
    def __init__(self, x):
        self.x = x


html = get_ipython().display_formatter.formatters["text/html"]
html.for_type(Formatted, lambda formatted: f"<i>{formatted.x}</i>")
html.for_type(complex, "<u>{}</u>".format)
pd.options.display.max_rows = 4
np.set_printoptions(precision=2)
PNG = bytes.fromhex("89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de")
"""

CELLS = {
    "objects": """
import sys
for i in range(9):
    print("before", i)
    row = [i]
    display(row, i / 3)
    row.append("changed since")
    print("error", file=sys.stderr)
    display(HTML(f"<p>{i}"), Markdown(f"*{i}*"), Image(PNG), row)
    display({"a": np.arange(i) / 3}, pd.DataFrame({"a": np.arange(i) / 3}))
i
""",
    "methods": """
for i in range(9):
    display(Own(i), Bundle(i))
    display(Itself(i))
    display([Own(i)], metadata={"text/plain": {"i": i}})
    display(Own(i), include=["text/plain"])
""",
    "failing": """
for i in range(9):
    display(Failing(i))
    print(i)
""",
    "break": """
for i in range(30):
    display(i)
    if i == 17:
        break
    print("on", i)
""",
    "raises": """
for i in range(30):
    display(Own(i))
    1 / (i - 17)
""",
}


@pytest.fixture(scope="module")
def kernel() -> Iterator[BlockingKernelClient]:
    """Give a client of a kernel in which the chunks run in the kernel's own process."""
    manager, client = start_new_kernel(kernel_name="python3")
    try:
        assert "error" not in [kind for kind, _ in messages(client, SETUP)]
        yield client
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def messages(client: BlockingKernelClient, cell: str) -> list[tuple[str, Any]]:
    """Run a cell; give what it publishes, in order."""
    found: list[tuple[str, Any]] = []

    def take(message: dict[str, Any]) -> None:
        kind, content = message["header"]["msg_type"], message["content"]
        if kind in ("status", "execute_input"):
            return
        last, before = found[-1] if found else ("", {})
        if kind == last == "stream" and before["name"] == content["name"]:
            found.pop()
            content = {**content, "text": before["text"] + content["text"]}
        content.pop("execution_count", None)
        found.append((kind, content))

    client.execute_interactive(cell, output_hook=take, timeout=300)
    return [(kind, json.loads(_settled(json.dumps(content)))) for kind, content in found]


def _settled(text: str) -> str:
    """Leave out numbers of cells and places in memory."""
    text = re.sub(r"(Cell )?In\s?\[\d+\]|0x[0-9a-f]+|ipykernel_\d+/\d+", "", text)
    return re.sub(r"<ipython-input[^>]*>", "", text)


def modes(client: BlockingKernelClient) -> list[str]:
    """Give the modes of the last cell's loops, with the reasons of those that are serial."""
    asked = "print(*[loop.mode + loop.reason for loop in nbparallel.last_run().loops], sep='\\n')"
    ((_, content),) = messages(client, asked)
    return str(content["text"]).splitlines()


@pytest.mark.parametrize("name", CELLS)
def test_messages_are_the_plain_cells(kernel: BlockingKernelClient, name: str) -> None:
    plain = messages(kernel, CELLS[name])
    assert any(kind == "display_data" for kind, _ in plain)
    assert messages(kernel, "%%parallel --min-time 0" + CELLS[name]) == plain
    assert modes(kernel) == ["parallel"]


def test_formatters_of_the_users(kernel: BlockingKernelClient) -> None:
    cell = "\nfor i in range(9):\n    display(Formatted(i), 1j * i)"
    plain = messages(kernel, cell)
    assert "<i>3</i>" in str(plain)
    assert messages(kernel, "%%parallel --min-time 0" + cell) == plain


def test_captured(kernel: BlockingKernelClient) -> None:
    cell = "\nfor i in range(9):\n    print(i)\n    display(Own(i))"
    shown = "print(cap.stdout, [o.data for o in cap.outputs])"
    messages(kernel, "%%capture cap" + cell)
    plain = messages(kernel, shown)
    assert messages(kernel, "%%capture cap\n%%parallel --min-time 0" + cell) == []
    assert messages(kernel, shown) == plain
    assert modes(kernel) == ["parallel"]
