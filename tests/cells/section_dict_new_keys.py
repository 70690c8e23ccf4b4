# expect: parallel
# setup
d={"a":1}
ks=list("bcdef")
# cell
for k in ks:
    d[k]=1
    d[k]=d[k]+1
