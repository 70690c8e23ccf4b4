# expect: parallel
# setup
import numpy as np
from scipy import stats
rng = np.random.RandomState(0)
out = []
# cell
for i in range(12):
    out.append(float(stats.uniform.rvs(loc=i, random_state=rng)))
after = rng.rand()
