# expect: any
# codes: NBP505
# setup
import importlib, sly
importlib.reload(sly)
xs = list(range(12))
import sys
kept = len(sys.path)
# cell
out = []
for x in xs:
    out.append(sly.path(x))
added = sys.path[kept:]
del sys.path[kept:]
