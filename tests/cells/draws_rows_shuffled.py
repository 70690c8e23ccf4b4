# expect: any
# setup
import numpy as np
rng = np.random.default_rng(1)
rows = [[1.0, 2.0, 3.0] for _ in range(20)]
# cell
for row in rows:
    rng.shuffle(row)
    row.append(rng.normal())
after = rng.random()
