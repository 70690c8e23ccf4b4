# expect: any
# setup
s=set(range(200))
for q in list(s):
    if q not in (3,67,131): s.discard(q)
d={1:0}
# cell
for x in [1,1,1,1,2]:
    s.add(x*64)
    s.discard(x)
    d[x]+=1
