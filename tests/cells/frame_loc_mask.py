# expect: parallel
# setup
import pandas as pd
df=pd.DataFrame({"k":list("aabbc"),"v":[1.0,2,3,4,5],"n":[0.0]*5})
# cell
for k in ["a","b","c"]:
    mask=df["k"]==k
    df.loc[mask,"n"]=df["v"][mask]/df["v"][mask].sum()
