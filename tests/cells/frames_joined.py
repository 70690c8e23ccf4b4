# expect: parallel parallel parallel
# setup
import numpy as np
import pandas as pd
frame, rows, column = pd.DataFrame(), np.zeros((0, 2)), pd.Series([1.0])
# cell
for i in range(6):
    part = pd.DataFrame({'a': [i], 'b': [str(i)]})
    frame = pd.concat([frame, part], ignore_index=True)
for i in range(6):
    rows = np.vstack([rows, [i, i * i]])
for i in range(6):
    column = pd.concat((column, pd.Series([np.sqrt(i)])))
