# expect: any
# codes: NBP505
# setup
import importlib, sly
importlib.reload(sly)
xs = list(range(12))
import os
os.environ.pop('SLY_SEEN', None)
# cell
out = []
for x in xs:
    out.append(sly.environment(x))
seen = os.environ.pop('SLY_SEEN')
