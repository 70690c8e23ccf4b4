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
    def __init__(self): self._h = A()
    @property
    def h(self): return self._h
    @h.setter
    def h(self, v): self._h = B()
# cell
for i in range(12):
    out.append((lambda t: [setattr(t, "h", 1), t.h.run(i)][1])(T()))
