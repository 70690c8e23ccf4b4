# expect: parallel
# setup
import pandas as pd
df=pd.DataFrame({"x":[1.0,2,4,8,16]})
# cell
for lag in (1,2,3):
    df[f"lag_{lag}"]=df["x"].shift(lag)
    df["d"+str(lag)]=df["x"]-df["x"].shift(lag)
