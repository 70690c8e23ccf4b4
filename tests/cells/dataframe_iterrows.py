# expect: parallel
# setup
import pandas as pd
df=pd.DataFrame({'a':range(5)})
o=[]
# cell
for i,row in df.iterrows():
    o.append(row['a']*2)
