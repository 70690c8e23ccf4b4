# expect: parallel
# setup
import pandas as pd
df=pd.DataFrame({"a":range(8),"b":list("xyzxyzxy"),"c":[0.0]*8})
# cell
for i,row in df.iterrows():
    df.at[i,"c"]=row["a"]*1.5+len(row["b"])
