# expect: any
# setup
# cell
def norm(xs):
    s=0.0
    for x in xs:
        s+=x*x
    return s
rows=[[1.5,2,i] for i in range(6)]
ns=[]
for r in rows:
    ns.append(norm(r))
