# expect: parallel
# setup
import os
out = []
# cell
for i in range(4):
    out.append(len(dict(os.environ)))
