"""The card, the report and the lines as pure functions of events."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from nbparallel import events as ev
from nbparallel.events import RunFinished, WorkerInfo
from nbparallel.options import Options
from nbparallel.report import LoopReport, RunReport
from nbparallel.ui import wording
from nbparallel.ui.card import open_sink
from nbparallel.ui.errors import iteration_line, short_repr
from nbparallel.ui.last import Unseen, view_of
from nbparallel.ui.page import report_page
from nbparallel.ui.report import card_html, card_text, report_html, report_text
from nbparallel.ui.stream import figure_of
from nbparallel.ui.text import TextSink
from nbparallel.ui.timeline import State
from nbparallel.ui.view import Recorder, View
from tests.ui.replay import SOURCE, Script, crew, events, report_of

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
    assert isinstance(open_sink(Options(quiet=True)), Unseen)
    monkeypatch.setenv("NBPARALLEL_NONINTERACTIVE", "1")
    assert isinstance(open_sink(Options()), Unseen)


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


def test_the_failing_iteration_names_the_worker_on_which_it_raised() -> None:
    assert "worker pid 420" in recorded(Script(fail_at=400)).failure


def test_what_is_thrown_away_is_told_apart_from_what_failed() -> None:
    view = recorded(Script(fail_at=400, workers=8))
    states = [r.state for r in view.rectangles]
    assert states.count(State.FAILED) == view.failed == 1
    assert states.count(State.ROLLED_BACK) >= 1


def test_the_ways_there_and_back_are_drawn() -> None:
    view = recorded(Script(total=240, first=0, chunk=20))
    ways = [r for r in view.rectangles if r.state is State.TRANSFER]
    chunks = [r for r in view.rectangles if r.state is State.COMMITTED]
    assert {(r.start, r.stop) for r in ways} <= {(r.start, r.stop) for r in chunks}
    assert ways


def test_the_workers_parts_add_up() -> None:
    view = recorded(Script(total=240, first=40, chunk=20))
    assert sum(share.iterations for share in view.shares) == 200
    assert sum(share.chunks for share in view.shares) == 10
    assert all(0 < share.seconds < view.elapsed for share in view.shares)


def test_a_prediction_is_there_from_the_start_and_follows_the_pace() -> None:
    first = recorded(Script(predicted_s=9.0), 0.5).loops[0]
    later = recorded(Script(predicted_s=9.0), 4.0).loops[0]
    assert first.predicted == 9.0
    assert later.predicted == pytest.approx(later.elapsed + later.remaining)
    assert recorded(Script(predicted_s=0.3), 0.5).loops[0].predicted is None  # it has passed


def test_lines_printed_are_counted() -> None:
    assert recorded(Script(total=240, first=0, prints=3)).output == 36


def test_the_report_folds_out_to_plan_workers_and_failures() -> None:
    script = Script(fail_at=400)
    report = RunReport([report_of(script, 3.0, 400)], 3.0, error="ValueError", source=SOURCE)
    html = report_html(report, recorded(script))
    for said in ("nbp-plan-fold", "nbp-stream-fold", "nbp-workers", "nbp-failures"):
        assert said in html
    assert "bad &lt;b&gt;" in html
    assert "reduction" in html
    text = report_text(report, recorded(script))
    assert "ValueError: bad <b>" in text
    assert "4200" in text


def test_a_large_run_of_a_long_cell_stays_small() -> None:
    script = Script(total=40_000, first=0, chunk=20, workers=64, fail_at=30_000)
    source = SOURCE + "\n".join(f"print('line {i}', '{'<>&' * 20}')" for i in range(2000))
    loops = [replace(report_of(script, 30.0, 30_000), title="x" * 500) for _ in range(60)]
    report = RunReport(loops, 30.0, error="ValueError", source=source)
    assert len(report_html(report, recorded(script))) < 50_000


def test_a_page_stands_alone() -> None:
    page = report_page(finished(Script(title=HOSTILE)), recorded(Script(title=HOSTILE)))
    assert page.startswith("<!DOCTYPE html>")
    assert "<script>alert(1)" not in page
    assert "Bokeh" in page
    loaded: list[str | None] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            loaded.extend(value for name, value in attrs if name in ("src", "href"))

    Reader().feed(page)
    assert loaded == []


def test_no_plot_means_no_picture_afterwards_either() -> None:
    html = report_html(finished(Script()), recorded(Script()), plot=False)
    assert "nbp-workers" in html
    assert "<img" not in html


def test_a_quiet_run_can_be_shown_afterwards() -> None:
    sink = open_sink(Options(quiet=True))
    report = finished(Script())
    for _, event in events(Script()):
        sink.emit(event)
    sink.emit(RunFinished(report, 2000.0))
    view = view_of(report)
    assert view is not None
    assert view.rectangles
    assert view_of(finished(Script())) is None


def test_a_loop_cancelled_before_its_first_commit_is_spoken_of() -> None:
    view = recorded(Script(), until=0.5)
    loop = replace(report_of(Script(), 0.5, 40), mode="serial", workers=0, chunks=0)
    report = RunReport([loop], 0.5, error="KeyboardInterrupt")
    assert card_text(report, view) == "cancelled after 40 of 1,200 iterations: 0.50 s"
    assert "cancelled after 40" in card_html(report, view)


def test_numpy_is_never_seen_half_imported() -> None:
    program = """
import sys
from nbparallel.ui.live import Plotting
assert "numpy" not in sys.modules
Plotting().begin()
assert not getattr(sys.modules["numpy"].__spec__, "_initializing", False)
"""
    subprocess.run([sys.executable, "-c", program], check=True)


def test_no_pattern_of_the_plot_comes_from_a_column() -> None:
    plot = figure_of(recorded(Script(fail_at=400)))
    patterns = [renderer.glyph.hatch_pattern for renderer in plot.renderers]
    assert not [pattern for pattern in patterns if pattern in plot.renderers[0].data_source.data]
    assert {State.FAILED.value} <= {*plot.renderers[0].data_source.data["state"]}
    assert sum(len(renderer.data_source.data["left"]) for renderer in plot.renderers[1:])


def test_a_worker_that_waits_for_its_lanes_is_not_counted() -> None:
    workers = crew(2)
    recorder = Recorder()
    recorder.take(ev.LoopStarted(0, 1, "for i in range(8):", 8, "proven", 1000.0, 0))
    recorder.take(ev.ClusterReady(workers, 1000.0))
    for chunk in range(4):
        recorder.take(ev.ChunkSent(0, chunk, chunk, chunk + 1, 10, 1000.0))
    assert (recorder.view(1000.5).busy, recorder.view(1000.5).workers) == (2, 2)
    for chunk in range(4):
        of = workers[chunk % 2]
        lane = WorkerInfo(f"{of.name} lane {chunk // 2}", 5000 + chunk, of.host, of=of.name)
        ran = ev.ChunkRan(0, chunk, chunk, chunk + 1, lane, 1000.1, 1000.9, 10, 1001.0)
        recorder.take(ran)
    view = recorder.view(1001.0)
    assert (view.workers, len(view.shares)) == (4, 4)
    assert all(share.chunks == 1 for share in view.shares)
    assert [lane.label for lane in view.lanes] == ["kernel", *(f"worker {n}" for n in range(1, 5))]
