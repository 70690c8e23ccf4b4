# expect: parallel
# setup
best=0
# cell
for v in [1,5,2,9,3]:
    if v>best: best=v
    if v==9: break
