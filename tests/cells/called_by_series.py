# expect: serial
# codes: NBP107
# setup
import pandas as pd
n = [0]
def f(x):
    n[0] += 1
    return [n[0] % 3]
s = pd.Series([1, 2, 3, 4])
out = []
# cell
for k in range(9):
    out.append(s[f].tolist())
