# expect: parallel
# setup
import pandas as pd
df = pd.DataFrame({"x": [1, 2, 3, 4], "c": list("abcd")})
# cell
rows = {}
for a in df.itertuples(index=False):
    for b in df.itertuples(name='Row'):
        rows[a.c, b.c] = b
