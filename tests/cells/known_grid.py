# expect: parallel
# setup
import numpy as np
from sklearn.model_selection import ParameterGrid, KFold, train_test_split
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_squared_error
X = np.arange(40.).reshape(20, 2)
y = np.arange(20.) % 3
grid = list(ParameterGrid({'alpha': [0.1, 1.0, 10.0], 'fit_intercept': [True, False]}))
scores = []
# cell
for params in grid:
    errors = []
    for train, test in KFold(4).split(X):
        model = Ridge(alpha=params['alpha'], fit_intercept=params['fit_intercept'])
        model.fit(X[train], y[train])
        errors.append(mean_squared_error(y[test], model.predict(X[test])))
    scores.append(np.mean(errors))
