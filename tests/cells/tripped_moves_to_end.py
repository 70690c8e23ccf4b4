# expect: any
# codes: NBP505
# setup
import importlib, sly
importlib.reload(sly)
xs = list(range(12))
# cell
out = [sly.moves_to_end(x) for x in xs]
