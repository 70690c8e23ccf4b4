# expect: serial
# codes: NBP202
# setup
from collections import Counter
kept = Counter.most_common
n = [0]
def mc(self, k=None):
    n[0] += 1
    return n[0]
out = []
# cell
Counter.most_common = mc
for i in range(9):
    out.append(Counter("abc").most_common(1))
Counter.most_common = kept
