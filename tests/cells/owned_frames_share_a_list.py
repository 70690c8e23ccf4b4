# expect: serial
# codes: NBP106
# setup
import pandas as pd
leaf = [0]
dfs = [pd.DataFrame({"a": [leaf, leaf]}) for _ in range(5)]
# cell
for d in dfs:
    d["a"].iloc[0].append(1)
z = leaf
