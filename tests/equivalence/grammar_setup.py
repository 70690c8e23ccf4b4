"""The names that a drawn cell finds: data of every kind, aliases and views, classes, functions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

T = TypeVar("T")

IMPORTS = """import numpy as np
from collections import Counter, OrderedDict, defaultdict, deque
"""

DATA = {
    "int": ["0", "1", "7", "-3", "np.int8(100)"],
    "float": ["0.0", "0.1", "-2.5", "1e300", "float('nan')", "np.float64(1e308)"],
    "str": ["''", "'ab'"],
    "flag": ["False", "True", "None"],
    "ints": [
        "[3, 1, 4, 1, 5, 9, 2, 6]",
        "list(range(9))",
        "[0] * 8",
        "[2, 0, 3, 1, 5, 4]",
        "[5, -2, 0, 7, 7, 1, -1]",
    ],
    "floats": ["[0.1] * 7", "[1.5, -0.0, 0.25, float('nan'), 3.0, 1e16, 1.0]"],
    "words": ["['a', 'b', 'a', 'c', 'd', 'b']", "'the cat the dog a cat bird'.split()"],
    "rows": [
        "[[i, i + 1, i * i] for i in range(6)]",
        "[[1, 2, 3], [4, 5], [6], [], [7, 8]]",
        "[[0] * 4] * 5",
        "[[] for _ in range(5)]",
    ],
    "pairs": ["[('a', 1), ('b', 2), ('a', 3), ('c', 4), ('b', 0)]"],
    "str_int": ["{'a': 1, 'b': 2, 'c': 3}", "dict.fromkeys('abcdxz', 0)", "{}"],
    "int_int": ["{i: i * i for i in range(8)}", "OrderedDict()", "{}"],
    "int_list": ["{i: [] for i in range(4)}", "dict.fromkeys(range(4), [])", "{}"],
    "set": ["set()", "{1, 2, 3}", "set(range(0, 20, 3))"],
    "dd_int": ["defaultdict(int)", "defaultdict(float)", "defaultdict(lambda: 5)"],
    "dd_list": ["defaultdict(list)", "defaultdict(list, {1: [0]})"],
    "dd_set": ["defaultdict(set)"],
    "counter": ["Counter()", "Counter('abca')"],
    "deque": ["deque()", "deque([1, 2, 3], maxlen=4)"],
    "array": [
        "np.zeros(9)",
        "np.arange(9.0)",
        "np.arange(8)",
        "np.array([1, 2, 0, 3, 5, 4])",
        "np.full(8, 100, dtype=np.int8)",
        "np.zeros(8, dtype=bool)",
        "np.array([0.1, 0.2, np.nan, 4.0, 5.5, -1.0])",
    ],
    "matrix": [
        "np.arange(24.0).reshape(6, 4)",
        "np.zeros((6, 4))",
        "np.arange(20).reshape(4, 5).T",
    ],
    "objs": [
        "[P(i) for i in range(6)]",
        "[P(0)] * 3 + [P(1), P(2)]",
        "[P(i % 3) for i in range(7)]",
    ],
    "obj": ["P(3)"],
}
"""What may be bound, by kind; the first of each is what Hypothesis shrinks to."""

LISTS = ("ints", "floats", "words", "rows", "objs")
VIEWS = ["{0}[::2]", "{0}[2:]", "{0}[::-1]", "{0}[:]"]
MATRIX_VIEWS = ["{0}[0]", "{0}[:, 1]", "{0}.ravel()", "{0}[1:].reshape(-1)"]

METHODS = [
    "    def __eq__(self, other):\n        return isinstance(other, P) and self.x == other.x\n"
    "    def __hash__(self):\n        return hash(self.x)\n",
    "    def __lt__(self, other):\n        return self.x < other.x\n",
    "    def __bool__(self):\n        return self.x > 0\n",
    "    def __iadd__(self, other):\n        self.x += getattr(other, 'x', other)\n"
    "        return self\n",
    "    def __setattr__(self, name, value):\n        P.stores += 1\n"
    "        object.__setattr__(self, name, value)\n",
    "    def __getitem__(self, k):\n        return self.log[k]\n"
    "    def __setitem__(self, k, v):\n        self.log.insert(k, v)\n",
    "    def count(self, k):\n        P.total += k\n        return P.total\n",
    "    @property\n    def seen(self):\n        self.log.append('seen')\n        return self.x\n",
]
CLASS = """class P:
    total = stores = 0
    def __init__(self, x):
        self.x = x
        self.log = []
    def get(self, k):
        return self.x + k
    def bump(self, k):
        self.x += k
        return self
    def note(self, k):
        self.log.append(k)
    @property
    def double(self):
        return self.x * 2
    def __add__(self, other):
        return P(self.x + getattr(other, 'x', other))
    __radd__ = __add__
    def __hash__(self):
        return 7  # not the address, which differs from run to run
    def __repr__(self):
        return f'P({self.x}, {self.log})'
"""

FUNCTIONS = [
    "def {f}(x):\n    return x * 2 + 1\n",
    "def {f}(x):\n    return x + {int}\n",
    "def {f}(x):\n    if x == 5:\n        raise ValueError('five', x)\n    return x - 1\n",
    "def {f}(x):\n    return 12 / x\n",
    "def {f}(x):\n    print('f', x)\n    return x\n",
    "def {f}(x, seen=[]):\n    seen.append(x)\n    return len(seen)\n",
    "def {f}(x, memo={{}}):\n    if x not in memo:\n        memo[x] = x + 1\n    return memo[x]\n",
    "def {f}_make():\n    n = 0\n    def inner(x):\n        nonlocal n\n        n += 1\n"
    "        return x + n\n    return inner\n{f} = {f}_make()\n",
    "def {f}_make():\n    kept = [3]\n    def inner(x):\n        return x + kept[0]\n"
    "    return inner\n{f} = {f}_make()\n",
    "def {f}(x):\n    global {int}\n    {int} = {int} + 1\n    return x\n",
    "def {f}(x):\n    {ints}.append(x)\n    return x\n",
    "def {f}(x):\n    return {ints}[0] + x\n",
    "def {f}(x):\n    return len({ints}) + x\n",
    "def {f}(x):\n    {str_int}['f'] = x\n    return x\n",
    "def {f}(x):\n    out = []\n    for q in range(3):\n        out.append(x + q)\n    return sum(out)\n",
    "def {f}(x):\n    return 0 if not x > 0 else 1 + {f}(x % 7 - 1)\n",
    "def {f}(x):\n    return {g}(x) + 1\n",
    "def {f}(x):\n    {f}.calls = getattr({f}, 'calls', 0) + 1\n    return x\n",
    "def {f}(x):\n    try:\n        return 10 // x\n    except ZeroDivisionError:\n        return -1\n",
    "def {f}(x):\n    {obj}.x += 1\n    return x\n",
    "def {f}(x):\n    return {obj}.x + x\n",
    "def {f}(x):\n    return sum(q for q in (x, x + 1) if q != 3)\n",
    "{f} = lambda x: x + {int}\n",
    "def {f}(x, *rest, k=1, **more):\n    return x + len(rest) + k\n",
]
PROCEDURES = [  # on a list
    "def {f}(lst, x):\n    lst.append(x)\n    return lst\n",
    "def {f}(lst, x):\n    lst[0] += x\n",
    "def {f}(lst, x):\n    return [*lst, x]\n",
    "def {f}(lst, x):\n    out = lst\n    out.append(x)\n    return len(out)\n",
    "def {f}(lst, x):\n    lst = lst + [x]\n    return lst\n",
]


class Chooser:
    """Choices, each of which is a number; a smaller number is a simpler choice."""

    def __init__(self, number: Callable[[int, int], int]) -> None:
        self.number = number

    def chance(self, percent: int) -> bool:
        """Say yes so often."""
        return self.number(0, 99) >= 100 - percent

    def pick(self, options: Sequence[T]) -> T:
        """Take one."""
        return options[self.number(0, len(options) - 1)]


@dataclass
class Names:
    """What is bound, by kind; which of them may be read, written and grown."""

    kinds: dict[str, list[str]] = field(default_factory=dict)
    read: set[str] = field(default_factory=set)
    written: set[str] = field(default_factory=set)
    grown: set[str] = field(default_factory=set)

    def of(self, kinds: Sequence[str], allowed: set[str] | None = None) -> list[str]:
        """Give the names of these kinds that are also in ``allowed``."""
        found = [name for kind in kinds for name in self.kinds.get(kind, ())]
        return [name for name in found if allowed is None or name in allowed]


class Setup:
    """Draws a setup: text, and the names it binds.

    Names are split into those that are read and those that are written, so that a good part of
    the loops is independent; in a wild cell every name may be both.
    """

    def __init__(self, chooser: Chooser, wild: bool) -> None:
        self.chooser, self.wild = chooser, wild
        self.names = Names()
        self.lines: list[str] = []
        self._count = 0

    def text(self) -> str:
        """Give the whole setup."""
        return IMPORTS + "".join(self.lines)

    def draw(self) -> None:
        """Draw everything."""
        self._class()
        for kind in ("int", "ints", "obj", "str_int"):  # what functions name
            self.bind(kind)
        for _ in range(self.chooser.number(2, 6)):
            self.bind(self.chooser.pick(list(DATA)))
        for _ in range(self.chooser.number(0, 2)):
            self._alias()
        for _ in range(self.chooser.number(1, 3)):
            self._function("func", FUNCTIONS)
        self._function("proc", PROCEDURES)

    def bind(self, kind: str, written: bool | None = None) -> str:
        """Bind a new name to a value of that kind."""
        name = self._name(kind)
        self.lines.append(f"{name} = {self.chooser.pick(DATA[kind])}\n")
        self._know(kind, name, self.chooser.chance(33) if written is None else written)
        return name

    def _name(self, kind: str) -> str:
        self._count += 1
        return f"{kind}{self._count}"

    def _know(self, kind: str, name: str, written: bool) -> None:
        names = self.names
        names.kinds.setdefault(kind, []).append(name)
        if not written or self.wild:
            names.read.add(name)
        if written or self.wild:
            names.written.add(name)
            if self.chooser.chance(60):
                names.grown.add(name)

    def _class(self) -> None:
        extra = [method for method in METHODS if self.chooser.chance(12)]
        self.has = "".join(extra)
        self.lines.append(CLASS + self.has)

    def _alias(self) -> None:
        old = self.chooser.pick(
            self.names.of([k for k in DATA if k not in ("int", "float", "str")])
        )
        kind = next(k for k, names in self.names.kinds.items() if old in names)
        forms = ["{0}"]
        if kind == "array":
            forms = [*VIEWS, "{0}"]
        elif kind == "matrix" and self.chooser.chance(60):
            kind, forms = "array", MATRIX_VIEWS
        elif kind == "rows" and self.chooser.chance(50):
            kind, forms = "ints", ["{0}[0]", "{0}[-1]"]
        elif kind == "ints" and self.chooser.chance(40):
            kind, forms = "rows", ["[{0}, {0}, [1, 2]]", "[{0}, [3], [4], [5]]"]
        name = self._name(kind)
        self.lines.append(f"{name} = {self.chooser.pick(forms).format(old)}\n")
        self.names.kinds.setdefault(kind, []).append(name)
        for group in (self.names.read, self.names.written, self.names.grown):
            if old in group or (group is self.names.read and self.chooser.chance(30)):
                group.add(name)
        if name in self.names.grown or old in self.names.grown:
            self.names.grown |= {name, old}

    def _function(self, kind: str, templates: list[str]) -> None:
        name = self._name(kind)
        chosen = self.chooser.pick(templates)
        before = self.names.of(["func"])
        if "{g}" in chosen and not before:
            chosen = templates[0]
        fill = {k: self.names.kinds[k][0] for k in ("int", "ints", "obj", "str_int")}
        if ".append" in chosen:
            self.names.grown.add(fill["ints"])
        self.lines.append(chosen.format(f=name, g=before[0] if before else "", **fill))
        self.names.kinds.setdefault(kind, []).append(name)
