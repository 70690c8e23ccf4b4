# expect: any any any
# setup
import numpy as np
rng=np.random.default_rng(5)
A=rng.normal(size=(40,60))
# cell
out=[A[i::3, ::2] for i in range(6)]
f=[(np.shares_memory(x, A)) for x in out]
out[0][0, 0] = 5
