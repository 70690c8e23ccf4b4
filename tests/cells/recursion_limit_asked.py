# expect: any
# setup
import sys
# cell
out = [(sys.getrecursionlimit(), i) for i in range(8)]
