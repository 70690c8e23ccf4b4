# expect: parallel
# setup
import numpy as np
data = np.arange(30.)
# cell
means = [np.random.choice(data, size=len(data)).mean() + np.random.randn() for _ in range(40)]
after = np.random.rand(), np.random.randn()
