# expect: any
# codes: NBP505
# setup
import importlib, sly
importlib.reload(sly)
xs = list(range(12))
# cell
for x in xs:
    y = sly.stack() > 0
