# expect: parallel
# setup
import pandas as pd
df = pd.DataFrame({'k': list('aabbcc') * 3, 'v': range(18), 'w': [1.5] * 18})
out = {}
# cell
for q in [1, 5, 9]:
    t = df[df['v'] > q].copy()
    t['z'] = t['v'] * q
    t.loc[t['z'] > 20, 'z'] = 20
    g = t.groupby('k').agg({'z': 'mean', 'w': 'sum'}).reset_index()
    g = g.rename(columns={'z': 'mean'}).sort_values('mean')
    out[q] = g['mean'].round(3).tolist()
