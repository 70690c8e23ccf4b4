# expect: parallel
# setup
out = []
# cell
import time
for i in range(4):
    time.sleep(0.001)
    out.append(i)
