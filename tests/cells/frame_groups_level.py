# expect: any
# setup
import pandas as pd
df = pd.DataFrame({'v': [3., 1, 5, 2, 4]}, index=pd.MultiIndex.from_tuples([('a', 1), ('a', 2), ('b', 1), ('b', 2), ('c', 1)], names=['k', 'n']))
# cell
for k, sub in df.groupby(level='k'):
    df.loc[k, 'v'] = (sub['v'] / sub['v'].sum()).values
