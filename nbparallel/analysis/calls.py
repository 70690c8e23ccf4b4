"""Abstract interpretation of calls: into the user's code, or by what is known of others'."""

from __future__ import annotations

import ast
import copy
import dataclasses
import functools
import inspect
import itertools
import logging
import sys
import types
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from nbparallel import facts
from nbparallel.analysis import (
    displays,
    drawn,
    draws,
    functions,
    handlers,
    knowledge,
    looking,
    moving,
    protocols,
    redirected,
    scope,
    supers,
    unseen,
    values,
)
from nbparallel.analysis.callees import (
    Arguments,
    bind_parameters,
    closure_of,
    frame_is_in_cell,
    keyword_of,
    name_of,
    python_method,
    scope_of,
    summary_key,
    surroundings_key,
)
from nbparallel.analysis.construction import Construction
from nbparallel.analysis.draws import Flow
from nbparallel.analysis.frames import Frame
from nbparallel.analysis.knowledge import Does, Known, plotting
from nbparallel.analysis.values import ABSENT, ATOM, SHARED, SHELL, LocalFunction, Owner, Value
from nbparallel.diagnostic import Code

MAX_DEPTH = 25
_FUNCTIONS = (type, types.FunctionType, types.MethodType)
_NOT_CALLED = Value(Owner.SHARED)
_ERROR_HANDLERS: Final = frozenset(
    """strict ignore replace xmlcharrefreplace backslashreplace namereplace surrogateescape
    surrogatepass""".split()
)
_NEVER_COPIED: Final = (types.FunctionType, types.BuiltinFunctionType, types.ModuleType, type)

_CALLED_WORDS = frozenset({"key", "func", "function", "callback", "default_factory"})
"""Keywords by which libraries are given functions."""

_PLAIN_CONTAINERS: Final = (list, tuple, dict, str, bytes, range)

COMPRESSED: Final = frozenset({"gzip", "bz2", "lzma"})
"""Modules whose ``open`` reads and writes as the builtin does."""


_COMBINING: Final = (
    itertools.combinations,
    itertools.combinations_with_replacement,
    itertools.permutations,
    itertools.pairwise,
)
"""Iterators over tuples of what they are given."""


_CACHE_KEYS: Final = (int, str, bytes, types.NoneType)
"""Types of arguments of which none is equal to another's."""


def _needs_no_cache(live: Any) -> bool:
    """Whether what a cache holds is what its function would give now."""
    if type(live.__wrapped__) is not types.FunctionType:
        return False
    code, names = live.__wrapped__.__code__, live.__wrapped__.__globals__
    lasting = (types.FunctionType, types.ModuleType, type, type(live))
    return not live.cache_info().currsize or all(
        isinstance(names.get(name, len), (*lasting, types.BuiltinFunctionType))
        for name in code.co_names
    )


_OF_STREAMS: Final[dict[str, type]] = {
    "write": int,
    "writelines": types.NoneType,
    "flush": types.NoneType,
}
"""What methods of the standard streams give."""


class Calls(Construction):
    """Judges calls."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._summaries: dict[object, tuple[Value, Value | None, bool, Flow, object] | None] = {}
        self._in_cached: set[int] = set()

    def call(self, node: ast.Call, frame: Frame) -> Value:
        """Interpret a call: the callee, the arguments, then the effect."""
        if isinstance(node.func, ast.Attribute):
            above = self._super(node.func.value, frame)
            if above is not None:
                return self._above(above, node.func.attr, self._arguments(node, frame), node)
            if self._is_standard_stream(node.func.value, frame) and node.func.attr in _OF_STREAMS:
                return self._to_stream(node.func.attr, self._arguments(node, frame), node)
            mark = len(self._taken_in)
            if node.func.attr in moving.METHODS:
                self._moved.add(id(node.func.value))
            receiver = self.value(node.func.value, frame)
            arguments = self._arguments(node, frame)
            receiver = self.since(mark, receiver)
            if (written := self._written(node, frame)) is not None:
                return self._vouched(written, arguments, node)
            return self._method(receiver, node.func.attr, arguments, node)
        callee = self._called(lambda: self.value(node.func, frame))
        arguments = self._arguments(node, frame)
        if (written := self._written(node, frame)) is not None:
            return self._vouched(written, arguments, node)
        return self._callee(callee, arguments, node)

    def _called(self, evaluated: Callable[[], Value]) -> Value:
        """Give what is called: whether it looks at files is judged by the call, not by its name."""
        before = set(self.context.looks)
        callee = evaluated()
        name = looking.function(callee.live)
        if name is not None and name not in before:
            self.context.looks.pop(name, None)
        return callee

    def _is_standard_stream(self, node: ast.expr, frame: Frame) -> bool:
        """Whether an expression is ``sys.stdout`` or ``sys.stderr``, which chunks log."""
        return (
            isinstance(node, ast.Attribute)
            and node.attr in ("stdout", "stderr")
            and self.value(node.value, frame).live is sys
        )

    def _to_stream(self, name: str, arguments: Arguments, node: ast.Call) -> Value:
        """Judge what is written to a standard stream: it comes in order, as what is printed."""
        self.context.prints = True
        for value in arguments.all():
            if name == "writelines":
                self.iterate(value, node)
        return values.atom(_OF_STREAMS[name])

    def _written(self, node: ast.Call, frame: Frame) -> str | None:
        """Give the name if the user vouches for what the loop's own text calls here."""
        return self.context.vouched.written(node.func) if frame.is_body else None

    def _vouched(self, name: str, arguments: Arguments, node: ast.Call) -> Value:
        """Take a call for pure; the functions it is given are judged all the same."""
        self.context.assumed.add(name)
        self._callbacks(arguments, node)
        self._sets_given(arguments, node)
        return values.fresh()

    def _arguments(self, node: ast.Call, frame: Frame) -> Arguments:
        given, mark = Arguments([], {}, True), len(self._taken_in)
        for argument in node.args:
            if isinstance(argument, ast.Starred):
                self._spread(self.value(argument.value, frame), argument, given)
            else:
                given.positional.append(self.value(argument, frame))
        for index, keyword in enumerate(node.keywords):
            value = self.value(keyword.value, frame)
            if keyword.arg is None:
                self._spread_keywords(value, f"**{index}", given)
            else:
                given.keywords[keyword.arg] = value
        if len(self._taken_in) > mark:
            given.positional = [self.since(mark, value) for value in given.positional]
            given.keywords = {n: self.since(mark, v) for n, v in given.keywords.items()}
        return given

    def _spread(self, value: Value, node: ast.AST, given: Arguments) -> None:
        """Add the arguments of a ``*``, one by one where they are live."""
        if type(value.live) in (list, tuple) and self._stays(value.live):
            parts = [replace(values.of_live(part), roots=value.roots) for part in value.live]
            given.positional += map(self.see, parts)
            return
        given.exact = False
        given.positional.append(self.iterate(value, node))

    def _spread_keywords(self, value: Value, label: str, given: Arguments) -> None:
        live = value.live
        if type(live) is dict and self._stays(live) and all(type(key) is str for key in live):
            for key, part in live.items():
                given.keywords[key] = self.see(replace(values.of_live(part), roots=value.roots))
            return
        given.exact = False
        given.keywords[label] = values.element_of(value)

    def _stays(self, live: Any) -> bool:
        """Whether an object is not one that the loop changes."""
        return self.context.accumulator_named_by(live) is None

    # -- what is called -----------------------------------------------------------------

    def _callee(self, callee: Value, arguments: Arguments, node: ast.Call) -> Value:
        if callee.function is not None:
            return self._local_function(callee.function, arguments, node)
        if callee.among and callee.live is ABSENT:
            return values.joined(
                [
                    self._callee(
                        self.see(values.of_live(option)),
                        Arguments([*arguments.positional], {**arguments.keywords}, arguments.exact),
                        node,
                    )
                    for option in callee.among
                ]
            )
        cls = callee.type
        if callee.live is ABSENT and cls is not None and cls not in _FUNCTIONS:
            known = knowledge.of_method(cls, "__call__")
            if facts.is_user_class(cls) or cls in drawn.TYPES or known is not knowledge.UNKNOWN:
                return self._method(callee, "__call__", arguments, node)
        if callee.live is ABSENT:
            return self._unseen(ast.unparse(node.func), node, callee, arguments)
        return self._live(callee, arguments, node)

    def _live(self, callee: Value, arguments: Arguments, node: ast.Call) -> Value:
        live = callee.live
        if (vouched := self.context.vouched.function(live)) is not None:
            return self._vouched(vouched, arguments, node)
        if isinstance(live, functools.partial):
            return self._partial(live, arguments, node)
        if live is object.__setattr__ and self._is_plain_store(arguments, node):
            return self._set_by_object(arguments, node)
        if live is dataclasses.replace and arguments.positional:
            return self._replaced(arguments, node)
        if isinstance(live, functools._lru_cache_wrapper):
            return self._cached(live, arguments, node)
        if moving.is_write(live):
            return self._moves("tqdm.write", {"end"}, arguments, node)
        if facts.is_class_method(live):
            return self._class_method(live, arguments, node)
        if facts.is_own_class_method(live):
            positional = [values.of_live(live.__self__), *arguments.positional]
            whole = Arguments(positional, arguments.keywords, arguments.exact)
            return self._user_function(live.__func__, whole, node)
        if isinstance(live, types.MethodType):
            receiver = values.of_live(live.__self__)
            return self._method(receiver, live.__func__.__name__, arguments, node)
        if isinstance(live, types.MethodDescriptorType) and arguments.positional:
            receiver, *others = arguments.positional
            receiver = replace(receiver, type=live.__objclass__)  # or it raises a TypeError
            given = Arguments(others, arguments.keywords, arguments.exact)
            return self._method(receiver, live.__name__, given, node)
        bound = getattr(live, "__self__", None)
        if isinstance(live, types.BuiltinFunctionType) and not isinstance(
            bound, types.ModuleType | type(None) | type
        ):
            return self._method(values.of_live(bound), live.__name__, arguments, node)
        if isinstance(live, types.FunctionType) and facts.library_of(live) is None:
            return self._user_function(live, arguments, node)
        if isinstance(live, type) and facts.is_user_class(live):
            return self._construct(live, arguments, node)
        if live is type and not (arguments.exact and len(arguments.positional) == 1):
            return self._unknown("type", node, None)  # it makes a class, of which others may hear
        if any(live is function for function in handlers.FUNCTIONS):
            return self._logs(logging.root, live.__name__, arguments, node)
        if (managed := redirected.manager(live, arguments)) is not None:
            return managed
        if redirected.sets_filter(live) and self._frames[-1].catches:
            return ATOM
        if displays.is_display(live):
            return self._displays(arguments, node)
        if (live is copy.copy or live is copy.deepcopy) and arguments.positional:
            copied = arguments.positional[0]
            if copied.function is not None or isinstance(copied.live, _NEVER_COPIED):
                return copied
        known = knowledge.of_function(live)
        if known is knowledge.UNKNOWN and not _is_function(live):
            return self._method(callee, "__call__", arguments, node)
        self._callbacks(arguments, node)
        if live is logging.getLogger:
            return Value(Owner.SHARED, logging.Logger)
        if any(live is known for known in (*knowledge.CONTAINERS, sorted, iter)):
            return self._make_container(live, arguments, node)
        if moving.draws_widgets(live) and not self.context.is_header:
            return self._unknown(name_of(live), node, None)
        if isinstance(live, type) and facts.library_of(live) == "tqdm" and arguments.positional:
            element = self.iterate(arguments.positional[0], node)
            return values.container_of(types.GeneratorType, element)
        if live in _COMBINING:
            held = values.joined([self.iterate(part, node) for part in arguments.positional
                                  if part.type is not int])  # fmt: skip
            combined = values.container_of(tuple, held)
            if held.owner is Owner.ATOM:
                combined = replace(combined, owner=Owner.ATOM)
            return values.container_of(types.GeneratorType, combined)
        if getattr(live, "__name__", "") == "open" and facts.library_of(live) in COMPRESSED:
            # That of `bz2` keeps Python's own `open`, which is not the worker's.
            return self._open(node, followed=facts.library_of(live) != "bz2")
        if facts.is_open(live):
            if arguments.positional and arguments.positional[0].type in (int, bool):
                return self._unknown("open", node, None)  # whose descriptors are another process's
            return self._open(node)
        if facts.library_of(live) == "builtins":
            return self._builtin(live, arguments, node)
        for value in arguments.positional[getattr(live, "nin", len(arguments.positional)) :]:
            self.mutate(value, name_of(live), node)  # a ufunc's output arrays
        self._sets_given(arguments, node)
        if known is knowledge.UNKNOWN:
            return self._unseen(name_of(live), node, None, arguments, live)
        own = live if knowledge.has_tables(live) else None
        return self.apply(known, name_of(live), None, arguments, node, own)

    def _logs(self, logger: Any, name: str, arguments: Arguments, node: ast.Call) -> Value:
        """Judge what makes a log record, which the kernel handles at the commit."""
        self.context.logs = self.context.logs or self.context.call_site is None
        trouble = handlers.trouble(logger)
        if trouble:
            self.context.refuse(Code.PROCESS_STATE, f"`{name}` logs, and {trouble}", node)
        for value in arguments.all():
            self._shown(value, node)
        return self.apply(handlers.METHODS[name], name, None, arguments, node)

    def _moves(
        self, name: str, known: set[str] | None, arguments: Arguments, node: ast.Call
    ) -> Value:
        """Judge what moves a bar of tqdm's, or writes past it: the kernel does it at the commit."""
        if known is not None and not arguments.keywords.keys() <= known:
            return self._unknown(name, node, None)
        self.context.assumed_results.update(displays.METHODS)
        for value in arguments.all():
            self._shown(value, node)
        return self._loud(moving.MOVES, name, arguments, node)

    def _displays(self, arguments: Arguments, node: ast.Call) -> Value:
        """Judge what is displayed, which the kernel formats at the commit."""
        if why := displays.trouble():
            self.context.refuse(Code.PROCESS_STATE, f"`display` shows an object, and {why}", node)
        others = arguments.keywords.keys() - displays.KEYWORDS
        if others or not arguments.exact:
            return self._unknown(f"display({min(others, default='*')}=...)", node, None)
        self.context.assumed_results.update(displays.METHODS)
        for function in displays.own_formatters():
            if self._callback(values.of_live(function), node, [SHARED]) is _NOT_CALLED:
                self._unknown("a formatter of yours", node, None)
        for value in arguments.all():
            self._shown(value, node)
        return self._loud(displays.SHOWS, "display", arguments, node)

    def _loud(self, known: Known, name: str, arguments: Arguments, node: ast.Call) -> Value:
        """Apply what shows something that the kernel could not keep to itself."""
        if (place := draws.place_of(node)) is not None:
            self.context.drawn.loud.add(place)
        return self.apply(known, name, None, arguments, node)

    def _partial(self, live: functools.partial[Any], arguments: Arguments, node: ast.Call) -> Value:
        """Judge a call of a live ``partial``: that of its function with all arguments."""
        kept = Arguments(
            [self.see(values.of_live(part)) for part in live.args] + arguments.positional,
            {k: self.see(values.of_live(v)) for k, v in live.keywords.items()} | arguments.keywords,
            arguments.exact,
        )
        return self._callee(self.see(values.of_live(live.func)), kept, node)

    def _replaced(self, arguments: Arguments, node: ast.Call) -> Value:
        """Judge ``dataclasses.replace``: an object is made of another's attributes."""
        first = arguments.positional[0]
        if first.type is None or not facts.is_user_class(first.type):
            return self._unknown("replace", node, first)
        return self._construct(first.type, Arguments(arguments.all(), {}, False), node)

    def _cached(self, live: Any, arguments: Arguments, node: ast.Call) -> Value:
        """Judge a call of an ``lru_cache``: of a function that gives values only, and is silent.

        Each worker has a cache of its own, so that what is kept must be what would be computed:
        no value from when a global was another, none of a key that is equal but of another type.
        That a recursive call gives a value may be assumed:
        it is so if the outermost one does.
        """
        alike = all(value.type in _CACHE_KEYS for value in arguments.all())
        if not alike or not _needs_no_cache(live):
            return self._unknown(name_of(live), node, None)
        if id(live) in self._in_cached:
            return ATOM
        self._in_cached.add(id(live))
        printed, self.context.prints = self.context.prints, False
        result = self._live(values.of_live(live.__wrapped__), arguments, node)
        self._in_cached.discard(id(live))
        silent, self.context.prints = not self.context.prints, self.context.prints or printed
        if result.owner is Owner.ATOM and silent and "cache_info" not in self.context.source.text:
            return result
        return self._unknown(name_of(live), node, None)

    def _class_method(self, live: Any, arguments: Arguments, node: ast.Call) -> Value:
        self._callbacks(arguments, node)
        self._sets_given(arguments, node)
        known = knowledge.of_function(live)
        if known is knowledge.UNKNOWN:
            return self._unseen(name_of(live), node, None, arguments, live)
        own = live if knowledge.has_tables(live) else None
        return self.apply(known, name_of(live), None, arguments, node, own)

    def _builtin(self, live: Any, arguments: Arguments, node: ast.Call) -> Value:
        known = knowledge.of_builtin(live)
        name = getattr(live, "__name__", repr(live))
        if isinstance(live, type) and issubclass(live, BaseException):
            known = Known(Does.NOTHING)
        if live is next and arguments.positional:
            following = self.protocol(arguments.positional[0], "__next__", [], node)
            if following is not None:
                return values.joined([following, *arguments.positional[1:]])
        if live is vars:
            self.context.attributes.opened()
        if live is hash:
            return self._hash(arguments, node)
        if known is None:
            known = knowledge.of_function(live)  # a static method of a builtin type
        if (live is isinstance or live is issubclass) and len(arguments.positional) > 1:
            self._asks_classes(arguments.positional[1].live, node)
        if live in (str, repr, print, format):
            for value in arguments.all():
                self._shown(value, node)
        if live in (sum, min, max, any, all) and arguments.positional:
            ordered = live is sum or (live in (min, max) and "key" in arguments.keywords)
            element = (
                self.iterate(arguments.positional[0], node, ordered=ordered)
                if len(arguments.positional) == 1 or live is sum
                else values.joined(arguments.positional)
            )
            if live in (min, max):
                return values.joined([element, *arguments.keywords.values()])
            if live is sum and element.type is bool:
                return values.atom(int)
            if live is sum:  # of nothing at all it is the start itself
                start = [*arguments.positional[1:], *arguments.keywords.values()]
                made = element if element.owner is Owner.ATOM else values.SHELL
                return values.joined([made, *(v for v in start if v.owner is not Owner.ATOM)])
        return self.apply(known, name, None, arguments, node)

    def _asks_classes(self, classes: object, node: ast.Call) -> None:
        """Judge what abstract classes run where somebody asks what is a subclass of theirs."""
        for cls in classes if isinstance(classes, tuple) else (classes,):
            if isinstance(cls, type) and facts.is_user_class(cls):
                function = python_method(cls, "__subclasshook__")
                if function is not None and facts.library_of(function) is None:
                    given = Arguments([values.of_live(cls), SHARED], {}, True)
                    self._user_function(function, given, node)

    def _hash(self, arguments: Arguments, node: ast.Call) -> Value:
        if any(v.type not in (int, float, bool) for v in arguments.all()):
            self.context.refuse(
                Code.SET_ORDER,
                "`hash` of a string differs between processes",
                node,
                "use a digest of hashlib or zlib.crc32",
            )
        return values.atom(int)

    def _open(self, node: ast.Call, position: int = 1, *, followed: bool = True) -> Value:
        """Judge the opening of a file; a path's own ``open`` takes the mode first.

        What is written can be kept aside only where the file comes from a worker's ``open``.
        """
        mode: ast.expr | None = node.args[position] if len(node.args) > position else None
        mode = next((part for part in node.args if isinstance(part, ast.Starred)), mode)
        for keyword in node.keywords:
            if keyword.arg == "mode" or keyword.arg is None:
                mode = keyword.value
        text = mode.value if isinstance(mode, ast.Constant) else ("r" if mode is None else None)
        ways = set(text) & set("wax+") if isinstance(text, str) else {"a"}
        if followed and ways & {"w", "x"} and "a" not in ways:
            self.context.writes = self.context.prints = True  # both may be seen, in order
        elif ways:
            self._outside("open(...) for appending" if "a" in ways and text else "open(...)", node)
        return Value(Owner.FRESH, elements=ATOM)

    def _make_container(self, live: Any, arguments: Arguments, node: ast.Call) -> Value:
        functional = live in (map, filter)
        sources = arguments.positional[1:] if functional else arguments.positional
        # A sort by key keeps equal elements in the order in which they came.
        unordered = live in (set, frozenset) or (live is sorted and "key" not in arguments.keywords)
        held = [self.iterate(source, node, ordered=not unordered) for source in sources]
        if live is dict:
            held += [*arguments.keywords.values(), *map(values.element_of, sources)]
        element = values.joined(held)
        if functional and arguments.positional:
            result = self._callback(arguments.positional[0], node, sources=held)
            element = result if live is map else element
        elif live is dict and sources:
            element = Value(Owner.SHARED if element.owner > Owner.FRESH else Owner.FRESH)
        elif live in (enumerate, zip) and held:
            element = values.container_of(tuple, element)
            element = replace(element, owner=Owner.ATOM) if element.elements == ATOM else element
        cls = list if live is sorted else (live if isinstance(live, type) else type(iter([])))
        made = values.container_of(cls, element)
        return self.made_set(made) if live in (set, frozenset) else made

    # -- the user's own code --------------------------------------------------------------

    def _user_function(
        self, live: types.FunctionType, arguments: Arguments, node: ast.AST
    ) -> Value:
        tree = functions.tree_of(live)
        if isinstance(tree, ast.AsyncFunctionDef):
            return self._unknown(live.__name__, node, None)
        if tree is None:
            return self._unseen(live.__name__, node, None, arguments, live)
        self.context.functions[id(live)] = live
        if "<locals>" not in live.__qualname__:
            self._read_of_module(live.__module__, live.__qualname__)
        frame = Frame(frozenset(), live.__globals__, {}, function=live.__qualname__)
        frame.cells = closure_of(live)
        defaults = [values.of_live(d, live.__name__) for d in live.__defaults__ or ()]
        keyword_defaults = {
            name: values.of_live(d, live.__name__)
            for name, d in (live.__kwdefaults__ or {}).items()
        }
        for default in [*defaults, *keyword_defaults.values()]:
            self.see(default)
        return self._run(tree, frame, arguments, defaults, keyword_defaults, node)

    def _local_function(
        self, function: LocalFunction, arguments: Arguments, node: ast.AST
    ) -> Value:
        tree = function.node
        home = function.frame
        name = tree.name if isinstance(tree, ast.FunctionDef) else "<lambda>"
        frame = Frame(frozenset(), home.namespace, {}, parent=home, function=name)
        defaults = [self.value(d, home) for d in tree.args.defaults]
        keyword_defaults = {
            parameter.arg: self.value(default, home)
            for parameter, default in zip(tree.args.kwonlyargs, tree.args.kw_defaults, strict=True)
            if default is not None
        }
        return self._run(tree, frame, arguments, defaults, keyword_defaults, node)

    def _run(
        self,
        tree: functions.FunctionNode,
        frame: Frame,
        arguments: Arguments,
        defaults: list[Value],
        keyword_defaults: dict[str, Value],
        node: ast.AST,
    ) -> Value:
        """Interpret a function's body with its parameters bound."""
        bound = bind_parameters(tree.args, arguments, defaults, keyword_defaults)
        around, alive = surroundings_key(frame)
        key = (
            id(tree),
            tuple((name, summary_key(value)) for name, value in bound.items()),
            around,
        )
        if key in self._summaries:
            return self._recalled(key, node)
        if len(self.context.callees) > MAX_DEPTH:
            return self._unknown(frame.function, node, None)
        self._summaries[key] = None
        own = scope_of(tree)
        frame.local, frame.global_names, frame.rebound = own.local, own.global_names, own.rebound
        frame.first = supers.first_parameter(tree.args)
        for name, value in bound.items():
            frame.bind(name, value)
        absorbed_before, self.absorbed = self.absorbed, None
        printed, self.context.prints = self.context.prints, False
        drawn = self.context.drawn.count
        result = self._interpreted(tree, frame, node)
        drawn = self.context.drawn.count - drawn
        flow = draws.flow_of(frame, drawn, lazily=result.type is types.GeneratorType)
        self._has_drawn(flow, node)
        kept_alive = tree, bound, alive  # the keys hold ids
        self._summaries[key] = result, self.absorbed, self.context.prints, flow, kept_alive
        self.context.prints = self.context.prints or printed
        if absorbed_before is not None:
            absorbed = self.absorbed
            self.absorbed = absorbed_before.join(absorbed) if absorbed else absorbed_before
        return result

    def _recalled(self, key: object, node: ast.AST) -> Value:
        """Give what an earlier interpretation of the same call found; None is recursion."""
        summary = self._summaries[key]
        if summary is None:
            return SHARED
        result, absorbed, prints, flow, _ = summary
        self.context.prints = self.context.prints or prints
        self.context.drawn.count += flow.count
        self._has_drawn(flow, node)
        if absorbed is not None:
            self.absorb_values([absorbed])
        return result

    def _interpreted(self, tree: functions.FunctionNode, frame: Frame, node: ast.AST) -> Value:
        context = self.context
        outermost = context.call_site is None and not frame_is_in_cell(frame)
        if outermost:
            context.call_site = node
        context.callees.append(frame.function)
        try:
            if isinstance(tree, ast.Lambda):
                with self.active(frame):
                    return self.value(tree.body, frame)
            self.function_body(tree.body, frame)
            # An operator that gives NotImplemented has the other side asked.
            given = [v for v in frame.returned if v.live is not NotImplemented]
            result = values.joined(given or frame.returned)
            if scope_of(tree).yields:
                return values.container_of(types.GeneratorType, result)
            return result
        finally:
            context.callees.pop()
            if outermost:
                context.call_site = None

    def function_body(self, body: list[ast.stmt], frame: Frame) -> None:
        """Interpret a function's statements."""
        raise NotImplementedError  # pragma: no cover - the subclass's

    # -- methods --------------------------------------------------------------------------

    def _patched(self, cls: type, name: str) -> types.FunctionType | None:
        """Give the function that the user has put in the place of a library's method."""
        base = next((base for base in cls.__mro__ if name in vars(base)), None)
        member = vars(base)[name] if base is not None else None
        if not isinstance(member, types.FunctionType) or facts.library_of(member) is not None:
            return None
        assert base is not None
        self._read_of_module(base.__module__, f"{base.__qualname__}.{name}")
        return member

    def _method(self, receiver: Value, name: str, arguments: Arguments, node: ast.Call) -> Value:
        live = receiver.live
        if (vouched := self.context.vouched.method(receiver, name)) is not None:
            return self._vouched(vouched, arguments, node)
        if receiver.type is None and receiver.kinds and live is ABSENT:
            # A kind that lacks the method raises there as here.
            kinds = sorted(
                (kind for kind in receiver.kinds if hasattr(kind, name)),
                key=lambda kind: (kind.__module__, kind.__qualname__),
            )
            each = [replace(receiver, type=kind, kinds=frozenset()) for kind in kinds]
            return values.joined([self._method(one, name, arguments, node) for one in each])
        if isinstance(live, types.ModuleType | type):
            callee = self._called(lambda: self.attribute(receiver, name, node))
            return self._callee(callee, arguments, node)
        cls = receiver.type
        if cls is not None and facts.is_user_class(cls):
            return self._user_method(receiver, cls, name, arguments, node)
        if live is not ABSENT and not isinstance(live, types.FunctionType):
            own = (
                getattr(live, "__dict__", {}).get(name, ABSENT)
                if hasattr(live, "__dict__")
                else ABSENT
            )
            if own is not ABSENT and callable(own):
                return self._callee(values.of_live(own), arguments, node)
        self._callbacks(arguments, node)
        if (known := self._plots(receiver, name, arguments, node)) is not None:
            return self.apply(known, name, receiver, arguments, node)
        if cls is not None and receiver.owner is Owner.ATOM and not hasattr(cls, name):
            return ATOM  # it raises there as here
        if name == "open" and cls is not None and cls.__module__.startswith("pathlib"):
            return self._open(node, 0)
        if handlers.is_logger(cls) and name in handlers.METHODS:
            return self._logs(None if live is ABSENT else live, name, arguments, node)
        if live is not ABSENT and moving.moves(live, name):
            return self._moves(name, None, arguments, node)
        if facts.is_replaced(cls, name):
            return self._unknown(f"{name}, which is replaced,", node, receiver)
        own = None
        if cls is not None and (patched := self._patched(cls, name)) is not None:
            given = Arguments(
                [receiver, *arguments.positional], arguments.keywords, arguments.exact
            )
            return self._user_function(patched, given, node)
        if cls is not None:
            known = knowledge.of_method(cls, name)
            own = inspect.getattr_static(cls, name, None) if knowledge.has_tables(cls) else None
        else:
            known = self._of_unknown(receiver, name, arguments)
        if name in ("encode", "decode"):
            self._handles_errors(node)
        if name == "join" and arguments.positional:
            self._ordered(arguments.positional[0], node, "joined")
        if name == "pop" and cls in (set, frozenset):
            self._ordered(receiver, node, "popped from")
        result = self.apply(known, name, receiver, arguments, node, own)
        if name in ("keys", "items") and cls in (None, dict):
            return replace(result, type=type({}.keys()))
        return result

    def _handles_errors(self, node: ast.Call) -> None:
        """Refuse handlers of encoding errors that the user may have registered."""
        errors = node.args[1] if len(node.args) > 1 else keyword_of(node, "errors")
        known = isinstance(errors, ast.Constant) and errors.value in _ERROR_HANDLERS
        if errors is not None and not known:
            self._unknown(f"the handler {ast.unparse(errors)}", node, None)

    def _plots(
        self, receiver: Value, name: str, arguments: Arguments, node: ast.Call
    ) -> Known | None:
        """What is known of a method of what plotting gives; None if the receiver is no such."""
        cls = receiver.type
        if cls is drawn.Drawing:
            known = knowledge.of_drawing(name)
            if known is None or (
                plotting.may_store(name, len(arguments.positional))
                and any(value.owner > Owner.FRESH for value in arguments.all())
            ):
                return knowledge.UNKNOWN
            return known
        unsure = cls is None and receiver.live is ABSENT and receiver.owner is not Owner.ATOM
        if unsure or cls is drawn.Drawn:
            known = None if self.context.guarded else knowledge.of_maybe_drawn(name)
            if known is None and cls is not None:
                return self._of_unknown(receiver, name, arguments)
            if known is not None:
                self.context.assumed_methods.add(name)
                self.context.taken_for_artists.add(name)
            return known
        if cls is None or not plotting.is_of_matplotlib(cls):
            return None
        if plotting.REGISTER.method(cls, name) is None:
            self.mutate(Value(Owner.SHARED, roots=receiver.roots), name, node)
            return knowledge.UNKNOWN
        return None

    def _of_unknown(self, receiver: Value, name: str, arguments: Arguments) -> Known:
        """What is known of a method by its name alone."""
        count = len(arguments.positional) if arguments.exact else None
        self.context.assumed_methods.add(name)
        known = knowledge.of_unknown_method(name, count, arguments.keywords.keys())
        if receiver.owner is Owner.ATOM:
            known = knowledge.of_immutable_method(known, name)
        return known

    def absorb_values(self, held: list[Value]) -> None:
        """Let any object made in the iteration hold these from now on."""
        raise NotImplementedError  # pragma: no cover - the subclass's

    def mutate(self, target: Value, how: str, node: ast.AST) -> None:
        """Refuse a change of an object that may be seen from outside the iteration."""
        if target.type is drawn.Drawing:
            self._unknown(how, node, None)  # other than by its methods: it may hold what it got
            return
        if target.owner is not Owner.SHARED:
            return
        name = self.named(target)
        self.context.refuse(
            Code.CALLEE_WRITES if self.context.call_site is not None else Code.SHARED_MUTATED,
            f"`{how}` changes {name}, which other iterations may see, at line "
            f"{getattr(node, 'lineno', 0)}",
            node,
            "work on a copy made in the body, or return the change and apply it after the loop",
        )

    def _callbacks(self, arguments: Arguments, node: ast.Call) -> None:
        for value in arguments.all():
            if protocols.method_of(value, "__next__") or protocols.method_of(value, "__iter__"):
                self.iterate(value, node, ordered=False)
            result = self._callback(value, node)
            if result is not _NOT_CALLED:
                arguments.called.append(result)
        for word in sorted(_CALLED_WORDS & arguments.keywords.keys()):
            given = arguments.keywords[word]
            if given.live is not ABSENT or given.function is not None or given.among:
                continue
            if given.owner is Owner.SHARED:
                self._unknown(f"the {word} given", node, given)
            elif given.owner is not Owner.ATOM:
                self.context.calls_unknown = True

    def _callback(self, value: Value, node: ast.Call, sources: list[Value] | None = None) -> Value:
        """Judge a function handed to somebody who will call it with anything."""
        anything = SHARED
        live = value.live
        if protocols.method_of(value, "__call__") is not None:
            given = Arguments(sources or [anything], {}, sources is not None)
            return self._method(value, "__call__", given, node)
        if live is ABSENT and value.function is None and value.type is not types.MethodType:
            if sources is None:
                return _NOT_CALLED  # most arguments are data
        elif (vouched := self.context.vouched.function(live)) is not None:
            self.context.assumed.add(vouched)
            return values.fresh()
        tree: ast.Lambda | ast.FunctionDef | ast.AsyncFunctionDef | None = None
        if value.function is not None:
            tree = value.function.node
        elif isinstance(live, types.FunctionType) and facts.library_of(live) is None:
            tree = functions.tree_of(live)
        if tree is not None:
            names = scope.parameters(tree.args)
            given = Arguments((sources or [])[: len(names)], {}, sources is not None)
            if sources is None:
                given = Arguments([anything for _ in names], {}, False)
            if value.function is not None:
                return self._local_function(value.function, given, node)
            return self._user_function(live, given, node)
        if isinstance(live, types.FunctionType) and facts.library_of(live) is None:
            return self._unseen(live.__name__, node, None, Arguments([], {}, True), live)
        if isinstance(live, types.MethodType):
            function = live.__func__
            if isinstance(function, types.FunctionType) and facts.library_of(function) is None:
                given = Arguments([values.of_live(live.__self__), anything], {}, False)
                return self._user_function(function, given, node)
        if (
            live is not ABSENT
            and callable(live)
            and (sources is not None or isinstance(live, types.BuiltinMethodType))
        ):
            given = Arguments(sources if sources is not None else [anything], {}, True)
            return self._live(value, given, node)
        if live is ABSENT and (
            value.type is types.MethodType or (sources is not None and value.owner is Owner.SHARED)
        ):
            return self._unknown("the function given", node, value)
        if isinstance(live, type) and facts.is_user_class(live):
            return self._construct(live, Arguments([anything], {}, False), node)
        if sources is None:
            return _NOT_CALLED
        if live is ABSENT and value.owner is not Owner.ATOM:
            self.context.calls_unknown = True
        return anything

    def called_by_subscript(self, container: Value, index: ast.expr, frame: Frame) -> None:
        """Judge functions in a subscript: pandas calls them with the object."""
        if container.type in _PLAIN_CONTAINERS or facts.is_ndarray(container.live):
            return
        for part in index.elts if isinstance(index, ast.Tuple) else [index]:
            if isinstance(part, ast.Name | ast.Attribute | ast.Lambda):
                value = self.value(part, frame)
                if not isinstance(value.live, type):
                    call = ast.copy_location(ast.Call(part, [], []), index)
                    self._callback(value, call)

    def _given_to_call(self, value: Value, node: ast.Call) -> Value:
        live = value.live
        function = live.__func__ if isinstance(live, types.MethodType) else live
        own = isinstance(function, types.FunctionType) and facts.library_of(function) is None
        if isinstance(live, type):
            return SHARED if facts.is_user_class(live) else SHELL
        if own:
            return SHARED
        return self._live(value, Arguments([SHARED], {}, True), node)

    def vet(self, node: ast.AST) -> None:
        """Judge every function of the user's that somebody unknown may call with anything."""
        call = ast.copy_location(ast.Call(ast.Name("anything", ast.Load()), [], []), node)
        named = [
            values.of_live(self.context.namespace[n], n)
            for n in self.context.broadcast
            if isinstance(self.context.namespace.get(n), types.FunctionType)
        ]
        classes = self.context.user_classes | self.context.made_classes
        members = {id(member) for cls in classes for member in vars(cls).values()}
        others = [f for f in self.context.functions.values() if id(f) not in members]
        for value in [*named, *map(values.of_live, others)]:
            self._callback(value, call)
        for function in self.context.local_functions:
            self._callback(Value(Owner.FRESH, function=function), call)

    # -- refusals ---------------------------------------------------------------------------

    def _unseen(
        self,
        name: str,
        node: ast.AST,
        receiver: Value | None,
        arguments: Arguments,
        callee: Any = ABSENT,
    ) -> Value:
        """Judge a call of which nothing is known: it may be tried under guards, or it is refused.

        Whatever it does is noticed on the worker, so that what it gives counts as new.
        """
        context = self.context
        if not context.guarded or not unseen.may_try(callee, receiver):
            return self._unknown(name, node, receiver)
        if receiver is not None and unseen.is_known_to_change(receiver, name):
            self.mutate(receiver, name, node)
        for value in arguments.all():
            if value.owner is Owner.SHARED and knowledge.is_generator(value.type):
                context.refuse(
                    Code.RANDOM,
                    f"`{name}`, into which cannot be seen, may draw from a random state that the "
                    f"iterations share, at line {getattr(node, 'lineno', 0)}",
                    node,
                    "make a generator in the body: rng = np.random.default_rng([seed, i])",
                )
        context.try_under_guards(name, node, unseen.package_of(callee, receiver))
        return values.fresh()

    def _unknown(self, name: str, node: ast.AST, receiver: Value | None) -> Value:
        where = f" of {self.named(receiver)}" if receiver is not None and receiver.roots else ""
        self.context.refuse(
            Code.UNKNOWN_CALL,
            f"what `{name}`{where} does cannot be seen, at line {getattr(node, 'lineno', 0)}",
            node,
        )
        return SHARED

    def _random(
        self, node: ast.Call, stream: str, drawn: Value | None = None, *, reseeds: bool = False
    ) -> None:
        """Note a draw from a random state that the iterations share, or refuse it."""
        what = ast.unparse(node.func)
        gathered = self.context.drawn
        tracked = stream or drawn is None or draws.is_stream(drawn)
        if not gathered.allowed or not tracked or what.endswith(".spawn"):
            self.context.refuse(
                Code.RANDOM,
                f"`{what}` draws from a random state that the iterations share, at line "
                f"{getattr(node, 'lineno', 0)}",
                node,
                "make a generator in the body: rng = np.random.default_rng([seed, i])",
            )
            return
        gathered.count += 1
        roots = sorted(drawn.roots) if drawn is not None else []
        name = draws.NAMES[stream] if stream else (roots[0] if len(roots) == 1 else what)
        gathered.names[name] = None
        gathered.touched.add(stream)
        if (place := draws.place_of(node)) is not None:
            gathered.direct.add(place)
        if drawn is not None and drawn.live is not values.ABSENT:
            gathered.generators[id(drawn.live)] = drawn.live
        seeds = {stream} if reseeds and stream else frozenset[str]()
        self._has_drawn(Flow(frozenset({stream} - seeds), frozenset(seeds), 1), node)

    def _has_drawn(self, flow: Flow, node: ast.AST) -> None:
        """Note what a call has drawn from, and seeded."""
        if flow.count and (place := draws.place_of(node)) is not None:
            self.context.drawn.calls.add(place)
        if not self._frames:  # a method that an operator may run at any time
            self.context.drawn.exposed |= flow.exposed
            self.context.drawn.hidden |= flow.count > 0
            return
        frame = self._frames[-1]
        for stream in flow.exposed:
            if not draws.is_seeded(frame, stream):
                draws.expose(frame, stream)
        for stream in flow.seeded:
            draws.seed(frame, stream)

    def _outside(self, name: str, node: ast.AST) -> None:
        self.context.refuse(
            Code.OUTSIDE_EFFECT,
            f"`{name}` acts outside the process, at line {getattr(node, 'lineno', 0)}",
            node,
        )


def _is_function(live: Any) -> bool:
    """Whether a live callable is a function or a class, not an object with a ``__call__``."""
    kinds = (
        type,
        types.FunctionType,
        types.BuiltinFunctionType,
        types.MethodDescriptorType,
        types.WrapperDescriptorType,
        types.ClassMethodDescriptorType,
    )
    return isinstance(live, kinds)
