# expect: parallel
# setup
vals=[3,1.0,True,0,-0.0,float('nan'),2]*3; best=10
# cell
for v in vals:
    best=min(best,v)
