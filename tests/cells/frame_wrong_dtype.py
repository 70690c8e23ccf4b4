# expect: any
# setup
import pandas as pd
df=pd.DataFrame({"a":[0]*5})
# cell
for i in range(5):
    df.loc[i,"a"]=i if i<3 else "text"
