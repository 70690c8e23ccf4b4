# expect: any
# setup
import pandas as pd
out = []
# cell
with pd.option_context("display.precision", 2):
    for i in range(4):
        out.append(repr(pd.Series([1/3 + i])))
