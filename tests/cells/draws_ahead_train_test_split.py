# expect: parallel
# setup
import numpy as np
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split
X = np.arange(60.).reshape(30, 2)
y = X.sum(1) + np.sin(X[:, 0])
scores = []
# cell
for i in range(12):
    a, b, c, d = train_test_split(X, y, test_size=0.3)
    scores.append(LinearRegression().fit(a, c).score(b, d))
after = np.random.rand()
