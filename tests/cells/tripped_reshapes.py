# expect: any
# codes: NBP505
# setup
import importlib, sly
importlib.reload(sly)
import numpy as np
a = np.zeros((2, 3))
xs = list(range(13))
# cell
out = [sly.reshapes(a, x) for x in xs]
