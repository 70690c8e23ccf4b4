# expect: serial
# setup
import numpy as np
b = bytearray(12); m = np.frombuffer(b, dtype=np.uint8); out = []
# cell
for i in range(12):
    b[i] = i
    out.append(int(m.sum()))
