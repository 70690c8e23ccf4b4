# expect: parallel
# setup
import sys
out = []
# cell
for i in range(5):
    out.append(list(sys.argv))
