# expect: serial
# codes: NBP106
# setup
import numpy as np
r = np.zeros(3, dtype=[("a", float), ("b", int)])
out = []
# cell
r.dtype.names = ("a", "b")
for i in range(6):
    c = r.copy()
    out.append(c.dtype.names)
    c.dtype.names = (f"a{i}", "b")
