"""What a call to others' code does to the iteration, and whose object it gives.

Here the tables of `knowledge` meet the arguments of one call: which of them may be changed,
called or kept, whether a seed keeps the call from drawing, who else may see the result.
"""

from __future__ import annotations

import ast
import sys
import types
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from nbparallel import facts
from nbparallel.analysis import drawn, draws, knowledge, looking, parameters, protocols, values
from nbparallel.analysis.callees import Arguments, keyword_of
from nbparallel.analysis.draws import Flow
from nbparallel.analysis.expressions import Expressions
from nbparallel.analysis.knowledge import ANY, HELD, SEEDS, Does, Gives, Known, plotting
from nbparallel.analysis.values import ABSENT, ATOM, SHARED, Owner, Value
from nbparallel.diagnostic import Code

_UNSAID: Final = object()
_LISTS: Final = (list, tuple, set, frozenset, dict)


@dataclass(frozen=True, slots=True)
class Given:
    """One named argument: its value, and its expression where there is one."""

    value: Value
    node: ast.expr | None = None

    def says(self) -> object:
        """Give the constant that it is; anything else is unsaid."""
        if isinstance(self.node, ast.Constant):
            return self.node.value
        live = self.value.live
        return live if live is None or isinstance(live, bool) else _UNSAID


class Effects(Expressions):
    """Judges what is known of a call."""

    def mutate(self, target: Value, how: str, node: ast.AST) -> None:
        """Refuse a change of an object that may be seen from outside the iteration."""
        raise NotImplementedError  # pragma: no cover - the subclass's

    def absorb_values(self, held: list[Value]) -> None:
        """Let any object made in the iteration hold these from now on."""
        raise NotImplementedError  # pragma: no cover - the subclass's

    def apply(
        self,
        known: Known,
        name: str,
        receiver: Value | None,
        arguments: Arguments,
        node: ast.Call,
        function: Any = None,
    ) -> Value:
        """Record a call's effect and give its result.

        Parameters
        ----------
        known : Known
            What is known of it.
        name : str
            For messages.
        receiver : Value or None
            Of a method.
        arguments : Arguments
            What it is given.
        node : ast.Call
            The call.
        function : callable, optional
            The library's callable itself: its parameters' names tell what is changed.
        """
        if known.does is Does.UNKNOWN:
            return self._unseen(name, node, receiver, arguments)
        given = self._named(function, receiver is not None, arguments, node)
        if given is not None and receiver is not None and receiver.type is None:
            given |= _outputs(name, arguments)
        if given is None:
            return self._unknown(f"{name}(**...)", node, receiver)
        if known.unless and (not arguments.exact or any(word in given for word in known.unless)):
            return self._unknown(f"{name}({known.unless[0]}=...)", node, receiver)
        self.context.makes_sets = self.context.makes_sets or known.sets
        cls = receiver.type if receiver is not None else None
        if looking.by_name(name, cls) and not known.followed:
            self.context.looks.setdefault(name, node)
        self.context.prints = self.context.prints or known.prints
        self.context.traces = self.context.traces or known.traces
        self._shares(known, name, receiver, given, node)
        self._changes(known, name, given, arguments, node)
        self._calls(known, name, receiver, given, arguments, node)
        self._effect(known, name, receiver, given, arguments, node, by_library=function is not None)
        result = self._result(known, receiver, arguments, node)
        targets = [part.value for word, part in given.items() if _is_output(word)]
        targets += [given[arg].value for word, arg in known.back if _may_be_back(given, word, arg)]
        shared = [target for target in targets if target.owner is not Owner.ATOM]
        return values.joined([result, *shared]) if shared else result

    # -- arguments by name ------------------------------------------------------------------

    def _named(
        self, function: Any, bound: bool, arguments: Arguments, node: ast.Call
    ) -> dict[str, Given] | None:
        """Give the arguments by the names of their parameters.

        None if a ``*`` or ``**`` may set a parameter that decides what is changed.
        """
        nodes = {keyword.arg: keyword.value for keyword in node.keywords}
        given = {word: Given(v, nodes.get(word)) for word, v in arguments.keywords.items()}
        if function is None:
            return given
        known = parameters.of(function, bound=bound)
        if not arguments.exact:
            hidden = set() if known is None else known.names - given.keys()
            if known is None or any(parameters.is_effective(n) or n in SEEDS for n in hidden):
                return None
        names = () if known is None else known.positional
        plain = not any(isinstance(argument, ast.Starred) for argument in node.args)
        aligned = plain and len(node.args) == len(arguments.positional)
        for index, value in enumerate(arguments.positional):
            expression = node.args[index] if aligned else None
            if index < len(names):
                given.setdefault(names[index], Given(value, expression))
            elif known is None and index:
                given[f"out {index}"] = Given(value, expression)  # it may be
        return given

    def _shares(
        self,
        known: Known,
        name: str,
        receiver: Value | None,
        given: dict[str, Given],
        node: ast.Call,
    ) -> None:
        """Judge arguments by which libraries overwrite, or share, what they are given."""
        for word, argument in given.items():
            says = argument.says()
            if _is_output(word):
                self.mutate(argument.value, name, node)
                if argument.value.type in _LISTS:
                    self.mutate(values.element_of(argument.value), name, node)
            elif word == "inplace":
                if says not in (False, None):
                    self.mutate(receiver if receiver is not None else argument.value, name, node)
            elif word.startswith("overwrite_"):
                if says is not False:
                    self._unknown(f"{name}({word}=...)", node, None)
            elif (
                parameters.is_effective(word)
                and says is not True
                and known.gives not in (Gives.SAME, Gives.OTHERS)
            ):
                self._unknown(f"{name}({word}=...)", node, None)

    def _selected(
        self, words: tuple[int | str, ...], given: dict[str, Given], arguments: Arguments
    ) -> Iterator[Value]:
        if ANY in words or not arguments.exact:
            yield from arguments.all()
            return
        for word in words:
            if isinstance(word, int):
                yield from arguments.positional[word : word + 1]
            elif word in given:
                yield given[word].value

    def _changes(
        self,
        known: Known,
        name: str,
        given: dict[str, Given],
        arguments: Arguments,
        node: ast.Call,
    ) -> None:
        """Refuse to change arguments that others may see."""
        if not known.changes:
            return
        for value in self._selected(known.changes, given, arguments):
            self.mutate(value, name, node)
        self.absorb_values(arguments.all())

    # -- what the callee calls ----------------------------------------------------------------

    def _calls(
        self,
        known: Known,
        name: str,
        receiver: Value | None,
        given: dict[str, Given],
        arguments: Arguments,
        node: ast.Call,
    ) -> None:
        """Judge what the callee may call: what it is given, and what its receiver holds."""
        self.context.assumed_methods.update(known.methods)
        if known.expression and not _is_plain_expression(node):
            self._unknown(f"{name} of an expression", node, receiver)
        for value in self._selected(known.calls, given, arguments):
            if self._may_hold_callables(value):
                self.context.calls_unknown = True
                arguments.called.append(SHARED)
            elif _is_empty_maker(value) and known.place == "collections.defaultdict":
                continue  # called without arguments, they give something new
            elif value.live is not ABSENT and callable(value.live):
                arguments.called.append(self._given_to_call(value, node))
        if HELD in known.calls:
            self.context.calls_unknown = True

    def _given_to_call(self, value: Value, node: ast.Call) -> Value:
        """Judge a live callable that the callee will call; users' functions are judged already."""
        raise NotImplementedError  # pragma: no cover - the subclass's

    def _may_hold_callables(self, value: Value) -> bool:
        """Whether a value may be, or hold, a callable that nobody has looked at."""
        if value.owner is Owner.ATOM or value.function is not None:
            return False
        if knowledge.is_plain_array(value.type):
            return False
        if value.live is not ABSENT and type(value.live) not in _LISTS:
            return not (callable(value.live) or facts.library_of(value.live) is not None)
        if value.type in (*_LISTS, types.GeneratorType):
            element = values.element_of(value)
            if value.type is dict and value.live is ABSENT and value.elements is None:
                return True
            return callable(element.live) or self._may_hold_callables(element)
        return True

    # -- the effect ---------------------------------------------------------------------------

    def _effect(
        self,
        known: Known,
        name: str,
        receiver: Value | None,
        given: dict[str, Given],
        arguments: Arguments,
        node: ast.Call,
        *,
        by_library: bool,
    ) -> None:
        if by_library:
            self._generators(name, given, arguments, node)
        if receiver is not None and name in ("getstate", "get_state"):
            stream = draws.stream_of(receiver.live)
            if stream in draws.GLOBAL:  # a worker has to be lent it, even if nothing is drawn
                self._random(node, stream, receiver)
            self._has_drawn(Flow(frozenset({stream})), node)
        if not self._takes_effect(known, given, arguments):
            return
        first = arguments.positional[0] if arguments.positional else None
        if known.does is Does.CHANGES_SELF and receiver is not None:
            self._change_self(known, receiver, name, arguments, node)
        elif known.does is Does.CHANGES_FIRST and first is not None:
            self.mutate(first, name, node)
            if first.type is None or facts.is_user_class(first.type):
                self.context.assumed_results.update((*protocols.IN_PLACE, protocols.ANY_SETTER))
                self.context.attributes.opened()
            self.absorb_values(arguments.all())
        elif known.does is Does.CHANGES_FIRST:
            for value in arguments.all():
                self.mutate(value, name, node)
        elif known.does is Does.DRAWS:
            self._random(node, draws.NUMPY, reseeds=known.reseeds)
        elif known.does is Does.OUTSIDE:
            self._outside(name, node)
        elif known.does is Does.WRITES:
            self._writes(name, receiver, given, first, node)
        elif known.does in (Does.DRAWS_FIGURES, Does.SAVES_FIGURE):
            self._draws_figures(name, arguments, node)
            if known.does is Does.SAVES_FIGURE:
                self._writes(name, None, given, first, node)
        elif known.does is Does.STATE:
            self.context.refuse(
                Code.PROCESS_STATE, f"`{name}` changes the state of the whole process", node
            )
        elif known.does is Does.PRINTS:
            self.context.prints = True
            if (place := draws.place_of(node)) is not None:
                self.context.drawn.shows.add(place)
            if "file" in arguments.keywords:
                self._print_to(arguments.keywords["file"], node)

    def _writes(
        self,
        name: str,
        receiver: Value | None,
        given: dict[str, Given],
        first: Value | None,
        node: ast.Call,
    ) -> None:
        """Judge what writes a whole file, or into a file object."""
        mode = given.get("mode")
        if mode is not None and mode.says() not in ("w", "wb", "wt"):
            self._outside(f"{name}(mode=...)", node)
            return
        of_path = receiver is not None and receiver.owner is Owner.ATOM
        named = next((given[word] for word in _TARGETS if word in given), None)
        value = receiver if of_path else (named.value if named is not None else first)
        if receiver is not None and facts.library_of(receiver.type) == "PIL":
            self.mutate(receiver, name, node)  # it notes how it is saved
        if value is not None and value.owner is not Owner.ATOM:
            self.mutate(value, name, node)
            self.context.assumed_methods.update(("write", "flush", "seek", "tell"))
        self.context.writes = self.context.prints = True  # both may be seen, in order

    def _draws_figures(self, name: str, arguments: Arguments, node: ast.Call) -> None:
        """Judge what changes figures: pyplot's, and artists that it is given.

        What it is given else is only read, and kept.
        """
        self.context.figures = True
        if (place := draws.place_of(node)) is not None:
            self.context.drawn.loud.add(place)
        self.context.assumed_results.update(_ASKED_OF_DATA)
        self.context.assumed_methods.update(_ASKED_BY_NAME)
        for value in arguments.all():
            self._shown(value, node)
            if self._holds_functions(value):
                self.context.calls_unknown = True
            for cls in {value.type, *value.kinds, values.element_of(value).type} - {None}:
                assert cls is not None
                if plotting.is_of_matplotlib(cls) and value.owner is Owner.SHARED:
                    if cls not in drawn.TYPES and not plotting.is_plain(cls):
                        self.mutate(replace(value, type=None), name, node)
                elif facts.is_user_class(cls) and not isinstance(value.live, type):
                    self._unknown(f"{name} of a `{cls.__qualname__}`", node, None)

    @staticmethod
    def _holds_functions(value: Value) -> bool:
        """Whether a container may hold functions: options do, what is drawn does not."""
        if value.type not in (list, tuple, dict):
            return False
        element = values.element_of(value)
        if element.owner is Owner.ATOM or element.type in drawn.TYPES:
            return False
        known = element.function is not None or element.among or callable(element.live)
        return bool(known) or (value.type is dict and element.type is None)

    def _generators(
        self,
        name: str,
        given: dict[str, Given],
        arguments: Arguments,
        node: ast.Call,
    ) -> None:
        """Refuse to hand on a generator that the iterations share: whoever gets it may draw."""
        handed = [part.value for word, part in given.items() if word in SEEDS]
        unknown = [v for v in handed if v.owner > Owner.FRESH and v.type is None]
        for value in [*arguments.all(), *unknown]:
            if value.owner is Owner.SHARED and (
                value in unknown or knowledge.is_generator(value.type)
            ):
                self._random(node, draws.stream_of(value.live), value)
                return

    @staticmethod
    def _takes_effect(known: Known, given: dict[str, Given], arguments: Arguments) -> bool:
        """Whether the arguments are such that the call has its effect."""
        if known.only_with and arguments.exact:
            count = len(arguments.positional)
            if not any(
                word < count if isinstance(word, int) else word in given for word in known.only_with
            ):
                return False
        seeds = [given[word].value for word in SEEDS if word in given] if known.seeded else []
        return not any(seed.type is not types.NoneType for seed in seeds)

    def _change_self(
        self, known: Known, receiver: Value, name: str, arguments: Arguments, node: ast.Call
    ) -> None:
        if knowledge.is_generator(receiver.type):
            if receiver.owner is Owner.SHARED:
                stream = draws.stream_of(receiver.live)
                self._random(node, stream, receiver, reseeds=known.reseeds)
            return
        self.mutate(receiver, name, node)
        self.absorb_values(arguments.all())

    def _sets_given(self, arguments: Arguments, node: ast.Call) -> None:
        """Refuse sets handed to somebody who may iterate them, and note what may be a set."""
        for value in arguments.all():
            self._shown(value, node)

    def _print_to(self, target: Value, node: ast.Call) -> None:
        text = ast.unparse(keyword_of(node, "file") or node)
        own = self.context.namespace.get("sys", sys) is not sys
        if own or text not in ("sys.stdout", "sys.stderr", "None"):
            self.mutate(target, "print", node)
            self.context.assumed_methods.update(("write", "flush"))

    # -- the result ---------------------------------------------------------------------------

    def _result(
        self, known: Known, receiver: Value | None, arguments: Arguments, node: ast.Call
    ) -> Value:
        cls = None if "inplace" in arguments.keywords else knowledge.type_of(known)
        if known.gives is Gives.ATOM:
            return values.atom(cls)
        if known.gives is Gives.DRAWING:
            return self._drawing(known, node, receiver, arguments)
        if known.gives is Gives.DRAWN:
            return _DRAWN
        if known.gives is Gives.NUMBERS:
            return Value(Owner.FRESH, elements=ATOM)
        if known.gives is Gives.NEW:
            elements = values.atom(known.each) if known.each is not None else None
            return Value(Owner.FRESH, cls, elements=elements)
        others = [v for v in [*arguments.all(), *arguments.called] if not _is_library_code(v)]
        given = [receiver, *others] if receiver is not None else others
        roots: frozenset[str] = frozenset().union(*(v.roots for v in given), ())
        made = Value(Owner.FRESH, cls, roots=roots)
        owner = max((v.owner for v in given), default=Owner.FRESH)
        match known.gives:
            case Gives.NUMBER if arguments.all() and all(map(_is_number, arguments.all())):
                return ATOM
            case Gives.COPY | Gives.NUMBER:
                plain = all(self._is_plain(value) for value in given)
                return Value(Owner.FRESH, cls) if plain else replace(made, owner=Owner.SHELL)
            case Gives.VALUE if all(v.owner is Owner.ATOM and v.type is not tuple for v in given):
                return Value(Owner.ATOM, cls)
            case Gives.HOLDS:
                return replace(made, owner=Owner.FRESH if owner <= Owner.FRESH else Owner.SHELL)
            case Gives.WRAPS:
                return replace(made, owner=max(map(_wrapped, given), default=Owner.FRESH))
            case Gives.SELF if receiver is not None:
                held = any(v.owner > Owner.FRESH for v in others)
                return receiver.aged(Owner.SHELL) if held else receiver
            case Gives.ELEMENT | Gives.PICKS:
                picked = receiver if known.gives is Gives.ELEMENT else None
                return self._picked(picked, arguments, node)
            case Gives.OTHERS:
                return Value(Owner.SHARED, roots=roots)
        if owner is Owner.SHELL:
            owner = Owner.SHARED  # it may be what is held
        return replace(made, owner=max(owner, Owner.FRESH))

    def _drawing(
        self, known: Known, node: ast.Call, receiver: Value | None, arguments: Arguments
    ) -> Value:
        """Give what plotting makes, where it may not be what it was given."""
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        given = any(value.owner is not Owner.ATOM for value in arguments.all())
        of_drawn = receiver is not None and receiver.type is drawn.Drawn
        if (name == "get_cmap" and given) or (known.does is Does.NOTHING and of_drawn):
            return _DRAWN
        return Value(Owner.FRESH, drawn.Drawing)

    def _picked(self, receiver: Value | None, arguments: Arguments, node: ast.Call) -> Value:
        """Give an element of a container, or one of the arguments that may stand in for it."""
        first, *rest = [*arguments.positional, *([] if arguments.positional else [ATOM])]
        container = receiver if receiver is not None else first
        others = [*rest, *arguments.keywords.values(), *arguments.called]
        if receiver is not None:
            picked = self.see(values.element_of(container))
        else:
            picked = self.iterate(container, node, ordered=False)
        if receiver is not None and isinstance(receiver.type, type) and not others:
            others = [values.atom(types.NoneType)] if issubclass(receiver.type, dict) else []
        return values.joined([picked, *others])

    def _is_plain(self, value: Value) -> bool:
        """Whether what is copied of a value holds no objects that others may see.

        Arrays may hold Python objects; that none of those that travel do is checked when they
        are pickled.
        """
        if value.owner <= Owner.FRESH or isinstance(value.live, type):
            return True
        if facts.is_ndarray(value.live):
            return not value.live.dtype.hasobject
        if knowledge.is_plain_array(value.type):
            self.context.copies_objects = True
            return True
        if value.type in _LISTS and value.owner is not Owner.SHELL:
            element = values.element_of(value)
            if value.type is dict:
                keys = values.iterated(value)
                return element.owner is Owner.ATOM and keys.owner <= Owner.FRESH
            return element.owner <= Owner.FRESH or (
                knowledge.is_plain_array(element.type) and self._is_plain(element)
            )
        return value.owner is Owner.SHARED and type(value.live).__name__.endswith("DType")

    # -- refusals -----------------------------------------------------------------------------

    def _unseen(
        self,
        name: str,
        node: ast.AST,
        receiver: Value | None,
        arguments: Arguments,
        callee: Any = ABSENT,
    ) -> Value:
        raise NotImplementedError  # pragma: no cover - the subclass's

    def _unknown(self, name: str, node: ast.AST, receiver: Value | None) -> Value:
        raise NotImplementedError  # pragma: no cover - the subclass's

    def _random(
        self, node: ast.Call, stream: str, drawn: Value | None = None, *, reseeds: bool = False
    ) -> None:
        raise NotImplementedError  # pragma: no cover - the subclass's

    def _has_drawn(self, flow: Flow, node: ast.AST) -> None:
        raise NotImplementedError  # pragma: no cover - the subclass's

    def _outside(self, name: str, node: ast.AST) -> None:
        raise NotImplementedError  # pragma: no cover - the subclass's


_DRAWN: Final = Value(Owner.SHARED, drawn.Drawn)
_ASKED_OF_DATA: Final = frozenset(
    """__array__ __iter__ __len__ __getitem__ __contains__ __float__ __int__ __index__ __bool__
    __str__ __repr__ __format__ __eq__ __ne__ __lt__ __le__ __gt__ __ge__ __hash__ __add__ __sub__
    __mul__ __truediv__ __radd__ __rsub__ __rmul__ __rtruediv__ __neg__ __abs__ __array_ufunc__
    __getattr__ __fspath__ __call__ __copy__ __deepcopy__ __array_function__""".split()
)
_ASKED_BY_NAME: Final = ("to_numpy", "filled", "set_figure")
"""What Matplotlib calls of data that it is given."""

_TARGETS: Final = ("fname", "path_or_buf", "buf", "path", "file", "fp")


def _is_library_code(value: Value) -> bool:
    """Whether a value is a library's class or function: whoever keeps it shares nothing."""
    live = value.live
    if live is ABSENT:
        return False
    plain = isinstance(live, type | types.FunctionType) or (
        isinstance(live, types.BuiltinFunctionType) and isinstance(live.__self__, types.ModuleType)
    )
    return plain and facts.library_of(live) is not None


def _is_empty_maker(value: Value) -> bool:
    return any(value.live is cls for cls in (list, dict, set, int, float, str))


def _is_output(word: str) -> bool:
    return word.partition(" ")[0] in ("out", "output")


def _outputs(name: str, arguments: Arguments) -> dict[str, Given]:
    """Give what a method of an unknown object takes for its result, if that is an array."""
    position = parameters.output_of(name)
    if position is None or position >= len(arguments.positional):
        return {}
    return {"out ?": Given(arguments.positional[position])}


def _may_be_back(given: dict[str, Given], word: str, argument: str) -> bool:
    """Whether a parameter is such that the result may be, or hold, an argument as it is."""
    if word not in given or argument not in given:
        return False
    says = given[word].says()
    return word == argument or says is _UNSAID or not says


def _is_number(value: Value) -> bool:
    return value.owner is Owner.ATOM and (
        value.type in facts.NUMBERS or (value.type is not None and value.type.__module__ == "numpy")
    )


def _wrapped(value: Value) -> Owner:
    """Give who may see the data of an object that wraps a value's."""
    if value.owner <= Owner.FRESH or isinstance(value.live, type):
        return Owner.FRESH
    return Owner.SHELL if value.type in (list, tuple, dict) else Owner.SHARED


def _is_plain_expression(node: ast.Call) -> bool:
    """Whether an expression given as text names no variables of the caller's."""
    first = node.args[0] if node.args else keyword_of(node, "expr")
    return (
        isinstance(first, ast.Constant) and isinstance(first.value, str) and "@" not in first.value
    )
