# expect: serial
# codes: NBP202
# setup
import numpy as np
import pandas as pd
a = np.zeros((2, 2))
out = []
# cell
for i in range(6):
    t = pd.DataFrame(a, copy=False)
    t.iloc[0, 0] = i
    out.append(i)
