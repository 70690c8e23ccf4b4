# expect: serial
# setup
import numpy as np
class F:
    def __init__(self, i): self.i = i; self.calls = 0
    def __float__(self):
        self.calls += 1
        return float(self.i)
a = np.zeros(12); keep = []
# cell
for i in range(12):
    f = F(i)
    a[i] = f
    keep.append(f.calls)
    keep.append(f)
