# expect: parallel
# setup
import pandas as pd
df=pd.DataFrame({k:[i*1.5+j for j in range(5)] for i,k in enumerate("abcd")})
names=["a","c","d"]
# cell
for k in names:
    df[k]-=df[k].mean()
    df[k]/=df[k].std()
