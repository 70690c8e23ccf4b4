# expect: serial
# codes: NBP106
# setup
import pandas as pd
df = pd.DataFrame({"a": [1, 2, 3]})
out = []
# cell
for k in range(4):
    s = pd.Series([k] * 3, index=df.index)
    ix = s.index
    out.append(ix.name)
    ix.name = f"n{k}"
