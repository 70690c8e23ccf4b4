# expect: any
# setup
import numpy as np
from sklearn.utils import resample
rng = np.random.RandomState(0)
rows = list(range(9))
out = []
# cell
for i in range(6):
    out.append(resample(rows, random_state=rng))
