# expect: any
# setup
import pandas as pd
df=pd.DataFrame({"a":[0.0]*5,"b":[0.0]*5})
# cell
for i in range(5):
    df.loc[i]=[i,i/2]
for i in range(5):
    df.iloc[i,0]=i
