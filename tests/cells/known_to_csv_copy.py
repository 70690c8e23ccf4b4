# expect: parallel
# setup
import tempfile
import pandas as pd
def made():
    folder = tempfile.mkdtemp()
    return lambda: f'{folder}/same.csv'
where = made()
df = pd.DataFrame({'a': [1, 2]})
out = []
# cell
for k in range(6):
    t = df.copy()
    t['k'] = k
    t.to_csv(where())
    out.append(k)
last = pd.read_csv(where())['k'].tolist()
