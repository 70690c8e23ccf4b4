"""Take the pictures of the README: ``make pictures``.

Real cells, real workers, in a real JupyterLab; what is measured is what is shown.
"""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image

from tests.browser.lab import DARK, Lab, browsing, open_notebook, serving

FOLDER = Path(__file__).parents[2] / "docs" / "images"
SETUP = """%load_ext nbparallel
from sklearn.datasets import load_diabetes
from sklearn.ensemble import RandomForestRegressor
from sklearn.model_selection import cross_val_score

X, y = load_diabetes(return_X_y=True)
cities = ["Oslo", "Lima", "Rome", "Kyiv", "Bern", "Riga", "Baku", "Doha"] * 6
counts = {f"{city} {n}": (n % 7, n % 23 + (n != 31) - (n == 31) * 8) for n, city in enumerate(cities)}
prices, base = [100.0, 101.5, 99.0, 103.2] * 50, 100.0"""
START = "%parallel_cluster start"
LONG = """%%parallel
scores = {}
for leaf in range(1, 401):
    forest = RandomForestRegressor(10, min_samples_leaf=leaf, random_state=0)
    scores[leaf] = cross_val_score(forest, X, y).mean()
    if leaf % 20 == 0:
        print(leaf, round(scores[leaf], 3))"""
SHORTER = LONG.replace("401", "61")
WARM = LONG.replace("401", "5").replace("%%parallel", "%%parallel --min-time 0")
SERIAL = """%%parallel --min-time 0
level = 0.0
for price in prices:
    level = 0.9 * level + 0.1 * (price - base)"""
FAILING = """%%parallel --min-time 0
shares = []
for city, (part, whole) in counts.items():
    shares.append(part / whole)"""
PLAN = """%%parallel --explain
gaps, total = [], 0.0
for price in prices:
    gaps.append(price - base)
    total += gaps[-1] ** 2
squares = [gap * gap for gap in gaps]"""


def take(lab: Lab, name: str) -> None:
    """Save the last cell's picture with a palette: a quarter of the size."""
    lab.page.wait_for_timeout(500)  # for the page to follow
    shot = lab.page.locator(".jp-CodeCell").last.screenshot()
    picture = Image.open(io.BytesIO(shot)).convert("RGB").quantize(256, dither=Image.Dither.NONE)
    picture.save(FOLDER / f"{name}.png", optimize=True)
    print(name, picture.size, (FOLDER / f"{name}.png").stat().st_size)


def main() -> None:
    """Run the cells twice: in the light theme, and in the dark one."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as server:
        for theme in ("light", "dark"):
            with browsing() as browser:
                size = {"width": 940, "height": 1100}
                lab = open_notebook(
                    server, browser, theme, SETUP, START, WARM, viewport=size, device_scale_factor=2
                )
                lab.page.evaluate(
                    "() => window.jupyterapp.commands.execute('application:toggle-left-area')"
                )
                if theme == "dark":
                    lab.use_theme(DARK)
                lab.run_all()
                lab.wait_until_done()
                while_it_runs(lab, theme)
                afterwards(lab, theme)
                if theme == "light":
                    others(lab)
            server.shut_kernels_down()


def while_it_runs(lab: Lab, theme: str) -> None:
    """Look at the long loop, and cancel it."""
    lab.run_more(LONG)
    lab.wait_for(".nbp-stream .bk-Figure")
    lab.wait_until_done_is_over(40)
    take(lab, f"running-{theme}")
    lab.page.click(".nbp-cancel")
    lab.wait_for_text("KeyboardInterrupt")


def afterwards(lab: Lab, theme: str) -> None:
    """Look at a finished card, unfolded."""
    lab.run_more(SHORTER)
    lab.wait_for_text("60 iterations")
    last = ".jp-CodeCell >> nth=-1 >> "
    lab.page.click(f"{last}.nbp-summary")
    lab.page.click(f"{last}.nbp-workers > summary")
    lab.page.mouse.move(5, 5)
    take(lab, f"finished-{theme}")


def others(lab: Lab) -> None:
    """Look at a serial loop, a plan and an exception."""
    lab.run_more(SERIAL)
    lab.wait_for_text("NBP101")
    take(lab, "serial")
    lab.run_more(PLAN)
    lab.wait_for(".nbp-plan")
    take(lab, "plan")
    lab.run_more(FAILING)
    lab.wait_for_text("ZeroDivisionError")
    take(lab, "failure")


if __name__ == "__main__":
    sys.exit(main())
