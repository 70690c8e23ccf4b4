# expect: any
# setup
import pandas as pd
df=pd.DataFrame({"a":range(5),"c":[0.0]*5})
other=df
hold={"d":df}
# cell
for i in range(5):
    df.loc[i,"c"]=i+hold["d"]["c"].sum()
