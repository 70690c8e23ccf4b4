# expect: any
# setup
# cell
def work(xs,k):
    g=lambda v: v+k
    out=[]
    for x in xs:
        out.append(g(x))
    return out
r=work([1,2,3],4)
