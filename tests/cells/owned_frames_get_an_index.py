# expect: parallel any
# setup
import pandas as pd
dfs = [pd.DataFrame({"a": [1, 2]}) for _ in range(5)]
# cell
for d in dfs:
    d["b"] = d["a"] * 2
    d.set_index("a", inplace=True)
z = [d.index.name for d in dfs]
