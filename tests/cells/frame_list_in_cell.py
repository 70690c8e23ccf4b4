# expect: any
# setup
import pandas as pd
df=pd.DataFrame({"a":[None]*4},dtype=object)
# cell
for i in range(4):
    t=[i]
    df.at[i,"a"]=t
    t.append(9)
