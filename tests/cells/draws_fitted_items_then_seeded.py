# expect: any
# setup
import numpy as np
from sklearn.base import clone
from sklearn.tree import DecisionTreeClassifier
X = np.random.RandomState(0).rand(40, 4)
y = (X.sum(1) > 2).astype(int)
out = []
models = [DecisionTreeClassifier(max_features=1, splitter='random') for _ in range(8)]
# cell
for i, model in enumerate(models):
    model.fit(X, y)
    out.append(model.tree_.node_count)
    np.random.seed(i)
after = np.random.rand()
