# expect: parallel
# setup
vals=[float('nan'),3,1]; best=float('nan')
# cell
for v in vals:
    best=max(v,best)
