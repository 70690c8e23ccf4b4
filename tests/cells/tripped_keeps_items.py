# expect: any
# codes: NBP505
# setup
import importlib, sly
importlib.reload(sly)
xs = list(range(12))
items = [[x] for x in xs]
# cell
out = []
for item in items:
    out.append(sly.keeps(item))
same = [kept is item for kept, item in zip(sly._kept, items)]
