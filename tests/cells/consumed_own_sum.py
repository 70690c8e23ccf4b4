# expect: serial
# setup
def sum(xs):
    t=0
    for x in xs: print('got',x); t+=x
    return t
def f(x): print('make',x); return x
# cell
r=sum(f(x) for x in range(5))
