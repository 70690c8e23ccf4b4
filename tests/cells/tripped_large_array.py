# expect: any
# codes: NBP505
# setup
import importlib, sly
importlib.reload(sly)
xs = list(range(12))
import numpy as np
a = np.ones(300000)
# cell
out = []
for x in xs:
    out.append(sly.zeroes(a, x))
