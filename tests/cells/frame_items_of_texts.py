# expect: parallel
# setup
import pandas as pd
parts = [pd.DataFrame({"s": pd.array(["a", "b"], dtype="string"), "n": [k, 1]}) for k in range(6)]
# cell
for part in parts:
    part["t"] = part["s"] + "x"
