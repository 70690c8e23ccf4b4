# expect: parallel
# setup
import pandas as pd
df = pd.DataFrame({'a': range(9)})
out = []
# cell
for i in range(6):
    out.append(df.sample(3, random_state=i)['a'].tolist())
