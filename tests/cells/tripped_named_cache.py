# expect: any
# codes: NBP505
# setup
import importlib, purelib
importlib.reload(purelib)
xs = [1, 2, 3, 4] * 5
# cell
out = []
for x in xs:
    out.append(purelib.memoised(x))
kept = dict(purelib._square_cache)
