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
    def go(self, i):
        self.n, *self.r = i, 2, 3
        (self.q, self.h), z = (1, B()), 2
        return self.h.run(i)
# cell
for i in range(12):
    out.append(T().go(i))
