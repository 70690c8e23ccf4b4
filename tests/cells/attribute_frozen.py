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
@dataclass(frozen=True)
class T:
    n: int
    h: object = None
    def __post_init__(self): object.__setattr__(self, "h", B())
# cell
for i in range(12):
    out.append(T(i).h.run(i))
