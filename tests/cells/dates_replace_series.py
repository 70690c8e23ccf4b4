# expect: any
# setup
import pandas as pd
rows = [{'s': pd.Series([1, 2, k])} for k in range(6)]
# cell
out = []
for r in rows:
    out.append(r['s'].replace(to_replace=1, value=5, inplace=True))
