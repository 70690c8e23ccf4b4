# expect: parallel
# setup
import pandas as pd
out = []
# cell
pd.options.display.float_format = lambda x: "%.3f" % x
for i in range(4):
    out.append(repr(pd.Series([1/3])))
pd.reset_option("display.float_format")
