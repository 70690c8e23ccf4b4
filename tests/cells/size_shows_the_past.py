# expect: any serial
# codes: NBP202
# setup
import sys
out = []
# cell
data = dict.fromkeys(range(1000))
for k in range(5, 1000): del data[k]
for i in range(9):
    out.append(sys.getsizeof(data))
