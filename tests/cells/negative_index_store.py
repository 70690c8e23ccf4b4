# expect: parallel
# setup
# cell
out=[0]*4
for i in range(-4,0):
    out[i]=i
