# expect: parallel
# setup
items=[(i,(i,i+1,i+2)) for i in range(9)]
out={}
# cell
for a,(b,*c) in items:
    out[a]=b+sum(c)
