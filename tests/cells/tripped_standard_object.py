# expect: any
# codes: NBP505
# setup
import importlib, sly
importlib.reload(sly)
xs = list(range(12))
# cell
out = [sly.encodes_more(x) for x in xs]
import json
del json._default_encoder.seen
