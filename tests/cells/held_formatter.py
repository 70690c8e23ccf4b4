# expect: serial
# codes: NBP107
# setup
import numpy as np
n = [0]
def f(s):
    n[0] += 1
    return f"{s}/{n[0]}"
a = np.arange(3.)
out = []
# cell
for i in range(9):
    out.append(np.array2string(a, formatter={'float_kind': f}))
