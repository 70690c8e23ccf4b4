"""What a person sees in JupyterLab, while a cell runs and afterwards."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.conftest import PATIENCE, Lab

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

# What Lab itself logs, whatever a notebook does.
LABS_OWN = ("favicon", "404", "Failed to load resource", "schema", "preload")


def unexpected(lab: Lab) -> list[str]:
    return [e for e in lab.errors if not any(word in e for word in LABS_OWN)]


def test_the_bar_moves_while_the_cell_runs(lab: Callable[..., Lab]) -> None:
    page = lab("moves", LOAD, WORK, START, LONG)
    page.run_all()
    page.wait_for(".nbp-done")
    first = page.number_done()
    before = page.wait_for(".nbp-card").screenshot()
    page.page.wait_for_function(
        "n => { const e = document.querySelector('.nbp-done');"
        " return e && parseInt(e.innerText.replace(/,/g, '')) > n + 20; }",
        arg=max(first, 0),
        timeout=PATIENCE,
    )
    assert page.number_done() > first
    assert "all-done" not in page.page.inner_text("body")
    assert page.wait_for(".nbp-card").screenshot() != before
    page.wait_for(".nbp-stream canvas, .nbp-stream .bk-Figure, .nbp-stream svg")
    page.wait_until_done()
    assert unexpected(page) == []


RECTANGLES = """() => Math.max(0, ...Object.values(window.Bokeh?.index ?? {})
    .flatMap(view => [...view.model.document._all_models.values()])
    .filter(model => model.type === 'ColumnDataSource')
    .map(source => source.length))"""


def test_the_task_stream_has_rectangles(lab: Callable[..., Lab]) -> None:
    # Long enough to go on after the plot has loaded, on a fast machine too.
    page = lab("stream", LOAD, WORK, START, LONG.replace("range(400)", "range(2000)"))
    page.run_all()
    page.page.wait_for_function(f"() => ({RECTANGLES})() > 3", timeout=PATIENCE)
    drawn = page.wait_for(".bk-Figure").bounding_box()
    assert drawn["width"] > 300
    assert drawn["height"] > 40
    early = page.page.evaluate(RECTANGLES)
    page.page.wait_for_function(f"() => ({RECTANGLES})() > {early}", timeout=PATIENCE)
    page.wait_until_done()


def test_cancel_leaves_whole_iterations(lab: Callable[..., Lab]) -> None:
    check = """expected = [(k, work(200_000)) for k in range(len(out))]
print("prefix:", 0 < len(out) < 400, out == expected)"""
    again = (
        "%%parallel --min-time 0\nagain = [work(10) for _ in range(20)]\nprint('again', len(again))"
    )
    page = lab("cancel", LOAD, WORK, START, LONG)
    page.run_all()
    page.page.wait_for_function(
        "() => parseInt(document.querySelector('.nbp-done')?.innerText ?? '0') > 10",
        timeout=PATIENCE,
    )
    page.page.click(".nbp-cancel")
    page.page.wait_for_function(
        "() => document.body.innerText.includes('KeyboardInterrupt')", timeout=PATIENCE
    )
    page.page.evaluate(
        """async texts => {
            const panel = window.jupyterapp.shell.currentWidget;
            for (const text of texts) {
                await window.jupyterapp.commands.execute('notebook:insert-cell-below');
                panel.content.activeCell.model.sharedModel.setSource(text);
                await window.jupyterapp.commands.execute('notebook:run-cell');
            }
        }""",
        [check, again],
    )
    page.page.wait_for_function(
        "() => document.body.innerText.includes('again 20')", timeout=PATIENCE
    )
    assert "prefix: True True" in page.page.inner_text("body")


def test_a_serial_loop_says_why_in_one_line(lab: Callable[..., Lab]) -> None:
    serial = (
        "%%parallel --min-time 0\nvalue = 0\nfor k in range(50):\n    value = value * 2 + value"
    )
    page = lab("serial", LOAD, serial)
    page.run_all()
    page.wait_until_done()
    assert "NBP101" in page.output(1)
    assert "value" in page.output(1)
    assert unexpected(page) == []


def test_what_is_saved_is_static(lab: Callable[..., Lab]) -> None:
    page = lab("saved", LOAD, WORK, START, LONG)
    page.run_all()
    page.wait_until_done()
    page.wait_for(".nbp-summary")
    outputs = page.saved().cells[3].outputs
    kinds = [kind for output in outputs for kind in output.get("data", {})]
    assert "text/html" in kinds
    assert "text/plain" in kinds
    assert not [kind for kind in kinds if "widget" in kind or "bokeh" in kind]
    assert sum(len(str(output)) for output in outputs) < 50_000
