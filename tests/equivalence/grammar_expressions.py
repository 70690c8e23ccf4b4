"""The expressions of a drawn loop, over whatever is bound where they stand."""

from __future__ import annotations

from collections.abc import Callable

from tests.equivalence.grammar_setup import DATA, Setup

SEQUENCES = ("ints", "floats", "array")
MAPPINGS = ("int_int", "str_int", "dd_int", "counter")
KEYED = {"int_int": "int", "str_int": "str", "dd_int": "str", "counter": "str"}
ARITHMETIC = ("+", "-", "*", "//", "%", "/")


class Expressions:
    """Draws expressions; knows the loop variables and the temporaries in sight."""

    def __init__(self, setup: Setup) -> None:
        self.setup, self.chooser, self.names = setup, setup.chooser, setup.names
        self.items: list[tuple[str, str]] = []  # loop variables with their kinds
        self.temps: list[tuple[str, str]] = []
        self.grown_items: set[str] = set()
        self.in_function = False
        self._count = 0

    # -- names -------------------------------------------------------------------------------

    def fresh(self, letter: str) -> str:
        """Give a name not used before."""
        self._count += 1
        return f"{letter}{self._count}"

    def read(self, *kinds: str) -> str | None:
        """Give a name of such a kind that may be read here, if there is one."""
        local = [n for n, k in [*self.items, *self.temps] if k in kinds]
        if local and self.chooser.chance(60):
            return self.chooser.pick(local)
        allowed = None if self.chooser.chance(3) else self.names.read
        known = self.names.of(kinds, allowed) or local
        if not known and kinds[0] in DATA:
            return self.setup.bind(kinds[0], written=False)
        return self.chooser.pick(known) if known else None

    def target(self, *kinds: str, grown: bool = False) -> str | None:
        """Give a name of such a kind whose object may be changed."""
        own = [n for n, k in [*self.items, *self.temps] if k in kinds]
        own = [n for n in own if not grown or n in self.grown_items]
        if own and self.chooser.chance(25):
            return self.chooser.pick(own)
        known = self.names.of(kinds, self.names.grown if grown else self.names.written)
        if not known and not grown:
            return self.setup.bind(self.chooser.pick(kinds), written=True)
        return self.chooser.pick(known) if known else None

    # -- expressions -------------------------------------------------------------------------

    def num(self, depth: int = 2) -> str:
        """Draw a number."""
        simple: list[Callable[[], str]] = [self._item_number, self._constant, self._variable]
        if depth <= 0:
            return self.chooser.pick(simple)()
        deep: list[Callable[[int], str]] = [
            self._binary,
            self._element,
            self._call,
            self._lookup,
            self._reduced,
            self._attribute,
            self._choice,
            self._odd,
        ]
        if self.chooser.chance(45):
            return self.chooser.pick(simple)()
        return self.chooser.pick(deep)(depth - 1)

    def _item_number(self) -> str:
        name, kind = self.chooser.pick(self.items)
        forms = {
            "int": ["{0}", "{0} + 1", "{0} * 2"],
            "array": ["{0}.sum()", "{0}[0]"],
            "": ["1"],
            "str": ["len({0})", "ord({0}[0])"],
            "ints": ["len({0})", "sum({0})", "{0}[0]"],
            "obj": ["{0}.x", "{0}.get(1)"],
        }
        return self.chooser.pick(forms.get(kind, ["{0}"])).format(name)

    def _constant(self) -> str:
        return self.chooser.pick(["1", "0", "2", "3", "-1", "0.5", "5"])

    def _variable(self) -> str:
        return self.read("int", "float") or "1"

    def _binary(self, depth: int) -> str:
        operator = self.chooser.pick(ARITHMETIC)
        left, right = self.num(depth), self.num(depth)
        return f"({left} * {right} % 97)" if operator == "*" else f"({left} {operator} {right})"

    def _element(self, depth: int) -> str:
        name = self.read(*SEQUENCES)
        if name is None:
            return self.num(depth)
        if self.chooser.chance(10):
            matrix = self.read("matrix")
            if matrix:
                return f"{matrix}[{self.index(matrix)}, {self.chooser.pick(['0', '1', '-1'])}]"
        return f"{name}[{self.index(name)}]"

    def _call(self, depth: int) -> str:
        name = self.read("func")
        return f"{name}({self.num(depth)})" if name else self.num(depth)

    def _lookup(self, depth: int) -> str:
        kind = self.chooser.pick(MAPPINGS)
        name = self.read(kind)
        if name is None:
            return self.num(depth)
        key = self.key(kind)
        return self.chooser.pick([f"{name}.get({key}, 0)", f"{name}[{key}]", f"len({name})"])

    def _reduced(self, depth: int) -> str:
        name = self.read(*SEQUENCES)
        if name is None:
            return self.num(depth)
        inner = self.chooser.pick(["q", "q + {0}", "q * 2 - {0}"]).format(self.num(0))
        forms = [
            f"len({name})",
            f"sum({name})",
            f"sum({inner} for q in {name})",
            f"max([{inner} for q in {name}], default=0)",
            f"min({name})",
            f"len({{q for q in {name} if q > {self.num(0)}}})",
            f"sum(map(lambda q: {inner}, {name}))",
            f"sorted({name})[0]",
        ]
        return self.chooser.pick(forms)

    def _attribute(self, depth: int) -> str:
        name = self.read("obj")
        if name is None:
            return self.num(depth)
        value = self.num(depth)
        forms = ["{0}.x", "{0}.get({1})", "{0}.double", "({0} + {1}).x", "len({0}.log)"]
        forms += [text for text in ("{0}.seen", "{0}.count({1})") if text[4:8] in self.setup.has]
        return self.chooser.pick(forms).format(name, value)

    def _choice(self, depth: int) -> str:
        return f"({self.num(depth)} if {self.condition()} else {self.num(depth)})"

    def _odd(self, depth: int) -> str:
        value = self.num(depth)
        forms = [
            "abs({0})",
            "int({0})",
            "max({0}, {1})",
            "min({0}, {1})",
            "(lambda q: q + {1})({0})",
        ]
        chosen = self.chooser.pick([*forms, "round({0}, 1)", "float({0})", "-{0}", "WALRUS"])
        if chosen == "WALRUS":
            name = self.fresh("w")
            self.temps.append((name, "int"))
            return f"({name} := {value})"
        return chosen.format(value, self.num(0))

    def index(self, name: str) -> str:
        """Draw an index into something."""
        numbers = [n for n, k in self.items if k == "int"]
        if not numbers:
            return self.chooser.pick(["0", "-1", "2", f"int({self.num(0)}) % 4"])
        i = self.chooser.pick(numbers)
        forms = [
            i,
            i,
            i,
            i,
            i,
            f"{i} % 4",
            f"{i} + 1",
            f"{i} - 1",
            f"-{i}",
            f"-{i} - 1",
            f"2 * {i}",
            f"{i} // 2",
        ]
        forms += [f"{i} % 3", f"len({name}) - 1 - {i}", "0", "-1", f"{i} + 2", f"{i} ^ 1"]
        indirect = self.read("ints")
        if indirect:
            forms += [f"{indirect}[{i}]", f"{indirect}[{i}] % 4"]
        temps = [n for n, k in self.temps if k == "int"]
        if temps:
            forms.append(f"int({self.chooser.pick(temps)}) % 6")
        return self.chooser.pick(forms)

    def key(self, kind: str) -> str:
        """Draw a key for such a dict."""
        if KEYED.get(kind, "int") == "str":
            return self.string()
        return self.chooser.pick([self.num(0), f"{self.num(0)} % 3", self.num(1)])

    def string(self) -> str:
        """Draw a short string."""
        words = [n for n, k in [*self.items, *self.temps] if k == "str"]
        forms = ["'a'", f"str({self.num(0)})[:4]", f"'abc'[int({self.num(0)}) % 3]"]
        for word in words:
            forms += [word, f"{word}[0]", f"{word}.upper()"]
        return self.chooser.pick(list(reversed(forms)) if words else forms)

    def condition(self) -> str:
        """Draw a condition."""
        left, right = self.num(1), self.num(0)
        forms = [
            f"{left} > {right}",
            f"{left} % 2 == 0",
            f"{left} != {right}",
            f"{left} <= {right}",
        ]
        container = self.read("set", "int_int", "ints", "str_int")
        if container:
            key = self.string() if container.startswith("str") else left
            forms.append(f"{key} {self.chooser.pick(['not in', 'in'])} {container}")
        forms += [
            f"not {left}",
            f"{left} < {right} and {self.num(0)} > 1",
            f"{left} == 3 or {right}",
        ]
        flag = self.read("flag")
        if flag:
            forms.append(flag)
        return self.chooser.pick(forms)

    def value(self) -> str:
        """Draw anything that may be kept: a number, a fresh container, the item itself."""
        number = self.num()
        name, _ = self.chooser.pick(self.items)
        forms = [number, number, name, f"({number}, {self.num(0)})", f"[{number}]", self.string()]
        forms += [f"{{'k': {number}}}", f"[{name}] * 2", f"P({number})", f"f'{{{self.num(0)}}}'"]
        temps = [n for n, _ in self.temps]
        if temps:
            forms += [self.chooser.pick(temps)] * 2
        row = self.read("ints", "objs", "proc")
        if row and row.startswith("proc"):
            forms.append(f"{row}([{number}], 1)")
        elif row:
            forms += [f"{row}[:2]", f"{row}[0]", f"list({row})"]
        array = self.read("array")
        if array:
            forms += [f"{array}[:3]", f"{array} * 2", f"{array}.sum()", f"{array}.copy()"]
        return self.chooser.pick(forms)
