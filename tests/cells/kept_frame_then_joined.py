# expect: serial
# setup
import pandas as pd
frame = None
# cell
for i in range(5):
    part = pd.DataFrame({'a': [i]})
    frame = part if frame is None else pd.concat([frame, part])
    frame = pd.concat([frame, pd.DataFrame({'a': [0]})])
    part.loc[0, 'a'] = 77
