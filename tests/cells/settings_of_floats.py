# expect: parallel
# setup
import pandas as pd
pd.set_option("display.float_format", "{:.1f}".format)
out = []
# cell
for i in range(4):
    out.append(repr(pd.Series([1/3])))
pd.reset_option("display.float_format")
