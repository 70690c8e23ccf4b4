# expect: any
# setup
import numpy as np
import pandas as pd
df = pd.DataFrame({'a': np.arange(20.), 'b': np.arange(20) % 3})
out = []
# cell
for i in range(12):
    out.append(df.sample(4)['a'].sum())
after = np.random.rand()
