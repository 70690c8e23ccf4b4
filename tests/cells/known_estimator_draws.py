# expect: parallel
# setup
import numpy as np
from sklearn.tree import DecisionTreeClassifier
X = np.arange(40.).reshape(20, 2)
y = np.arange(20) % 2
out = []
# cell
for i in range(6):
    out.append(float(DecisionTreeClassifier(max_depth=1 + i).fit(X, y).score(X, y)))
