# expect: serial
# codes: NBP101
# setup
vals=[5,6,1,7]; best=9; out=[]
# cell
for v in vals:
    if v<best: best=v
    out.append(best)
