# expect: serial
# codes: NBP202
# setup
import numpy as np
from sklearn.base import BaseEstimator, RegressorMixin
from sklearn.model_selection import cross_val_score
fits = []
class Mean(RegressorMixin, BaseEstimator):
    def fit(self, X, y):
        fits.append(1)
        self.m_ = y.mean()
        return self
    def predict(self, X):
        return np.full(len(X), self.m_)
X = np.arange(24.).reshape(12, 2)
y = np.arange(12.)
out = []
# cell
for i in range(6):
    out.append(float(cross_val_score(Mean(), X, y + i, cv=3).sum()))
