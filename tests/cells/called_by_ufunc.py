# expect: serial
# codes: NBP202
# setup
import numpy as np
class V:
    n = 0
    def sqrt(self):
        V.n += 1
        return V.n
a = np.array([V(), V()], dtype=object)
out = []
# cell
for i in range(9):
    out.append(np.sqrt(a).tolist())
