# expect: any
# codes: NBP505
# setup
import importlib, sly
importlib.reload(sly)
xs = list(range(12))
# cell
out = [sly.counts_on_sys(x) for x in xs]
import sys
del sys.sly_count
