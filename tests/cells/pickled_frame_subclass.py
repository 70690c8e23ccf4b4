# expect: any
# setup
import pandas as pd
class MyDF(pd.DataFrame):
    _metadata = ["unit"]
    @property
    def _constructor(self): return MyDF
d = MyDF({"a": [1.0, 2.0]})
d.unit = "m"
# cell
out = [d["a"].sum() + k for k in range(9)]
out2 = [d.unit * k for k in range(9)]
