"""Whatever a body raises, IPython shows and keeps what it does for the plain cell."""

from __future__ import annotations

import re
import sys
from typing import Any

import pytest
from IPython.core.interactiveshell import InteractiveShell

from tests.equivalence.test_ipython import MAGIC, run, shell  # noqa: F401 - a fixture

BODIES = {
    "as deep as may be": """
def down(n):
    return 1 if n == 0 else 1 + down(n - 1)
def deepest():
    low, high = 1, 100000
    while low < high:
        middle = (low + high + 1) // 2
        try:
            down(middle)
            low = middle
        except RecursionError:
            high = middle - 1
    return low
depths = []
for n in range(6):
    depths.append(deepest())
""",
    "exception group": """
def f(i):
    if i == 7:
        raise ExceptionGroup('several', [ValueError(i), KeyError('k')])
    return i
out = []
for i in range(12):
    out.append(f(i))
""",
    "SystemExit": """
out = []
for i in range(12):
    out.append(i)
    if i == 7:
        raise SystemExit(3)
""",
    "sys.exit": """
import sys
out = []
for i in range(12):
    out.append(i)
    if i == 7:
        sys.exit('bye')
""",
    "KeyboardInterrupt": """
out = []
for i in range(12):
    out.append(i)
    if i == 7:
        raise KeyboardInterrupt
""",
    "StopIteration": """
out = []
for i in range(12):
    out.append(i)
    if i == 7:
        raise StopIteration(4)
""",
    "StopIteration in a comprehension": """
def f(i):
    if i == 7:
        raise StopIteration(4)
    return i
out = [f(i) for i in range(12)]
""",
    "StopIteration in a generator expression": """
def f(i):
    if i == 7:
        raise StopIteration(4)
    return i
out = sum(f(i) for i in range(12))
""",
    "next": """
out = []
for i in range(12):
    out.append(next(iter([] if i == 7 else [i])))
""",
    "RecursionError": """
def r(n):
    return r(n + 1) if n > 7 else n
out = []
for i in range(12):
    out.append(r(i))
""",
    "cause": """
def f(i):
    try:
        return 1 / (7 - i)
    except ZeroDivisionError as e:
        raise ValueError(i) from e
out = []
for i in range(12):
    out.append(f(i))
""",
    "context": """
def f(i):
    try:
        return 1 / (7 - i)
    except ZeroDivisionError as e:
        raise ValueError(i)
out = [f(i) for i in range(12)]
""",
    "note": """
out = []
for i in range(12):
    try:
        out.append(1 / (7 - i))
    except ZeroDivisionError as e:
        e.add_note('at %d' % i)
        raise
""",
    "unpicklable": """
class E(Exception):
    def __init__(self, a, b):
        super().__init__(a)
        self.b = b
def f(i):
    if i == 7:
        raise E(i, lambda: 3)
    return i
out = []
for i in range(12):
    out.append(f(i))
""",
    "assert": """
out = []
for i in range(12):
    assert i != 7, 'seven'
    out.append(i)
""",
    "NumPy": """
import numpy as np
out = []
for i in range(12):
    out.append(np.linalg.inv(np.eye(2) * (i != 7)).sum())
""",
    "pandas": """
import pandas as pd
df = pd.DataFrame({'a': [1, 2]})
out = []
for i in range(12):
    out.append(df['a' if i != 7 else 'b'].sum())
""",
    "json": """
import json
out = [json.loads('[1]' if i != 7 else '{') for i in range(12)]
""",
    "nested": """
def outer(n):
    res = []
    for i in range(n):
        res.append([1 / (j - 20 + i) for j in range(13, 19)])
    return res
x = outer(12)
""",
    "map": """
def f(i):
    return 1 / (7 - i)
out = list(map(f, range(12)))
""",
    "map of a lambda": """
out = list(map(lambda i: 1 / (7 - i), range(12)))
""",
    "filter": """
out = list(filter(lambda i: 1 / (7 - i) > 0, range(12)))
""",
    "any": """
out = any(1 / (7 - i) > 5 for i in range(12))
""",
    "sorted": """
out = sorted((1 / (7 - i) for i in range(12)), reverse=True)
""",
    "dict": """
out = {i: 1 / (7 - i) for i in range(12)}
""",
    "with": """
import contextlib
out = []
with contextlib.nullcontext():
    for i in range(12):
        out.append(1 / (7 - i))
""",
    "finally": """
out = []
try:
    for i in range(12):
        out.append(1 / (7 - i))
finally:
    out.append('f')
""",
    "SyntaxError": """
out = []
for i in range(12):
    out.append(eval('1' if i != 7 else '1 +'))
""",
    "generator in the header": """
def g():
    yield from range(8)
    raise ValueError('gen')
out = []
for i in g():
    out.append(i)
""",
    "unpacking the item": """
out = []
for a, b in [(1, 2), (3, 4), (5,), (6, 7)]:
    out.append(a)
""",
    "decorated": """
import functools
def deco(f):
    @functools.wraps(f)
    def w(*a):
        return f(*a)
    return w
@deco
def f(i):
    return 1 / (7 - i)
out = []
for i in range(12):
    out.append(f(i))
""",
    "method": """
class A:
    def __init__(self):
        self.v = []

    def add(self, i):
        self.v.append(1 / (7 - i))
a = A()
for i in range(12):
    a.add(i)
""",
    "unbound": """
def f():
    out = []
    for i in range(12):
        if i != 7:
            v = i
        out.append(v)
        del v
    return out
f()
""",
    "lambda": """
f = lambda i: 1 / (7 - i)
out = [f(i) for i in range(12)]
""",
    "through functions": """
def a(i): return b(i)
def b(i): return c(i)
def c(i): return 1 / (7 - i)
out = []
for i in range(12): out.append(a(i))
""",
    "second loop": """
xs = [i for i in range(5)]
ys = [1 / (x - 3) for x in xs]
zs = [x for x in ys]
""",
    "warnings": """
import warnings
out = []
for i in range(12):
    warnings.warn('w%d' % i)
    out.append(1 / (7 - i))
""",
    "prints": """
out = []
for i in range(12):
    print('p', i)
    out.append(1 / (7 - i))
""",
    "bare raise": """
out = []
for i in range(12):
    if i == 7:
        raise
    out.append(i)
""",
    "BaseException": """
class B(BaseException): pass
out = []
for i in range(12):
    if i == 7:
        raise B('x')
    out.append(i)
""",
    "GeneratorExit": """
out = []
for i in range(12):
    if i == 7:
        raise GeneratorExit
    out.append(i)
""",
    "MemoryError": """
out = []
for i in range(12):
    if i == 7:
        raise MemoryError
    out.append(i)
""",
}


def frames() -> list[tuple[str, int, dict[str, str]]]:
    """What ``%debug`` would find: of each frame its function, its line, its locals."""
    found = []
    trace = getattr(sys, "last_traceback", None)
    while trace is not None:
        code, names = trace.tb_frame.f_code, trace.tb_frame.f_locals
        kept = {
            name: value
            for name, value in names.items()
            # The iterator of a comprehension has no name, nor has what reads a function's names.
            if code.co_name != "<module>" and name != ".0" and not name.startswith("__nbp_")
        }
        if code.co_name != "run_code":
            shown = {name: anonymous(repr(value)) for name, value in kept.items()}
            found.append((code.co_name, trace.tb_lineno, shown))
        trace = trace.tb_next
    return found


def anonymous(text: str) -> str:
    """Leave out what differs between any two runs."""
    return re.sub(r" at (0x)?[0-9a-f]+|ipython-input-[0-9a-f-]+", "", text)


def tell(shell: InteractiveShell, cell: str) -> tuple[Any, ...]:  # noqa: F811
    """Run a cell: what is printed, what is raised, what is kept, and what ``%tb`` shows."""
    shell.reset(new_session=False)
    sys.last_traceback = sys.last_value = None
    printed, kind = run(shell, cell)
    found = frames()
    again, _ = run(shell, "%tb")
    hidden = shell.user_ns_hidden
    names = {n: v for n, v in shell.user_ns.items() if not n.startswith("_") and n not in hidden}
    kept = {name: anonymous(repr(value)) for name, value in names.items()}
    return anonymous(printed), kind.__name__, found, anonymous(again), kept


@pytest.mark.parametrize("name", BODIES)
def test_as_in_the_plain_cell(shell: InteractiveShell, name: str) -> None:  # noqa: F811
    body = BODIES[name].strip()
    for _ in range(8):  # a cell may recurse one frame deeper once IPython's own code is warm
        shell.run_cell("pass")
    plain, parallel = tell(shell, body), tell(shell, MAGIC + body)
    for one, other in zip(plain, parallel, strict=True):
        assert one == other
