"""Calls replaced by what they do: what a function holds, against what then stands in the body."""

import ast

import pytest

from nbparallel.analysis import inlined, loops
from tests.analysis import judging

SETUP = "log = []\nn = 0\nclass T:\n    def add(self, x):\n        self.seen.append(x)\nt = T()\n"


def written(cell: str, function: str) -> str | None:
    """Give a loop's body as it is written with functions' bodies in it."""
    names = judging.namespace(SETUP + function)
    loop = inlined.find(loops.find(ast.parse(cell))[0], names)
    return None if loop is None else "; ".join(map(ast.unparse, loop.body))


@pytest.mark.parametrize(
    ("function", "body", "expected"),
    [
        ("def f(x): log.append(x)", "f(i)", "log.append(i)"),
        ("def f(x): return x * x", "f(i)", None),
        ("", "t.add(i + 1)", "x[add:1] = i + 1; t.seen.append(x[add:1])"),
        ("def f(x):\n    global n\n    n += x", "f(i)", "n += i"),
        ("def f(x):\n    y = x\n    log.append(y)\n    return y", "out.append(f(i))",
         "y[f:1] = i; log.append(y[f:1]); f()[1] = y[f:1]; out.append(f()[1])"),
        ("def f(x):\n    global n\n    n += x\n    return x", "n += f(i)", None),
        ("def f(x):\n    log.append(x)\n    return x", "g(len(i), f(i), h())",
         "[0, 1] = len(i); log.append(i); f()[1] = i; g([0, 1], f()[1], h())"),
        ("def f(x):\n    log.append(x)\n    return x", "i and f(i)", None),
        ("def f(x):\n    log.append(x)\n    return x", "[f(j) for j in i]", None),
        ("def f(x):\n    if x: log.append(f(x - 1))\n    return x", "f(i)",
         "if i:\n    log.append(f(i - 1))"),
        ("def f(x):\n    log.append(x)\n    yield x", "f(i)", None),
        ("def f(x):\n    for y in x:\n        log.append(y)\n        return y", "f(i)", None),
        ("def f(*x): log.append(x)", "f(i)", None),
        ("def f(x, k=[]): k.append(x)", "f(i)", None),
    ],
)  # fmt: skip
def test_bodies(function: str, body: str, expected: str | None) -> None:
    assert written(f"for i in xs:\n    {body}", function) == expected
