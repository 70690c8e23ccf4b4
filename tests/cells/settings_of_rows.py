# expect: parallel
# setup
import pandas as pd
pd.set_option("mode.use_inf_as_na", True) if False else None
pd.set_option("display.max_rows", 4)
out = []
# cell
for i in range(4):
    out.append(repr(pd.Series(range(20))))
pd.reset_option("display.max_rows")
