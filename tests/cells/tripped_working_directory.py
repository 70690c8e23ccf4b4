# expect: any
# codes: NBP505
# setup
import importlib, sly
importlib.reload(sly)
xs = list(range(12))
import os
start = os.getcwd()
# cell
out = []
for x in xs:
    out.append(sly.moves('/tmp' if x % 2 else '/'))
ended = os.getcwd()
os.chdir(start)
