# expect: parallel
# setup
vals=[3,1,None,2]; best=10
# cell
for v in vals:
    if v<best: best=v
