# expect: serial any
# codes: NBP504
# setup
import pandas as pd
dfs = [pd.DataFrame({"a": [1, 2]}) for _ in range(5)]
# cell
for d in dfs:
    d.attrs["x"] = 1
    d["b"] = 1
z = [dict(d.attrs) for d in dfs]
