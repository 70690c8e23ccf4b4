# expect: any
# setup
import pandas as pd
df=pd.DataFrame({"a":[1,2]})
# cell
for i in range(6):
    df.loc[i,"a"]=i*10
