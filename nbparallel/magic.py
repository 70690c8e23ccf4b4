"""The magics: parse the line, call the pipeline, show the card.

``%%parallel`` reaches a cell in two ways. Normally an input transformer takes the magic line
away and marks the cell, and an AST transformer rewrites its loops, so that to IPython it is
the plain cell: line numbers, ``Out``, a trailing semicolon, ``await`` and tracebacks are its
own. Where cells do not pass the transformers (`run_cell_magic` called by hand) the registered
cell magic does the same by itself.
"""

from __future__ import annotations

import ast
import hashlib
import json
import linecache
import shlex
import sys
import threading
import warnings
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from IPython.core.error import UsageError
from IPython.core.magic import Magics, cell_magic, line_magic, magics_class, no_var_expand
from IPython.core.magic_arguments import argument, magic_arguments, parse_argstring
from traitlets import Bool, Enum, Float, Int, List, Unicode
from traitlets.config import Configurable

from nbparallel.options import DEFAULT_MIN_TIME, Options
from nbparallel.source import HOOK, Source

if TYPE_CHECKING:
    from nbparallel.events import Sink
    from nbparallel.pipeline import Run

_MAGIC: Final = "%%parallel"
_KEPT_CELLS: Final = 64


class NBParallel(Configurable):
    """Defaults of ``%%parallel``."""

    workers = Int(
        None, allow_none=True, min=1, help="Workers used at most; None uses all there are."
    ).tag(config=True)
    min_time = Float(
        DEFAULT_MIN_TIME,
        min=0.0,
        help="Seconds that a loop must be predicted to take to be handed to the workers.",
    ).tag(config=True)
    quiet = Bool(False, help="Show no card and no line.").tag(config=True)
    no_plot = Bool(False, help="Show the bar but not the task stream.").tag(config=True)
    seed = Int(
        None,
        allow_none=True,
        min=0,
        help="Gives each iteration random numbers of its own; None leaves them the plain cell's.",
    ).tag(config=True)
    strict = Bool(
        False, help="Raise an error instead of running a loop serially that is not independent."
    ).tag(config=True)
    verify = Bool(
        False, help="Run every cell both ways, in parallel on copies and plainly, and compare."
    ).tag(config=True)
    assume_pure = List(
        Unicode(), help="Functions and methods taken as free of side effects, such as f or M.fit."
    ).tag(config=True)
    on_error = Enum(
        ["raise", "collect"],
        "raise",
        help="Whether a failing iteration ends the cell, or is left out and listed.",
    ).tag(config=True)
    retries = Int(
        0, min=0, help="How often an iteration that raises is tried again on a worker."
    ).tag(config=True)
    timeout = Float(
        None, allow_none=True, help="Seconds an iteration may take; None sets no limit."
    ).tag(config=True)


class Transformers:
    """The two transformers and the event handlers that make a marked cell a run."""

    def __init__(self, shell: Any, parse: Callable[[str], Options]) -> None:
        self.shell = shell
        self._parse = parse
        self._cells: OrderedDict[str, tuple[str, str]] = OrderedDict()
        self._open: list[tuple[int, Run]] = []
        self._depth = 0
        self._importer: threading.Thread | None = None

    def install(self) -> None:
        """Hook into the shell."""
        self.shell.input_transformer_manager.cleanup_transforms.append(self.clean)
        self.shell.ast_transformers.append(self)
        self.shell.events.register("pre_run_cell", self.before_cell)
        self.shell.events.register("post_run_cell", self.after_cell)

    def remove(self) -> None:
        """Leave the shell as it was."""
        manager = self.shell.input_transformer_manager
        manager.cleanup_transforms = [t for t in manager.cleanup_transforms if t != self.clean]
        self.shell.ast_transformers[:] = [t for t in self.shell.ast_transformers if t is not self]
        for event, handler in (
            ("pre_run_cell", self.before_cell),
            ("post_run_cell", self.after_cell),
        ):
            with suppress(ValueError):
                self.shell.events.unregister(event, handler)

    # -- text -------------------------------------------------------------------------------

    def clean(self, lines: list[str]) -> list[str]:
        """Take the magic line off a cell and mark it at its end; runs any number of times."""
        if not lines or not _is_magic(lines[0]):
            return lines
        line = lines[0][len(_MAGIC) :].strip()
        body = self._cleaned(lines[1:])
        first = next((text for text in body if text.strip()), "")
        if first.startswith("%%"):  # the inner magic runs the cell; ours goes to its body
            at = body.index(first)
            return [first, f"{_MAGIC} {line}\n", *body[at + 1 :]]
        if self._is_bad_line(line, body):
            return lines  # the magic itself will say what is wrong
        if self._parsed(body) is None:
            return body  # the plain cell's own errors
        text = "".join(body)
        key = _key(line, text)
        self._cells[key] = line, text
        self._cells.move_to_end(key)
        while len(self._cells) > _KEPT_CELLS:
            self._cells.popitem(last=False)
        if body and not body[-1].endswith("\n"):
            body = [*body[:-1], body[-1] + "\n"]
        end = ";" if _ends_in_semicolon(text) else ""
        return [*body, f"{HOOK}.mark({key!r}){end}\n"]

    def _cleaned(self, lines: list[str]) -> list[str]:
        for transform in self.shell.input_transformer_manager.cleanup_transforms:
            if transform != self.clean:
                lines = transform(lines)
        return lines

    def _is_bad_line(self, line: str, body: list[str]) -> bool:
        """Whether the options are wrong, or name what neither notebook nor cell knows."""
        try:
            options = self._parse(line)
        except UsageError:
            return True
        tree = self._parsed(body) if options.assume_pure else None
        if tree is None:
            return False
        from nbparallel.analysis import vouched

        return bool(vouched.unknown(options.assume_pure, tree, self.shell.user_ns))

    def _parsed(self, body: list[str]) -> ast.Module | None:
        """Parse a cell's Python; None where it is none: its errors are its own."""
        try:
            tokens = self.shell.input_transformer_manager.do_token_transforms(list(body))
            return ast.parse("".join(tokens))
        except SyntaxError:
            return None

    # -- tree -------------------------------------------------------------------------------

    def visit(self, tree: ast.Module) -> ast.Module:
        """Rewrite a marked cell's loops; IPython's AST transformers are called so."""
        key = _mark_of(tree)
        if key is None:
            return tree
        tree.body.pop()
        known = self._cells.get(key)
        if known is None:
            return tree
        line, text = known
        self._unmark_history(key)
        options = self._parse(line)
        if options.explain:
            self._explain(tree, line, text, options)
            return ast.Module([], [])
        from nbparallel.analysis.scope import copied

        plain = copied(tree)  # which a run looks at and leaves as it is
        try:
            source = Source(text, _name_of_marked(line, text), plain)
            run = start_run(source, self.shell, options)
            self._open.append((self._depth, run))
            return run.rewrite(tree)
        except Exception as error:  # IPython drops a transformer that raises, for good
            warnings.warn(
                f"%%parallel could not be applied and the cell ran plainly: {error!r}; please "
                "report this with the cell",
                stacklevel=2,
            )
            return plain

    def _explain(self, tree: ast.Module, line: str, text: str, options: Options) -> None:
        """Show the plan; whatever happens, nothing of the cell is run."""
        try:
            source = Source(text, _name_of_marked(line, text), tree)
            show_plan(source, self.shell, options)
        except Exception as error:  # IPython drops a transformer that raises, for good
            message = f"the plan could not be made: {error!r}; please report this with the cell"
            warnings.warn(message, stacklevel=2)

    def _unmark_history(self, key: str) -> None:
        """Let ``In`` hold the cell as it would be without the magic."""
        history = self.shell.history_manager.input_hist_parsed
        text, mark, _ = history[-1].rpartition(f"{HOOK}.mark({key!r})") if history else ("", "", "")
        if mark:
            history[-1] = text

    # -- events -----------------------------------------------------------------------------

    def before_cell(self, info: Any) -> None:
        """Count cells that run inside cells."""
        self._depth += 1

    def after_cell(self, result: Any) -> None:
        """End the runs of the cell that is over."""
        if self._importer is None:  # the user reads, or writes the next cell, meanwhile
            self._importer = threading.Thread(target=_import_ahead, name="nbparallel-import")
            self._importer.start()
        error = getattr(result, "error_in_exec", None)
        while self._open and self._open[-1][0] >= self._depth:
            self._open.pop()[1].finish(error)
        self._depth = max(0, self._depth - 1)


def _import_ahead() -> None:
    """Import what the first ``%%parallel`` cell will need: nothing of Dask, Bokeh or widgets."""
    import nbparallel.pipeline
    import nbparallel.ui.card
    import nbparallel.ui.text  # noqa: F401


def _is_magic(line: str) -> bool:
    words = line.split(None, 1)
    return bool(words) and words[0] == _MAGIC and line.startswith(_MAGIC)


def _mark_of(tree: ast.AST) -> str | None:
    if not isinstance(tree, ast.Module) or not tree.body:
        return None
    last = tree.body[-1]
    call = last.value if isinstance(last, ast.Expr) else None
    if (
        isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr == "mark"
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == HOOK
        and isinstance(call.args[0], ast.Constant)
    ):
        return str(call.args[0].value)
    return None


def _key(line: str, text: str) -> str:
    return hashlib.sha256(f"{line}\n{text}".encode()).hexdigest()[:16]


def _name_of_marked(line: str, text: str) -> str:
    """Find the file name IPython gave a marked cell, and take the mark off its lines there."""
    mark = f"{HOOK}.mark({_key(line, text)!r})"
    name = "<cell>"
    for filename, entry in list(linecache.cache.items()):
        if len(entry) == 4 and entry[2] and entry[2][-1].startswith(mark):
            size, mtime, lines, fullname = entry
            linecache.cache[filename] = size, mtime, lines[:-1], fullname
            name = filename
    return name


def _ends_in_semicolon(text: str) -> bool:
    from IPython.core.displayhook import DisplayHook

    try:
        return bool(DisplayHook.semicolon_at_end_of_expression(text))
    except SyntaxError:
        return False


def start_run(source: Any, shell: Any, options: Options) -> Run:
    """Make a run over the user's namespace, with the card as its sink."""
    from nbparallel.pipeline import Run

    return Run(source, shell.user_ns, options, _sink(options, shell))


def _sink(options: Options, shell: Any) -> Sink:
    from IPython.core.displaypub import CapturingDisplayPublisher

    from nbparallel.ui.card import open_sink
    from nbparallel.ui.last import Unseen

    if isinstance(getattr(shell, "display_pub", None), CapturingDisplayPublisher):
        return Unseen()  # what %%capture captures must be the cell's own
    return open_sink(options, shell)


def show_plan(source: Any, shell: Any, options: Options) -> None:
    """Show what is planned for a cell; nothing of it is run."""
    from nbparallel.pipeline import plan_of
    from nbparallel.ui import explain

    explain.show(plan_of(source, shell.user_ns, options), shell)


@magics_class
class ParallelMagics(Magics):
    """``%%parallel`` and its companions."""

    def __init__(self, shell: Any) -> None:
        super().__init__(shell)
        self.defaults = NBParallel(parent=shell)
        self.transformers = Transformers(shell, self.options)

    def options(self, line: str) -> Options:
        """Read an option line over the configured defaults.

        Raises
        ------
        UsageError
            If an option is unknown or out of range.
        """
        given = parse_argstring(self.parallel, line)
        values: dict[str, Any] = {
            "workers": self.defaults.workers,
            "min_time": self.defaults.min_time,
            "quiet": self.defaults.quiet,
            "no_plot": self.defaults.no_plot,
            "seed": self.defaults.seed,
            "strict": self.defaults.strict,
            "verify": self.defaults.verify,
            "assume_pure": tuple(self.defaults.assume_pure),
            "on_error": self.defaults.on_error,
            "retries": self.defaults.retries,
            "timeout": self.defaults.timeout,
        }
        values |= {name: value for name, value in vars(given).items() if value is not None}
        values.pop("statement", None)
        try:
            return Options(**values)
        except ValueError as error:
            raise UsageError(str(error)) from error

    @magic_arguments()
    @argument("--workers", type=int, metavar="N", help="Use at most N workers.")
    @argument(
        "--min-time",
        type=float,
        metavar="SECONDS",
        help="A loop predicted to take less runs in the kernel; 0 sends every independent loop "
        "to the workers, however short.",
    )
    @argument(
        "--explain", action="store_true", default=None, help="Show the plan only; run nothing."
    )
    @argument(
        "--verify",
        action="store_true",
        default=None,
        help="Run the cell both ways, in parallel on copies of what it reaches and then plainly, "
        "and compare names, values, output and exception. Outside effects happen twice.",
    )
    @argument("--quiet", action="store_true", default=None, help="Show no card and no line.")
    @argument(
        "--no-plot",
        action="store_true",
        default=None,
        help="Show the bar but not the task stream.",
    )
    @argument(
        "--seed",
        type=int,
        metavar="N",
        help="Give each iteration of a loop random numbers of its own, the same whatever runs it: "
        "random, numpy.random and shared generators are seeded by N, the loop and the iteration.",
    )
    @argument(
        "--strict",
        action="store_true",
        default=None,
        help="Raise NotParallelError, with all reasons, instead of running a loop serially that "
        "may not run in parallel; nothing of that loop has run then. Loops that are merely too "
        "short may be serial.",
    )
    @argument(
        "--assume-pure",
        metavar="NAME[,NAME]",
        help="Take calls of these functions (f, library.g, Model.predict, model.predict) as free "
        "of side effects and their results as new objects, on your word.",
    )
    @argument(
        "--on-error",
        choices=("raise", "collect"),
        help="collect: go on over iterations that raise, as if their items were not there, and "
        "list them in the report.",
    )
    @argument(
        "--retries",
        type=int,
        metavar="N",
        help="Try an iteration that raises again on a worker, up to N times.",
    )
    @argument(
        "--timeout",
        type=float,
        metavar="SECONDS",
        help="An iteration that takes longer fails with a TimeoutError.",
    )
    @no_var_expand
    @cell_magic
    def parallel(self, line: str, cell: str) -> Any:
        """Run a cell with its independent loops on the cluster.

        The cell leaves what it would leave without the magic: the same names and values, the
        same output, the same exception. Loops that cannot run that way run in the kernel, and
        one line says why.
        """
        __tracebackhide__ = True
        return self._run(self.options(line), cell)

    @no_var_expand
    @line_magic("parallel")
    def parallel_line(self, line: str) -> Any:
        """Run one statement as ``%%parallel`` runs a cell.

        Options come before the statement: ``%parallel --min-time 0 ys = [f(x) for x in xs]``.
        """
        __tracebackhide__ = True
        options, statement = split_statement(line)
        if not statement:
            raise UsageError(
                "%parallel needs a statement, such as: %parallel ys = [f(x) for x in xs]"
            )
        return self._run(self.options(options), statement + "\n")

    def _run(self, options: Options, cell: str) -> Any:
        __tracebackhide__ = True
        from nbparallel.pipeline import execute

        text = self.shell.transform_cell(cell)
        name = self.shell.compile.cache(text, self.shell.execution_count, raw_code=cell)
        source = Source(text, name)
        try:
            if options.explain:
                show_plan(source, self.shell, options)
                return None
            run = start_run(source, self.shell, options)
        except ValueError as error:  # a name to be assumed pure is not known
            raise UsageError(str(error)) from error
        try:
            value = execute(source, run, self.shell.user_ns)
        except BaseException as error:
            run.finish(error)
            raise
        run.finish()
        return None if _ends_in_semicolon(text) else value

    # -- companions -------------------------------------------------------------------------

    @line_magic
    def parallel_cluster(self, line: str) -> None:
        """Look after the cluster.

        ``%parallel_cluster [status | start | scale N | connect ADDRESS | stop | dashboard]``
        """
        words = shlex.split(line) or ["status"]
        action, arguments = words[0], words[1:]
        actions = {
            "status": 0, "start": 0, "scale": 1, "connect": 1, "stop": 0, "dashboard": 0,
        }  # fmt: skip
        if action not in actions:
            raise UsageError(f"%parallel_cluster knows {', '.join(actions)}, not {action!r}")
        if len(arguments) != actions[action]:
            what = {"scale": "a number of workers", "connect": "a scheduler's address"}
            raise UsageError(f"%parallel_cluster {action} takes {what.get(action, 'nothing more')}")
        from nbparallel.runtime import control
        from nbparallel.ui import cluster_card

        try:
            status = control.act(action, *arguments)
        except ValueError as error:
            raise UsageError(str(error)) from error
        cluster_card.show(status, self.shell)

    @line_magic
    def parallel_report(self, line: str) -> None:
        """Show the last run's report again.

        ``%parallel_report [--json] [--save FILE]``
        """
        from nbparallel import pipeline
        from nbparallel.ui import last as seen
        from nbparallel.ui import page, report

        words = shlex.split(line)
        as_json = "--json" in words
        words = [word for word in words if word != "--json"]
        if words and (words[0] != "--save" or len(words) != 2):
            raise UsageError("%parallel_report takes [--json] [--save FILE]")
        last = pipeline.last_run()
        if last is None:
            print("no %%parallel cell has run yet")
            return
        view = seen.view_of(last)
        if words:
            path = Path(words[1]).expanduser()
            if path.suffix == ".json":
                text = json.dumps(last.to_dict(), indent=2)
            elif path.suffix in (".html", ".htm"):
                text = page.report_page(last, view)
            else:
                text = report.report_text(last, view)
            path.write_text(text, encoding="utf-8")
            print(f"saved to {path}")
        if as_json:
            print(json.dumps(last.to_dict(), indent=2))
        elif not words:
            report.show(last, view, self.shell)


def split_statement(line: str) -> tuple[str, str]:
    """Split a line into leading options and the statement that follows them."""
    takes_value = {"--workers", "--min-time", "--assume-pure", "--seed"}
    takes_value |= {"--on-error", "--retries", "--timeout"}
    rest = line.strip()
    options: list[str] = []
    while rest.startswith("--"):
        word, _, rest = rest.partition(" ")
        options.append(word)
        rest = rest.lstrip()
        if word in takes_value:
            value, _, rest = rest.partition(" ")
            options.append(value)
            rest = rest.lstrip()
    return " ".join(options), rest


def load(shell: Any) -> None:
    """Register everything with a shell; a second call replaces the first's."""
    unload(shell, stop_cluster=False)
    magics = ParallelMagics(shell)
    shell.register_magics(magics)
    magics.transformers.install()
    shell.configurables.append(magics.defaults)
    shell.nbparallel_magics = magics


def unload(shell: Any, *, stop_cluster: bool = True) -> None:
    """Take everything back; stop the cluster if one was started."""
    magics = getattr(shell, "nbparallel_magics", None)
    if magics is not None:
        magics.transformers.remove()
        shell.configurables[:] = [c for c in shell.configurables if c is not magics.defaults]
        for kind, names in magics.magics.items():
            for name in names:
                shell.magics_manager.magics[kind].pop(name, None)
        del shell.nbparallel_magics
    if stop_cluster and "nbparallel.runtime.cluster" in sys.modules:
        from nbparallel.runtime import cluster

        cluster.default_cluster().stop()
