# expect: parallel
# setup
import numpy as np
rs = np.random.RandomState(4)
out = []
# cell
for i in range(30):
    out.append(rs.random_sample(2).tolist())
after = rs.randn(), np.random.rand()
