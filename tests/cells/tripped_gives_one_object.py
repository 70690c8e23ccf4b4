# expect: any
# setup
import importlib, sly
importlib.reload(sly)
xs = list(range(12))
# cell
out = []
for x in xs:
    out.append(sly.single(x))
one = all(y is out[0] for y in out), out[0] is sly._single
