# expect: parallel
# setup
def norm(w): return w.lower()
ws=['A','b','a','B','c']; seen=set(); out=[]
# cell
for w in ws:
    k=norm(w)
    if k not in seen:
        seen.add(k)
        out.append(w)
