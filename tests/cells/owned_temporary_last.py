# expect: parallel
# setup
import numpy as np
rows=[[i] for i in range(6)]
# cell
for r in rows:
    big=np.full(30000,r[0])
    r.append(int(big.sum()))
    t=r
