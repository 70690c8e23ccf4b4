# expect: serial
# codes: NBP106
# setup
import pandas as pd
idx = pd.Index([1, 2, 3])
out = []
# cell
for k in range(4):
    d = pd.DataFrame({"a": [k] * 3}, index=idx)
    out.append(d.index.name)
    d.index.name = f"n{k}"
