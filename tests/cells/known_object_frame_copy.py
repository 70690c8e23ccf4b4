# expect: serial
# codes: NBP202
# setup
import pandas as pd
df = pd.DataFrame({'tags': [[], [], []]})
out = []
# cell
for i in range(6):
    t = df.copy()
    t.at[i % 3, 'tags'].append(i)
    out.append(i)
