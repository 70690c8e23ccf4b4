# expect: serial
# codes: NBP106
# setup
import os
d = [0]
out = []
# cell
for i in range(6):
    a = os.getenv("NBP_NOT", d)
    a.append(i)
    out.append(len(a))
