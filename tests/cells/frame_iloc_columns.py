# expect: parallel
# setup
import pandas as pd
df=pd.DataFrame({"a":range(9),"b":[0]*9})
# cell
for i in range(len(df)):
    df.iloc[i,1]=df.iloc[i,0]**2
