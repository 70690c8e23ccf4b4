# expect: parallel
# setup
import numpy as np
rec = np.zeros(50, dtype=[("a", "f4"), ("b", "f8"), ("c", "i2")])
rec["b"] = np.random.rand(50); rec["a"] = np.random.rand(50)
b = rec["b"]; a = rec["a"]
out = []
# cell
for j in range(12):
    out.append((b.sum(), a.sum(), np.dot(b, b), b.strides, a.strides))
