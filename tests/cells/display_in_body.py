# expect: parallel parallel parallel parallel
# setup
import IPython.display
import numpy as np
import pandas as pd
from IPython.display import display
xs = list(range(12))
frames = [pd.DataFrame({"a": np.arange(3) * x, "b": list("xyz")}) for x in xs]
registry = []


class Shown:
    def __init__(self, x):
        self.x = x

    def _repr_html_(self):
        return f"<b>{self.x}</b>{self in registry}"

    def __repr__(self):
        return f"<{self.x} {self in registry}>"


shown = [Shown(x) for x in xs]
registry += shown[::2]


def show(x):
    display(f"item {x}")
    return x + 1


# cell
out = []
for x in xs:
    print("p", x)
    row = [x]
    display(x, row)
    row.append("later")
    display(row, Shown(x))
    out.append(x * 2)
for s in shown:
    display(s, [s, float("nan")], np.arange(s.x), s.x > 4)
for f in frames:
    display(f.head(2), f.describe().loc["mean"])
ys = [show(x) for x in xs]
for x in xs:
    IPython.display.display(x)
