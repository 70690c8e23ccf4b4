# expect: serial
# codes: NBP202
# setup
import numpy as np
from sklearn.dummy import DummyClassifier
X = np.arange(40.).reshape(20, 2)
y = np.arange(20) % 2
m = DummyClassifier(strategy='stratified', random_state=np.random.RandomState(0)).fit(X, y)
out = []
# cell
for i in range(6):
    out.append(m.predict(X).tolist())
