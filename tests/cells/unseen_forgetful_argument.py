# expect: serial
# codes: NBP401
# setup
import importlib, sly
importlib.reload(sly)
f = sly.Forgetful(3)
f.extra = 5
xs = list(range(12))
# cell
out = [f.value(x) for x in xs]
