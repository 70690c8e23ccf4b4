# expect: serial
# codes: NBP206
# setup
import pandas as pd
n = [0]
def ff(x):
    n[0] += 1
    return str(n[0])
out = []
# cell
pd.options.display.float_format = ff
for i in range(4):
    out.append(repr(pd.Series([1/3])))
pd.reset_option("display.float_format")
