# expect: parallel
# setup
import pandas as pd
out = []
# cell
pd.set_option("future.infer_string", False)
for i in range(4):
    out.append(str(pd.Series(["a"]).dtype))
pd.reset_option("future.infer_string")
