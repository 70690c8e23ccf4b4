# expect: any
# setup
import numpy as np
import pandas as pd
rng = np.random.default_rng(4)
df = pd.DataFrame({'a': rng.normal(size=40), 'b': rng.normal(size=40), 'g': list('xy') * 20})
short = pd.DataFrame({'a': [1.0, 2.0], 'b': [3.0, 4.0]})
# cell
for c in ['a', 'b']:
    df.loc[df[c].duplicated(), c] = short[c] * 2
