# expect: parallel
# setup
import pandas as pd
def row(i): return {'i':i,'sq':i*i}
# cell
df=pd.DataFrame(row(i) for i in range(10))
