# expect: any
# setup
calls=[]
def arg(v):
    calls.append(v)
    return v
# cell
def work(xs,k):
    out=[]
    for x in xs:
        out.append(x*k)
    return out
r=work(arg([1,2]),k=arg(3))
