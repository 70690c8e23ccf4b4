"""The shapes of work that `table.py` measures: as a cell, and as a function over items.

The cell is what a user writes; the function and its items are the same work as the other tools
want it. It is a module, so that every system's processes can import it.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from work import work


@dataclass(frozen=True, slots=True)
class Shape:
    """One shape of work.

    Attributes
    ----------
    name, what : str
        What it is called, and what it is, in words.
    setup : str
        Cell run once beforehand, untimed.
    cell : str
        The cell that is timed. It leaves its result in ``out``.
    function : callable
        The body, as the other tools take it.
    items : callable
        Gives what it is mapped over.
    gather : callable
        Makes the cell's result of the list of the function's results.
    takes_big : bool
        Whether the function takes the large array as its first argument.
    aim : float
        The ratio to the plain cell that nbparallel is to reach on two workers.
    """

    name: str
    what: str
    setup: str
    cell: str
    function: Callable[..., Any]
    items: Callable[[], Sequence[Any]]
    gather: Callable[[list[Any]], Any]
    takes_big: bool
    aim: float


def same(results: list[Any]) -> list[Any]:
    return results


def uneven(i: int) -> float:
    return work(600 * i)


def fine(i: int) -> float:
    return math.sqrt(i) * 0.5 % 7 + abs(i - 9.5) * 0.25


def term(i: int) -> float:
    x = i * 0.5 % 7
    return x * x - abs(x)


def added(results: list[float]) -> float:
    total = 0.0
    for each in results:
        total += each
    return total


def median(big: Any, k: int) -> float:
    return float(np.median(big[k::64]))


def row(i: int) -> Any:
    x = np.linspace(0.0, i + 1.0, 262_144)
    return np.sqrt(np.abs(np.sin(x) * np.cos(x + i)))


def rows(results: list[Any]) -> Any:
    out = np.empty((200, 262_144))
    for i, each in enumerate(results):
        out[i, :] = each
    return out


def wait(i: int) -> int:
    time.sleep(0.1)
    return i * i


def small(i: int) -> int:
    return i * i % 7


def big() -> Any:
    """The large array: 400 MB."""
    return np.random.default_rng(7).random(50_000_000)


SHAPES = (
    Shape(
        "coarse",
        "200 calls of 20 ms of pure Python",
        "from work import work",
        "out = []\nfor i in range(200):\n    out.append(work(240_000))\n",
        work,
        lambda: [240_000] * 200,
        same,
        False,
        1.95,
    ),
    Shape(
        "skewed",
        "400 calls, iteration i costs i",
        "from work import work",
        "out = []\nfor i in range(400):\n    out.append(work(600 * i))\n",
        uneven,
        lambda: range(400),
        same,
        False,
        1.9,
    ),
    Shape(
        "fine",
        "3 million bodies of 0.2 µs, appended floats",
        "import math",
        "out = []\nfor i in range(3_000_000):\n"
        "    out.append(math.sqrt(i) * 0.5 % 7 + abs(i - 9.5) * 0.25)\n",
        fine,
        lambda: range(3_000_000),
        same,
        False,
        1.8,
    ),
    Shape(
        "reduce",
        "3 million bodies of 0.2 µs, one += on a float",
        "",
        "out = 0.0\nfor i in range(3_000_000):\n    x = i * 0.5 % 7\n    out += x * x - abs(x)\n",
        term,
        lambda: range(3_000_000),
        added,
        False,
        2.0,
    ),
    Shape(
        "broadcast",
        "64 medians over strided views of a 400 MB array",
        "import numpy as np\nfrom shapes import big as make\nbig = make()",
        "out = []\nfor k in range(64):\n    out.append(float(np.median(big[k::64])))\n",
        median,
        lambda: range(64),
        same,
        True,
        1.9,
    ),
    Shape(
        "rows",
        "out[i, :] = ..., 200 rows of 2 MB",
        "import numpy as np",
        "out = np.empty((200, 262_144))\n"
        "for i in range(200):\n"
        "    x = np.linspace(0.0, i + 1.0, 262_144)\n"
        "    out[i, :] = np.sqrt(np.abs(np.sin(x) * np.cos(x + i)))\n",
        row,
        lambda: range(200),
        rows,
        False,
        1.7,
    ),
    Shape(
        "waiting",
        "64 iterations that wait 0.1 s each",
        "import time",
        "out = []\nfor i in range(64):\n    time.sleep(0.1)\n    out.append(i * i)\n",
        wait,
        lambda: range(64),
        same,
        False,
        20.0,
    ),
    Shape(
        "tiny",
        "20,000 bodies, a few ms in all",
        "",
        "out = []\nfor i in range(20_000):\n    out.append(i * i % 7)\n",
        small,
        lambda: range(20_000),
        same,
        False,
        0.7,
    ),
)
BY_NAME = {shape.name: shape for shape in SHAPES}
