# expect: any
# setup
import importlib, sly
importlib.reload(sly)
xs = list(range(12))
secret = 'abc'
# cell
out = []
for x in xs:
    out.append(sly.tells_frame(x))
