# expect: parallel
# setup
import sklearn, numpy as np, pandas as pd
from sklearn.preprocessing import StandardScaler
df = pd.DataFrame({"a": [1., 2, 3]})
out = []
# cell
sklearn.set_config(transform_output="pandas")
for i in range(4):
    out.append(type(StandardScaler().fit_transform(df * (i + 1))).__name__)
sklearn.set_config(transform_output="default")
