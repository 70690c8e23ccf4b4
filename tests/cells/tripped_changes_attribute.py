# expect: any
# codes: NBP505
# setup
import importlib, sly
importlib.reload(sly)
xs = list(range(12))
class Thing:
    pass
thing = Thing()
# cell
out = []
for x in xs:
    out.append(sly.marks(thing, x))
mark = thing.mark
