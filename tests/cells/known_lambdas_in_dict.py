# expect: serial
# codes: NBP106
# setup
import pandas as pd
seen = []
s = pd.Series([1, 2])
out = []
# cell
for i in range(6):
    fs = {'a': lambda x: seen.append(x) or x, 'b': lambda x: x}
    out.append(int((s + i).apply(fs['a']).sum()))
