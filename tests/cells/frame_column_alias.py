# expect: any
# setup
import pandas as pd
df=pd.DataFrame({"a":[1.0,2],"b":[3.0,4]})
view=df["a"]
v=df["b"].to_numpy()
# cell
for c in ["a","b"]:
    df[c]=df[c]+v.sum()+view.sum()
