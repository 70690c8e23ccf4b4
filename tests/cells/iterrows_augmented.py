# expect: any
# setup
import pandas as pd
df = pd.DataFrame({"a": range(12), "b": [x / 3 for x in range(12)]})
out = []
# cell
for label, row in df.iterrows():
    value = row["a"]
    value += row["b"]
    out.append((label, value))
