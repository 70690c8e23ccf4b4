# expect: any
# codes: NBP505
# setup
import importlib, sly
importlib.reload(sly)
xs = list(range(12))
import warnings
# cell
out = []
for x in xs:
    out.append(sly.silences(x))
    warnings.warn(f'seen {x}')
