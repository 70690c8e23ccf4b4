# expect: parallel
# setup
import os
out = []
# cell
for i in range(4):
    out.append(os.environ.get("OMP_NUM_THREADS", "unset"))
