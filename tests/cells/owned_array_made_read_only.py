# expect: serial any
# codes: NBP504
# setup
import numpy as np
arrs = [np.arange(3) for _ in range(5)]
out = []
# cell
for a in arrs:
    a.flags.writeable = False
    out.append(a.sum())
z = [a.flags.writeable for a in arrs]
