# expect: parallel
# setup
import random
import numpy as np
out = []
# cell
for i in range(20):
    random.seed(i)
    np.random.seed(i)
    out.append(random.gauss(0, 1) + np.random.randn() + random.randint(1, 6))
after = random.gauss(0, 1), np.random.randn(), random.random()
