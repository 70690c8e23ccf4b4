# expect: any
# setup
import importlib, sly
importlib.reload(sly)
xs = list(range(12))
items = [[3, 2, x] for x in xs]
# cell
out = []
for item in items:
    out.append(sly.sorts(item))
