"""A plan drawn: source with gutter, both places of a conflict, reasons, names, gain."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import nbparallel
from nbparallel.excerpt import excerpt, marks
from nbparallel.plan.plan import Plan
from nbparallel.report import RunReport
from nbparallel.runtime.inline import InlineExecutor
from nbparallel.ui.explain import explain_html, explain_text, summary
from nbparallel.ui.report import card_html, card_text, report_html, report_text
from nbparallel.ui.view import Recorder

CELL = """\
previous = 0
for x in xs:  # <script>alert(1)</script>
    change = x - previous
    previous = damped(change, x)
squares = [x * x for x in xs]
"""


def plan(cell: str = CELL) -> Plan:
    return nbparallel.analyze(cell, {"xs": [3, 1, 4], "damped": max}, workers=2)


def test_text() -> None:
    assert explain_text(plan()) == (
        """\
2 loops: 1 proven, 1 serial; nothing was run

         1 │ previous = 0
serial ✗ 2 │ for x in xs:  # <script>alert(1)</script>
       │ 3 │     change = x - previous
       │   │                  ^^^^^^^^ NBP101 needs what an earlier iteration left
       │ 4 │     previous = damped(change, x)
       │   │     -------- written here
proven ✓ 5 │ squares = [x * x for x in xs]

line 2 `for x in xs:  # <script>alert(1)</script>`
  serial: it runs in the kernel
  gain: 3 iterations; nothing to gain as it stands
  NBP101 `previous` is read at line 3 before this iteration writes it at line 4: iteration i needs what iteration i-1 left
         help: bind `previous` at the start of the body if no iteration needs the one before
    x         induction  line 2
    change    private    line 3
    previous  carried    line 3
    damped    broadcast  line 4

line 5 `[x * x for x in xs]`
  proven: its iterations may run on the workers
  gain: 3 iterations, 2 workers: at most 2× (nothing has been timed yet)
    x  induction  line 5"""
    )


class _Reader(HTMLParser):
    """Collects tags, attributes and text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data


def test_html_is_static_and_says_what_the_text_says() -> None:
    read = _Reader(explain_html(plan()))
    assert {"script", "style", "link"}.isdisjoint(read.tags)
    assert not [name for name in read.attributes if name.startswith("on")]
    for said in ("^^^^^^^^", "--------", "written here", "✗ serial", "✓ proven", "at most 2×"):
        assert said in read.text
    assert "for x in xs:  # <script>alert(1)</script>" in read.text
    assert "change" in read.text
    assert "private" in read.text


def test_a_cell_without_loops() -> None:
    assert summary(plan("x = 1")) == "no loop found in this cell; nothing was run"
    assert "1 │ x = 1" in explain_text(plan("x = 1"))


def test_carets_stand_under_wide_characters_and_tabs() -> None:
    cell = "p = 0\nfor x in xs:\n\tif x:\n\t\td = '数' + str(p)\n\tp = (x + p) / 2\n"
    (diagnostic,) = plan(cell).loops[0].diagnostics[:1]
    drawn = excerpt(diagnostic, cell.splitlines()).splitlines()
    assert drawn[1].partition("| ")[2].startswith("\t\t               ^ NBP101")


def test_what_is_marked_twice_is_marked_once() -> None:
    cell = "p = 0\nfor x in xs:\n    d = x - p\n    p = (x + p) / 2"
    lines = cell.splitlines()
    diagnostic, *_ = plan(cell).loops[0].diagnostics
    assert len(marks([diagnostic, diagnostic], lines)) == 2


def ran(cell: str) -> RunReport:
    nbparallel.run(cell, {"xs": [3, 1, 4], "f": eval}, min_time=0, executor=InlineExecutor(2))
    report = nbparallel.last_run()
    assert report is not None
    return report


BOTH = "p = 0\nfor x in xs:\n    d = f('1') - p\n    p = (x + p) / 2"


def test_reports_show_every_reason_with_its_places() -> None:
    report = ran(BOTH)
    for said in (report_text(report), _Reader(report_html(report)).text):
        assert re.search(r"3 \|     d = f\('1'\) - p\n.*\^ NBP101", said)
        assert re.search(r"\^{6} NBP202", said)
        assert "- written here" in said


def test_what_is_said_unasked_stays_one_line_a_loop() -> None:
    report = ran(BOTH)
    view = Recorder().view(1.0)
    assert len(card_text(report, view).splitlines()) == 1
    assert card_text(report, view).count("(bind `p` at the start") == 1
    folded = card_html(report, view).partition("<details")
    assert "^" not in folded[0]
    assert "^^^^^^ NBP202" in folded[2]
