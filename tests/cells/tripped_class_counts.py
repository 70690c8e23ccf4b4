# expect: any
# codes: NBP505
# setup
import importlib, sly
importlib.reload(sly)
xs = list(range(12))
# cell
out = []
for x in xs:
    out.append(sly.Counter().number)
