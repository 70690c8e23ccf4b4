"""A notebook saved with cards passes nbval, in the way that the documentation gives."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

DOCUMENTED = Path(__file__).parents[2] / "docs" / "card.md"
CELLS = (
    "%load_ext nbparallel",
    "%%parallel --min-time 0\nvalue = 1\nfor k in range(20):\n    value = value * 2 + k\nvalue",
    "%%parallel\nfor k in range(3):\n    print(k)",
)


@pytest.mark.timeout(300)
def test_a_notebook_saved_with_cards_passes(tmp_path: Path) -> None:
    notebook = new_notebook(cells=[new_code_cell(cell) for cell in CELLS])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "", "language": "python"}
    NotebookClient(notebook).execute()
    cards = [o for cell in notebook.cells for o in cell.outputs if "nbparallel" in str(o)]
    assert len(cards) == 2
    # As on another day, on another machine: other times, other reasons.
    cards[0]["data"]["text/html"] = '<div class="nbparallel">1 iteration</div>'
    cards[0]["data"]["text/plain"] = "nbparallel: 1 iteration on 2 workers: 3 s"
    nbformat.write(notebook, tmp_path / "saved.ipynb")

    sanitizer = re.search(r"```ini\n(.*?)```", DOCUMENTED.read_text(encoding="utf-8"), re.S)
    assert sanitizer is not None
    (tmp_path / "nbval.cfg").write_text(sanitizer[1], encoding="utf-8")
    command = [
        *(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--nbval", "saved.ipynb"),
        *("--nbval-sanitize-with", "nbval.cfg"),
    ]
    environment = {**os.environ, "NBPARALLEL_NONINTERACTIVE": "0"}
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
