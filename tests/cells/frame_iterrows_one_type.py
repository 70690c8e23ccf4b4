# expect: any
# setup
import pandas as pd
df=pd.DataFrame({"a":[1.0*x for x in range(8)],"c":[0.0]*8})
# cell
for i,row in df.iterrows():
    df.at[(i+1)%8,"a"]=row["a"]+1
