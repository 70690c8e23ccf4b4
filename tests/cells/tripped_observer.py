# expect: any
# setup
import importlib, sly
importlib.reload(sly)
xs = list(range(12))
seen = []
sly.observe(seen.append)
# cell
out = []
for x in xs:
    out.append(sly.told(x))
sly.observe(None)
