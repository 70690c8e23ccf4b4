# expect: parallel
# setup
from abc import ABC, abstractmethod
class S(ABC):
    @abstractmethod
    def area(self): ...
    def desc(self): return f"{type(self).__name__}:{self.area()}"
class Sq(S):
    def __init__(self, s): self.s = s
    def area(self): return self.s ** 2
class Ci(S):
    def __init__(self, r): self.r = r
    def area(self): return 3.14 * self.r ** 2
shapes = [Sq(i) if i % 2 else Ci(i) for i in range(12)]
out = {}
# cell
for k, s in enumerate(shapes):
    out[k] = s.desc()
