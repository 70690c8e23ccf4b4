"""The body of a drawn loop: statements of all kinds, plain and compound."""

from __future__ import annotations

from collections.abc import Callable

from tests.equivalence.grammar_expressions import MAPPINGS, SEQUENCES, Expressions
from tests.equivalence.grammar_setup import LISTS

Lines = list[str]
AUGMENTED = ("+=", "+=", "-=", "*=", "/=", "//=", "%=", "**=")
BITWISE = ("|=", "&=", "^=", "<<=", ">>=", "@=")
ERRORS = ("ZeroDivisionError", "KeyError", "(IndexError, TypeError)", "ValueError", "Exception")


class Body(Expressions):
    """Draws statements.

    Nothing drawn can run for ever: lists are iterated only if nothing grows them (or as copies),
    products and powers are kept small, and what is added to a container never contains it.
    """

    def block(self, size: int, depth: int) -> Lines:
        """Draw some statements."""
        drawn: Lines = []
        for _ in range(size):
            drawn += self.statement(depth)
        return drawn or ["pass"]

    def statement(self, depth: int) -> Lines:
        """Draw one statement."""
        flat: list[Callable[[], Lines]] = [
            self._temporary,
            self._temporary,
            self._append,
            self._append,
            self._append,
            self._fold,
            self._fold,
            self._best,
            self._keyed,
            self._keyed,
            self._count_up,
            self._count_up,
            self._group,
            self._store,
            self._store,
            self._store,
            self._set_add,
            self._accumulate_text,
            self._print,
            self._item_changed,
            self._call_statement,
            self._attribute_store,
            self._delete,
            self._swap,
            self._matrix_store,
            self._deque,
            self._risky,
            self._rebind_item,
        ]
        deep: list[Callable[[int], Lines]] = [
            self._if,
            self._if,
            self._if,
            self._for,
            self._for,
            self._while,
            self._try,
            self._leave,
        ]
        if depth > 0 and self.chooser.chance(30):
            return self.chooser.pick(deep)(depth - 1)
        return self.chooser.pick(flat)()

    def _temporary(self) -> Lines:
        options = [
            ("int", self.num()),
            ("str", self.string()),
            ("ints", f"[{self.num()}, {self.num(0)}]"),
        ]
        row = self.read("ints", "rows")
        if row:
            options += [("ints", f"[q for q in {row}]"), ("ints", f"{row}[:2]")]
        options += [("array", f"np.array([{self.num(0)}, 1, 2])"), ("obj", f"P({self.num()})")]
        options += [("str_int", f"{{'a': {self.num(0)}}}"), ("set", f"{{{self.num(0)}, 1}}")]
        kind, text = self.chooser.pick(options)
        if self.chooser.chance(5) and not self.in_function:
            name, kind = self.target("int", "float") or "t0", "int"
            return [f"{name} = {text}"]
        name = self.chooser.pick([f"t_{kind}", f"u_{kind}"])
        self.temps.append((name, kind))
        self.grown_items.add(name)
        return [f"{name} = {text}"]

    def _append(self) -> Lines:
        name = self.target("sink", *LISTS, grown=True)
        if name is None:
            return self._print()
        value = self.value()
        forms = ["{0}.append({1})", "{0}.append({1})", "{0}.extend([{1}, 0])", "{0} += [{1}]"]
        forms += ["{0}.insert(0, {1})", "{0}.extend(q for q in ({1}, 1))", "{0}.insert(1, {1})"]
        forms += ["{0} = {0} + [{1}]", "{0}[len({0}):] = [{1}]", "{0}.append(len({0}))"]
        text = self.chooser.pick(forms).format(name, value)
        if self.in_function and (" = " in text or "+=" in text):
            text = f"{name}.append({value})"
        return [text]

    def _fold(self) -> Lines:
        name = self._scalar()
        operator = self.chooser.pick(BITWISE if self.chooser.chance(15) else AUGMENTED)
        value = self.num(0) if operator in ("*=", "@=") else self.num()
        if operator in BITWISE[:-1]:
            value = f"abs(int({self.num(0)})) % 3"
        if operator == "**=":
            value = self.chooser.pick(["1", "0", "0.5", "-1"])
        if operator == "*=":
            value = f"{value} % 5"
        forms = [f"{name} {operator} {value}"] * 3
        forms += [
            f"{name} = {name} + {value}",
            f"{name} = {value} - {name}",
            f"{name} = {name} / 2 + {value}",
        ]
        return [self.chooser.pick(forms)]

    def _scalar(self) -> str:
        return self.target("int", "float") or "acc"

    def _best(self) -> Lines:
        name, value = self._scalar(), self.num()
        item, _ = self.chooser.pick(self.items)
        other = self.target("int", "flag") or "arg"
        forms = [
            [f"{name} = max({name}, {value})"],
            [f"{name} = min({value}, {name})"],
            [f"if {value} > {name}:", f"    {name} = {value}"],
            [f"if {value} > {name}:", f"    {name}, {other} = {value}, {item}"],
            [f"if {other} is None or {value} < {other}:", f"    {other} = {value}"],
            [f"{other} = {other} or {value} > 3"],
            [f"{other} = {other} and {value} < 9"],
            [f"if {value} > 4:", f"    {other} = True"],
            [f"{name} = {value} if {value} > 2 else {name}"],
        ]
        return self.chooser.pick(forms)

    def _keyed(self) -> Lines:
        kind = self.chooser.pick([*MAPPINGS, "int_list"])
        name = self.target(kind)
        if name is None:
            return self._append()
        key = self.key(kind)
        value = (
            f"[{self.num()}]"
            if kind == "int_list"
            else self.chooser.pick([self.num(), self.value()])
        )
        forms = [
            "{0}[{1}] = {2}",
            "{0}[{1}] = {2}",
            "{0}.setdefault({1}, {2})",
            "{0}.update({{{1}: {2}}})",
        ]
        forms += ["{0}.update([({1}, {2})])", "{0}.pop({1}, None)", "{0}[{1}] = {0}.get({1}, {2})"]
        forms += ["if {1} not in {0}:\n    {0}[{1}] = {2}"]
        return self.chooser.pick(forms).format(name, key, value).split("\n")

    def _count_up(self) -> Lines:
        kind = self.chooser.pick(["dd_int", "counter", *MAPPINGS])
        name = self.target(kind)
        if name is None:
            return self._fold()
        key, value = self.key(kind), self.num()
        forms = [
            "{0}[{1}] += {2}",
            "{0}[{1}] += 1",
            "{0}[{1}] = {0}.get({1}, 0) + {2}",
            "{0}[{1}] -= {2}",
        ]
        forms += ["{0}[{1}] = max({0}.get({1}, 0), {2})", "{0}[{1}] *= 2", "{0}.update([{1}])"]
        forms += ["{0}.update({1})" if kind == "counter" else "{0}[{1}] //= {2}"]
        return [self.chooser.pick(forms).format(name, key, value)]

    def _group(self) -> Lines:
        kind = self.chooser.pick(["dd_list", "dd_list", "int_list", "dd_set"])
        name = self.target(kind)
        if name is None:
            return self._append()
        key, value = self.key("int"), self.value()
        if kind == "dd_set":
            return [f"{name}[{key}].add({self.num()})"]
        forms = ["{0}[{1}].append({2})", "{0}.setdefault({1}, []).append({2})", "{0}[{1}] += [{2}]"]
        forms += ["{0}[{1}].extend([{2}, 1])", "{0}[{1}] = [{2}]", "{0}[{1}].insert(0, {2})"]
        return [self.chooser.pick(forms).format(name, key, value)]

    def _store(self) -> Lines:
        kind = self.chooser.pick(SEQUENCES)
        name = self.target(kind)
        if name is None:
            return self._count_up()
        index, value = self.index(name), self.num()
        same = f"{name}[{self.index(name)}]" if self.chooser.chance(40) else value
        forms = ["{0}[{1}] = {2}", "{0}[{1}] = {2}", "{0}[{1}] = {0}[{1}] + {2}", "{0}[{1}] += {2}"]
        forms += [
            "{0}[{1}] = {3}",
            "{0}[{1}] = {3} - {2}",
            "if {0}[{1}] > {2}:\n    {0}[{1}] = {2}",
        ]
        forms += ["{0}[{1}:{1} + 2] = [{2}, 1]", "{0}[{1}] *= 2"]
        if kind == "array":
            forms += [
                "{0}[{1}:{1} + 2] += {2}",
                "{0}[{1}] -= {2}",
                "{0}[:] = {0} + {2}",
                "{0} += 1",
            ]
        return self.chooser.pick(forms).format(name, index, value, same).split("\n")

    def _matrix_store(self) -> Lines:
        name = self.target("matrix", "rows")
        if name is None:
            return self._store()
        i, value = self.index(name), self.num()
        if name.startswith("rows"):
            j = self.chooser.pick(["0", "-1", "1", self.index(name)])
            forms = ["{0}[{1}][{2}] = {3}", "{0}[{1}][{2}] += {3}", "{0}[{1}] = [{3}]"]
            if name in self.names.grown:
                forms += ["{0}[{1}].append({3})", "{0}[{1}] += [{3}]"]
            return [self.chooser.pick(forms).format(name, i, j, value)]
        forms = ["{0}[{1}] = {3}", "{0}[{1}, 0] = {3}", "{0}[:, {1}] += {3}", "{0}[{1}] += {0}[0]"]
        forms += [
            "{0}[{1}, 1:] = {0}[{1}, :-1]",
            "{0}[{1}] -= {0}[{1}].mean()",
            "{0}[{1}][1] = {3}",
        ]
        return [self.chooser.pick(forms).format(name, i, 0, value)]

    def _set_add(self) -> Lines:
        name = self.target("set")
        if name is None:
            return self._append()
        value = self.num()
        forms = ["{0}.add({1})", "{0}.update([{1}, 2])", "{0} |= {{{1}}}", "{0}.discard({1})"]
        forms += ["if {1} not in {0}:\n    {0}.add({1})\n    print('new')", "{0}.remove({1})"]
        text = self.chooser.pick(forms if not self.in_function else forms[:2])
        return text.format(name, value).split("\n")

    def _accumulate_text(self) -> Lines:
        name = self.target("str") or "text"
        forms = ["{0} += {1}", "{0} = {0} + {1}", "{0} = {1} + {0}", "{0} += f'{{{2}}},'"]
        return [self.chooser.pick(forms).format(name, self.string(), self.num(0))]

    def _print(self) -> Lines:
        return [
            self.chooser.pick(
                [f"print({self.num()})", f"print({self.value()})", "print('.', end='')"]
            )
        ]

    def _item_changed(self) -> Lines:
        items = [(n, k) for n, k in self.items if k in ("ints", "obj")]
        if not items:
            return self._store()
        name, kind = self.chooser.pick(items)
        value = self.num()
        if kind == "obj":
            forms = [
                "{0}.x = {1}",
                "{0}.x += {1}",
                "{0}.log.append({1})",
                "{0}.bump({1})",
                "{0}.note({1})",
            ]
            forms += ["{0} += {1}", "{0}.new = {1}"]
        else:
            forms = ["{0}[0] = {1}", "{0}[-1] += {1}", "{0}.reverse()", "{0}.sort()"]
            if name in self.grown_items:
                forms += ["{0}.append({1})", "{0} += [{1}]", "{0}.pop()", "{0}.clear()"]
        return [self.chooser.pick(forms).format(name, value)]

    def _call_statement(self) -> Lines:
        lst = self.target("ints", grown=True)
        proc = self.read("proc")
        func = self.read("func")
        if lst and proc and self.chooser.chance(60):
            return [f"{proc}({lst}, {self.num()})"]
        return [f"{func}({self.num()})"] if func else self._print()

    def _attribute_store(self) -> Lines:
        name = self.target("obj")
        if name is None:
            return self._append()
        forms = [
            "{0}.x = {1}",
            "{0}.x += {1}",
            "{0}.log.append({1})",
            "{0}.bump({1})",
            "{0}.note({1})",
        ]
        forms += ["P.total += {1}", "{0}.x = max({0}.x, {1})", "{0} += 1"]
        return [self.chooser.pick(forms[: 7 if self.in_function else 8]).format(name, self.num())]

    def _delete(self) -> Lines:
        temps = [n for n, _ in self.temps]
        if temps and self.chooser.chance(70):
            return [f"del {self.chooser.pick(temps)}"]
        name = self.target("int_int", "ints")
        return [f"del {name}[{self.num(0)}]"] if name else self._print()

    def _swap(self) -> Lines:
        kind = self.chooser.pick(["ints", "int", "array"])
        name = self.target(kind)
        if name is None:
            return self._temporary()
        if kind == "int":
            other = self.target("int") or name
            return [f"{name}, {other} = {other}, {name}"]
        i, j = self.index(name), self.index(name)
        return [f"{name}[{i}], {name}[{j}] = {name}[{j}], {name}[{i}]"]

    def _deque(self) -> Lines:
        name = self.target("deque")
        if name is None:
            return self._group()
        forms = ["{0}.append({1})", "{0}.appendleft({1})", "{0}.extend([{1}, 1])", "{0}.popleft()"]
        return [self.chooser.pick([*forms, "{0}.rotate(1)"]).format(name, self.num())]

    def _risky(self) -> Lines:
        value = self.num()
        item, _ = self.chooser.pick(self.items)
        forms = [
            f"assert {self.condition()}, {item}",
            f"t_int = 1 / ({value} - 2)",
            f"t_int = 7 % {value}",
        ]
        forms += [f"if {value} == 4:\n    raise KeyError({item})"]
        self.temps.append(("t_int", "int"))
        return self.chooser.pick(forms).split("\n")

    def _rebind_item(self) -> Lines:
        name, kind = self.chooser.pick(self.items)
        if kind == "str":
            return [f"{name} = {name} + 'z'"]
        return [f"{name} = {self.num()}"] if kind == "int" else self._temporary()

    # -- compound statements -----------------------------------------------------------------

    def nested(self, size: int, depth: int) -> Lines:
        """Draw an indented block."""
        return ["    " + line for line in self.block(size, depth)]

    def _if(self, depth: int) -> Lines:
        kept = list(self.temps)
        lines = [f"if {self.condition()}:", *self.nested(self.chooser.number(1, 2), depth)]
        if self.chooser.chance(30):
            lines += [f"elif {self.condition()}:", *self.nested(1, depth)]
        if self.chooser.chance(50):
            lines += ["else:", *self.nested(1, depth)]
        if self.chooser.chance(90):
            self.temps = kept
        return lines

    def _for(self, depth: int) -> Lines:
        name = self.fresh("j")
        row = self.read("ints", "floats", "rows")
        headers = [("int", "range(3)"), ("int", "range(1, 7, 2)"), ("int", "(4, 0, 2)")]
        outer = [n for n, k in self.items if k == "int"]
        if outer:
            headers.append(("int", f"range(min({outer[0]}, 4))"))
        if row:
            grown = row in self.names.grown or row in self.grown_items
            kind = "ints" if row.startswith("rows") else "int"
            headers.append((kind, f"list({row})" if grown else row))
        kind, header = self.chooser.pick(headers)
        self.items.append((name, kind))
        lines = [f"for {name} in {header}:", *self.nested(self.chooser.number(1, 2), depth)]
        if self.chooser.chance(15):
            lines += ["else:", *self.nested(1, 0)]
        if self.chooser.chance(90):
            self.items.pop()
        return lines

    def _while(self, depth: int) -> Lines:
        name = self.fresh("k")
        lines = [f"{name} = 0", f"while {name} < {self.chooser.pick(['3', '2', '4'])}:"]
        lines += [f"    {name} += 1", *self.nested(1, depth)]
        self.temps.append((name, "counter_of_while"))
        return lines

    def _try(self, depth: int) -> Lines:
        handler = self.chooser.pick(ERRORS)
        bound = self.chooser.chance(25)
        lines = ["try:", *self.nested(self.chooser.number(1, 2), depth)]
        lines += [f"except {handler}{' as error' if bound else ''}:"]
        lines += ["    print(repr(error))"] if bound else self.nested(1, 0)
        if self.chooser.chance(20):
            lines += ["else:", *self.nested(1, 0)]
        if self.chooser.chance(20):
            lines += ["finally:", *self.nested(1, 0)]
        return lines

    def _leave(self, depth: int) -> Lines:
        word = self.chooser.pick(["continue", "break"])
        return [f"if {self.condition()}:", f"    {word}"]
