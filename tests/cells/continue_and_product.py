# expect: parallel
# setup
skip={2}
n=0
tot=1.5
# cell
for i in range(5):
    if i in skip: continue
    n+=1
    tot*=2
