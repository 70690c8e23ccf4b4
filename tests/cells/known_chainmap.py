# expect: serial
# codes: NBP106
# setup
from collections import ChainMap
base = {}
out = []
# cell
for i in range(6):
    cm = ChainMap(base)
    cm[i] = i
    out.append(i)
