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
class D:
    def __init__(self, t): self.t = t
    def __getattr__(self, n): return B()
# cell
for i in range(12):
    out.append(D(T()).h.run(i))
