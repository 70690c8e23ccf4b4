# expect: parallel
# setup
import pandas as pd
df=pd.DataFrame({'a':range(6),'b':[0,1]*3})
o={}
# cell
for name,g in df.groupby('b'):
    o[name]=g['a'].mean()
