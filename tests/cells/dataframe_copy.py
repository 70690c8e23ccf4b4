# expect: parallel
# setup
import pandas as pd
df=pd.DataFrame({'a':range(5),'b':1})
o=[]
# cell
for c in 'ab':
    t=df.copy()
    t[c]=0
    o.append(t.sum().sum())
