# expect: parallel
# setup
import numpy as np
out = []
# cell
for i in range(6):
    with np.errstate(divide="ignore", invalid="ignore"):
        out.append(np.float64(i) / np.float64(i % 2))
    print(np.geterr()["divide"])
