# expect: parallel
# setup
d={k:i for i,k in enumerate("abcdef")}
ks=list(d)
# cell
for k in ks:
    d[k]=d[k]*2
