"""The card, the report and the lines as pure functions of events."""

from __future__ import annotations

import io
import json

import pytest

from nbparallel.events import RunFinished, Silence
from nbparallel.options import Options
from nbparallel.report import LoopReport, RunReport
from nbparallel.ui import wording
from nbparallel.ui.card import open_sink
from nbparallel.ui.errors import iteration_line, short_repr
from nbparallel.ui.report import report_html, report_text
from nbparallel.ui.text import TextSink
from nbparallel.ui.timeline import State
from nbparallel.ui.view import Recorder, View
from tests.ui.replay import Script, events, report_of

HOSTILE = "for x in '<script>alert(1)</script>':"


def recorded(script: Script, until: float = 1e9) -> View:
    recorder = Recorder()
    last = 1000.0
    for at, event in events(script):
        if at - 1000.0 > until:
            break
        recorder.take(event)
        last = at
    return recorder.view(last)


def finished(script: Script) -> RunReport:
    return RunReport([report_of(script, 12.3, script.total or 0)], 12.3)


def test_progress_grows_and_ends_at_the_total() -> None:
    seen = [recorded(Script(), until).loops[0].done for until in (1.0, 2.0, 4.0)]
    assert seen == sorted(seen)
    assert seen[0] < seen[-1] <= 1200
    assert recorded(Script()).loops[0].done == 1200


def test_every_committed_chunk_has_its_rectangle() -> None:
    view = recorded(Script(total=240, first=0, chunk=20))
    computed = [r for r in view.rectangles if r.state is State.COMMITTED]
    assert len(computed) == 12
    assert all(r.begin < r.end for r in computed)


def test_failures_are_counted() -> None:
    assert recorded(Script(fail_at=300)).loops[0].failures >= 1


def test_a_dead_worker_is_spoken_of() -> None:
    view = recorded(Script(lost_at=300))
    assert any("died" in message for message in view.messages)


def test_nothing_of_the_users_gets_out_unescaped() -> None:
    report = finished(Script(title=HOSTILE))
    html = report_html(report, recorded(Script(title=HOSTILE)))
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_the_static_card_is_small() -> None:
    script = Script(total=20_000, first=0, chunk=20)
    assert len(report_html(finished(script), recorded(script))) < 50_000


def test_the_static_card_needs_no_javascript() -> None:
    html = report_html(finished(Script()), recorded(Script()))
    assert "<script" not in html
    assert "data:image/svg+xml;base64," in html
    assert "<details" in html


def test_the_summary_says_what_was_gained() -> None:
    line = wording.summary(finished(Script()))
    assert "1,200 iterations on 2 workers" in line
    assert "proven" in line


def test_a_serial_loop_is_one_line() -> None:
    loop = LoopReport("serial", "serial", "NBP101 `p` is read", ["NBP101"], 3, "for x in xs:", 5)
    lines = wording.lines(RunReport([loop], 0.1))
    assert lines == ["line 3 `for x in xs:` ran serially: NBP101 `p` is read"]


@pytest.mark.parametrize("code", ["NBP210", "NBP301"])
def test_uneventful_loops_are_not_spoken_of_beside_a_parallel_one(code: str) -> None:
    quiet = LoopReport("serial", "serial", f"{code} whatever", [code], 4, "for y in x:", 5)
    report = RunReport([report_of(Script(), 2.0, 1200), quiet], 2.0)
    assert not [line for line in wording.lines(report) if code in line]
    assert code not in report_text(report)


def test_reports_are_json_safe() -> None:
    text = json.dumps(finished(Script()).to_dict())
    assert json.loads(text)["loops"][0]["iterations"] == 1200


def test_the_failing_iteration_is_named_with_its_variables() -> None:
    assert iteration_line(17, {"path": "a.csv"}) == "iteration 17: path='a.csv'"


def test_a_repr_that_raises_does_no_harm() -> None:
    class Bad:
        def __repr__(self) -> str:
            raise RuntimeError("no")

    assert "Bad" in short_repr(Bad())
    assert len(short_repr("x" * 10_000)) < 300


def test_quiet_and_noninteractive_show_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(open_sink(Options(quiet=True)), Silence)
    monkeypatch.setenv("NBPARALLEL_NONINTERACTIVE", "1")
    assert isinstance(open_sink(Options()), Silence)


def test_plain_lines_where_there_is_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NBPARALLEL_NONINTERACTIVE", raising=False)
    stream = io.StringIO()
    sink = TextSink(stream)
    for _, event in events(Script()):
        sink.emit(event)
        sink.tick()
    sink.emit(RunFinished(finished(Script()), 2000.0))
    assert "1,200 iterations on 2 workers" in stream.getvalue()
    assert "\r" not in stream.getvalue()
