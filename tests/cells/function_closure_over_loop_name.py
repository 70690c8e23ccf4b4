# expect: any
# setup
# cell
def work(xs):
    k=1
    g=lambda v: v+k
    out=[]
    for x in xs:
        k=x
        out.append(g(x))
    return out
r=work([1,2,3])
