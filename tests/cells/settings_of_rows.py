# expect: parallel
# setup
import pandas as pd
out = []
# cell
pd.set_option("display.max_rows", 4)
for i in range(4):
    out.append(repr(pd.Series(range(20))))
pd.reset_option("display.max_rows")
