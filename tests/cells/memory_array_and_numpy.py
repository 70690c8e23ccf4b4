# expect: serial
# setup
import array, numpy as np
a = array.array('i', range(12)); m = np.asarray(a); out = []
# cell
for i in range(12):
    a[i] = a[i] * 2
    out.append(int(m.sum()))
