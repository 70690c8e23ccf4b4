"""The user's classes whose objects a loop meets: what operators and attributes run of them."""

from __future__ import annotations

import ast
import types
from dataclasses import replace
from typing import Any

from nbparallel import facts
from nbparallel.analysis import copying, displays, knowledge, protocols, unseen
from nbparallel.analysis.context import Context
from nbparallel.analysis.loops import Loop
from nbparallel.analysis.statements import Statements
from nbparallel.analysis.values import Owner, Value
from nbparallel.diagnostic import Code

_EXPLICIT = frozenset(
    """__init__ __new__ __post_init__ __init_subclass__ __class_getitem__ __set_name__ __call__
    __aenter__ __aexit__ __await__ __anext__ __aiter__ __setstate__ __prepare__
    __annotate__ __annotate_func__ __replace__""".split()
)
"""Methods that code must ask for; they are judged where it does."""


def check(interpreter: Statements, context: Context, loop: Loop) -> None:
    """Judge what operators, comparisons and attributes may run in the user's classes."""
    judged: set[tuple[type, str, bool]] = set()
    while True:
        # What was made here only may turn out to be outside, too: then it is judged as that.
        outside = context.user_classes
        classes = sorted(
            outside | context.made_classes, key=lambda c: (c.__module__, c.__qualname__)
        )
        left = [
            part
            for cls in classes
            for name in ("", *sorted(context.assumed_results))
            if (part := (cls, name, cls in outside)) not in judged
        ]
        if not left:
            break
        judged.update(left)
        for cls, name, seen in left:
            if name:
                _judge_assumed(interpreter, context, cls, name, loop.node, outside=seen)
            else:
                judge_class(interpreter, context, cls, loop.node, outside=seen)
    if not context.diagnostics:  # or the suspicion adds nothing
        for cls in classes:
            _check_assumed(context, cls, loop)


def _check_assumed(context: Context, cls: type, loop: Loop) -> None:
    """Refuse a user class that defines a method which was judged by its name alone."""
    own = {
        name
        for base in cls.__mro__
        if facts.is_user_class(base)
        for name, member in vars(base).items()
        if (callable(member) or hasattr(type(member), "__get__"))
        and not isinstance(member, types.MemberDescriptorType)
    }
    for name in sorted(own & context.assumed_methods):
        if context.unseen:  # whatever it does is noticed
            return
        context.refuse(
            Code.UNKNOWN_CALL,
            f"`.{name}` may be `{cls.__qualname__}.{name}`, which is not seen",
            loop.node,
        )


def _judge_assumed(
    interpreter: Statements,
    context: Context,
    cls: type,
    name: str,
    node: ast.AST,
    *,
    outside: bool,
) -> None:
    """Judge a method that syntax may call of objects of unknown type, and what it gives."""
    call = ast.copy_location(ast.Call(ast.Name(cls.__name__, ast.Load()), [], []), node)
    owner = Owner.SHARED if outside and name not in protocols.IN_PLACE else Owner.SHELL
    receiver = Value(owner, cls, roots=frozenset({f"a {cls.__name__}"}))
    if name in displays.METHODS:  # of a copy: what it does to its object would be lost
        receiver = replace(receiver, owner=Owner.SHARED)
    if name in protocols.WHERE_CALLED or name in displays.METHODS:
        function = protocols.own_method(cls, name)
        if function is not None:
            interpreter._user_function(function, protocols.any_arguments(function, receiver), call)
    for setter in protocols.setters(cls, name):
        receiver = replace(receiver, owner=Owner.SHELL)
        interpreter._user_function(setter, protocols.any_arguments(setter, receiver), call)
    if protocols.leaks(interpreter, cls, name, call):
        context.refuse(
            Code.UNKNOWN_CALL,
            f"`{cls.__name__}.{name}` may give an object that other iterations see",
            node,
        )


def judge_class(
    interpreter: Statements, context: Context, cls: type, node: ast.AST, *, outside: bool
) -> None:
    """Judge one user class's implicit methods, called on any of its objects.

    Parameters
    ----------
    outside : bool
        Whether there are objects of it that others may see; else the iteration makes them all.
    """
    call = ast.copy_location(ast.Call(ast.Name(cls.__name__, ast.Load()), [], []), node)
    for base in cls.__mro__:
        if not facts.is_user_class(base):
            if base is not object and not knowledge.is_known_library(facts.library_of(base)):
                _unknown_base(context, cls, base, node)
            continue
        for name, member in vars(base).items():
            for function in _implicit(name, member):
                seen = outside or name in protocols.CALLED_AGAIN
                owner = Owner.SHARED if seen else Owner.SHELL
                receiver = Value(owner, cls, roots=frozenset({f"a {cls.__name__}"}))
                given = protocols.any_arguments(function, receiver)
                if (
                    facts.library_of(function) is None
                    and function.__code__.co_filename != "<string>"
                ):
                    interpreter._user_function(function, given, call)
        if "__del__" in vars(base):
            context.refuse(Code.UNKNOWN_CALL, f"`{cls.__name__}` has a `__del__`", node)
    copying.judge(interpreter, context, cls, call)


def _unknown_base(context: Context, cls: type, base: type, node: ast.AST) -> None:
    if context.guarded and unseen.may_try(base, None):
        context.try_under_guards(cls.__qualname__, node, facts.library_of(base))
        return
    context.refuse(
        Code.UNKNOWN_CALL,
        f"`{cls.__name__}` builds on `{base.__qualname__}`, which is not known",
        node,
    )


def _implicit(name: str, member: Any) -> list[Any]:
    if isinstance(member, property):
        return [member.fget] if isinstance(member.fget, types.FunctionType) else []
    by_syntax = name == "keys" or (name.startswith("__") and name.endswith("__"))
    if isinstance(member, types.FunctionType) and by_syntax:
        return [] if name in _EXPLICIT or name in protocols.WHERE_CALLED else [member]
    if not isinstance(member, types.FunctionType | staticmethod | classmethod) and hasattr(
        type(member), "__get__"
    ):
        wrapped = getattr(member, "func", None)
        return [wrapped] if isinstance(wrapped, types.FunctionType) else []
    return []
