"""Run the quickstart headless and tell what its parallel loops gained: ``make demo``."""

from __future__ import annotations

import itertools
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbconvert import HTMLExporter
from nbformat.v4 import new_code_cell

HERE = Path(__file__).parent
OUT = HERE.parent / ".demo"
REPORT = (
    "import nbparallel as _n; from nbparallel.ui.report import report_text as _t; "
    "print(_t(_n.last_run())); del _n, _t"
)


def main() -> int:
    """Execute a copy, print each run's report, write notebook and HTML."""
    notebook = nbformat.read(HERE / "quickstart.ipynb", as_version=4)
    with_reports = []
    for cell in notebook.cells:
        with_reports.append(cell)
        if cell.cell_type == "code" and cell.source.startswith("%%parallel"):
            with_reports.append(new_code_cell(REPORT, metadata={"tags": ["report"]}))
    shown = notebook.cells
    notebook.cells = with_reports
    print(
        "running the quickstart: three loops on real data, plainly and in parallel ...\n",
        flush=True,
    )
    try:
        NotebookClient(notebook, timeout=900, resources={"metadata": {"path": str(HERE)}}).execute()
    except CellExecutionError as error:
        print(error, file=sys.stderr)
        return 1
    for before, cell in itertools.pairwise(with_reports):
        if "report" in cell.metadata.get("tags", []):
            print(_indented(before.source), _text(cell), sep="\n")
    for cell in shown:
        if cell.cell_type == "code" and cell.source.startswith('print(f"plain'):
            print(_text(cell), end="")
    notebook.cells = shown
    OUT.mkdir(exist_ok=True)
    executed = OUT / "quickstart.executed.ipynb"
    nbformat.write(notebook, executed)
    html, _ = HTMLExporter().from_notebook_node(notebook)
    page = executed.with_suffix(".html")
    page.write_text(html, encoding="utf-8")
    print(f"\nThe executed notebook: {executed.relative_to(HERE.parent)}")
    print(f"As a page:             {page.relative_to(HERE.parent)}")
    print("To try it yourself:    make lab")
    return 0


def _text(cell: nbformat.NotebookNode) -> str:
    return "".join(output.get("text", "") for output in cell.outputs)


def _indented(source: str) -> str:
    return "\n".join(f"    {line}" for line in source.splitlines())


if __name__ == "__main__":
    sys.exit(main())
