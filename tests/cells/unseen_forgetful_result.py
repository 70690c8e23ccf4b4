# expect: any
# codes: NBP504
# setup
import importlib, sly
importlib.reload(sly)
xs = list(range(12))
# cell
out = [sly.forgetful(x) for x in xs]
extra = [f.extra for f in out]
