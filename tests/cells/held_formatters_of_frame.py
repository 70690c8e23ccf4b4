# expect: serial
# codes: NBP107
# setup
import pandas as pd
n = [0]
def f(a):
    n[0] += 1
    return str(n[0])
s = pd.DataFrame({"a": [1.5, 2.5]})
out = []
# cell
for k in range(9):
    out.append(s.to_string(formatters=[f]))
