# expect: serial
# codes: NBP106
# setup
import pandas as pd
dfs = [pd.DataFrame({"a": [[0], [1]]}) for _ in range(5)]
# cell
for d in dfs:
    d["a"].iloc[0].append(1)
z = [d["a"].tolist() for d in dfs]
