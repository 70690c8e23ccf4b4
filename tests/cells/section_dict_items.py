# expect: parallel
# setup
d={k:i for i,k in enumerate("abcdef")}
# cell
for k,v in d.items():
    d[k]=d[k]+v
