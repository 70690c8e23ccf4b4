# expect: serial
# setup
import numpy as np
a = np.full(4, None, object); L = []
a.fill(L); out = []
# cell
for x in a:
    x.append(1)
    out.append(len(x))
