# expect: any
# codes: NBP505
# setup
import importlib, sly
importlib.reload(sly)
xs = list(range(12))
log = sly.Log()
# cell
out = []
for x in xs:
    out.append(log.note(x))
lines = list(log.lines)
