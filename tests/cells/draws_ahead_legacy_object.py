# expect: parallel
# setup
import numpy as np
rs = np.random.RandomState(4)
out = []
# cell
for i in range(31):
    out.append(rs.normal(i, 2, size=3).tolist())
after = rs.randn(), rs.rand()
