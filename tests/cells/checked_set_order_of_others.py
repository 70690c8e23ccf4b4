# expect: checked
# setup
import importlib, sly
importlib.reload(sly)
xs = list(range(12))
# cell
out = [sly.unordered_unless(x) for x in xs]
