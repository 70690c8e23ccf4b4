# expect: serial
# setup
import pandas as pd
s = pd.Series([1, 2, None], dtype='Int64'); a = s.array; out = []
# cell
for k in range(3):
    a[k] = 5
    out.append(s.sum())
