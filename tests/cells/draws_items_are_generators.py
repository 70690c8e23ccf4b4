# expect: parallel
# setup
import numpy as np
rngs = [np.random.default_rng(k) for k in range(12)]
out = []
# cell
for rng in rngs:
    out.append(rng.normal(size=3).sum())
after = [r.random() for r in rngs]
