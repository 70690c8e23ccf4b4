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
    def __init__(self): self.h = A()
def mk():
    t = T()
    def f(x): t.h = B(); return x
    list(map(f, [1]))
    sorted([1, 2], key=f)
    return t
# cell
for i in range(12):
    out.append(mk().h.run(i))
