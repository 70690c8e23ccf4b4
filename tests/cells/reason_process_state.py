# expect: serial
# codes: NBP206
# setup
import numpy as np

xs = [1.0, 2.0, 4.0]
# cell
roots = []
for x in xs:
    old = np.seterr(over="warn")
    roots.append(float(np.sqrt(x)))
