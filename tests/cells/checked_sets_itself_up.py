# expect: checked
# setup
import importlib, purelib
importlib.reload(purelib)
xs = list(range(10))
# cell
out = []
for x in xs:
    out.append(purelib.prepared(x))
ready = purelib._ready
