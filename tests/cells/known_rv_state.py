# expect: parallel
# setup
import numpy as np
from scipy import stats
rng = np.random.default_rng(0)
out = []
# cell
for i in range(6):
    out.append(float(stats.norm.rvs(loc=i, random_state=rng)))
