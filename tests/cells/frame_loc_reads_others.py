# expect: parallel
# setup
import pandas as pd
df=pd.DataFrame({"a":range(8),"b":[x/3 for x in range(8)],"c":[0.0]*8})
# cell
for i in df.index:
    df.loc[i,"c"]=df.loc[i,"a"]*2+df["b"].mean()
