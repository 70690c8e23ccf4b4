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
class N:
    def __radd__(self, k): return B()
class T:
    def __init__(self): self.h = 1
    def go(self, i): self.h += N(); return self.h.run(i)
# cell
for i in range(12):
    out.append(T().go(i))
