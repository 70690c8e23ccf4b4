# expect: any any
# setup
import numpy as np, pandas as pd
rng = np.random.default_rng(1435)
N = 40
df = pd.DataFrame({
 'a': rng.normal(size=N), 'b': rng.normal(size=N), 'f32': rng.normal(size=N).astype('f4'), 'e32': rng.normal(size=N).astype('f4'),
 'n': rng.integers(0, 9, N), 'm': rng.integers(0, 9, N).astype('i2'), 'u': rng.integers(0, 9, N).astype('u1'),
 't': rng.random(N) > .5, 's': list('wxyz') * 10, 'o': np.array(list('wxyz') * 10, dtype=object),
 'd': pd.date_range('2024-01-01', periods=N), 'z': pd.date_range('2024-01-01', periods=N, tz='Europe/Berlin'),
 'td': pd.to_timedelta(rng.integers(0, 9, N), unit='h'), 'k': pd.Categorical(list('wxyz') * 10),
 'I': pd.array(rng.integers(0, 9, N), dtype='Int64'), 'B': pd.array(rng.random(N) > .5, dtype='boolean'),
 'F': pd.array(rng.normal(size=N), dtype='Float64'), 'p': pd.period_range('2024-01', periods=N, freq='M'),
 'sp': pd.arrays.SparseArray(np.where(rng.random(N) > .7, 1.0, 0.0)), 'c': rng.normal(size=N) + 1j,
})
df.loc[df.index[3], 'a'] = np.nan
df.loc[df.index[4], 'I'] = pd.NA
df.loc[df.index[5], 'B'] = pd.NA
df.attrs['x'] = [1]
# cell
for c in ['F', 'a']:
    df.loc[df['a'] > 1e9, c] = pd.Series([1.0, 2.0])
blocks = [b.mgr_locs.as_array.tolist() for b in df._mgr.blocks]
r = df[['a', 'b', 'n']].sum(axis=1)
