# expect: parallel
# setup
import sklearn
from sklearn.linear_model import Ridge
out = []
# cell
sklearn.set_config(print_changed_only=False)
for i in range(4):
    out.append(repr(Ridge(alpha=i)))
sklearn.set_config(print_changed_only=True)
