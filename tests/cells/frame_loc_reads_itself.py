# expect: serial
# setup
import pandas as pd
df=pd.DataFrame({"a":range(8),"c":[1.0]*8})
# cell
for i in range(1,8):
    df.loc[i,"c"]=df.loc[i-1,"c"]*2
