# expect: parallel
# setup
from collections import deque
dq=deque(maxlen=4)
# cell
for i in range(20):
    dq.append(i*i)
