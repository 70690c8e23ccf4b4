"""What analysis costs: a 300-line cell of ordinary statements and loops, judged and not run.

Given are the median milliseconds of processor time of `nbparallel.analyze`, cold (the first time
in a fresh process, imports told apart) and warm, and the ratio to what Python needs to parse and
compile the same text. A second table shows how the time, and the most memory taken meanwhile,
depend on the size of the user's data: not at all for arrays and ranges. Where the exact types of
the elements of a list or of a dict's values decide the verdict, they are passed over, without a
copy, and the time grows with their number. ``python benchmarks/analysis.py --help``.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import platform
import statistics
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

import nbparallel

LINES = 300
SETUP = """
import json, math, re
import numpy as np

class Sensor:
    def __init__(self, name, gain):
        self.name, self.gain = name, gain

    def read(self, value):
        return value * self.gain

def clean(text):
    words = re.findall(r"[a-z]+", text.lower())
    return [word for word in words if len(word) > 2]

def score(words, weights):
    total = 0.0
    for word in words:
        total += weights.get(word, 0.0)
    return total / (len(words) or 1)

def simulate(seed, steps):
    rng = np.random.default_rng(seed)
    position = 0.0
    path = []
    for _ in range(steps):
        position += rng.normal()
        path.append(position)
    return max(path)

texts = ["The quick brown fox jumps over the lazy dog"] * 200
weights = {"quick": 1.5, "lazy": -0.5, "fox": 2.0}
table = np.arange(4000.0).reshape(400, 10)
records = [{"id": i, "value": i * 0.5, "tags": ["a", "b"]} for i in range(100)]
sensors = [Sensor(f"s{i}", i / 7) for i in range(20)]
"""

BLOCKS = (
    """
# Scores of all texts
limit_{n} = 0.25
options_{n} = {{"short": 2, "weights": weights, "title": "scores"}}
words_{n} = []
skipped_{n} = 0
for text in texts:
    words = clean(text)
    if len(words) < options_{n}["short"]:
        skipped_{n} += 1
        continue
    value = score(words, options_{n}["weights"])
    if value > limit_{n}:
        value = limit_{n} + (value - limit_{n}) / 2
    words_{n}.append(value)
mean_{n} = sum(words_{n}) / len(words_{n})
spread_{n} = max(words_{n}) - min(words_{n})
print(f"{{options_{n}['title']}}: {{mean_{n}:.3f}} +- {{spread_{n}:.3f}}, {{skipped_{n}}} skipped")
""",
    """
# The row of the largest norm
best_{n}, where_{n} = -1.0, None
shape_{n} = table.shape
for i, row in enumerate(table):
    value = float(np.sqrt(row ** 2).sum())
    if value > best_{n}:
        best_{n}, where_{n} = value, i
print("largest of", shape_{n}[0], "is", where_{n}, "with", round(best_{n}, 2))
""",
    """
# Random walks
def widest_{n}(seeds, steps=100):
    peaks = [simulate(seed, steps) for seed in seeds]
    return max(peaks), min(peaks)

walks_{n} = 50
peaks_{n} = [simulate(seed, 100) for seed in range(walks_{n})]
peaks_{n}.sort()
median_{n} = peaks_{n}[walks_{n} // 2]
high_{n}, low_{n} = widest_{n}(range(10))
summary_{n} = {{
    "walks": walks_{n},
    "median": median_{n},
    "highest": peaks_{n}[-1],
    "range": (low_{n}, high_{n}),
}}
""",
    """
# Sums by tag
by_tag_{n} = {{}}
for record in records:
    for tag in record["tags"]:
        by_tag_{n}[tag] = by_tag_{n}.get(tag, 0) + record["value"]
order_{n} = sorted(by_tag_{n}, key=by_tag_{n}.get)
first_{n} = order_{n}[0] if order_{n} else None
largest_{n} = by_tag_{n}.get(first_{n}, 0.0)
if largest_{n} > 1000:
    print("large:", first_{n}, largest_{n})
elif first_{n} is None:
    print("no tags")
""",
    """
# A smoothed table
out_{n} = np.zeros_like(table)
edges_{n} = 0.5
for i in range(1, len(table) - 1):
    left, right = table[i - 1], table[i + 1]
    out_{n}[i] = (left + right) / 2
    if i % 100 == 0:
        print("row", i)
out_{n}[0] = table[0] * edges_{n}
out_{n}[-1] = table[-1] * edges_{n}
error_{n} = float(np.abs(out_{n} - table).max())
print("largest difference", error_{n})
""",
    """
# Readings of all sensors
readings_{n}, failed_{n} = {{}}, 0
scale_{n} = 1 / 3
for sensor in sensors:
    try:
        values = [round(sensor.read(x * scale_{n}), 3) for x in range(30)]
        readings_{n}[sensor.name] = values
    except ZeroDivisionError as error:
        failed_{n} += 1
        print(f"{{sensor.name}}: {{error}}")
names_{n} = sorted(readings_{n})
assert len(names_{n}) + failed_{n} == len(sensors)
""",
    """
# Changes from record to record
previous = 0.0
changes_{n} = []
for record in records:
    value = record["value"]
    changes_{n}.append(value - previous)
    previous = value
rising_{n} = sum(change > 0 for change in changes_{n})
share_{n} = rising_{n} / max(1, len(changes_{n}))
print(f"rising: {{share_{n}:.0%}}")
""",
    """
# As lines of JSON
fields_{n} = ("id", "value")
lines_{n} = [json.dumps({{"id": r["id"], "v": math.log1p(r["value"])}}) for r in records]
total_{n} = 0
longest_{n} = ""
with open("/dev/null") as file:
    header_{n} = file.readline().strip()
    for line in lines_{n}:
        total_{n} += len(line.strip().split(","))
        if len(line) > len(longest_{n}):
            longest_{n} = line
text_{n} = "\\n".join([header_{n}, *lines_{n}[:3]])
print(text_{n}[:60], total_{n}, fields_{n})
""",
)


def cell(lines: int = LINES) -> str:
    """Give a cell of so many lines, of different loops in turn."""
    text: list[str] = []
    number = 0
    while len(text) < lines:
        text += BLOCKS[number % len(BLOCKS)].format(n=number).strip().splitlines()
        number += 1
    if len(text) > lines:  # a cell cut inside a block might not parse
        text = text[: -len(BLOCKS[(number - 1) % len(BLOCKS)].strip().splitlines())]
    text += [f"note_{i} = 'line {i}'.title()" for i in range(lines - len(text))]
    return "\n".join(text) + "\n"


def names() -> dict[str, Any]:
    """Run the setup as an earlier cell: its functions have their source known."""
    import linecache

    linecache.cache["<setup>"] = (len(SETUP), None, SETUP.splitlines(True), "<setup>")
    namespace: dict[str, Any] = {"__name__": "__main__"}
    exec(compile(SETUP, "<setup>", "exec"), namespace)
    return namespace


def milliseconds(call: Callable[[], object], clock: Callable[[], float] | None = None) -> float:
    """Time one call, by the processor's clock: others may use this machine as well."""
    clock = clock or time.process_time
    began = clock()
    call()
    return (clock() - began) * 1000


def median(call: Callable[[], object], rounds: int) -> float:
    """Give the median of several calls."""
    return statistics.median(milliseconds(call) for _ in range(rounds))


def cold() -> dict[str, float]:
    """Time the first analysis of this process; imports count on their own."""
    text, namespace = cell(), names()
    imports = milliseconds(lambda: nbparallel.analyze("", {}))
    return {"imports": imports, "first": milliseconds(lambda: nbparallel.analyze(text, namespace))}


def measure_cell(rounds: int) -> dict[str, float]:
    """Measure the 300-line cell."""
    text, namespace = cell(), names()
    colds = []
    for _ in range(max(3, rounds // 4)):
        command = [sys.executable, __file__, "--cold"]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        colds.append(json.loads(said))
    nbparallel.analyze(text, namespace)
    warm = median(lambda: nbparallel.analyze(text, namespace), rounds)
    wall = statistics.median(
        milliseconds(lambda: nbparallel.analyze(text, namespace), time.perf_counter)
        for _ in range(rounds)
    )
    python = median(
        lambda: (ast.parse(text), compile(text, "<cell>", "exec", dont_inherit=True)), rounds
    )
    return {
        "lines": text.count("\n"),
        "loops": len(nbparallel.analyze(text, namespace).loops),
        "cold_ms": statistics.median(each["first"] for each in colds),
        "imports_ms": statistics.median(each["imports"] for each in colds),
        "warm_ms": warm,
        "warm_wall_ms": wall,
        "python_ms": python,
        "ratio": warm / python,
    }


SIZED: dict[str, tuple[str, Callable[[int], dict[str, Any]]]] = {
    "array, stored by row": (
        "for i in range(len(a)):\n    b[i] = a[i] * 2.0",
        lambda n: {"a": np.zeros(n), "b": np.zeros(n)},
    ),
    "array, iterated": ("for x in a:\n    y = x * 2.0", lambda n: {"a": np.zeros(n)}),
    "range": ("out = [i * i for i in range(n)]", lambda n: {"n": n}),
    "dict, looked up": (
        "for k in keys:\n    out.append(d[k])",
        lambda n: {"d": dict.fromkeys(range(n), 1.0), "keys": [1, 2, 3], "out": []},
    ),
    "list of floats, iterated": ("for x in xs:\n    y = x * 2.0", lambda n: {"xs": [0.5] * n}),
    "list of pairs, iterated": (
        "for a, b in pairs:\n    out.append(a + b)",
        lambda n: {"pairs": [(1, 2.0)] * n, "out": []},
    ),
    "list, read by index": (
        "for i in range(10):\n    out.append(xs[i] + 1)",
        lambda n: {"xs": [0.5] * n, "out": []},
    ),
}


def measure_sizes(rounds: int, sizes: tuple[int, ...]) -> list[dict[str, Any]]:
    """Measure short cells whose data grow."""
    rows = []
    for title, (text, make) in SIZED.items():
        row: dict[str, Any] = {"data": title}
        for size in sizes:
            namespace = make(size)
            call = lambda names=namespace, text=text: nbparallel.analyze(text, names)  # noqa: E731
            call()
            row[f"{size:g}"] = median(call, rounds)
            tracemalloc.start()
            call()
            row["peak_kb"] = tracemalloc.get_traced_memory()[1] / 1000
            tracemalloc.stop()
        rows.append(row)
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=21)
    parser.add_argument("--json", type=Path, help="write the numbers here as well")
    parser.add_argument("--cold", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.cold:
        print(json.dumps(cold()))
        return
    sizes = (1_000, 1_000_000)
    machine = f"{platform.machine()}, {os.cpu_count()} CPUs, Python {platform.python_version()}"
    whole = measure_cell(options.rounds)
    grown = measure_sizes(options.rounds, sizes)
    print(machine)
    print(f"\n{whole['lines']} lines with {whole['loops']} loops")
    imports, wall = whole["imports_ms"], whole["warm_wall_ms"]
    print(f"  analyze, cold         {whole['cold_ms']:8.1f} ms (and {imports:.0f} ms of imports)")
    print(f"  analyze, warm         {whole['warm_ms']:8.1f} ms ({wall:.1f} ms on the clock)")
    print(f"  ast.parse and compile {whole['python_ms']:8.1f} ms ({whole['ratio']:.1f} times less)")
    print(f"\n{'analyze, ms':28}" + "".join(f"{size:>12,}" for size in sizes) + f"{'peak':>12}")
    for row in grown:
        times = "".join(f"{row[f'{size:g}']:12.2f}" for size in sizes)
        print(f"{row['data']:28}{times}{row['peak_kb']:9.0f} kB")
    if options.json:
        options.json.write_text(json.dumps({"machine": machine, "cell": whole, "sizes": grown}))


if __name__ == "__main__":
    main()
