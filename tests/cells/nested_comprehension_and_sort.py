# expect: parallel
# setup
o=[]
# cell
for i in range(4):
    v=[j*i for j in range(3) if j]
    w=sorted(v, key=lambda t: -t)
    o.append(w)
