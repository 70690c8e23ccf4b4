# expect: parallel
# setup
import pandas as pd
df=pd.DataFrame({"a":range(6),"c":[0.0]*6})
# cell
for i in range(6):
    v=df["a"].iloc[i]*2
    print(i,v)
    df.loc[i,"c"]=float(v)
