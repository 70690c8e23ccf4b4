# expect: serial
# codes: NBP101 NBP106
# setup
import pandas as pd
df = pd.DataFrame({'k': [1, 5, 1], 'a': [1, 5, 3], 'b': [2., 3, 4], 's': list('xyx')})
# cell
for c in ['p', 'a', 'r', 't']:
    df[c] = df.a * 2
