# expect: serial
# codes: NBP106
# setup
import numpy as np
from sklearn.linear_model import LinearRegression
from sklearn.pipeline import Pipeline
X = np.arange(12.).reshape(6, 2)
y = np.arange(6.) ** 2
model = LinearRegression()
out = []
# cell
for i in range(6):
    pipe = Pipeline([('m', model)])
    pipe.fit(X, y + i)
    out.append(float(pipe.predict(X)[0]))
