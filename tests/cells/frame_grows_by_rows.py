# expect: parallel
# setup
import pandas as pd
df = pd.DataFrame(columns=["n", "v"])
# cell
for i in range(7):
    df.loc[len(df)] = [f'r{i}', i * 1.5] if i != 5 else ['x']
