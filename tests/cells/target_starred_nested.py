# expect: parallel
# setup
out=[]
rows=[(1,(2,3),4,5),(6,(7,8),9,10)]
# cell
for a,(b,c),*r in rows:
    out.append((a,b,c,r))
