# expect: serial
# codes: NBP202
# setup
import numpy as np
seen = []
def note(x):
    seen.append(1)
    return x + 1
f = np.vectorize(note, otypes=[int])
out = []
# cell
for i in range(6):
    out.append(int(f(np.arange(3)).sum()))
