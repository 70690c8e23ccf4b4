"""What a person sees in JupyterLab and in Notebook, while a cell runs and afterwards."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser

from tests.browser.lab import DARK, PATIENCE, Lab

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

LOAD = "%load_ext nbparallel"
WORK = """def work(n):
    s = 0.0
    for i in range(n):
        s += i * 0.5 % 7
    return s"""
START = "%parallel_cluster start"
LONG = """%%parallel
out = []
for k in range(400):
    out.append((k, work(200_000)))"""
# Long enough to go on after the plot has loaded, on a fast machine too.
LONGER = LONG.replace("range(400)", "range(2000)")
HOSTILE = LONG.replace("range(400):", "range(120):  # <img src=x onerror='window.hacked=1'><b>")

RECTANGLES = """() => Math.max(0, ...Object.values(window.Bokeh?.index ?? {})
    .flatMap(view => [...view.model.document._all_models.values()])
    .filter(model => model.type === 'ColumnDataSource')
    .map(source => source.length))"""

BROKEN = ("Error displaying widget", "Loading widget", "model not found", "Javascript Error")


def test_the_bar_moves_while_the_cell_runs(lab: Callable[..., Lab]) -> None:
    page = lab("moves", LOAD, WORK, START, LONG)
    page.run_all()
    page.wait_for(".nbp-done")
    first = page.number_done()
    before = page.wait_for(".nbp-card").screenshot()
    page.wait_until_done_is_over(max(first, 0) + 20)
    assert page.number_done() > first
    assert "all-done" not in page.page.inner_text("body")
    assert page.wait_for(".nbp-card").screenshot() != before
    assert page.page.get_attribute(".nbp-bar", "role") == "progressbar"
    page.wait_for(".nbp-stream canvas, .nbp-stream img")
    page.wait_until_done()
    assert page.errors == []


def test_rectangles_come_while_the_cell_runs(lab: Callable[..., Lab]) -> None:
    page = lab("stream", LOAD, WORK, START, LONGER)
    page.run_all()
    page.page.wait_for_function(f"() => ({RECTANGLES})() > 3", timeout=PATIENCE)
    figure = page.wait_for(".nbp-stream .bk-Figure")
    size = figure.bounding_box()
    assert size["width"] > 300
    assert size["height"] > 40
    before, early = figure.screenshot(), page.page.evaluate(RECTANGLES)
    page.page.wait_for_function(f"() => ({RECTANGLES})() > {early}", timeout=PATIENCE)
    page.page.wait_for_timeout(300)  # for the canvas to follow
    assert figure.screenshot() != before
    assert not page.page.is_visible(".nbp-picture")
    page.page.click(".nbp-cancel")
    page.wait_for_text("KeyboardInterrupt")
    assert page.errors == []


def test_cancel_leaves_whole_iterations(lab: Callable[..., Lab]) -> None:
    check = """expected = [(k, work(200_000)) for k in range(len(out))]
print("prefix:", 0 < len(out) < 400, out == expected)"""
    again = (
        "%%parallel --min-time 0\nagain = [work(10) for _ in range(20)]\nprint('again', len(again))"
    )
    page = lab("cancel", LOAD, WORK, START, LONG)
    page.run_all()
    page.wait_until_done_is_over(10)
    page.page.focus(".nbp-cancel")
    page.page.keyboard.press("Enter")
    page.wait_for_text("KeyboardInterrupt")
    page.wait_until_idle()
    page.run_more(check)
    page.wait_for_text("prefix: True True")
    page.run_more(again)
    page.wait_for_text("again 20")
    assert "cancelled after" in page.output(3)


def test_a_serial_loop_says_why_in_one_line(lab: Callable[..., Lab]) -> None:
    serial = (
        "%%parallel --min-time 0\nvalue = 0\nfor k in range(50):\n    value = value * 2 + value"
    )
    page = lab("serial", LOAD, serial)
    page.run_all()
    page.wait_until_done()
    assert "NBP101" in page.output(1)
    assert "value" in page.output(1)
    assert page.errors == []


def test_short_loops_show_no_running_card(lab: Callable[..., Lab]) -> None:
    short = "%%parallel --min-time 0\ndone = [work(2_000) for _ in range(60)]"
    page = lab("short", LOAD, WORK, START, short)
    page.page.evaluate(
        """() => { window.cards = 0; new MutationObserver(() => {
            window.cards += document.querySelectorAll('.nbp-progress').length;
        }).observe(document.body, {childList: true, subtree: true}); }"""
    )
    page.run_all()
    page.wait_until_done()
    assert "60 iterations" in page.output(3)
    assert page.page.evaluate("() => window.cards") == 0


def test_a_finished_card_folds_out_is_saved_and_comes_back(lab: Callable[..., Lab]) -> None:
    page = lab("finished", LOAD, WORK, START, HOSTILE)
    page.run_all()
    page.wait_until_done()
    summary = page.wait_for(".nbp-summary")
    assert "120 iterations" in summary.inner_text()
    assert not page.page.is_visible(".nbp-stream-fold")

    summary.focus()
    page.page.keyboard.press("Enter")
    page.wait_for(".nbp-stream-fold img")
    page.page.click(".nbp-workers > summary")
    page.wait_for(".nbp-workers table >> text=pid")
    page.page.click(".nbp-plan-fold > summary")
    page.wait_for(".nbp-plan-fold >> text=induction")

    light = _contrast(page)
    page.use_theme(DARK)
    page.page.wait_for_function(
        "() => document.body.dataset.jpThemeLight === 'false'", timeout=PATIENCE
    )
    assert min(light, _contrast(page)) > 4.5

    outputs = page.saved().cells[3].outputs
    kinds = [kind for output in outputs for kind in output.get("data", {})]
    assert {"text/html", "text/plain"} <= set(kinds)
    assert not [kind for kind in kinds if "widget" in kind or "bokeh" in kind]
    assert sum(len(str(output)) for output in outputs) < 50_000

    page.page.reload()
    page.wait_for_kernel()
    page.page.click(".nbp-summary")
    page.wait_for(".nbp-stream-fold img")
    shown = page.page.inner_text("body")
    assert not [word for word in BROKEN if word in shown]
    assert page.page.evaluate("() => window.hacked === undefined")
    assert page.errors == []


LUMINANCE = """selector => {
    const light = css => { const c = css.match(/[\\d.]+/g).slice(0, 3).map(v => v / 255)
        .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
        return 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2]; };
    const element = document.querySelector(selector);
    let behind = element;
    while (/rgba\\(0, 0, 0, 0\\)/.test(getComputedStyle(behind).backgroundColor))
        behind = behind.parentElement;
    const [a, b] = [getComputedStyle(element).color, getComputedStyle(behind).backgroundColor]
        .map(light).sort().reverse();
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05); }"""


def _contrast(page: Lab) -> float:
    """Contrast of the quietest and the loudest text of a finished card, as WCAG measures it."""
    return min(
        page.page.evaluate(LUMINANCE, selector)
        for selector in (".nbp-summary", ".nbp-workers > summary", ".nbp-workers td")
    )


def test_without_network_and_scripts(lab: Callable[..., Lab], browser: Browser) -> None:
    save = "%parallel_report --save report.html"
    page = lab("page", LOAD, WORK, START, LONG.replace("range(400)", "range(120)"), save)
    page.run_all()
    page.wait_until_done()
    page.saved()
    convert = [sys.executable, "-m", "nbconvert", "--to", "html", str(page.path)]
    subprocess.run(convert, check=True, capture_output=True)

    with_scripts = browser.new_context(offline=True)
    saved = with_scripts.new_page()
    errors: list[str] = []
    saved.on("pageerror", lambda error: errors.append(str(error)))
    saved.goto(page.path.with_name("report.html").as_uri())
    saved.wait_for_selector(".bk-Figure canvas", timeout=PATIENCE)
    saved.wait_for_function(f"() => ({RECTANGLES})() > 3", timeout=PATIENCE)
    saved.mouse.move(600, 300)
    assert errors == []
    with_scripts.close()

    without = browser.new_context(java_script_enabled=False, offline=True)
    still = without.new_page()
    still.goto(page.path.with_name("page.html").as_uri())
    still.click(".nbp-summary")
    still.wait_for_selector(".nbp-stream-fold img", timeout=PATIENCE)
    without.close()


def test_notebook_7(lab: Callable[..., Lab]) -> None:
    page = lab("seven", LOAD, WORK, START, LONG, app="notebook")
    page.run_all()
    page.wait_until_done_is_over(20)
    page.wait_for(".nbp-stream canvas, .nbp-stream img")
    page.wait_until_done()
    page.wait_for(".nbp-summary")
    assert page.errors == []
