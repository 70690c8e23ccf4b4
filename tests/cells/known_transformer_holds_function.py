# expect: serial
# codes: NBP202
# setup
import numpy as np
from sklearn.preprocessing import FunctionTransformer
seen = []
def note(X):
    seen.append(1)
    return X + 1
t = FunctionTransformer(note)
X = np.zeros((3, 2))
out = []
# cell
for i in range(6):
    out.append(float(t.transform(X + i).sum()))
