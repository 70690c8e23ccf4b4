# expect: parallel
# setup
import numpy as np
a = np.random.default_rng(1)
b = np.random.Generator(a.bit_generator)
out = []
# cell
for i in range(30):
    out.append(a.random() - b.random())
after = a.random(), b.random()
