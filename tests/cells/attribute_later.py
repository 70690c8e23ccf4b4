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
        r = 0
        for k in range(3):
            r += self.h.run(i)
            self.h = B()
        return r
# cell
for i in range(12):
    out.append(T().go(i))
