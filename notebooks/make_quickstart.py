"""Write `quickstart.ipynb` from the texts below and execute it: ``python notebooks/make_quickstart.py``."""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

VARIES = "# varies\n"
CELLS = [
    """# Quickstart

You have a cell with a loop that takes a while. Put `%%parallel` above it and change nothing else.
The loop's iterations run on all your cores, and the cell leaves exactly what it would have left without the line:
the same names and values, the same printed lines, the same exception.

This notebook does that to three loops on real data, each once plainly and once in parallel, and compares the results
bit for bit. The data sets come with scikit-learn; nothing is downloaded.""",
    "%load_ext nbparallel",
    """import time
from pathlib import Path
from tempfile import TemporaryDirectory

import nbparallel
import numpy as np
import pandas as pd
from sklearn.datasets import load_breast_cancer, load_diabetes
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import Ridge
from sklearn.model_selection import cross_val_score

diabetes = load_diabetes(as_frame=True)
X, y = diabetes.data.to_numpy(), diabetes.target.to_numpy()
X.shape""",
    """The workers start by themselves with the first loop that is worth it. To see the gain alone, start them now: one for
each core, in processes of their own that end with this kernel.""",
    """# varies
%parallel_cluster start""",
    """## How sure are the model's coefficients?

The bootstrap refits a model on resampled rows. Every iteration makes its own random generator from its number, so that
it draws the same rows wherever it runs. First the plain cell:""",
    """began = time.perf_counter()
plain = np.zeros((1200, X.shape[1]))
for i in range(1200):
    rng = np.random.default_rng([7, i])
    rows = rng.integers(0, len(X), size=(6, len(X)))
    fits = [Ridge(alpha=0.01).fit(X[part], y[part]).coef_ for part in rows]
    plain[i, :] = np.mean(fits, axis=0)
seconds = {"bootstrap": time.perf_counter() - began}""",
    """The same lines again, with `%%parallel` above them. A bar shows how far it is, and below it what every worker does.
It works on nothing but a copy until a result is certain.""",
    """%%parallel
coefficients = np.zeros((1200, X.shape[1]))
for i in range(1200):
    rng = np.random.default_rng([7, i])
    rows = rng.integers(0, len(X), size=(6, len(X)))
    fits = [Ridge(alpha=0.01).fit(X[part], y[part]).coef_ for part in rows]
    coefficients[i, :] = np.mean(fits, axis=0)""",
    """assert nbparallel.last_run().loops[0].mode == "parallel"
print("equal, bit for bit:", coefficients.tobytes() == plain.tobytes())
pd.DataFrame(
    {"mean": coefficients.mean(axis=0), "spread": coefficients.std(axis=0)},
    index=diabetes.data.columns,
).round(1)""",
    """# varies
print(f"plain {seconds['bootstrap']:.1f} s, parallel {nbparallel.last_run().wall_s:.1f} s")""",
    """## Which parameters are best?

A sweep over a grid: nested loops, a function of your own, results in a dict. The outer loop is the one that is handed out.""",
    """cancer = load_breast_cancer()


def accuracy(depth, features):
    forest = RandomForestClassifier(
        n_estimators=20, max_depth=depth, max_features=features, random_state=0
    )
    return cross_val_score(forest, cancer.data, cancer.target, cv=4).mean()


depths, features = [2, 3, 4, 5, 6, 8, 10, 12], [2, 4, 8]

began = time.perf_counter()
plain_scores = {}
for depth in depths:
    for feature in features:
        plain_scores[depth, feature] = accuracy(depth, feature)
seconds["sweep"] = time.perf_counter() - began""",
    """%%parallel
scores = {}
for depth in depths:
    for feature in features:
        scores[depth, feature] = accuracy(depth, feature)""",
    """assert nbparallel.last_run().loops[0].mode == "parallel"
print("equal, in the same order:", list(scores.items()) == list(plain_scores.items()))
best = max(scores, key=scores.get)
print("best depth and features:", best)""",
    """# varies
print(f"plain {seconds['sweep']:.1f} s, parallel {nbparallel.last_run().wall_s:.1f} s")""",
    """## Summarising many files

Sixty CSV files, read and summarised one by one. What the loop prints appears in the order of the plain loop.""",
    """folder = TemporaryDirectory()
for number in range(60):
    rows = np.random.default_rng(number).integers(0, len(X), size=30000)
    table = diabetes.data.iloc[rows].assign(target=y[rows])
    table.to_csv(Path(folder.name) / f"clinic-{number:02}.csv", index=False)

began = time.perf_counter()
plain_rows = []
for path in sorted(Path(folder.name).glob("*.csv")):
    table = pd.read_csv(path)
    bands = table.groupby(pd.cut(table["bmi"], 8), observed=True)["target"].median()
    plain_rows.append({"clinic": path.stem, "patients": len(table), "spread": bands.max() - bands.min()})
seconds["files"] = time.perf_counter() - began""",
    """%%parallel --min-time 0.2
rows = []
for path in sorted(Path(folder.name).glob("*.csv")):
    table = pd.read_csv(path)
    bands = table.groupby(pd.cut(table["bmi"], 8), observed=True)["target"].median()
    rows.append({"clinic": path.stem, "patients": len(table), "spread": bands.max() - bands.min()})
    if len(table) != 30000 or path.stem.endswith("0"):
        print(path.stem, len(table))""",
    """print("equal:", rows == plain_rows)
pd.DataFrame(rows).head(3)""",
    """# varies
print(f"plain {seconds['files']:.1f} s, parallel {nbparallel.last_run().wall_s:.1f} s")""",
    """## When a loop cannot run that way

Each step of this walk needs the one before. The cell still runs, as it always did, and one line says which name stands in the way.""",
    """%%parallel --min-time 0
value = 1.0
for step in range(2000):
    value = value + 0.1 * np.sin(value) + 0.01""",
    """reason = nbparallel.last_run().loops[0]
print(reason.mode, reason.codes)
print(round(value, 6))""",
    "folder.cleanup()",
]


def notebook() -> nbformat.NotebookNode:
    """Make the notebook without outputs."""
    cells = []
    for number, text in enumerate(CELLS):
        varies = text.startswith(VARIES)
        prose = text.startswith(("#", "The ")) and not varies
        cell = new_markdown_cell(text) if prose else new_code_cell(text.removeprefix(VARIES))
        if varies or text.startswith("%%parallel"):  # times; and the card, which nbval turns off
            cell.metadata["tags"] = ["nbval-ignore-output"]
        cell["id"] = f"cell-{number:02}"
        cells.append(cell)
    made = new_notebook(cells=cells)
    made.metadata["kernelspec"] = {
        "display_name": "Python 3 (ipykernel)",
        "language": "python",
        "name": "python3",
    }
    return made


def main() -> None:
    """Write and execute it."""
    path = Path(__file__).with_name("quickstart.ipynb")
    made = notebook()
    NotebookClient(made, timeout=600, resources={"metadata": {"path": str(path.parent)}}).execute()
    for cell in made.cells:
        cell.get("metadata", {}).pop("execution", None)
    made.metadata.pop("widgets", None)
    nbformat.write(made, path)
    print(f"wrote {path.name}")


if __name__ == "__main__":
    main()
