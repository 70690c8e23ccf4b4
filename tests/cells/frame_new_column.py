# expect: any
# setup
import pandas as pd
df=pd.DataFrame({"a":range(6)})
# cell
for i in range(6):
    df.loc[i,"new"]=i*1.5
