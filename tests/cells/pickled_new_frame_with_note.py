# expect: any
# setup
import warnings
import pandas as pd
warnings.simplefilter("ignore")
# cell
out = []
for k in range(9):
    d = pd.DataFrame({"a": [k]})
    d.note = k
    out.append(d)
notes = [getattr(d, "note", "-") for d in out]
