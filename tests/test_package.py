"""The package from outside: cheap to import, whole as a wheel."""

from __future__ import annotations

import importlib.metadata
import subprocess
import sys
import zipfile
from pathlib import Path

import nbparallel

ROOT = Path(__file__).parents[1]
HEAVY = ("dask", "distributed", "bokeh", "ipywidgets", "numpy", "pandas", "nbparallel.analysis")


def loaded_after(code: str) -> list[str]:
    """Run code in a fresh interpreter; give which of the heavy modules it has loaded."""
    script = f"{code}\nimport sys\nprint([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT.parent
    )
    found: list[str] = eval(done.stdout.splitlines()[-1])
    return found


def test_importing_loads_nothing_heavy() -> None:
    assert loaded_after("import nbparallel") == []


def test_loading_the_extension_loads_nothing_heavy() -> None:
    code = (
        "from IPython.core.interactiveshell import InteractiveShell\n"
        "before = set(sys.modules) if 'sys' in dir() else set()\n"
        "InteractiveShell.instance().run_line_magic('load_ext', 'nbparallel')"
    )
    assert loaded_after("import sys\n" + code) == []


def test_a_cell_without_a_worthwhile_loop_loads_no_dask() -> None:
    code = "import nbparallel\nnbparallel.run('ys = [i for i in range(100)]', {})"
    assert {"dask", "distributed", "bokeh", "ipywidgets"}.isdisjoint(loaded_after(code))


def test_version_is_the_metadata_s() -> None:
    assert importlib.metadata.version("nbparallel") == nbparallel.__version__


def test_faces_are_what_is_promised() -> None:
    assert {"analyze", "run", "last_run", "use", "NotParallelError"} <= set(dir(nbparallel))
    assert callable(nbparallel.analyze)


def test_the_wheel_has_everything(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--outdir", str(tmp_path), str(ROOT)],
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    inside = set(zipfile.ZipFile(wheel).namelist())
    modules = {str(p.relative_to(ROOT)) for p in (ROOT / "nbparallel").rglob("*.py")}
    assert modules <= inside
    assert "nbparallel/py.typed" in inside
    assert not [name for name in inside if name.startswith(("tests", "docs", "notebooks"))]
