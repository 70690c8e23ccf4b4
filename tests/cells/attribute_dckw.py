# expect: serial
# setup
import copy, pickle
from dataclasses import dataclass, field, InitVar
from types import SimpleNamespace
LOG = []
class A:
    def run(self, i): return i
class B:
    def run(self, i): LOG.append(len(LOG)); return i
out = []
@dataclass
class T:
    n: int
    h: object = field(default_factory=A)
# cell
for i in range(12):
    out.append(T(**{"n": i, "h": B()}).h.run(i))
