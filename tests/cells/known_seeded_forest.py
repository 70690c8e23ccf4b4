# expect: parallel
# setup
import numpy as np
from sklearn.ensemble import RandomForestClassifier
X = np.arange(40.).reshape(20, 2)
y = np.arange(20) % 2
params = {'max_depth': 3, 'n_estimators': 3}
out = []
# cell
for i in range(6):
    m = RandomForestClassifier(random_state=i, **params).fit(X, y)
    out.append(float(m.score(X, y)))
