# expect: serial
# codes: NBP401
# setup
import array
m = memoryview(array.array("d", [1.5, 2.5, 3.5]))
out = []
# cell
for k in range(3):
    out.append(m[k] * 2)
