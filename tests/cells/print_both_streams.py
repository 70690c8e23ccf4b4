# expect: parallel
# setup
import sys
words='a bb ccc'.split()
# cell
for w in words:
    c=w.upper()
    print(c, end=' ')
    print(len(c), file=sys.stderr)
