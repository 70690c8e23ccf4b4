# expect: any any
# setup
import pandas as pd
dfs = [pd.DataFrame({"a": [1, 2]}) for _ in range(5)]
# cell
for d in dfs:
    d.index.name = "n"
    d.columns.name = "m"
z = [(d.index.name, d.columns.name) for d in dfs]
