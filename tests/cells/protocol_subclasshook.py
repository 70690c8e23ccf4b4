# expect: serial
# codes: NBP107
# setup
from abc import ABC
class A(ABC):
    n = 0
    @classmethod
    def __subclasshook__(cls, C):
        A.n += 1
        return NotImplemented
class B: pass
class C: pass
out = []
# cell
A._abc_caches_clear()
A.n = 0
for s in range(9):
    out.append(isinstance([B(), C()][s % 2], A))
z = A.n
