# expect: parallel
# setup
import pandas as pd
df=pd.DataFrame({'a':range(5)})
o=[]
# cell
for i in range(5):
    o.append(df.loc[i,'a']*2)
