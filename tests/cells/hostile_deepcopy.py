# setup
import copy
class D:
    def __init__(self, x): self.x = x
    def __deepcopy__(self, memo): return D(0)
d = D(4)
# cell
out = [copy.deepcopy(d).x + d.x + k for k in range(9)]
