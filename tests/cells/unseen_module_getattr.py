# expect: any
# setup
import importlib, sly
importlib.reload(sly)
xs = list(range(12))
# cell
out = [sly.made_when_asked for x in xs]
