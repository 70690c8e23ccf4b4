# expect: any
# codes: NBP505
# setup
import importlib, sly
importlib.reload(sly)
class O:
    n = 0
o = O()
xs = list(range(12))
# cell
out = [sly.changes_class(o, x) for x in xs]
