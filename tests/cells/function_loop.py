# expect: parallel
# setup
def f(x): return x*x
# cell
def work(xs):
    out=[]
    for x in xs:
        y=f(x)
        out.append(y)
    return out, x, y
r=work(range(8))
