# expect: serial
# codes: NBP107
# setup
import numpy as np, io
n = [0]
def f(s):
    n[0] += 1
    return float(s) + n[0]
out = []
# cell
for i in range(9):
    out.append(np.genfromtxt(io.StringIO("1 2\n3 4"), converters={0: f}).tolist())
