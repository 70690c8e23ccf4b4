# expect: parallel
# setup
import pandas as pd
dfs=[pd.DataFrame({"a":[i,i+1]}) for i in range(4)]
# cell
for df in dfs:
    df["b"]=df["a"]*2
