# expect: parallel
# setup
import pandas as pd
out = []
# cell
pd.set_option("display.float_format", "{:.1f}".format)
for i in range(4):
    out.append(repr(pd.Series([1/3])))
pd.reset_option("display.float_format")
