# expect: parallel
# setup
import random
import numpy as np

def set_seed(seed):
    random.seed(seed)
    np.random.seed(seed)

def simulate(seed):
    set_seed(seed)
    return random.choice('abcdef') + str(np.random.permutation(5))
# cell
out = [simulate(s) for s in range(20)]
after = random.random(), np.random.rand()
