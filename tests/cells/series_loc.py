# expect: parallel
# setup
import pandas as pd
s=pd.Series([0.0]*6,index=list("abcdef"))
# cell
for k in "abcdef":
    s.loc[k]=ord(k)/2
