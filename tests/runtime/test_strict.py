"""``--strict`` and ``--assume-pure``: before a loop begins, and on the user's word."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest

import nbparallel
from nbparallel import NotParallelError
from nbparallel.options import Options
from nbparallel.report import RunReport
from nbparallel.runtime.inline import InlineExecutor

MIN_TIMES = pytest.mark.parametrize("min_time", [0, 0.5])


def run(cell: str, names: dict[str, Any], **options: Any) -> RunReport:
    options = {"min_time": 0, **options}
    return nbparallel.run(cell, names, executor=InlineExecutor(3), **options)


CARRIED = """\
last, seen = 0, []
for x in xs:
    seen.append(x - last + f("0"))
    last = (x + last) / 2
"""


@MIN_TIMES
def test_a_dependent_loop_raises_with_all_reasons_before_it_begins(min_time: float) -> None:
    names = {"xs": [1, 2, 3], "f": eval}
    with pytest.raises(NotParallelError) as raised:
        run(CARRIED, names, strict=True, min_time=min_time)
    assert {d.code.value for d in raised.value.diagnostics} == {"NBP101", "NBP202"}
    assert raised.value.lineno == 2
    said = str(raised.value)
    assert "line 2 `for x in xs:`" in said
    assert "^^^^ NBP101" in said
    assert "- written here" in said
    assert (names["last"], names["seen"], "x" in names) == (0, [], False)
    report = nbparallel.last_run()
    assert report is not None
    assert (report.error, report.loops[0].iterations) == ("NotParallelError", 0)
    assert report.loops[0].codes == ["NBP101", "NBP202"]


@MIN_TIMES
def test_what_the_body_needs_and_cannot_be_sent_counts(min_time: float) -> None:
    names = {"lock": threading.Lock(), "out": []}
    with pytest.raises(NotParallelError, match="NBP401"):
        run(
            "for i in range(5):\n    out.append(lock is None)",
            names,
            strict=True,
            min_time=min_time,
        )
    assert names["out"] == []


def test_a_loop_that_is_merely_too_short_may_be_serial() -> None:
    report = run("for i in range(5):\n    y = i", {}, strict=True, min_time=0.5)
    assert report.loops[0].codes == ["NBP301"]


def test_to_be_judged_first_changes_nothing_of_how_a_loop_runs() -> None:
    cell = "for k in range(60):\n    rows[k].sort()\n    time.sleep(0.002)"
    names: dict[str, Any] = {"rows": [[k, k - 1] for k in range(60)], "time": time}
    report = run(cell, names, strict=True, min_time=0.02)
    assert report.loops[0].mode == "parallel"
    assert names["rows"] == [[k - 1, k] for k in range(60)]


def test_an_empty_loop_has_nothing_to_refuse() -> None:
    names: dict[str, Any] = {}
    report = run("for x in []:\n    last = last + x\ndone = True", names, strict=True)
    assert names["done"]
    assert report.loops[0].iterations == 0


def test_an_outer_loop_whose_inner_one_runs_in_parallel_does_not_count() -> None:
    cell = (
        "last = 1\nfor i in range(3):\n    row = [j + last for j in range(6)]\n    last = row[-1]"
    )
    names: dict[str, Any] = {}
    report = run(cell, names, strict=True)
    assert [loop.mode for loop in report.loops] == ["serial", "parallel"]
    assert names["last"] == 16


def test_a_loop_taken_along_does_not_count() -> None:
    cell = "for i in range(3):\n    last = 0\n    for j in range(3):\n        last = last * j + i"
    report = run(cell, {}, strict=True)
    assert report.loops[0].mode == "parallel"


def test_an_outer_loop_whose_inner_one_cannot_run_either_raises_first() -> None:
    cell = (
        "last = 1\nfor i in range(3):\n    row = [f('1') for j in range(3)]\n    last = row[last]"
    )
    names: dict[str, Any] = {"f": eval}
    with pytest.raises(NotParallelError) as raised:
        run(cell, names, strict=True)
    assert raised.value.lineno == 2
    assert "i" not in names


def test_an_inner_loop_found_dependent_only_when_reached_names_the_outer_too() -> None:
    cell = (
        "a = 0\nfor i in range(3):\n    g = f\n    ys = [g('1') for j in range(3)]\n    a = ys[a]"
    )
    with pytest.raises(NotParallelError) as raised:
        run(cell, {"f": eval}, strict=True)
    assert raised.value.lineno == 4
    assert "nor may the loop around it, line 2" in str(raised.value)


def test_a_comprehension_raises_as_well() -> None:
    with pytest.raises(NotParallelError, match="NBP202"):
        run("ys = [f(x) for x in ['1', '2']]", {"f": eval}, strict=True)


def test_the_traceback_is_the_cell_s_own() -> None:
    with pytest.raises(NotParallelError) as raised:
        run(CARRIED, {"xs": [1, 2, 3], "f": eval}, strict=True)
    names = [entry.name for entry in raised.traceback]
    assert "_blocks" not in names
    assert raised.traceback[-1].lineno == 1  # counted from 0


# -- assume-pure ---------------------------------------------------------------------------


class Model:
    """A class whose method no analysis can see through."""

    def predict(self, text: str) -> Any:
        return eval(text)

    def fit(self, text: str) -> Any:
        return eval(text)


class Other(Model):
    """What a subclass defines anew is another function."""

    def predict(self, text: str) -> Any:
        return eval(text) + 1


def judged(cell: str, assume: str, **names: Any) -> str:
    loop = run(cell, {"texts": ["1 + 1", "2 * 3"], **names}, assume_pure=assume).loops[0]
    return " ".join([loop.mode, *loop.codes, *loop.notes])


def applied(function: Any) -> Any:
    return eval("function(1)")


BY_NAME = "ys = [f(text) for text in texts]"
BY_METHOD = "ys = [model.predict(text) for text in texts]"


def test_a_function_is_taken_on_the_user_s_word() -> None:
    assert judged(BY_NAME, "f", f=eval) == "parallel assumed pure: `f`"


def test_the_same_function_under_another_name_is_too() -> None:
    assert judged(BY_NAME, "eval", f=eval) == "parallel assumed pure: `eval`"
    assert judged("ys = list(map(f, texts))", "eval", f=eval) == "parallel assumed pure: `eval`"


def test_a_method_by_its_class_or_its_object() -> None:
    said = judged(BY_METHOD, "Model.predict", model=Model(), Model=Model)
    assert said == "parallel assumed pure: `Model.predict`"
    said = judged(BY_METHOD, "model.predict", model=Model())
    assert said == "parallel assumed pure: `model.predict`"


def test_nothing_else_is() -> None:
    other = "ys = [model.fit(text) for text in texts]"
    assert judged(other, "model.predict", model=Model()).startswith("serial NBP202")
    said = judged(
        "ys = [m(text) for text in texts]", "Model.predict", m=Other().predict, Model=Model
    )
    assert said.startswith("serial NBP202")


def test_functions_that_a_pure_one_is_given_are_judged_all_the_same() -> None:
    cell = "n = 0\ndef g(x):\n    global n\n    n += 1\nfor text in texts:\n    f(g)"
    assert judged(cell, "f", f=applied).startswith("serial NBP107")


def test_a_name_bound_in_the_cell_may_be_meant() -> None:
    cell = "f = eval\nys = [f(text) for text in texts]"
    assert judged(cell, "f") == "parallel assumed pure: `f`"


@pytest.mark.parametrize("name", ["unknown", "Model.missing", "math.nothing"])
def test_unknown_names_are_an_error_and_nothing_runs(name: str) -> None:
    import math

    names: dict[str, Any] = {"Model": Model, "math": math}
    with pytest.raises(ValueError, match=rf"--assume-pure: no `{name}` is known here"):
        run("ran = True", names, assume_pure=name)
    assert "ran" not in names


def test_options_take_a_list_or_a_text() -> None:
    assert Options(assume_pure="f, mylib.g").assume_pure == ("f", "mylib.g")  # type: ignore[arg-type]
    assert Options(assume_pure=["f"]).assume_pure == ("f",)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="--assume-pure takes names of functions"):
        Options(assume_pure=("f(x)",))
