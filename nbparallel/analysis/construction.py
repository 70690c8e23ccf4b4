"""Objects of the user's classes: how they are made, and which class's method is called."""

from __future__ import annotations

import ast
import collections
import dataclasses
import types
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from nbparallel import facts
from nbparallel.analysis import attributes, supers, values
from nbparallel.analysis.callees import Arguments, has_shared_attributes, python_method
from nbparallel.analysis.effects import Effects
from nbparallel.analysis.frames import Frame
from nbparallel.analysis.knowledge import plotting
from nbparallel.analysis.supers import Super
from nbparallel.analysis.values import ABSENT, ATOM, Owner, Value

_OF_OBJECT: Final = frozenset({"__setattr__", "__delattr__", "__reduce__", "__reduce_ex__"})
"""What a class above does with an object's attributes, or with all of it."""


def _holding(cls: type, held: Value) -> Value:
    """Give a new object that holds what others may see, if what is held is so."""
    return Value(Owner.FRESH if held.owner <= Owner.FRESH else Owner.SHELL, cls)


_OF_NAMED_TUPLES: Final[dict[str, Callable[[type, Value], Value]]] = {
    "_replace": _holding,
    "_asdict": lambda _, held: _holding(dict, held),
}
"""What methods that ``namedtuple`` makes give, by the class and what is put into it."""

_MADE_AT_ONCE: Final = (object, int, float, complex, str, bytes, tuple, frozenset)
"""Classes whose ``__new__`` makes a new object, and does nothing else."""


class Construction(Effects):
    """Judges the making of objects, and the methods of their classes."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.absorbed: Value | None = None

    def _callee(self, callee: Value, arguments: Arguments, node: ast.Call) -> Value:
        raise NotImplementedError  # pragma: no cover - the subclass's

    def _method(self, receiver: Value, name: str, arguments: Arguments, node: ast.Call) -> Value:
        raise NotImplementedError  # pragma: no cover - the subclass's

    # -- making ---------------------------------------------------------------------------

    def _construct(self, cls: type, arguments: Arguments, node: ast.AST) -> Value:
        """Judge the making of an object of the user's class."""
        self.see_class(cls, made=True)
        if plotting.derives(cls):
            self._unknown(cls.__name__, node, None)  # others' code calls its methods
        owner = Owner.FRESH if all(a.owner <= Owner.FRESH for a in arguments.all()) else Owner.SHELL
        made = Value(owner, cls, roots=frozenset().union(*(a.roots for a in arguments.all()), ()))
        if has_shared_attributes(cls):
            made = made.aged(Owner.SHELL)
        own = [python_method(cls, name) for name in ("__new__", "__init__")]
        if issubclass(cls, BaseException) and type(cls) is type and own == [None, None]:
            return made
        if type(cls) is not type and type(cls).__name__ not in {"ABCMeta", "EnumType"}:
            self._unseen(cls.__name__, node, None, arguments, type(cls))
            return made
        if type(cls).__name__ == "EnumType":
            if len(arguments.all()) > 1 or not arguments.exact:
                self._unknown(f"{cls.__name__}, which may make a class", node, None)
            missing = python_method(cls, "_missing_")
            if missing is not None and facts.library_of(missing) is None:
                given = [values.of_live(cls), *arguments.positional]
                self._user_function(missing, Arguments(given, {}, True), node)
            return Value(Owner.SHARED, cls)
        outer, self.absorbed = self.absorbed, None
        made = self._run_new(cls, made, arguments, node)
        self._run_constructors(cls, made, arguments, node)
        held = self.absorbed
        if held is not None and held.owner > Owner.FRESH:
            made = made.aged(Owner.SHELL)
        if outer is not None:
            self.absorbed = outer.join(held) if held is not None else outer
        return made

    def _run_new(self, cls: type, made: Value, arguments: Arguments, node: ast.AST) -> Value:
        """Give what a class's ``__new__`` gives: it need not be a new object."""
        function = python_method(cls, "__new__")
        if function is None or hasattr(cls, "_fields"):
            return made
        if function.__code__.co_filename == "<string>" or facts.library_of(function):
            self._unknown(f"{cls.__name__}.__new__", node, None)
            return made
        given = [values.of_live(cls), *arguments.positional]
        new = self._user_function(
            function, Arguments(given, arguments.keywords, arguments.exact), node
        )
        return made.aged(new.owner) if new.type is cls else Value(Owner.SHARED, cls)

    def _store_fields(self, cls: Any, arguments: Arguments, node: ast.AST) -> None:
        """Judge what a dataclass's own ``__init__`` does: it stores arguments and defaults."""
        call = ast.copy_location(ast.Call(ast.Name(cls.__name__, ast.Load()), [], []), node)
        store = self.context.attributes.store
        for each in dataclasses.fields(cls):
            if each.default_factory is not dataclasses.MISSING:
                factory = self.see(values.of_live(each.default_factory))
                made = self._callee(factory, Arguments([], {}, True), call)
                self.absorb_values([made])
                store(each.name, made)
            elif each.default is not dataclasses.MISSING:
                store(each.name, self.see(values.of_live(each.default)))
        fields = {each.name for each in dataclasses.fields(cls)}
        plain = arguments.exact and fields == set(cls.__dataclass_fields__)
        given = attributes.of_arguments(cls, arguments.positional, arguments.keywords)
        for name in fields:
            if not plain or name in given:
                store(name, given.get(name) if plain else None)

    def _run_constructors(
        self, cls: type, made: Value, arguments: Arguments, node: ast.AST
    ) -> None:
        for name in ("__init__", "__post_init__"):
            function = python_method(cls, name)
            if function is None:
                continue
            if function.__code__.co_filename == "<string>" or facts.library_of(function):
                if name == "__init__" and hasattr(cls, "__dataclass_fields__"):
                    self._store_fields(cls, arguments, node)
                    continue
                if hasattr(cls, "_fields"):
                    continue
                self._unseen(f"{cls.__name__}.{name}", node, None, arguments, function)
                continue
            extra = [made] if name != "__post_init__" else []
            given = Arguments([*extra, *arguments.positional], arguments.keywords, arguments.exact)
            if name == "__post_init__":
                given = Arguments([made], {}, True)
            self._user_function(function, given, node)

    # -- attributes ------------------------------------------------------------------------

    @staticmethod
    def _is_plain_store(arguments: Arguments, node: ast.AST) -> bool:
        """Whether ``object.__setattr__(obj, "name", value)`` names its attribute."""
        if not isinstance(node, ast.Call) or arguments.keywords or len(node.args) != 3:
            return False
        name = node.args[1]
        return (
            arguments.exact
            and len(arguments.positional) == 3
            and isinstance(name, ast.Constant)
            and isinstance(name.value, str)
        )

    def _set_by_object(self, arguments: Arguments, node: ast.Call) -> Value:
        """Judge ``object.__setattr__``, by which what is frozen is filled when it is made."""
        container, _, value = arguments.positional
        name = node.args[1]
        assert isinstance(name, ast.Constant)
        assert isinstance(name.value, str)
        if values.stores_outside(container):
            self.mutate(replace(container, owner=Owner.SHARED), "object.__setattr__", node)
        target = ast.Attribute(node.args[0], name.value, ast.Store())
        self._set_attribute(container, ast.copy_location(target, node), value)
        self.absorb_values([value])
        return values.atom(types.NoneType)

    def _set_attribute(self, container: Value, target: ast.Attribute, value: Value) -> None:
        raise NotImplementedError  # pragma: no cover - the subclass's

    # -- methods ---------------------------------------------------------------------------

    def _super(self, node: ast.expr, frame: Frame) -> Super | None:
        """Give what ``super()`` or ``super(C, self)`` is; None if it is none, or unclear."""
        if not isinstance(node, ast.Call) or node.keywords:
            return None
        if not isinstance(node.func, ast.Name) or len(node.args) not in (0, 2):
            return None
        if self.value(node.func, frame).live is not super:
            return None
        if node.args:
            start, receiver = (self.value(argument, frame) for argument in node.args)
            return supers.found(start.live, receiver)
        if not frame.first:
            return None
        return supers.found(frame.cells.get("__class__"), self.read(frame.first, node, frame))

    def _above(self, above: Super, name: str, arguments: Arguments, node: ast.Call) -> Value:
        """Judge a call of a method that a class above has."""
        base, member = above.member(name)
        receiver = above.receiver
        given = Arguments([receiver, *arguments.positional], arguments.keywords, arguments.exact)
        if isinstance(member, classmethod):
            given.positional[0] = values.of_live(above.cls)
        if isinstance(member, staticmethod):
            given.positional = arguments.positional
        if isinstance(member, staticmethod | classmethod):
            member = member.__func__
        if isinstance(member, types.FunctionType) and facts.library_of(member) is None:
            return self._user_function(member, given, node)
        if name == "__init__" and (base is object or issubclass(base, BaseException)):
            if base is not object:  # it keeps its arguments
                self.mutate(receiver, f"{base.__name__}.__init__", node)
                self.absorb_values(arguments.all())
            return values.atom(types.NoneType)
        if name == "__new__" and base in _MADE_AT_ONCE:
            return _holding(above.cls, values.joined([ATOM, *arguments.positional[1:]]))
        if name in _OF_OBJECT or base is object:
            return self._unknown(f"super().{name}", node, receiver)
        return self._method(replace(receiver, type=base, live=ABSENT), name, arguments, node)

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
            return self._unseen(f"{cls.__name__}.{name}", node, receiver, arguments, raw)
        if isinstance(raw, staticmethod):
            return self._user_function(function, arguments, node)
        if isinstance(raw, classmethod):
            given = Arguments(
                [values.of_live(cls), *arguments.positional], arguments.keywords, arguments.exact
            )
        if function.__code__.co_filename == collections.__file__ and name in _OF_NAMED_TUPLES:
            held = values.joined([receiver, *arguments.all()])
            return replace(_OF_NAMED_TUPLES[name](cls, held), roots=held.roots)
        if facts.library_of(function) is not None:
            return self._unseen(f"{cls.__name__}.{name}", node, receiver, arguments, function)
        return self._user_function(function, given, node)
