# expect: any
# setup
import pandas as pd
parts = [pd.Series(["a", "b", str(k)]) for k in range(6)]
lists = [pd.Series([[k], [1]]) for k in range(6)]
# cell
for part in parts:
    part[0] = part[0] + "x"
for part in lists:
    part[0].append(2)
    part[1] = part[0]
