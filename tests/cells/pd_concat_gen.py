# expect: parallel
# setup
import pandas as pd
# cell
df=pd.concat(pd.DataFrame({'a':[i,i+1]}) for i in range(5))
