# setup
import pandas as pd
df=pd.DataFrame({'a':range(5)})
# cell
for i in range(5):
    df.loc[i,'a']=i*2
