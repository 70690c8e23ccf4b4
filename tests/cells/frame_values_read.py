# expect: any
# setup
import pandas as pd
df=pd.DataFrame({"a":[1.0]*5,"c":[0.0]*5})
v=df["c"].to_numpy()
# cell
for i in range(1,5):
    df.loc[i,"c"]=i+v[i-1]
