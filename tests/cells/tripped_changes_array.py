# expect: any
# codes: NBP505
# setup
import importlib, sly
importlib.reload(sly)
xs = list(range(12))
import numpy as np
a = np.arange(12.0)
# cell
out = []
for x in xs:
    out.append(sly.zeroes(a, x))
