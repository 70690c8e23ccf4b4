# expect: any
# setup
import pandas as pd
df=pd.DataFrame({"a":[1.0,2],"b":[3.0,4]})
# cell
for c in ["a","b","zz"]:
    df[c]=df[c]*2
