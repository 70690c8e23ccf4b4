# expect: any
# setup
import pandas as pd
df=pd.DataFrame({"c0":[1.0,2,3]})
# cell
for k in range(1,5):
    df[f"c{k}"]=df[f"c{k-1}"]*2
