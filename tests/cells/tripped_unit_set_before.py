# expect: any
# setup
import importlib, sly
importlib.reload(sly)
xs = list(range(12))
sly.set_unit('km')
# cell
out = []
for x in xs:
    out.append(sly.with_unit(x))
