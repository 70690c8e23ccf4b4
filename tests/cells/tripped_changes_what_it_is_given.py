# expect: any
# codes: NBP505
# setup
import importlib, sly
importlib.reload(sly)
xs = list(range(12))
values = [5, 3, 9, 1]
# cell
out = []
for x in xs:
    out.append(sly.rotates(values) + x)
    if x == 5:
        copied = list(values)
