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
class M:
    def __enter__(self): return B()
    def __exit__(self, *a): return False
class T:
    def __init__(self): self.h = A()
    def go(self, i):
        with M() as self.h: pass
        return self.h.run(i)
# cell
for i in range(12):
    out.append(T().go(i))
