# expect: serial
# setup
import array
a = array.array('i', range(12)); m = memoryview(a); out = []
# cell
for i in range(12):
    a[i] = a[i] * 2
    out.append(m[3])
