# expect: parallel
# setup
vals=[1,2,0,4]; ok=True
# cell
for v in vals:
    ok=ok and 1/v>0.3
