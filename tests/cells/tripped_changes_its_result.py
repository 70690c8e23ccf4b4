# expect: any
# codes: NBP505
# setup
import importlib, sly
importlib.reload(sly)
xs = list(range(12))
shared = [1, 2]
# cell
out = []
for x in xs:
    y = sly.same(shared)
    y.append(x)
    out.append(len(y))
