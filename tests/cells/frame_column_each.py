# expect: parallel
# setup
import pandas as pd
df=pd.DataFrame({"a":[1.0,2,3],"b":[4.0,None,6],"c":[7.0,8,None]})
# cell
for col in df.columns:
    df[col]=df[col].fillna(df[col].mean())
