# expect: any
# setup
import pandas as pd
df=pd.DataFrame({"a":[1.0,2],"c":[0.0,0]})
# cell
for i in range(5):
    df.loc[i,"c"]=i+len(df["a"])
