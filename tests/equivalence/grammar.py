"""A grammar of cells: loops with and without dependences, drawn statement by statement.

Every choice is a number, so that Hypothesis can draw (and shrink) a cell and a plain random
generator can draw a million of them. Each drawn cell is a deterministic program that ends; it may
well raise.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from tests.equivalence.grammar_body import Body, Lines
from tests.equivalence.grammar_setup import Chooser, Setup
from tests.equivalence.harness import Cell

NUMBERS = [
    "range(8)",
    "range(6, 0, -1)",
    "range(1, 14, 2)",
    "range(-2, 5)",
    "[3, 1, 4, 1, 5, 9, 2]",
    "(0, 1, 2, 3, 4, 5)",
    "reversed(range(7))",
    "sorted([5, 3, 8, 1, 2, 2])",
    "(q * 2 for q in range(6))",
    "iter([4, 5, 6, 0, 1, 2])",
    "[0.5, 2, -1, True, 3.0, 7]",
]


SIZES = (1, 2, 3, 2, 3, 4, 5, 6)


class Drawing:
    """Draws one cell."""

    def __init__(self, number: Callable[[int, int], int]) -> None:
        self.chooser = Chooser(number)
        self.setup = Setup(self.chooser, wild=self.chooser.chance(25))
        self.setup.draw()
        self.body = Body(self.setup)

    def cell(self) -> Cell:
        """Draw the loop, what comes before it, around it and after it."""
        chooser = self.chooser
        lines = self._before()
        for _ in range(1 + chooser.chance(15)):
            loop = self._comprehension() if chooser.chance(20) else self._loop()
            lines += self._surrounded(loop)
        lines += self._after()
        return Cell("drawn", self.setup.text(), "\n".join(lines) + "\n")

    def _before(self) -> Lines:
        """Bind the accumulators, in the cell itself."""
        names = self.setup.names
        lines = ["acc = 0", "arg = None", "text = ''", "out = []"]
        for name, kind in (("acc", "int"), ("arg", "flag"), ("text", "str"), ("out", "sink")):
            names.kinds.setdefault(kind, []).append(name)
            names.written.add(name)
        names.grown.add("out")
        return lines

    # -- loops -------------------------------------------------------------------------------

    def _loop(self) -> Lines:
        body, chooser = self.body, self.chooser
        body.items, body.temps = [], []
        target, header = self._header()
        lines = [f"for {target} in {header}:", *body.nested(chooser.pick(SIZES), 2)]
        if chooser.chance(10):
            body.items = body.items[:1]
            lines += ["else:", *body.nested(1, 0)]
        return lines

    def _header(self) -> tuple[str, str]:
        """Draw a target and what it iterates; the target's kinds are noted."""
        forms = [self._numbers, self._list, self._numbers, self._enumerated, self._zipped]
        forms += [self._dict, self._list, self._text]
        return self.chooser.pick(forms)()

    def _numbers(self) -> tuple[str, str]:
        self.body.items.append(("i", "int"))
        ints = self._iterable("ints", "array", "rows")
        lengths = [f"range(len({ints}))"] if ints else []
        return "i", self.chooser.pick([NUMBERS[0], *lengths, *lengths, *NUMBERS[1:]])

    def _list(self) -> tuple[str, str]:
        kinds = {"words": "str", "rows": "ints", "objs": "obj", "ints": "int", "pairs": ""}
        kinds |= {
            "floats": "float",
            "array": "float",
            "set": "int",
            "deque": "int",
            "matrix": "array",
        }
        name = self._iterable(*kinds)
        if name is None:
            return self._numbers()
        plain = name.partition("(")[2].rstrip(")") or name
        kind = next(k for k, names in self.setup.names.kinds.items() if plain in names)
        if kind == "pairs":
            self.body.items += [("w", "str"), ("i", "int")]
            return self.chooser.pick(["w, i", "(w, i)"]), name
        self.body.items.append(("x", kinds[kind]))
        if kind == "rows" and plain in self.setup.names.grown:
            self.body.grown_items.add("x")
        forms = ["{0}", "{0}", "{0}[::-1]", "{0}[1:]", "reversed({0})", "iter({0})"]
        if kind in ("set", "deque"):
            forms = ["{0}", "sorted({0})"]
        return "x", self.chooser.pick(forms).format(name)

    def _iterable(self, *kinds: str) -> str | None:
        """Give a name that may be iterated; what grows is copied first."""
        names = self.setup.names
        known = names.of(kinds, None if self.chooser.chance(20) else names.read)
        if not known:
            return None
        name = self.chooser.pick(known)
        return f"list({name})" if name in names.grown else name

    def _enumerated(self) -> tuple[str, str]:
        target, header = self._list()
        self.body.items.insert(0, ("n", "int"))
        target = f"({target})" if "," in target and "(" not in target else target
        return f"n, {target}", f"enumerate({header})"

    def _zipped(self) -> tuple[str, str]:
        target, header = self._list()
        self.body.items.insert(0, ("n", "int"))
        target = f"({target})" if "," in target and "(" not in target else target
        return f"n, {target}", f"zip(range(1, 20), {header})"

    def _dict(self) -> tuple[str, str]:
        name = self._iterable("str_int", "int_int", "counter", "int_list")
        if name is None:
            return self._text()
        plain = name.partition("(")[2].rstrip(")") or name
        key = "int" if plain.startswith("int") else "str"
        value = "ints" if plain.startswith("int_list") else "int"
        if self.chooser.chance(40):
            self.body.items.append(("k", key))
            return "k", self.chooser.pick([name, f"sorted({plain})", f"list({plain})"])
        self.body.items += [("k", key), ("v", value)]
        forms = ["{0}.items()", "list({0}.items())", "sorted({0}.items())"]
        return "k, v", self.chooser.pick(forms).format(plain)

    def _text(self) -> tuple[str, str]:
        self.body.items.append(("c", "str"))
        return "c", self.chooser.pick(
            ["'abcabd'", "'the cat a the'.split()", "['x', 'yy', 'x', 'z']"]
        )

    def _comprehension(self) -> Lines:
        body, chooser = self.body, self.chooser
        body.items, body.temps = [], []
        target, header = self._header()
        number, value = body.num(), body.value()
        where = f" if {body.condition()}" if chooser.chance(40) else ""
        inner = " for e in range(2)" if chooser.chance(10) else ""
        tail = f"for {target} in {header}{where}{inner}"
        forms = ["[{1} {2}]", "[{0} {2}]", "sum({0} {2})", "{{{3}: {1} {2}}}", "{{{0} {2}}}"]
        forms += [
            "any({0} > 4 {2})",
            "all({0} < 9 {2})",
            "max({0} {2})",
            "max(({0} {2}), default=0)",
        ]
        forms += [
            "sorted({0} {2})",
            "tuple({1} {2})",
            "','.join(str({0}) {2})",
            "dict(({3}, {1}) {2})",
        ]
        forms += ["Counter({0} {2})", "list(({1} {2}))", "set({0} {2})"]
        names = self.setup.names.of(["func"])
        forms += [f"list(map({n}, [1, 2, 5, 0, 3, 4]))" for n in names]
        forms += [f"sum(map({n}, range(7)))" for n in names]
        forms += [f"list(filter({n}, range(-2, 5)))" for n in names]
        text = chooser.pick(forms).format(number, value, tail, body.num(0))
        target = self.setup.names.of(["ints"], self.setup.names.grown)
        shapes = [f"res = {text}"] * 3 + [f"print({text})", f"if {text}:\n    out.append(1)"]
        shapes += [f"{name}.extend(({value}) {tail})" for name in target[:1]]
        return chooser.pick(shapes).split("\n")

    # -- around ------------------------------------------------------------------------------

    def _surrounded(self, loop: Lines) -> Lines:
        chooser = self.chooser
        inside = ["    " + line for line in loop]
        shape = chooser.pick(["bare"] * 7 + ["if", "try", "with", "while", "for", "def"])
        if shape == "if":
            return ["if len(out) < 99:", *inside]
        if shape == "try":
            handler = ["    print('caught', type(e).__name__)"]
            return ["try:", *inside, "except Exception as e:", *handler]
        if shape == "with":
            return ["import contextlib", "with contextlib.suppress(KeyError, IndexError):", *inside]
        if shape == "while":
            return ["turn = 0", "while turn < 2:", "    turn += 1", *inside]
        if shape == "for":
            return ["for outer in range(2):", *inside]
        if shape == "def":
            return self._function(inside)
        return loop

    def _function(self, inside: Lines) -> Lines:
        """Put the loop into a function; the names it rebinds are global or its own."""
        names = self.setup.names
        rebound = [
            n for n in names.of(["int", "float", "flag", "str", "ints"]) if n in names.written
        ]
        if self.chooser.chance(50):
            lines = [
                "def work():",
                f"    global {', '.join(rebound)}",
                *inside,
                "    return acc, text",
            ]
        else:
            lines = [
                "def work(acc=0, arg=None, text='', out=[]):",
                *inside,
                "    return acc, arg, text, out",
            ]
        return [*lines, "done = work()"]

    def _after(self) -> Lines:
        """Read what is left."""
        chooser, names = self.chooser, self.setup.names
        lines: Lines = []
        for _ in range(chooser.number(0, 3)):
            name = chooser.pick([n for group in names.kinds.values() for n in group])
            forms = ["print({0})", "left = [{0}]", "again = {0}", "print(type({0}).__name__)"]
            if name.startswith(("func", "proc")):
                forms = ["print({0}.__defaults__)", "left = {0}(3)", "left = {0}([7], 2)"][
                    : 2 if name.startswith("func") else 3
                ]
            elif name.startswith("dd_"):
                forms = ["print(dict({0}))"]  # the text of a factory has its address
            lines.append(chooser.pick(forms).format(name))
        if chooser.chance(30):
            lines.append(
                "last = " + chooser.pick([n for n, _ in self.body.items or [("acc", "int")]])
            )
        temps = [n for n, _ in self.body.temps]
        if temps and chooser.chance(30):
            lines.append(f"print({chooser.pick(temps)})")
        return lines


def drawn(number: Callable[[int, int], int]) -> Cell:
    """Draw a cell; ``number(low, high)`` gives an integer between them."""
    return Drawing(number).cell()


def from_seed(seed: int) -> Cell:
    """Draw the cell of a seed."""
    return drawn(random.Random(seed).randint)


@st.composite
def cells(draw: Any) -> Cell:
    """Draw cells with Hypothesis."""
    return drawn(lambda low, high: draw(st.integers(low, high)))
