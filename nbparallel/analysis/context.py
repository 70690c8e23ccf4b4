"""What one judgement knows and gathers: the loop, the live namespace, the reasons."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from nbparallel import facts
from nbparallel.analysis.attributes import Attributes
from nbparallel.analysis.deferral import Deferral
from nbparallel.analysis.draws import Drawn
from nbparallel.analysis.sections import Section
from nbparallel.analysis.values import LocalFunction
from nbparallel.analysis.vouched import NOTHING, Vouched
from nbparallel.diagnostic import Code, Diagnostic, Severity
from nbparallel.source import Source, Span


class Refused(Exception):
    """Ends a judgement whose reasons nobody will read."""


@dataclass(eq=False)
class Context:
    """The state of one judgement.

    Attributes
    ----------
    source : Source
        The cell.
    namespace : mapping
        The live namespace the cell runs in.
    written : mapping of str to ast node
        The names the loop's own code binds, with the first place.
    accumulators : mapping of str to ast node
        The names recognised as accumulators, with the first place.
    accumulator_nodes : dict
        The statements that feed them, by ``id``, with the operand expressions to interpret.
    deferral : Deferral or None
        The statements whose order the kernel keeps.
    sections : mapping of str to Section
        The names of whose objects each iteration has a part of its own.
    loose : set of str
        The sections into which something else than immutable values is stored.
    relied : set of str
        The sections whose elements were taken for immutable.
    conditional : set of int
        Those of the operands, by ``id``, that the plain cell may skip: they must not print.
    module_reads : set of (str, str)
        What is read of modules, by module and qualified name.
    attributes : Attributes
        What the attributes of objects that the iteration makes may be.
    diagnostics : list of Diagnostic
        Every reason found, in the order found.
    user_classes : set of type
        Classes of the user's, of which there are objects outside the iteration, whose implicit
        methods the code may run.
    made_classes : set of type
        Those of which the iteration makes objects.
    assumed_results : set of str
        The methods that syntax may call of objects of unknown type.
    assumed_methods : set of str
        Method names judged by name alone, for receivers of unknown type.
    functions : dict
        The user's live functions that were interpreted, by identity.
    local_functions : list of LocalFunction
        The functions that the loop's own code makes.
    calls_unknown : bool
        Whether a library may call something that was not looked at.
    copies_objects : bool
        Whether a copy of an array was taken for one of plain data.
    traces : bool
        Whether it shows where an exception was raised.
    logs : bool
        Whether its own text, not that of a function, makes log records.
    is_header : bool
        Whether it is a loop's header, which the kernel runs.
    writes : bool
        Whether it writes files, each anew.
    figures : bool
        Whether it draws figures of Matplotlib's.
    taken_for_artists : set of str
        Methods of objects of unknown type that only artists are thought to have.
    looks : dict of str to ast node or None
        The calls, and functions within reach, that look at files in ways that would not show
        what iterations have written.
    bars : set of int
        Identities of the progress bars that are moved.
    drawn : Drawn
        The random states that are drawn from.
    vouched : Vouched
        The functions that the user takes responsibility for.
    assumed : set of str
        Those of them that were met.
    guarded : bool
        Whether what cannot be seen into may be tried under guards.
    unseen : dict of str to ast node
        What is tried so, with the first place.
    watched : set of str
        The libraries it belongs to.
    """

    source: Source
    namespace: Mapping[str, Any]
    written: Mapping[str, ast.AST]
    accumulators: Mapping[str, ast.AST] = field(default_factory=dict)
    accumulator_nodes: dict[int, list[ast.expr]] = field(default_factory=dict)
    deferral: Deferral | None = None
    sections: Mapping[str, Section] = field(default_factory=dict)
    loose: set[str] = field(default_factory=set)
    relied: set[str] = field(default_factory=set)
    conditional: set[int] = field(default_factory=set)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    user_classes: set[type] = field(default_factory=set)
    made_classes: set[type] = field(default_factory=set)
    assumed_results: set[str] = field(default_factory=set)
    module_reads: set[tuple[str, str]] = field(default_factory=set)
    attributes: Attributes = field(default_factory=Attributes)
    assumed_methods: set[str] = field(default_factory=set)
    functions: dict[int, Any] = field(default_factory=dict)
    local_functions: list[LocalFunction] = field(default_factory=list)
    iterates_unknown: bool = False
    calls_unknown: bool = False
    copies_objects: bool = False
    makes_sets: bool = False
    prints: bool = False
    traces: bool = False
    logs: bool = False
    is_header: bool = False
    writes: bool = False
    figures: bool = False
    taken_for_artists: set[str] = field(default_factory=set)
    looks: dict[str, ast.AST | None] = field(default_factory=dict)
    bars: set[int] = field(default_factory=set)
    broadcast: set[str] = field(default_factory=set)
    drawn: Drawn = field(default_factory=Drawn)
    vouched: Vouched = NOTHING
    assumed: set[str] = field(default_factory=set)
    file: Any = None  # an open file whose lines may be drawn here
    guarded: bool = False
    unseen: dict[str, ast.AST] = field(default_factory=dict)
    watched: set[str] = field(default_factory=set)
    in_function: bool = False  # whether the loop stands in a function
    stops: bool = False  # whether the first reason ends the judgement: nobody reads them
    call_site: ast.AST | None = None
    callees: list[str] = field(default_factory=list)

    def refuse(
        self,
        code: Code,
        message: str,
        node: ast.AST | None,
        hint: str = "",
        related: Iterable[ast.AST] = (),
    ) -> None:
        """Add a reason; inside a called function it points at the call in the cell.

        Raises
        ------
        Refused
            If one reason is enough.
        """
        if self.stops:
            raise Refused
        if self.call_site is not None:
            message = (
                f"{message} (in `{self.callees[-1]}`, called at line {self._line(self.call_site)})"
            )
            node = self.call_site
        span = self.source.span(node) if node is not None else Span(1)
        places = tuple(self.source.span(place) for place in related)
        diagnostic = Diagnostic(code, message, span, places, hint, Severity.REFUSAL)
        if diagnostic not in self.diagnostics:
            self.diagnostics.append(diagnostic)

    def try_under_guards(self, name: str, node: ast.AST, package: str | None) -> None:
        """Note that something which cannot be seen into is left to the guards."""
        self.unseen.setdefault(name, self.call_site or node)
        if package is not None:
            self.watched.add(package)
        self.iterates_unknown = True  # sets, say, whose order differs between processes
        self.prints = True  # it may

    def is_cells(self, namespace: Mapping[str, Any]) -> bool:
        """Whether code looks its names up in the cell's namespace.

        A plan judges with the names as they will be, but the user's functions still hold the
        namespace as it is.
        """
        return namespace is self.namespace or namespace is getattr(self.namespace, "live", None)

    def accumulator_named_by(self, value: object) -> str | None:
        """Give the name of the object the loop changes, if this is one."""
        if facts.is_atom_type(type(value)):
            return None  # two names for one number are no alias
        for name in (*self.accumulators, *self.sections):
            if name in self.namespace and self.namespace[name] is value:
                return name
        return None

    def change_of(self, name: str) -> ast.AST:
        """Give the first place where the loop changes a name's object."""
        if name in self.sections:
            return self.sections[name].statements[0]
        return self.accumulators[name]

    @staticmethod
    def _line(node: ast.AST) -> int:
        return getattr(node, "lineno", 0)
