# expect: parallel any
# setup
import pandas as pd
idx = pd.Index([1, 2])
dfs = [pd.DataFrame({"a": [1, 2]}, index=idx) for _ in range(5)]
# cell
for d in dfs:
    d["b"] = 1
idx.name = "later"
z = [d.index.name for d in dfs]
