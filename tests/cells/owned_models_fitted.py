# expect: parallel
# setup
import numpy as np
from sklearn.linear_model import Ridge
from sklearn.tree import DecisionTreeRegressor
rng = np.random.default_rng(0)
X = rng.normal(size=(30, 3))
y = X[:, 0] * 2 + X[:, 1]
models = {"ridge": Ridge(), "tree": DecisionTreeRegressor(max_depth=2, random_state=0), "r2": Ridge(2.0)}
kept = models["r2"]
scores = {}
# cell
for name, model in models.items():
    model.fit(X, y)
    scores[name] = model.score(X, y)
weights = kept.coef_
