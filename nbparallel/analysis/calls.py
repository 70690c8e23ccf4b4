"""Abstract interpretation of calls: into the user's code, or by what is known of others'."""

from __future__ import annotations

import ast
import types
from dataclasses import replace
from typing import Any

from nbparallel import facts
from nbparallel.analysis import functions, knowledge, scope, values
from nbparallel.analysis.callees import (
    Arguments,
    bind_parameters,
    closure_of,
    declared_global,
    declared_nonlocal,
    frame_is_in_cell,
    has_shared_attributes,
    keyword_of,
    name_of,
    python_method,
    summary_key,
)
from nbparallel.analysis.expressions import Expressions
from nbparallel.analysis.frames import Frame
from nbparallel.analysis.knowledge import Does, Gives, Known
from nbparallel.analysis.values import ABSENT, ATOM, SHARED, LocalFunction, Owner, Value
from nbparallel.diagnostic import Code

MAX_DEPTH = 25


class Calls(Expressions):
    """Judges calls."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._summaries: dict[object, tuple[Value, Value | None, bool, object] | None] = {}
        self.absorbed: Value | None = None

    def call(self, node: ast.Call, frame: Frame) -> Value:
        """Interpret a call: the callee, the arguments, then the effect."""
        if isinstance(node.func, ast.Attribute):
            receiver = self.value(node.func.value, frame)
            arguments = self._arguments(node, frame)
            if (written := self._written(node, frame)) is not None:
                return self._vouched(written, arguments, node)
            return self._method(receiver, node.func.attr, arguments, node)
        callee = self.value(node.func, frame)
        arguments = self._arguments(node, frame)
        if (written := self._written(node, frame)) is not None:
            return self._vouched(written, arguments, node)
        return self._callee(callee, arguments, node)

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
        exact = not any(isinstance(arg, ast.Starred) for arg in node.args)
        positional = [self.value(arg, frame) for arg in node.args]
        keywords: dict[str, Value] = {}
        for index, keyword in enumerate(node.keywords):
            value = self.value(keyword.value, frame)
            if keyword.arg is None:
                exact = False
                value = values.element_of(value)
            keywords[keyword.arg or f"**{index}"] = value
        return Arguments(positional, keywords, exact)

    # -- what is called -----------------------------------------------------------------

    def _callee(self, callee: Value, arguments: Arguments, node: ast.Call) -> Value:
        if callee.function is not None:
            return self._local_function(callee.function, arguments, node)
        if callee.live is ABSENT:
            return self._unknown(ast.unparse(node.func), node, callee)
        return self._live(callee, arguments, node)

    def _live(self, callee: Value, arguments: Arguments, node: ast.Call) -> Value:
        live = callee.live
        if (vouched := self.context.vouched.function(live)) is not None:
            return self._vouched(vouched, arguments, node)
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
        self._callbacks(arguments, node)
        if any(live is known for known in (*knowledge.CONTAINERS, sorted, iter)):
            return self._make_container(live, arguments, node)
        if facts.library_of(live) == "builtins" or live is open:
            return self._builtin(live, arguments, node)
        for value in arguments.positional[getattr(live, "nin", len(arguments.positional)) :]:
            self.mutate(value, name_of(live), node)  # a ufunc's output arrays
        self._sets_given(arguments, node)
        return self._apply(knowledge.of_function(live), name_of(live), None, arguments, node)

    def _builtin(self, live: Any, arguments: Arguments, node: ast.Call) -> Value:
        known = knowledge.of_builtin(live)
        name = getattr(live, "__name__", repr(live))
        if isinstance(live, type) and issubclass(live, BaseException):
            known = Known(Does.NOTHING)
        if live is hash:
            return self._hash(arguments, node)
        if live is open:
            return self._open(node)
        if known is None:
            return self._unknown(name, node, None)
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
            if live is sum:
                return element if element.owner is Owner.ATOM else values.SHELL
        return self._apply(known, name, None, arguments, node)

    def _hash(self, arguments: Arguments, node: ast.Call) -> Value:
        if any(v.type not in (int, float, bool) for v in arguments.all()):
            self.context.refuse(
                Code.SET_ORDER,
                "`hash` of a string differs between processes",
                node,
                "use a digest of hashlib or zlib.crc32",
            )
        return values.atom(int)

    def _open(self, node: ast.Call) -> Value:
        mode: ast.expr | None = node.args[1] if len(node.args) > 1 else None
        for keyword in node.keywords:
            if keyword.arg == "mode" or keyword.arg is None:
                mode = keyword.value
        plain = mode is None or (
            isinstance(mode, ast.Constant)
            and isinstance(mode.value, str)
            and not set(mode.value) & set("wax+")
        )
        if not plain:
            self._outside("open(...) for writing", node)
        return Value(Owner.FRESH, elements=ATOM)

    def _make_container(self, live: Any, arguments: Arguments, node: ast.Call) -> Value:
        functional = live in (map, filter)
        sources = arguments.positional[1:] if functional else arguments.positional
        # A sort by key keeps equal elements in the order in which they came.
        unordered = live in (set, frozenset) or (live is sorted and "key" not in arguments.keywords)
        held = [self.iterate(source, node, ordered=not unordered) for source in sources]
        held += list(arguments.keywords.values()) if live is dict else []
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
        if tree is None or isinstance(tree, ast.AsyncFunctionDef):
            return self._unknown(live.__name__, node, None)
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
        key = (id(tree), tuple((name, summary_key(value)) for name, value in bound.items()))
        if key in self._summaries:
            return self._recalled(key)
        if len(self.context.callees) > MAX_DEPTH:
            return self._unknown(frame.function, node, None)
        self._summaries[key] = None
        body = [tree.body] if isinstance(tree, ast.Lambda) else list(tree.body)
        frame.global_names = declared_global(body)
        frame.local = frozenset(scope.parameters(tree.args)) | (
            frozenset(scope.bound_names(body)) - frame.global_names - declared_nonlocal(body)
        )
        frame.rebound = scope.bound_repeatedly(body)
        for name, value in bound.items():
            frame.bind(name, value)
        absorbed_before, self.absorbed = self.absorbed, None
        printed, self.context.prints = self.context.prints, False
        result = self._interpreted(tree, frame, node)
        kept_alive = tree, bound  # the keys hold ids
        self._summaries[key] = result, self.absorbed, self.context.prints, kept_alive
        self.context.prints = self.context.prints or printed
        if absorbed_before is not None:
            absorbed = self.absorbed
            self.absorbed = absorbed_before.join(absorbed) if absorbed else absorbed_before
        return result

    def _recalled(self, key: object) -> Value:
        """Give what an earlier interpretation of the same call found; None is recursion."""
        summary = self._summaries[key]
        if summary is None:
            return SHARED
        result, absorbed, prints, _ = summary
        self.context.prints = self.context.prints or prints
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
            self.function_body(list(tree.body), frame)
            result = values.joined(frame.returned)
            if any(isinstance(n, ast.Yield | ast.YieldFrom) for n in scope.walk_scope(tree.body)):
                return values.container_of(types.GeneratorType, result)
            return result
        finally:
            context.callees.pop()
            if outermost:
                context.call_site = None

    def function_body(self, body: list[ast.stmt], frame: Frame) -> None:
        """Interpret a function's statements."""
        raise NotImplementedError  # pragma: no cover - the subclass's

    def _construct(self, cls: type, arguments: Arguments, node: ast.Call) -> Value:
        """Judge the making of an object of the user's class."""
        self.see_class(cls)
        owner = Owner.FRESH if all(a.owner <= Owner.FRESH for a in arguments.all()) else Owner.SHELL
        made = Value(owner, cls, roots=frozenset().union(*(a.roots for a in arguments.all()), ()))
        if has_shared_attributes(cls):
            made = made.aged(Owner.SHELL)
        if issubclass(cls, BaseException) and "__init__" not in vars(cls):
            return made
        if type(cls) is not type and type(cls).__name__ not in {"ABCMeta", "EnumType"}:
            self._unknown(cls.__name__, node, None)
            return made
        if type(cls).__name__ == "EnumType":
            return Value(Owner.SHARED, cls)
        outer, self.absorbed = self.absorbed, None
        self._run_constructors(cls, made, arguments, node)
        held = self.absorbed
        if held is not None and held.owner > Owner.FRESH:
            made = made.aged(Owner.SHELL)
        if outer is not None:
            self.absorbed = outer.join(held) if held is not None else outer
        return made

    def _run_constructors(
        self, cls: type, made: Value, arguments: Arguments, node: ast.Call
    ) -> None:
        for name in ("__new__", "__init__", "__post_init__"):
            function = python_method(cls, name)
            if function is None:
                continue
            if function.__code__.co_filename == "<string>" or facts.library_of(function):
                if (name == "__init__" and hasattr(cls, "__dataclass_fields__")) or hasattr(
                    cls, "_fields"
                ):
                    continue
                self._unknown(f"{cls.__name__}.{name}", node, None)
                continue
            extra = [made] if name != "__post_init__" else []
            given = Arguments([*extra, *arguments.positional], arguments.keywords, arguments.exact)
            if name == "__post_init__":
                given = Arguments([made], {}, True)
            self._user_function(function, given, node)

    # -- methods --------------------------------------------------------------------------

    def _method(self, receiver: Value, name: str, arguments: Arguments, node: ast.Call) -> Value:
        live = receiver.live
        if (vouched := self.context.vouched.method(receiver, name)) is not None:
            return self._vouched(vouched, arguments, node)
        if isinstance(live, types.ModuleType | type):
            return self._callee(self.attribute(receiver, name, node), arguments, node)
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
        if cls is not None:
            known = knowledge.of_method(cls, name)
        else:
            known = knowledge.of_unknown_method(name)
            self.context.assumed_methods.add(name)
        if (
            known is knowledge.UNKNOWN
            and receiver.owner <= Owner.SHELL
            and (cls is None or knowledge.is_known_library(facts.library_of(cls)))
        ):
            known = Known(Does.CHANGES_SELF, Gives.SAME)
            self.context.assumed_methods.add(name)
        if name == "join" and arguments.positional:
            self._ordered(arguments.positional[0], node, "joined")
        if name == "pop" and cls in (set, frozenset):
            self._ordered(receiver, node, "popped from")
        result = self._apply(known, name, receiver, arguments, node)
        if name in ("keys", "items") and cls in (None, dict):
            return replace(result, type=type({}.keys()))
        return result

    def _user_method(
        self, receiver: Value, cls: type, name: str, arguments: Arguments, node: ast.Call
    ) -> Value:
        function = python_method(cls, name)
        given = Arguments([receiver, *arguments.positional], arguments.keywords, arguments.exact)
        raw = next((vars(k)[name] for k in cls.__mro__ if name in vars(k)), None)
        if function is None or isinstance(raw, property):
            instance = (
                getattr(receiver.live, "__dict__", {}).get(name)
                if receiver.live is not ABSENT
                else None
            )
            if isinstance(instance, types.FunctionType):
                return self._callee(values.of_live(instance), arguments, node)
            base = next((k for k in cls.__mro__ if name in vars(k)), None)
            if base is not None and not facts.is_user_class(base) and base is not object:
                return self._method(
                    replace(receiver, type=base, live=ABSENT), name, arguments, node
                )
            return self._unknown(f"{cls.__name__}.{name}", node, receiver)
        if isinstance(raw, staticmethod):
            return self._user_function(function, arguments, node)
        if isinstance(raw, classmethod):
            given = Arguments(
                [values.of_live(cls), *arguments.positional], arguments.keywords, arguments.exact
            )
        if facts.library_of(function) is not None:
            return self._unknown(f"{cls.__name__}.{name}", node, receiver)
        return self._user_function(function, given, node)

    # -- applying what is known -------------------------------------------------------------

    def _apply(
        self, known: Known, name: str, receiver: Value | None, arguments: Arguments, node: ast.Call
    ) -> Value:
        """Record a call's effect and give its result."""
        for word in ("out", "inplace"):
            given = arguments.keywords.get(word)
            if given is not None and given.type is not type(None):
                constant = keyword_of(node, word)
                if not (isinstance(constant, ast.Constant) and not constant.value):
                    self.mutate(receiver if word == "inplace" and receiver else given, name, node)
        self._overwritten(name, node)
        first = arguments.positional[0] if arguments.positional else None
        if known.does is Does.UNKNOWN:
            return self._unknown(name, node, receiver)
        if known.does is Does.CHANGES_SELF and receiver is not None:
            self._change_self(receiver, name, arguments, node)
        elif known.does is Does.CHANGES_FIRST and first is not None:
            self.mutate(first, name, node)
            self.absorb_values(arguments.all())
        elif known.does is Does.DRAWS:
            self._random(name, node)
        elif known.does is Does.OUTSIDE:
            self._outside(name, node)
        elif known.does is Does.STATE:
            self.context.refuse(
                Code.PROCESS_STATE, f"`{name}` changes the state of the whole process", node
            )
        elif known.does is Does.PRINTS:
            self.context.prints = True
            if "file" in arguments.keywords:
                self._print_to(arguments.keywords["file"], node)
        return self._result(known, receiver, arguments, node)

    def _overwritten(self, name: str, node: ast.Call) -> None:
        """Refuse keywords by which libraries are allowed to overwrite what they are given."""
        for keyword in node.keywords:
            word, given = keyword.arg or "", keyword.value
            says = given.value if isinstance(given, ast.Constant) else None
            copies = word == "copy" or word.startswith("copy_")
            if (copies and says is not True) or (
                word.startswith("overwrite_") and says is not False
            ):
                self._unknown(f"{name}({word}=...)", node, None)

    def _sets_given(self, arguments: Arguments, node: ast.Call) -> None:
        """Refuse sets handed to somebody who may iterate them, and note what may be a set."""
        for value in arguments.all():
            self._shown(value, node)

    def _print_to(self, target: Value, node: ast.Call) -> None:
        text = ast.unparse(keyword_of(node, "file") or node)
        if text not in ("sys.stdout", "sys.stderr", "None"):
            self.mutate(target, "print", node)

    def _change_self(
        self, receiver: Value, name: str, arguments: Arguments, node: ast.Call
    ) -> None:
        cls = receiver.type
        if (
            cls is not None
            and receiver.owner is Owner.SHARED
            and (".random" in f".{cls.__module__}" or cls.__name__ in {"Random", "SystemRandom"})
        ):
            self._random(f"{self.named(receiver).strip('`')}.{name}", node)
            return
        self.mutate(receiver, name, node)
        if name == "shuffle":
            for value in arguments.all():
                self.mutate(value, name, node)
        self.absorb_values(arguments.all())

    def absorb_values(self, held: list[Value]) -> None:
        """Let any object made in the iteration hold these from now on."""
        raise NotImplementedError  # pragma: no cover - the subclass's

    def mutate(self, target: Value, how: str, node: ast.AST) -> None:
        """Refuse a change of an object that may be seen from outside the iteration."""
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

    def _result(
        self, known: Known, receiver: Value | None, arguments: Arguments, node: ast.Call
    ) -> Value:
        given = ([receiver] if receiver is not None else []) + arguments.all()
        first = given[0] if given else ATOM
        roots = frozenset().union(*(v.roots for v in given), ())
        if known.gives is Gives.ATOM:
            return Value(Owner.ATOM, known.type)
        if known.gives is Gives.NEW:
            return Value(Owner.FRESH, known.type)
        if known.gives is Gives.ELEMENT:
            return (
                self.iterate(first, node, ordered=False)
                if len(given) == 1
                else values.joined(given)
            )
        owner = max((v.owner for v in given), default=Owner.FRESH)
        if known.gives is Gives.HOLDS:
            return Value(
                Owner.FRESH if owner <= Owner.FRESH else Owner.SHELL, known.type, roots=roots
            )
        part = first.owner if first.owner is not Owner.SHELL else Owner.SHARED
        return Value(part if part is not Owner.ATOM else Owner.FRESH, roots=roots)

    def _callbacks(self, arguments: Arguments, node: ast.Call) -> None:
        for value in arguments.all():
            self._callback(value, node)
        for word in ("key", "func", "function", "callback", "default_factory"):
            given = arguments.keywords.get(word)
            if (
                given is not None
                and given.owner is Owner.SHARED
                and (given.live is ABSENT and given.function is None)
            ):
                self._unknown(f"the {word} given", node, given)

    def _callback(self, value: Value, node: ast.Call, sources: list[Value] | None = None) -> Value:
        """Judge a function handed to somebody who will call it with anything."""
        anything = Value(Owner.SHARED)
        live = value.live
        if (vouched := self.context.vouched.function(live)) is not None:
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
            return self._unknown(live.__name__, node, None)
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
        return anything

    # -- refusals ---------------------------------------------------------------------------

    def _unknown(self, name: str, node: ast.AST, receiver: Value | None) -> Value:
        where = f" of {self.named(receiver)}" if receiver is not None and receiver.roots else ""
        self.context.refuse(
            Code.UNKNOWN_CALL,
            f"what `{name}`{where} does cannot be seen, at line {getattr(node, 'lineno', 0)}",
            node,
        )
        return SHARED

    def _random(self, name: str, node: ast.AST) -> None:
        self.context.refuse(
            Code.RANDOM,
            f"`{name}` draws from a random state that the iterations share, at line "
            f"{getattr(node, 'lineno', 0)}",
            node,
            "make a generator in the body: rng = np.random.default_rng([seed, i])",
        )

    def _outside(self, name: str, node: ast.AST) -> None:
        self.context.refuse(
            Code.OUTSIDE_EFFECT,
            f"`{name}` acts outside the process, at line {getattr(node, 'lineno', 0)}",
            node,
        )
