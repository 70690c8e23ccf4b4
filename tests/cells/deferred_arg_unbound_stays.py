# expect: parallel
# setup
vals=[5,6,7]; best=1
# cell
for v in vals:
    if v<best:
        best=v
        where=v*2
