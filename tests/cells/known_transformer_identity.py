# expect: serial
# codes: NBP106
# setup
import numpy as np
from sklearn.preprocessing import FunctionTransformer
X = np.zeros((3, 2))
out = []
# cell
for i in range(6):
    Z = FunctionTransformer().fit(X).transform(X)
    Z[0, 0] = i
    out.append(i)
