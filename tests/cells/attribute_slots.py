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
class T:
    __slots__ = ("h",)
    def __init__(self): self.h = A()
T2 = T
class S(T):
    def __init__(self): super().__init__(); self.h = B()
# cell
for i in range(12):
    out.append(S().h.run(i))
