"""Every name's role, and every refusal's code."""

import pytest

from tests.analysis.judging import judged, roles

F = "def f(x):\n    return x * 2\n"


@pytest.mark.parametrize(
    ("cell", "setup", "expected"),
    [
        # roles
        ("for x in xs: y = x", "xs = [1, 2]", "x:induction y:private"),
        ("for x in xs:\n  if x: y = x", "xs = [1, 2]", "x:induction y:last-private"),
        ("for x in xs: out.append(x)", "xs = [1]; out = []", "out:append x:induction"),
        ("for x in xs: out += [x]", "xs = [1]; out = []", "out:append x:induction"),
        ("for x in xs: out.extend([x, x])", "xs = [1]; out = []", "out:append x:induction"),
        ("for x in xs: s.add(x)", "xs = [1]; s = set()", "s:set add x:induction"),
        ("for x in xs: d[x] = 1", "xs = [1]; d = {}", "d:keyed store x:induction"),
        ("for i in range(3): a[i] = i", "a = [0] * 3", "a:element store i:induction"),
        ("for x in xs: t += x", "xs = [1]; t = 0", "t:reduction x:induction"),
        ("for x in xs: t = t * x", "xs = [1]; t = 1.0", "t:reduction x:induction"),
        ("for x in xs: t += x", "xs = 'ab'; t = ''", "t:reduction x:induction"),
        ("for a, (b, *c) in xs: z = b", "xs = [(1, (2, 3))]", "a:induction b:induction c:induction z:private"),
        ("for x in xs:\n  t = x\n  del t", "xs = [1]", "t:last-private x:induction"),
        ("for x in xs:\n  for y in range(x): z = y", "xs = [1]", "x:induction y:last-private z:last-private"),
        ("for x in xs:\n  while True:\n    z = x\n    break", "xs = [1]", "x:induction z:private"),
        ("for x in xs:\n  try: v = 1 / x\n  except ZeroDivisionError as e: v = str(e)", "xs = [1]", "e:last-private v:private x:induction"),
        ("for x in xs: v = f(x)", F + "xs = [1]", "v:private x:induction"),
        ("[f(x) for x in xs]", F + "xs = [1]", ""),
        ("for x in xs: v = sorted(x, key=lambda p: -p)", "xs = [[1]]", "v:private x:induction"),
        ("for x in xs:\n  import math\n  v = math.sqrt(x)", "import math; xs = [1]", "math:private v:private x:induction"),
        ("for w in ws: v = w.upper().split()", "ws = ['a']", "v:private w:induction"),
        ("for x in xs:\n  r = []\n  r.append(x)\n  out.append(r)", "xs = [[1]]; out = []", "out:append r:private x:induction"),
        ("for x in xs:\n  n = np.zeros(3)\n  n += x\n  n[0] = 1", "import numpy as np; xs = [1]", "n:private x:induction"),
        ("for i in range(3): a[i, :] = i", "import numpy as np; a = np.zeros((3, 2))", "a:element store i:induction"),
        ("for x in xs:\n  r = np.random.default_rng(x)\n  v = r.normal()", "import numpy as np; xs = [1]", "r:private v:private x:induction"),
        ("for x in xs: t += x * s; s = -s", "xs = [1]; s = 1; t = 0", "s:induction t:reduction x:induction"),
        ("for x in xs: t = np.append(t, x)", "import numpy as np; xs = [1]; t = np.zeros(0)", "t:ordered log x:induction"),
        # loop-carried dependences
        ("for x in xs: p = p + q; q = x", "xs = [1]; p = q = 0", "p:reduction q:private x:induction"),
        ("for x in xs: p = p + q; q = p * x", "xs = [1]; p = q = 0", "NBP101 NBP102"),
        ("for x in xs: out.append(n); n += 2", "xs = [1]; n = 0; out = []", "n:induction out:append x:induction"),
        ("for x in xs:\n  if x: y = x\n  z = y", "xs = [1]; y = 0", "NBP101"),
        ("for x in xs: t += x; print(t)", "xs = [1]; t = 0", "NBP102"),
        ("for x in xs: out.append(len(out))", "xs = [1]; out = []", "NBP102"),
        ("for i in range(1, 3): a[i] = a[i - 1]", "a = [0] * 3", "NBP101"),
        ("for x in xs: a.append(x); b.append(x)", "xs = [1]; a = b = []", "NBP104"),
        ("for x in xs: a.append(b[0])", "xs = [1]; a = b = [0]", "NBP104"),
        ("for x in xs: xs.append(x)", "xs = [1]", "NBP105"),
        ("for x in xs: t -= x; t *= 2", "xs = [1]; t = 0", "t:reduction x:induction"),
        ("for x in xs: g(); y = x", "y = 0; xs = [1]\ndef g():\n  return y", "NBP101"),
        # shared objects changed
        ("for r in rows: r.append(1)", "rows = [[0]]", "r:induction"),
        ("for x in xs: y = s; y.append(x)", "s = []; xs = [1]", "NBP106"),
        ("for x in xs: y = [s]; y[0].append(x)", "s = []; xs = [1]", "NBP106"),
        ("for x in xs:\n  y = []\n  z = y\n  z.append(s)\n  y[0].append(x)", "s = []; xs = [1]", "NBP106"),
        ("for x in xs: y = s; y += [x]", "s = []; xs = [1]", "NBP106"),
        ("for x in xs: c.n = x", "class C: pass\nc = C(); xs = [1]", "NBP106"),
        ("for x in xs: v = next(it)", "it = iter([1]); xs = [1]", "NBP106 NBP207"),
        ("for x in xs: v = d[x]", "import collections; d = collections.defaultdict(int); xs = [1]", "NBP106"),
        ("for x in xs: v = h(x)", "n = 0; xs = [1]\ndef h(x):\n  global n\n  n += 1", "NBP107"),
        ("for x in xs: v = h(x)", "xs = [1]\ndef h(x, m={}):\n  m[x] = 1\n  return m", "NBP107"),
        ("for x in xs: v = h(s)", "xs = [1]; s = []\ndef h(a):\n  a.append(1)", "NBP107"),
        ("for c in cs: v = c.p", "class C:\n  @property\n  def p(self):\n    self.n = 1\ncs = [C()]", "NBP107"),
        # the same through detours
        ("for x in xs:\n  t = [s]\n  t[0] += [x]", "s = []; xs = [1]", "NBP106"),
        ("for x in xs:\n  y = []\n  t = (y,)\n  y.append(s)\n  t[0][0].append(x)", "s = []; xs = [1]", "NBP106"),
        ("for x in xs:\n  y = []\n  g = (y.append(k) for k in xs)\n  y = s\n  v = list(g)", "s = []; xs = [1]", "NBP106"),
        ("for x in xs: v = list(map(s.append, xs))", "s = []; xs = [1]", "NBP106"),
        ("for x in xs: v = sorted(xs, key=s.append)", "s = []; xs = [1]", "NBP106"),
        ("for x in xs: v = list(map(getattr(s, 'append'), xs))", "s = []; xs = [1]", "NBP202"),
        ("for x in xs:\n  try: raise ValueError(s)\n  except ValueError as e: e.args[0].append(x)", "s = []; xs = [1]", "NBP106"),
        ("for x in xs:\n  with contextlib.nullcontext(s) as y: y.append(x)", "import contextlib; s = []; xs = [1]", "NBP106"),
        ("for x in xs: C().add(x)", "xs = [1]\nclass C:\n  held = []\n  def add(self, x):\n    self.held.append(x)", "NBP107"),
        ("for x in xs:\n  c = C()\n  c.held.append(x)", "s = []; xs = [1]\nclass C:\n  def __init__(self):\n    self.held = s", "NBP106"),
        ("for x in xs:\n  f([1])\n  f([C()])", "xs = [1]; s = []\nclass C:\n  def go(self): s.append(1)\ndef f(l):\n  for e in l: getattr(e, 'real', 0) if isinstance(e, int) else e.go()", "NBP107"),
        ("for x in xs:\n  r = np.random.default_rng(x)\n  r.shuffle(a)", "import numpy as np; a = np.arange(3); xs = [1]", "NBP106"),
        ("for x in xs: np.add(a, 1, a)", "import numpy as np; a = np.arange(3); xs = [1]", "NBP106"),
        ("for x in xs: v = np.nan_to_num(a, copy=False)", "import numpy as np; a = np.arange(3.); xs = [1]", "NBP202"),
        ("for x in xs:\n  d = {}\n  d.setdefault(0, set()).add(x)\n  v = [list(e) for e in d.values()]", "xs = ['a']", "NBP205"),
        ("for x in xs: v = list({'b': 1}.keys() | {x})", "xs = ['a']", "NBP205"),
        ("for i in range(3): a[i] = i", "import numpy as np; a = np.zeros(3); a.flags.writeable = False", "NBP106"),
        ("for x in xs: v = StandardScaler(copy=False)", "from sklearn.preprocessing import StandardScaler; xs = [1]", "NBP202"),
        ("for x in xs: v = min(s, key=len)", "s = {'a', 'b'}; xs = [1]", "NBP205"),
        ("for x in xs: v = sorted(s, key=len)", "s = {'a', 'b'}; xs = [1]", "NBP205"),
        ("for x in xs: v = sorted(s)", "s = {'a', 'b'}; xs = [1]", "v:private x:induction"),
        ("for x in xs: v = x in s", "s = {'a', 'b'}; xs = [1]", "v:private x:induction"),
        ("for x in xs: v = Counter(s)", "from collections import Counter; s = {'a', 'b'}; xs = [1]", "NBP205"),
        ("for x in xs: v = '%s' % (s,)", "s = {'a', 'b'}; xs = [1]", "NBP205"),
        # what cannot be seen, or acts on more than the iteration
        ("for x in xs: v = eval('x')", "xs = [1]", "NBP202"),
        ("for x in xs: v = random.random()", "import random; xs = [1]", "NBP203"),
        ("for x in xs: v = np.random.rand()", "import numpy as np; xs = [1]", "NBP203"),
        ("for x in xs: v = rng.normal()", "import numpy as np; rng = np.random.default_rng(0); xs = [1]", "NBP203"),
        ("for x in xs: open(x, 'w')", "xs = ['a']", "x:induction"),
        ("for x in xs: open(x, 'a')", "xs = ['a']", "NBP204"),
        ("for x in xs: open(x, m)", "xs = ['a']; m = 'w'", "NBP204"),
        ("for x in xs: open(x, 'w').write(str(os.listdir(x)))", "import os; xs = ['a']", "NBP204"),
        ("for x in xs: os.remove(x)", "import os; xs = ['a']", "NBP204"),
        ("for x in xs: v = hash(x)", "xs = ['a']", "NBP205"),
        ("for x in xs: v = list(set(x))", "xs = ['a']", "NBP205"),
        ("for x in xs: np.seterr(all='raise')", "import numpy as np; xs = [1]", "NBP206"),
    ],
)  # fmt: skip
def test_roles(cell: str, setup: str, expected: str) -> None:
    assert roles(cell, setup) == expected


def test_both_places_of_a_dependence_are_named() -> None:
    (reason,) = judged(
        "for x in xs:\n    y = prev\n    prev = y + x", "xs = [1]; prev = 0"
    ).diagnostics
    assert reason.span.lineno == 2
    assert [span.lineno for span in reason.related] == [3]
    assert "`prev` is read at line 2 before this iteration writes it at line 3" in reason.message


def test_all_reasons_are_given() -> None:
    found = judged(
        "for x in xs:\n    p = q\n    q = x\n    s.append(x)\n    r = s[0]",
        "xs = [1]; q = 0; s = []",
    )
    assert [d.code.value for d in found.diagnostics] == ["NBP101", "NBP102"]


def test_a_subclass_with_its_own_append_is_no_list() -> None:
    setup = "class L(list):\n    def append(self, x):\n        super().append(x + len(self))\nout = L(); xs = [1]"
    assert not judged("for x in xs: out.append(x)", setup).legal


def test_functions_are_followed_to_the_functions_they_call() -> None:
    setup = (
        "log = []; xs = [1]\ndef a(x):\n    return b(x)\ndef b(x):\n    log.append(x)\n    return x"
    )
    (reason,) = judged("for x in xs: v = a(x)", setup).diagnostics
    assert reason.code.value == "NBP107"
    assert "`log`" in reason.message
    assert "`b`" in reason.message


def test_reading_is_free() -> None:
    setup = "import numpy as np\nX = np.ones((3, 2)); cfg = {'a': [1]}; xs = [0]"
    cell = "for i in xs: v = X[i].sum() + cfg['a'][0] + len(cfg)"
    assert judged(cell, setup).legal
