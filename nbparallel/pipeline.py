"""One cell from text to report."""

from __future__ import annotations

import ast
import builtins
import copy
import dataclasses
import itertools
import linecache
import os
import sys
import time
import types
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from functools import partial
from pathlib import Path
from typing import Any, Final

from nbparallel import rewrite
from nbparallel.analysis import consumers, scope, vouched
from nbparallel.analysis import loops as finder
from nbparallel.analysis.loops import Kind, Loop
from nbparallel.diagnostic import Code, Diagnostic
from nbparallel.events import IterationFailed, RunFinished, Silence, Sink
from nbparallel.options import Options
from nbparallel.plan.plan import Plan, make_plan
from nbparallel.report import RunReport
from nbparallel.runtime import failures
from nbparallel.runtime.cpus import available_cpus
from nbparallel.runtime.drive import LoopRun
from nbparallel.runtime.executor import Executor
from nbparallel.runtime.localscope import Bind, LocalScope, Read
from nbparallel.runtime.session import Session
from nbparallel.runtime.strict import NotParallelError
from nbparallel.source import HOOK, Source
from nbparallel.variants import Variants
from nbparallel.verify.twice import Aside, Verification

_numbers: Final = itertools.count(1)
_OWN_FILES: Final = str(Path(__file__).parent) + os.sep
_last: RunReport | None = None

Reach = tuple[Read, Bind] | None
"""The closures that reach a function's locals; None for a loop of the cell's own statements."""


def default_executor(options: Options) -> Executor:
    """Give an executor on the kernel's cluster, or on the client the user already has."""
    from nbparallel.runtime import dispatch

    executor = dispatch.default_executor()
    executor.limit = options.workers
    return executor


def check_names(source: Source, namespace: Mapping[str, Any], options: Options) -> None:
    """Check that what the user vouches for can be meant.

    Raises
    ------
    ValueError
        If neither the namespace knows a name of ``assume_pure`` nor the cell binds it.
    """
    unknown = vouched.unknown(options.assume_pure, source.tree, namespace)
    if unknown:
        names = ", ".join(f"`{name}`" for name in unknown)
        raise ValueError(
            f"--assume-pure: no {names} is known here, and the cell does not define it"
        )


class Run:
    """One cell under way: its tree is rewritten at once, its loops run as it is executed.

    Parameters
    ----------
    source : Source
        The cell.
    namespace : mutable mapping
        Where it runs.
    options : Options
        As given.
    sink : Sink
        Who listens.
    make_executor : callable, optional
        Gives the executor when one is needed.
    """

    def __init__(
        self,
        source: Source,
        namespace: MutableMapping[str, Any],
        options: Options,
        sink: Sink,
        make_executor: Callable[[Options], Executor] = default_executor,
    ) -> None:
        check_names(source, namespace, options)
        scope.index(source.tree)
        self._silent = isinstance(sink, Silence)
        self._verification = Verification(source, namespace) if options.verify else None
        if self._verification is not None:
            sink = Aside(sink, self._verification)
        self.loops = finder.find(source.tree)
        self.session = Session(source, self.loops, namespace, options, sink, make_executor)
        self._runs: dict[int, LoopRun] = {}
        self._collects = options.on_error == "collect"
        self._variants = Variants(source, self.loops, self.session.id, collect=self._collects)
        self._finished = False
        _hook.runs[self.session.id] = self

    def rewrite(self, tree: ast.Module) -> ast.Module:
        """Rewrite the cell's tree: a tree equal to the source's own, which is left alone."""
        if self._verification is None:
            return self._rewrite(tree)
        plain = copy.deepcopy(tree)
        parallel = self._rewrite(tree)
        return rewrite.twice(parallel, plain, self.session.id)

    def _rewrite(self, tree: ast.Module) -> ast.Module:
        return rewrite.rewrite(tree, self.loops, self.session.id, collect=self._collects)

    def finish(self, error: BaseException | None = None) -> RunReport:
        """End the run, tell the sink, and give the report."""
        global _last
        over, self._finished = self._finished, True
        if not over:
            _hook.runs.pop(self.session.id, None)
            self._explain_unreached()
        report = self.session.report(type(error).__name__ if error is not None else "")
        if not over:
            _last = report = self._verified(report, error)
            self.session.emit(RunFinished(report, time.time()))
        return report

    def _verified(self, report: RunReport, error: BaseException | None) -> RunReport:
        """Add what the two runs of a verified cell have not in common."""
        if self._verification is None:
            return report
        found = self._verification.finish(error)
        seconds = self._verification.parallel_s
        if found is not None and not found.same and self._silent:
            said = "; ".join(map(str, found.differences))
            warnings.warn(f"%%parallel --verify found differences: {said}", stacklevel=2)
        wall = report.wall_s if seconds is None else seconds
        return dataclasses.replace(report, verify=found, wall_s=wall)

    def _explain_unreached(self) -> None:
        """Say of inner loops that the loop around them took them along."""
        tallies = self.session.tallies
        for loop in self.loops:
            outer = loop.parent
            while outer is not None and not tallies[outer].parallel:
                outer = self.loops[outer].parent
            if outer is not None and not tallies[loop.index].parallel:
                around = self.loops[outer].node.lineno
                span = self.session.source.span(loop.node)
                note = Diagnostic(
                    Code.TAKEN_ALONG, f"it runs inside the parallel loop at line {around}", span
                )
                tallies[loop.index].reasons = {"": note}

    # -- called from the rewritten cell ------------------------------------------------------

    def callee(self, function: Any) -> Any:
        """Give what is to be called in a function's place: its variant, if it has one."""
        return self._variants.of(function)

    def _names(self, reach: Reach) -> MutableMapping[str, Any]:
        """Give the names a loop lives among: the cell's, or those of its function."""
        module = self.session.namespace
        return module if reach is None else LocalScope(*reach, module)

    def loop(self, index: int, iterable: Any, reach: Reach) -> Iterable[Any]:
        """Give the items of a ``for`` loop that the kernel is to run itself."""
        if self._stays_in_kernel(index):
            return iterable  # type: ignore[no-any-return]
        run = LoopRun(self.session, self.loops[index], iterable, self._names(reach))
        self._runs[index] = run
        return run.items()

    def failed(self, index: int) -> None:
        """Take note that an exception is leaving a loop."""
        run = self._runs.get(index)
        if run is None:
            return
        variables = run.variables()
        self._runs.clear()  # the innermost loop is the first to hear of it, and tells
        self.session.emit(IterationFailed(index, run.iteration(), variables, time.time()))

    def left_out(self, index: int, error: Exception) -> bool:
        """Whether a loop goes on over an iteration that has raised in the kernel."""
        runs = [run for run in self.session.active if run.loop.index == index]
        if not runs or isinstance(error, NotParallelError):
            return False
        _drop_own_frames(error)
        runs[-1].leave_out(error, runs[-1].variables())
        return True

    def _attempted(
        self, run: LoopRun, block: Iterable[Any], elements: Callable[[Iterable[Any]], Iterable[Any]]
    ) -> Iterator[Any]:
        """Give the elements of the items that do not fail, one item after the other."""
        for item in block:
            try:
                found = list(elements([item]))
            except StopIteration:
                raise  # in a `map`: it ends it
            except Exception as error:
                _drop_own_frames(error)
                run.leave_out(error, failures.values_of(run.target, item))
            else:
                yield from found

    def comprehension(
        self,
        index: int,
        iterable: Any,
        whole: Callable[[Iterable[Any]], Any],
        pieces: Callable[[Iterable[Any]], Iterable[Any]],
        reach: Reach,
    ) -> Any:
        """Evaluate a comprehension, on the workers where that is legal and pays."""
        __tracebackhide__ = True
        if self._stays_in_kernel(index):
            return whole(iterable)
        loop = self.loops[index]
        collected = _Collected(loop.kind)
        run = LoopRun(self.session, loop, iterable, self._names(reach), collected.extend)
        blocks = run._blocks()
        try:
            for block in blocks:
                if self._collects:
                    for element in self._attempted(run, block, _pairs_of(pieces, loop.kind)):
                        collected.extend([element])
                elif run.loop.kind is Kind.SET and len(run.loop.node.generators) == 1:  # type: ignore[union-attr]
                    for item in block:  # one by one: sets of several would forget their order
                        collected.extend(whole([item]))
                else:
                    collected.extend(pieces(block))
        except BaseException as error:
            if not isinstance(error, NotParallelError):  # then none has run
                failed = IterationFailed(index, run.iteration(), {}, time.time())
                self.session.emit(failed)
            raise
        finally:
            blocks.close()  # type: ignore[attr-defined]
        return collected.result

    def generator(
        self,
        index: int,
        consumer: Any,
        iterable: Any,
        pieces: Callable[[Iterable[Any]], Iterable[Any]],
        reach: Reach,
    ) -> Iterable[Any]:
        """Give the elements of a generator expression, or a ``map``, consumed at once."""
        if not consumers.takes_all(consumer) or self._stays_in_kernel(index):
            return pieces(iterable)
        if finder.binds_outside(self.loops[index].node) and not consumers.takes_first(consumer):
            return pieces(iterable)  # it may stop, and the name keeps its value then
        committed: list[Any] = []
        names = self._names(reach)
        run = LoopRun(self.session, self.loops[index], iterable, names, committed.extend)
        run.silent = not consumers.takes_first(consumer)
        if not self._has_key(self.loops[index]):
            run.goes_on = partial(consumers.goes_on, consumer)
        return itertools.chain.from_iterable(self._pieces(run, committed, pieces))

    def _has_key(self, loop: Loop) -> bool:
        """Whether a consumer calls a function of the user's between two elements."""
        return any(
            isinstance(node, ast.Call) and node.func is loop.consumer and bool(node.keywords)
            for node in ast.walk(self.session.source.tree)
        )

    def _pieces(
        self, run: LoopRun, committed: list[Any], pieces: Callable[[Iterable[Any]], Iterable[Any]]
    ) -> Iterator[Iterable[Any]]:
        """Give elements piece by piece: those from workers, and those the kernel makes."""
        blocks = run._blocks()
        try:
            for block in blocks:
                yield committed
                committed.clear()
                ended: list[bool] = []
                items = itertools.chain(block, _note_end(ended))
                yield self._attempted(run, items, pieces) if self._collects else pieces(items)
                if not ended:  # a function in `map` raised StopIteration, perhaps on the last item
                    return
            yield committed
        finally:
            blocks.close()  # type: ignore[attr-defined]

    def functional(
        self,
        index: int,
        consumer: Any,
        functional: Any,
        function: Any,
        iterables: tuple[Any, ...],
        reach: Reach,
    ) -> Iterable[Any]:
        """Give the elements of ``map`` or ``filter``; of anything so called, its result."""
        if functional is not map and functional is not filter:
            return functional(function, *iterables)  # type: ignore[no-any-return]
        if len(iterables) == 1:
            return self.generator(
                index, consumer, iterables[0], lambda items: functional(function, items), reach
            )
        return self.generator(
            index,
            consumer,
            zip(*map(iter, iterables), strict=False),
            lambda items: itertools.starmap(function, items),
            reach,
        )

    def _stays_in_kernel(self, index: int) -> bool:
        """Whether an enclosing loop, legal or already handed over, takes this one along."""
        called = self.loops[index].function is not None
        return any(
            run.handed_over or (run.loop.index != index and run.legal_outside())
            for run in self.session.active
            if run.handed_over or called or self._encloses(run.loop.index, index)
        )

    def _encloses(self, outer: int, inner: int) -> bool:
        parent = self.loops[inner].parent
        while parent is not None:
            if parent == outer:
                return True
            parent = self.loops[parent].parent
        return False


def _note_end(ended: list[bool]) -> Iterator[Any]:
    """Give nothing, and note that it was asked for."""
    ended.append(True)
    yield from ()


def _pairs_of(
    pieces: Callable[[Iterable[Any]], Iterable[Any]], kind: Kind
) -> Callable[[Iterable[Any]], Iterable[Any]]:
    """Let a dict's pieces come as pairs."""
    if kind is not Kind.DICT:
        return pieces
    return lambda items: pieces(items).items()  # type: ignore[attr-defined]


class _Collected:
    """The value of a comprehension, as its elements come in."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.result: Any = {Kind.LIST: list, Kind.SET: set, Kind.DICT: dict}[kind]()

    def extend(self, elements: Iterable[Any]) -> None:
        """Add elements in order, a dict's as a dict or as pairs."""
        if self.kind is Kind.LIST:
            self.result.extend(elements)
        elif self.kind is Kind.SET and not isinstance(elements, set):
            for element in elements:
                self.result.add(element)
        else:  # sets and dicts keep the hashes of what they hold: none is asked for again
            self.result.update(elements)


class _Guard:
    """Hears of an exception that leaves a loop, and takes our frames off its traceback."""

    __slots__ = ("index", "run")

    def __init__(self, run: Run | None, index: int | None) -> None:
        self.run = run
        self.index = index

    def __enter__(self) -> None:
        """Nothing to do."""

    def __exit__(self, cls: Any, error: BaseException | None, traceback: Any) -> None:
        if error is None:
            return
        _drop_own_frames(error)
        refused = isinstance(error, NotParallelError)  # no iteration has failed: none has run
        if self.run is not None and self.index is not None and not refused:
            self.run.failed(self.index)


class _Attempt:
    """Stands around one iteration, and lets its loop go on when it has raised."""

    __slots__ = ("index", "run")

    def __init__(self, run: Run | None, index: int) -> None:
        self.run = run
        self.index = index

    def __enter__(self) -> None:
        """Nothing to do."""

    def __exit__(self, cls: Any, error: BaseException | None, traceback: Any) -> bool:
        if self.run is None or not isinstance(error, Exception):
            return False
        return self.run.left_out(self.index, error)


class _Hook:
    """What rewritten cells call; reached through `builtins`, so that no name is the user's."""

    def __init__(self) -> None:
        self.runs: dict[str, Run] = {}
        self._kept: dict[str, Any] = {}

    def callee(self, run: str, index: None, function: Any) -> Any:
        """See `Run.callee`."""
        found = self.runs.get(run)
        return function if found is None else found.callee(function)

    def loop(self, run: str, index: int, iterable: Any, reach: Reach = None) -> Iterable[Any]:
        """See `Run.loop`."""
        found = self.runs.get(run)
        return iterable if found is None else found.loop(index, iterable, reach)

    def generator(
        self,
        run: str,
        index: int,
        consumer: Any,
        iterable: Any,
        pieces: Any,
        reach: Reach = None,
    ) -> Iterable[Any]:
        """See `Run.generator`."""
        found = self.runs.get(run)
        elements: Iterable[Any] = (
            pieces(iterable)
            if found is None
            else found.generator(index, consumer, iterable, pieces, reach)
        )
        return elements

    def functional(
        self,
        run: str,
        index: int,
        consumer: Any,
        functional: Any,
        function: Any,
        *iterables: Any,
        reach: Reach = None,
    ) -> Iterable[Any]:
        """See `Run.functional`."""
        found = self.runs.get(run)
        elements: Iterable[Any] = (
            functional(function, *iterables)
            if found is None
            else found.functional(index, consumer, functional, function, iterables, reach)
        )
        return elements

    def apart(self, run: str, index: None) -> Verification:
        """Stand around a cell's parallel run on copies."""
        verification = self.runs[run]._verification
        assert verification is not None
        return verification

    def value(self, run: str, index: None, value: Any) -> Any:
        """Take note of an expression's value, and give it."""
        found = self.runs.get(run)
        known = None if found is None else found._verification
        return value if known is None else known.value(value)

    def over(self, run: str, index: None) -> _Guard:
        """Stand at the end of a cell's plain run."""
        found = self.runs.get(run)
        if found is not None and found._verification is not None:
            found._verification.over()
        return _Guard(None, None)

    def mark(self, key: str) -> None:
        """Stand at the end of a marked cell whose tree was not rewritten: nothing to do."""

    def guard(self, run: str, index: int | None) -> _Guard:
        """Stand around a loop."""
        return _Guard(self.runs.get(run), index)

    def attempt(self, run: str, index: int) -> _Attempt:
        """Stand around an iteration."""
        return _Attempt(self.runs.get(run), index)

    def bind(self, run: str, index: None, name: str, value: Any) -> Any:
        """Bind a name of the cell, and give the value."""
        self.runs[run].session.namespace[name] = value
        return value

    def keep(self, run: str, index: None, value: Any) -> None:
        """Keep the value of an expression statement until it is to be shown."""
        self._kept[run] = value

    def kept(self, run: str, index: None) -> Any:
        """Give it back."""
        return self._kept.pop(run)

    def comprehension(
        self, run: str, index: int, iterable: Any, whole: Any, pieces: Any, reach: Reach = None
    ) -> Any:
        """See `Run.comprehension`."""
        __tracebackhide__ = True
        found = self.runs.get(run)
        if found is None:
            return whole(iterable)
        return found.comprehension(index, iterable, whole, pieces, reach)


_hook: Final = _Hook()
setattr(builtins, HOOK, _hook)


def _drop_own_frames(error: BaseException) -> None:
    """Unlink our frames from an exception's traceback: what is left is the plain cell's."""
    previous = error.__traceback__
    while previous is not None:
        following = previous.tb_next
        while following is not None and _is_own(following.tb_frame.f_code):
            following = following.tb_next
        previous.tb_next = following
        previous = following


def _is_own(code: types.CodeType) -> bool:
    return code.co_filename.startswith(_OWN_FILES) or (
        code.co_name == "<lambda>" and code.co_varnames[:1] == (rewrite.ITEMS,)
    )


def compile_cell(source: Source, run: Run) -> tuple[Any, Any]:
    """Compile a rewritten cell: its statements, and its last expression if it ends in one.

    Returns
    -------
    body, last : code objects
        ``last`` is None if the cell does not end in an expression.
    """
    tree = run.rewrite(ast.parse(source.text, source.filename))
    last = None
    if tree.body and isinstance(tree.body[-1], ast.Expr):
        expression = tree.body.pop()
        assert isinstance(expression, ast.Expr)
        last = compile(ast.Expression(expression.value), source.filename, "eval", dont_inherit=True)
    return compile(tree, source.filename, "exec", dont_inherit=True), last


def execute(source: Source, run: Run, namespace: MutableMapping[str, Any]) -> Any:
    """Execute a cell's code; give the value of its last expression."""
    __tracebackhide__ = True
    body, last = compile_cell(source, run)
    scope_: Any = namespace
    exec(body, scope_)
    return eval(last, scope_) if last is not None else None


def run_cell(
    source: str,
    namespace: MutableMapping[str, Any],
    *,
    sink: Sink | None = None,
    executor: Executor | None = None,
    **options: Any,
) -> RunReport:
    """Run a cell's text in a namespace, its independent loops on the cluster.

    The namespace, the output and any exception are those of ``exec(source, namespace)``.

    Parameters
    ----------
    source : str
        Python source; IPython's own syntax is not understood here.
    namespace : dict
        Where it runs.
    sink : Sink, optional
        Listens to the run's events; nobody by default.
    executor : Executor, optional
        Runs the chunks; by default the session's Dask cluster, started when first needed.
    **options
        Fields of `nbparallel.options.Options`.

    Returns
    -------
    RunReport
        Also kept for `last_run`.

    Raises
    ------
    TypeError, ValueError
        If an option is unknown or out of range.
    Exception
        Whatever the cell raises.
    """
    __tracebackhide__ = True
    chosen = Options(**options)
    filename = f"<nbparallel-{next(_numbers)}>"
    linecache.cache[filename] = (len(source), None, source.splitlines(True), filename)
    parsed = Source(source, filename)
    make = default_executor if executor is None else _giver(executor)
    run = Run(parsed, namespace, chosen, sink or Silence(), make)
    error: BaseException | None = None
    try:
        execute(parsed, run, namespace)
    except BaseException as raised:
        error = raised
        raise
    finally:
        report = run.finish(error)
    return report


def _giver(executor: Executor) -> Callable[[Options], Executor]:
    return lambda options: executor


def last_run() -> RunReport | None:
    """Give the report of the last finished run; None before the first."""
    return _last


def analyze(source: str, namespace: MutableMapping[str, Any], **options: Any) -> Plan:
    """Judge a cell's loops without running anything.

    Of the names that the cell itself binds before a loop, literals, imports and functions are
    foreseen; a loop that uses others is *open*: its verdict is made when it is reached.

    Parameters
    ----------
    source : str
        Python source.
    namespace : dict
        The live namespace; it is not changed.
    **options
        Fields of `nbparallel.options.Options`.

    Returns
    -------
    Plan
        Each candidate's verdict, roles and reasons.
    """
    return plan_of(Source(source, "<nbparallel-plan>"), namespace, Options(**options))


def plan_of(source: Source, namespace: MutableMapping[str, Any], options: Options) -> Plan:
    """Plan a parsed cell; starts no cluster."""
    check_names(source, namespace, options)
    scope.index(source.tree)
    loops = finder.find(source.tree)
    return make_plan(source, loops, namespace, _workers(options), options.assume_pure)


def _workers(options: Options) -> int:
    """Count the workers there are, or that would be started."""
    count = available_cpus()
    if "nbparallel.runtime.cluster" in sys.modules:
        from nbparallel.runtime import cluster

        found = cluster.default_cluster()
        count = found.status().workers if found.state is cluster.State.RUNNING else count
    return count if options.workers is None else min(count, options.workers)
