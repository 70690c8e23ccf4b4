# expect: any
# setup
import numpy as np
from sklearn.base import clone
from sklearn.tree import DecisionTreeClassifier
X = np.random.RandomState(0).rand(40, 4)
y = (X.sum(1) > 2).astype(int)
out = []
model = DecisionTreeClassifier(max_features=1, splitter='random')
# cell
for i in range(8):
    fitted = clone(model).fit(X, y)
    out.append(fitted.tree_.node_count)
    np.random.seed(i)
after = np.random.rand()
